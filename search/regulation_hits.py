"""A page of regulations from row ids: read in a fixed number of queries, whatever the page."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regulations.models import Fee, Kind, Paper, Part, RegulationVersion, Status, TimeLimit, TimeUnit
from regulations.trust import Read, trust_of_regulations
from search.highlight import Highlighter
from search.hits import RegulationHit
from search.visibility import speaking_on

_READ = 20_000
"""Characters of a part that are read for the snippet."""

_HOURS = {TimeUnit.HOURS: 1, TimeUnit.CALENDAR_DAYS: 24, TimeUnit.WORKING_DAYS: 34, TimeUnit.MONTHS: 730}
"""About how long a unit lasts: enough to tell which of several time limits a reader waits for."""

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
    texts = _texts(rows)
    facts = _facts(rows)
    trust = trust_of_regulations([_read(pk, row) for pk, row in rows.items()], on)
    # One address is looked up for all: codes only have characters that stand for themselves in an address.
    address = reverse("regulations:regulation", args=[_ANY_CODE]) + (f"?on={on.isoformat()}" if day_chosen else "")
    english = get_language() == "en"
    return tuple(
        RegulationHit(
            id=row_id,
            url=address.replace(_ANY_CODE, row["regulation__code"]),
            title=highlighter.mark(row["title"]),
            plain_title=row["title"],
            snippet=highlighter.snippet("\n".join(filter(None, [row["card_what"], *texts[pk]]))),
            code=row["regulation__code"],
            kind=str(Kind(row["regulation__kind"]).label),
            agency=(english and row["regulation__agency__name_en"]) or row["regulation__agency__name_vi"],
            status=str(Status.UPCOMING if pk in upcoming else Status.of(row["state"])),
            effective=row["effective_from"],
            facts=tuple(facts[pk]),
            trust=trust[pk],
        )
        for pk, row_id in wanted.items()
        if (row := rows.get(pk))
    )


def _read(pk: int, row: dict) -> Read:
    return Read(
        pk, row["regulation_id"], row["regulation__agency_id"], row["state"], row["effective_from"], row["recorded_at"]
    )


def _texts(versions) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = defaultdict(list)
    parts = Part.objects.filter(version__in=versions).order_by("version", "sort_order", "pk")
    for version, text in parts.values_list("version", Left("text", _READ)):
        texts[version].append(text)
    return texts


def _facts(versions) -> dict[int, list[str]]:
    """How long, how many papers, how much: what is recorded, in a few words."""
    facts: dict[int, list[str]] = defaultdict(list)
    longest: dict[int, tuple[int, str]] = {}
    limits = TimeLimit.objects.filter(version__in=versions).order_by("version", "sort_order", "pk")
    for version, number, unit in limits.values_list("version", "number", "unit"):
        if version not in longest or number * _HOURS[unit] > longest[version][0] * _HOURS[longest[version][1]]:
            longest[version] = (number, unit)
    for version, (number, unit) in longest.items():
        facts[version].append(TimeUnit(unit).length(number))
    papers: dict[int, int] = defaultdict(int)
    for version in Paper.objects.filter(version__in=versions).order_by().values_list("version", flat=True):
        papers[version] += 1
    for version, count in papers.items():
        facts[version].append(ngettext("%(count)d giấy tờ", "%(count)d giấy tờ", count) % {"count": count})
    fees: dict[int, list[int | None]] = defaultdict(list)
    for version, amount in Fee.objects.filter(version__in=versions).order_by().values_list("version", "amount"):
        fees[version].append(amount)
    for version, amounts in fees.items():
        if len(amounts) == 1 and amounts[0] is not None:
            facts[version].append(_("%(amount)s đồng") % {"amount": intcomma(amounts[0])})
        else:
            text = ngettext("%(count)d khoản phí, lệ phí", "%(count)d khoản phí, lệ phí", len(amounts))
            facts[version].append(text % {"count": len(amounts)})
    return facts
