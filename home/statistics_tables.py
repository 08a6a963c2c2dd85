"""The tables of /statistics/, for components/table_scroll.html: every number leads to the list of what it counts."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from consult.models import Outcome, Phase
from home.agency_totals import AgencyTotals, Total
from home.statistics import CommentFigures
from regulations.models import Agency, DocumentType, Kind, PlanState, Status
from regulations.trail import search_url
from search.query import MAX_FILTER_VALUES

Cell = dict[str, Any]
Table = dict[str, Any]


def listed(name: str, **filters: str) -> str:
    """The address of a list with filters."""
    return reverse(name) + (f"?{urlencode(filters)}" if filters else "")


def number(count: int, url: str) -> Cell:
    """A count that opens its list; nothing has none to open."""
    return {"text": number_format(count, force_grouping=True), "url": url if count else "", "numeric": True}


def regulations_table(counted: Mapping[tuple[str, str], int]) -> Table:
    """Kinds by status, with the sums of both."""
    statuses = [status for status in Status if any(said == status for _kind, said in counted)]
    rows = []
    for kind in Kind:
        counts = [counted.get((kind.value, status.value), 0) for status in statuses]
        rows.append(
            [
                {"text": str(kind.label)},
                *(
                    number(count, search_url(kind=kind.value, status=status.value))
                    for status, count in zip(statuses, counts, strict=True)
                ),
                number(sum(counts), search_url(kind=kind.value)),
            ]
        )
    sums = [sum(count for (_kind, said), count in counted.items() if said == status) for status in statuses]
    last = [
        {"text": _("Tất cả")},
        *(number(count, search_url(status=status.value)) for status, count in zip(statuses, sums, strict=True)),
        number(sum(sums), search_url()),
    ]
    headers = [_("Loại quy định"), *(str(status.label) for status in statuses), _("Tất cả")]
    return _table("regulations", _("Quy định theo loại và hiệu lực"), headers, [*rows, last])


def agencies_table(totals: AgencyTotals, chosen: Agency | None) -> Table:
    """Regulations of the agencies at the top, or of one agency and the units below it."""
    rows = []
    if chosen is not None and (own := totals.alone.get(chosen.pk)):
        own_name = _("%(agency)s, không kể đơn vị trực thuộc") % {"agency": chosen.name}
        rows.append([{"text": own_name}, number(own.count, search_url(agency=chosen.acronym)), {"text": ""}])
    for agency in totals.below(chosen.pk if chosen else None):
        units = listed("statistics", agency=agency.acronym) + "#agencies-title"
        further = {"text": _("Xem từng đơn vị"), "url": units} if totals.has_units(agency.pk) else {"text": ""}
        total = totals.with_units[agency.pk]
        rows.append([{"text": agency.name}, number(total.count, _regulations_of(total) or units), further])
    caption = _("Quy định theo cơ quan, kể cả đơn vị trực thuộc")
    if chosen is not None:
        caption = _("Quy định của %(agency)s theo đơn vị") % {"agency": chosen.name}
    return _table("agencies", caption, [_("Cơ quan"), _("Số quy định"), _("Đơn vị trực thuộc")], rows, numeric={1})


def documents_table(counted: Mapping[str, int]) -> Table:
    rows = [(kind.label, kind.value, counted[kind.value]) for kind in DocumentType if counted.get(kind.value)]
    return _two_columns(
        "documents", _("Văn bản pháp luật theo loại"), [_("Loại văn bản"), _("Số văn bản")], rows,
        name="statistics_documents", parameter="type",
    )  # fmt: skip


def plans_table(counted: Mapping[str, int]) -> Table:
    rows = [(state.label, state.value, counted.get(state.value, 0)) for state in PlanState]
    return _two_columns(
        "plans", _("Phương án cắt giảm theo tình trạng"), [_("Tình trạng"), _("Số phương án")], rows,
        name="regulations:plans", parameter="state",
    )  # fmt: skip


def planning_agencies_table(totals: AgencyTotals) -> Table:
    """Without their sub-units: that is how the list of plans is filtered."""
    found = [(totals.agencies[pk], total) for pk, total in totals.alone.items()]
    found.sort(key=lambda pair: (-pair[1].count, pair[0].name))
    rows = [
        [{"text": agency.name}, number(total.count, listed("regulations:plans", agency=agency.acronym))]
        for agency, total in found
    ]
    headers = [_("Cơ quan lập phương án"), _("Số phương án")]
    return _table("planning", _("Phương án cắt giảm theo cơ quan"), headers, rows)


def rounds_table(counted: Mapping[str, int]) -> Table:
    rows = [(phase.label, phase.value, counted.get(phase.value, 0)) for phase in Phase]
    return _two_columns(
        "rounds", _("Đợt lấy ý kiến theo tình trạng"), [_("Tình trạng"), _("Số đợt")], rows,
        name="consult:consultations", parameter="phase",
    )  # fmt: skip


def comments_table(counted: CommentFigures) -> Table:
    """What is public, answered and not yet; the answered ones by outcome."""
    comments = "consult:comments"
    outcomes = [(outcome, counted.outcomes.get(outcome.value, 0)) for outcome in Outcome]
    rows = [
        [{"text": _("Đã đăng")}, number(counted.published, listed(comments))],
        [{"text": _("Đã trả lời")}, number(counted.answered, listed(comments, answered="yes"))],
        *(
            [{"text": _("Đã trả lời: %(outcome)s") % {"outcome": outcome.label}},
             number(count, listed(comments, outcome=outcome.value))]
            for outcome, count in outcomes if count
        ),
        [{"text": _("Chưa trả lời")}, number(counted.unanswered, listed(comments, answered="no"))],
    ]  # fmt: skip
    return _table("comments", _("Ý kiến đang hiện công khai"), [_("Ý kiến"), _("Số ý kiến")], rows)


def _regulations_of(total: Total) -> str:
    """The search that lists them, "" where there are more agencies than an address takes."""
    if len(total.acronyms) > MAX_FILTER_VALUES:
        return ""
    return search_url(agency=sorted(total.acronyms))


def _two_columns(
    key: str, caption: str, headers: list[str], counts: Iterable[tuple[str, str, int]], *, name: str, parameter: str
) -> Table:
    """Values of one filter with their numbers, and the sum, which opens the list without a filter."""
    counts = list(counts)
    rows = [[{"text": str(label)}, number(n, listed(name, **{parameter: value}))] for label, value, n in counts]
    total = sum(n for _label, _value, n in counts)
    return _table(key, caption, headers, [*rows, [{"text": _("Tất cả")}, number(total, listed(name))]])


def _table(
    key: str, caption: str, headers: list[str], rows: list[list[Cell]], *, numeric: set[int] | None = None
) -> Table:
    """All columns but the first are numbers, unless `numeric` names them."""
    shown = [
        {"text": header, "numeric": place in numeric if numeric is not None else place > 0}
        for place, header in enumerate(headers)
    ]
    return {"id": key, "caption": caption, "headers": shown, "rows": rows}
