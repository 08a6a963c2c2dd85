"""The register as the front page shows it: how much of each kind and field, what changed and what is about to.

Counting 17,800 regulations takes longer than the rest of the page, so the overview is kept for
`settings.OVERVIEW_SECONDS` in the process.
"""

import datetime
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from home.addresses import search_address
from regulations.models import Field, Kind, PlanVersion, Regulation, RegulationVersion, SimplificationPlan, Status
from regulations.plan_pages.header import state_badge
from regulations.text.normalise import fold

LISTED = 5
PLANS_LISTED = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """Something to browse by, with the number of public regulations in it."""

    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A regulation in a short list; what components/results_regulations.html takes."""

    url: str
    title: str
    code: str
    kind: str
    agency: str
    status: str
    effective: datetime.date


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A plan in a short list; `badge` is what components/status_badge.html takes."""

    url: str
    title: str
    agency: str
    day: datetime.date
    badge: dict[str, str]


@dataclass(frozen=True, slots=True)
class Overview:
    """Empty lists mean that there is nothing of the sort."""

    total: int
    kinds: tuple[Counted, ...]
    fields: tuple[Counted, ...]
    changed: tuple[Listed, ...]
    upcoming: tuple[Listed, ...]
    upcoming_url: str
    plans: tuple[ListedPlan, ...] = ()


def overview() -> Overview:
    """The register of today in the active language, at most `OVERVIEW_SECONDS` old."""
    today = timezone.localdate()
    key = f"overview:{get_language()}:{today}"
    return cache.get_or_set(key, lambda: read_overview(today=today), settings.OVERVIEW_SECONDS)


def read_overview(*, today: datetime.date) -> Overview:
    """The same, read from the database now: seven queries at most."""
    by_kind = dict(Regulation.objects.public().order_by().values_list("kind").annotate(Count("pk")))
    return Overview(
        total=sum(by_kind.values()),
        kinds=tuple(Counted(str(k.label), search_address(kind=k.value), by_kind.get(k.value, 0)) for k in Kind),
        fields=_fields(),
        changed=_listed(
            RegulationVersion.objects.current().filter(effective_from__lte=today).order_by("-effective_from", "-number")
        ),
        upcoming=_listed(
            RegulationVersion.objects.current().filter(effective_from__gt=today).order_by("effective_from", "number"),
            status=Status.UPCOMING,
        ),
        upcoming_url=search_address(status=Status.UPCOMING.value),
        plans=_plans(),
    )


def _plans() -> tuple[ListedPlan, ...]:
    """The plans published last, each by its newest version."""
    versions = PlanVersion.objects.current().order_by("-effective_from", "-pk")
    titles: dict[int, tuple] = {}
    for plan, *shown in versions.values_list("plan", "title", "effective_from")[: LISTED * 4]:
        titles.setdefault(plan, tuple(shown))
    newest = list(islice(titles, PLANS_LISTED))
    plans = SimplificationPlan.objects.with_state().select_related("agency").filter(pk__in=newest)
    found = {plan.pk: plan for plan in plans}
    return tuple(
        ListedPlan(found[pk].get_absolute_url(), title, found[pk].agency.name, day, state_badge(found[pk].state))
        for pk, (title, day) in ((pk, titles[pk]) for pk in newest)
    )


def _fields() -> tuple[Counted, ...]:
    public = RegulationVersion.objects.current().filter(regulation=OuterRef("regulation"))
    counts = dict(
        Regulation.fields.through.objects.filter(Exists(public)).values_list("field").annotate(Count("regulation"))
    )
    fields = sorted(Field.objects.all(), key=lambda field: fold(field.name))
    return tuple(Counted(field.name, field.get_absolute_url(), counts.get(field.pk, 0)) for field in fields)


def _listed(versions, *, status: Status | None = None) -> tuple[Listed, ...]:
    """The first few of `versions`, one a regulation. Upcoming ones lead to the regulation as of their first day."""
    rows = versions.values_list(
        "regulation", "title", "regulation__code", "regulation__kind", "regulation__agency__name_vi",
        "regulation__agency__name_en", "state", "effective_from",
    )[: LISTED * 4]  # fmt: skip
    first: dict[int, Listed] = {}
    for regulation, title, code, kind, agency_vi, agency_en, state, effective in rows:
        agency = (agency_en or agency_vi) if get_language() == "en" else agency_vi
        url = reverse("regulations:regulation", args=[code])
        if status == Status.UPCOMING:
            url = f"{url}?on={effective.isoformat()}"
        shown = (status or Status.of(state)).value
        first.setdefault(regulation, Listed(url, title, code, str(Kind(kind).label), agency, shown, effective))
    return tuple(islice(first.values(), LISTED))
