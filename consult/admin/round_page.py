"""What a round's own page in the admin shows, for the person who looks at it."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from consult import rounds, rules
from consult.admin.policies import ANSWERING, ROUNDS
from consult.models import CommentStatus, Consultation, ConsultationPeriod, Phase, Stage, Subject
from consult.transitions import STAGE_MOVES
from regulations.models import Role


@dataclass(frozen=True)
class LegalMinimum:
    """How long the law asks for a round that opens at its time, and whether this one falls short of it."""

    days: int
    source: str
    earliest: datetime.datetime
    is_short: bool


@dataclass(frozen=True)
class RoundPage:
    """`actions` are names of what this person may do now; `urls` those they need for it."""

    consultation: Consultation
    phase: Phase | None
    numbers: dict[str, int]
    minimum: LegalMinimum | None
    actions: frozenset[str]
    urls: dict[str, str]
    answer_days_left: int | None
    needs_other_controller: bool


def standing(consultation: Consultation) -> str:
    """Where a round stands now, in words."""
    phase = consultation.phase
    return Stage.DRAFT.label if phase is None else phase.label


def page_of(consultation: Consultation, user) -> RoundPage:
    """The page of a stored round for `user`."""
    phase = consultation.phase
    due = consultation.answer_due_on
    return RoundPage(
        consultation=consultation,
        phase=phase,
        numbers=_numbers(consultation),
        minimum=minimum_for(consultation.opens_at, consultation.closes_at),
        actions=frozenset(_actions(consultation, user, phase)),
        urls=_urls(consultation, user, phase),
        answer_days_left=(due - timezone.localdate()).days if due and phase is Phase.CLOSED else None,
        needs_other_controller=phase is None and user.pk == consultation.drafted_by_id,
    )


def minimum_for(opens_at: datetime.datetime, closes_at: datetime.datetime | None = None) -> LegalMinimum | None:
    """What the law asks of a round that opens then; None while no period is recorded for that day."""
    day = timezone.localdate(opens_at)
    period = ConsultationPeriod.objects.filter(subject=Subject.PLAN).valid_on(day).last()
    earliest = rounds.earliest_legal_closing(opens_at)
    if period is None or earliest is None:
        return None
    is_short = closes_at is not None and closes_at < earliest
    return LegalMinimum(period.minimum_days, period.source, earliest, is_short)


def _numbers(consultation: Consultation) -> dict[str, int]:
    published = Q(status=CommentStatus.PUBLISHED)
    return consultation.comments.aggregate(
        received=Count("pk"),
        waiting=Count("pk", filter=Q(status__in=(CommentStatus.PENDING, CommentStatus.UNCONFIRMED))),
        published=Count("pk", filter=published),
        answered=Count("pk", filter=published & Q(answer__isnull=False)),
        not_shown=Count("pk", filter=Q(status__in=(CommentStatus.REJECTED, CommentStatus.HIDDEN))),
        withdrawn=Count("pk", filter=Q(status=CommentStatus.WITHDRAWN)),
    )


def _actions(consultation: Consultation, user, phase: Phase | None):
    if rules.may_edit(user, consultation):
        yield from ("edit", "discard")
    if consultation.stage == Stage.DRAFT and rules.may_publish(user, consultation):
        yield "publish"
    if phase in (Phase.SCHEDULED, Phase.OPEN) and rules.may_extend(user, consultation):
        yield "extend"
    if rules.may_mark_answered(user, consultation):
        if phase is Phase.CLOSED:
            yield "mark_answered"
        if (consultation.stage, Stage.ARCHIVED) in STAGE_MOVES:
            yield "archive"


def _urls(consultation: Consultation, user, phase: Phase | None) -> dict[str, str]:
    name = Consultation.snippet_viewset.get_url_name
    names = ("edit", "delete", "history", "publish", "extend", "mark_answered", "archive")
    urls = {one: reverse(name(one), args=[consultation.pk]) for one in names}
    if phase is None:
        return urls
    urls["public"] = consultation.get_absolute_url()
    if rules.acts_for(user, consultation.agency, Role.MODERATOR, Role.EXAMINER):
        urls["queue"] = f"{reverse('consult_moderation:queue')}?round={consultation.pk}"
    if ANSWERING.user_has_permission_for_instance(user, "view", consultation):
        urls["answers"] = reverse("consult_answering:round", args=[consultation.pk])
    return urls


def drafts_to_publish(user):
    """Draft rounds that `user` may publish, oldest first."""
    rows = ROUNDS.instances_user_has_permission_for(user, "view").filter(stage=Stage.DRAFT)
    return [one for one in _with_agency(rows).order_by("created_at") if rules.may_publish(user, one)]


def _with_agency(rows) -> Any:
    return rows.select_related("plan_version__plan__agency")
