"""The figures of /statistics/: plain counts of public records, each of which some list of the portal shows.

They are kept for `settings.OVERVIEW_SECONDS` in the process: counting a whole register takes longer than the page.
"""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from consult.filters import public_now
from consult.models import Comment, Consultation, Phase
from regulations.keeping import former_keepers
from regulations.models import LegalDocument, Regulation, RegulationVersion, SimplificationPlan, Status


@dataclass(frozen=True, slots=True)
class CommentFigures:
    """`received` is everything ever sent to a public round; `published` what is public now, in or outside of answers.
    `outcomes` counts the answered ones by the outcome of their answer."""

    received: int
    published: int
    answered: int
    outcomes: Mapping[str, int]

    @property
    def unanswered(self) -> int:
        return self.published - self.answered

    @property
    def not_public(self) -> int:
        return self.received - self.published


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is on a day. Values that occur nowhere are missing.

    `regulations` is by (kind, status on the day). `*_by_agency` count by the keys of the agencies that a record names,
    without their sub-units and heirs: the one that keeps it, then those that kept it before.
    """

    on: datetime.date
    regulations: Mapping[tuple[str, str], int]
    regulations_by_agency: Mapping[tuple[int, ...], int]
    documents: Mapping[str, int]
    plans: Mapping[str, int]
    plans_by_agency: Mapping[tuple[int, ...], int]
    rounds: Mapping[str, int]
    comments: CommentFigures


def figures() -> Figures:
    """The figures of today, at most `OVERVIEW_SECONDS` old."""
    today = timezone.localdate()
    return cache.get_or_set(f"statistics:{today}", lambda: read_figures(today), settings.OVERVIEW_SECONDS)


def read_figures(on: datetime.date) -> Figures:
    """The same, read from the database now. Rounds and comments are as of this moment."""
    return Figures(
        on=on,
        regulations=_regulations(on),
        regulations_by_agency=_regulations_by_agency(),
        documents=_counted(LegalDocument.objects.public(), "doc_type"),
        plans=_counted(SimplificationPlan.objects.public().with_state(), "state"),
        plans_by_agency={(agency,): n for agency, n in _counted(SimplificationPlan.objects.public(), "agency").items()},
        rounds=_rounds(),
        comments=_comments(),
    )


def _counted(records, column: str) -> dict:
    return dict(records.order_by().values_list(column).annotate(Count("pk")))


def _regulations_by_agency() -> dict[tuple[int, ...], int]:
    counted = Counter({(agency,): n for agency, n in _counted(Regulation.objects.public(), "agency").items()})
    before = former_keepers(Regulation)
    moved = Regulation.objects.public().filter(transfers__isnull=False).distinct().order_by()
    for pk, agency in moved.values_list("pk", "agency"):
        counted[(agency,)] -= 1
        counted[(agency, *before[pk])] += 1
    return +counted


def _regulations(on: datetime.date) -> dict[tuple[str, str], int]:
    """By kind and status as lookup sees them: what speaks on the day, and what has yet to begin."""
    speaking = RegulationVersion.objects.in_force_on(on).order_by()
    rows = speaking.values_list("regulation__kind", "state").annotate(Count("pk"))
    counted = {(kind, Status.of(state).value): number for kind, state, number in rows}
    begun = RegulationVersion.objects.current().filter(regulation=OuterRef("pk"), effective_from__lte=on)
    upcoming = _counted(Regulation.objects.public().filter(~Exists(begun)), "kind")
    return counted | {(kind, Status.UPCOMING.value): number for kind, number in upcoming.items()}


def _rounds() -> dict[str, int]:
    now = timezone.now()
    counts = {phase.value: Consultation.objects.in_phase(phase, now).count() for phase in Phase}
    return {phase: number for phase, number in counts.items() if number}


def _comments() -> CommentFigures:
    public = public_now().order_by()
    by_outcome = Counter(dict(public.values_list("answer__outcome").annotate(Count("pk"))))
    published = by_outcome.total()
    unanswered = by_outcome.pop(None, 0)
    rounds = Consultation.objects.public().order_by().values("pk")
    return CommentFigures(
        received=Comment.objects.filter(consultation__in=rounds).count(),
        published=published,
        answered=published - unanswered,
        outcomes=dict(by_outcome),
    )
