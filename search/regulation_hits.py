"""A page of regulations from row ids: read in a fixed number of queries, whatever the page."""

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regulations.contents import Content, TimeLimitRow, contents_by_kind
from regulations.models import Kind, RegulationVersion, Status, TimeUnit
from regulations.trust import Read, Trust, trust_of_regulations
from search.highlight import Highlighter
from search.hits import RegulationHit
from search.visibility import speaking_on

_HOURS = {TimeUnit.HOURS: 1, TimeUnit.CALENDAR_DAYS: 24, TimeUnit.WORKING_DAYS: 34, TimeUnit.MONTHS: 730}
"""About how long a unit lasts: enough to tell which of several time limits a reader waits for."""

_SHOWN = ("part", "paper", "fee", "time")
"""Rows that a hit is searched for in, or says how many there are."""

_ANY_CODE = "any.code"
_COLUMNS = (
    "pk", "title", "state", "effective_from", "recorded_at", "card_what", "regulation_id", "regulation__code",
    "regulation__kind", "regulation__agency_id", "regulation__agency__name_vi", "regulation__agency__name_en",
)  # fmt: skip


def regulation_hits(
    ids: Sequence[str], *, on: datetime.date, day_chosen: bool, highlighter: Highlighter
) -> tuple[RegulationHit, ...]:
    """The hits in the order of the ids; what the public may not see on that day is left out."""
    wanted = {int(row_id.partition(":")[2]): row_id for row_id in ids}
    upcoming = {pk for pk, row_id in wanted.items() if row_id.startswith("ru:")}
    rows = speaking_on(RegulationVersion, _COLUMNS, on=on, pks=wanted.keys() - upcoming, upcoming=upcoming)
    contents = contents_by_kind({pk: row["regulation__kind"] for pk, row in rows.items()}, only=_SHOWN)
    trust = trust_of_regulations([_read(pk, row) for pk, row in rows.items()], on)
    page = _Page.of(on, day_chosen, highlighter)
    return tuple(
        _hit(row_id, row, contents[pk], page, upcoming=pk in upcoming, trust=trust[pk])
        for pk, row_id in wanted.items()
        if (row := rows.get(pk))
    )


class _Page(NamedTuple):
    """What is the same for all hits of a page: how they are marked, their address but for the code, and the words."""

    highlighter: Highlighter
    address: str
    english: bool
    kinds: dict[str, str]
    papers: str
    fees: str

    @classmethod
    def of(cls, on: datetime.date, day_chosen: bool, highlighter: Highlighter) -> "_Page":
        # One address is looked up for all: codes only have characters that stand for themselves in an address.
        address = reverse("regulations:regulation", args=[_ANY_CODE]) + (f"?on={on.isoformat()}" if day_chosen else "")
        kinds = {kind.value: str(kind.label) for kind in Kind}
        return cls(highlighter, address, get_language() == "en", kinds, _("Giấy tờ"), _("Phí, lệ phí"))


def _hit(
    row_id: str, row: dict, content: Content, page: _Page, *, upcoming: bool, trust: Trust | None
) -> RegulationHit:
    url = page.address.replace(_ANY_CODE, row["regulation__code"])
    place, snippet = _matching_place(row["card_what"], content, page)
    return RegulationHit(
        id=row_id,
        url=url,
        title=page.highlighter.mark(row["title"]),
        plain_title=row["title"],
        part=place.name,
        part_url=f"{url}#{place.anchor}" if place.anchor else "",
        snippet=snippet,
        code=row["regulation__code"],
        kind=page.kinds[row["regulation__kind"]],
        agency=(page.english and row["regulation__agency__name_en"]) or row["regulation__agency__name_vi"],
        status=str(Status.UPCOMING if upcoming else Status.of(row["state"])),
        effective=row["effective_from"],
        facts=tuple(_facts(content)),
        trust=trust,
    )


def _read(pk: int, row: dict) -> Read:
    return Read(
        pk, row["regulation_id"], row["regulation__agency_id"], row["state"], row["effective_from"], row["recorded_at"]
    )


class _Place(NamedTuple):
    """A place on a regulation's page: what it is called, its anchor, what it says. The summary on top has neither name
    nor anchor."""

    name: str
    anchor: str
    text: str


def _matching_place(summary: str, content: Content, page: _Page) -> tuple[_Place, SafeString]:
    """The place with most of what was searched for, and its snippet; the beginning, unnamed, where none has any."""
    places = [_Place("", "", summary)] if summary else []
    places += [_Place(part.label, f"part-{part.key}", part.text) for part in content.parts]
    places += [_Place(page.papers, "papers", paper.name) for paper in content.papers]
    places += [_Place(page.fees, "fees", fee.name) for fee in content.fees]
    best, snippet = page.highlighter.best_snippet(place.text for place in places)
    return (_Place("", "", "") if best is None else places[best]), snippet


def _facts(content: Content) -> Iterator[str]:
    """How long, how many papers, how much: what is recorded, in a few words."""
    if content.time_limits:
        yield max(content.time_limits, key=_hours).length
    if content.papers:
        count = len(content.papers)
        yield ngettext("%(count)d giấy tờ", "%(count)d giấy tờ", count) % {"count": count}
    amounts = [fee.amount for fee in content.fees]
    if len(amounts) == 1 and amounts[0] is not None:
        yield _("%(amount)s đồng") % {"amount": intcomma(amounts[0])}
    elif amounts:
        text = ngettext("%(count)d khoản phí, lệ phí", "%(count)d khoản phí, lệ phí", len(amounts))
        yield text % {"count": len(amounts)}


def _hours(limit: TimeLimitRow) -> int:
    return limit.number * _HOURS[TimeUnit(limit.unit)]
