"""What consultations add to the pages of plans, regulations and accounts (regulations.sections, accounts.sections)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from regulations.models import PlanVersion, Regulation

from .clock import clock_of
from .models import Comment, Consultation, Phase, Stage
from .places import places_of

NOTHING = mark_safe("")
OWN_COMMENTS_SHOWN = 50


class RoundsOfPlan:
    """The place on the page of a plan version: its rounds on top, comments beside items and parts.

    Two queries; a third for counts where the round is on this very version.
    """

    def __init__(self, version: PlanVersion) -> None:
        now = timezone.now()
        rounds = Consultation.objects.public().filter(plan_version__plan=version.plan_id).select_related("plan_version")
        self.rounds = sorted(rounds, key=lambda one: _nearest(one, now))
        self.clocks = {one.pk: clock_of(one, now) for one in self.rounds}
        own = [one for one in self.rounds if one.plan_version_id == version.pk]
        self.round = own[0] if own else None
        self.is_open = bool(own) and self.clocks[own[0].pk]["is_open"]
        self.counts = self._counts()

    @property
    def top(self) -> SafeString:
        if not self.rounds:
            return NOTHING
        rows = [_row(one, self.clocks[one.pk]) for one in self.rounds]
        return render_to_string("consult/plan_rounds.html", {"first": rows[0], "others": rows[1:]})

    def beside(self, anchor: str) -> SafeString:
        if self.round is None:
            return NOTHING
        count = self.counts[anchor]
        if not (count or self.is_open):
            return NOTHING
        form = reverse("consult:comment_form", args=[self.round.pk])
        context = {
            "form_url": f"{form}?part={anchor}" if self.is_open else "",
            "count": count,
            "number": anchor.split("-")[1],
            "is_part": anchor.count("-") > 1,
            "list_url": f"{self.round.get_absolute_url()}?part={anchor}#y-kien",
        }
        return render_to_string("consult/beside.html", context)

    def _counts(self) -> Counter:
        """Public comments by anchor; an item's count has those on its parts, as the list it opens has."""
        counts: Counter = Counter()
        if self.round is None:
            return counts
        rows = Comment.objects.published().filter(consultation=self.round).exclude(item_number=None).order_by()
        for number, key, n in rows.values_list("item_number", "part_key").annotate(n=Count("pk")):
            counts[f"muc-{number}"] += n
            if key:
                counts[f"muc-{number}-{key}"] += n
        return counts


def plan_list(plan_ids: Iterable[int]) -> dict[int, SafeString]:
    """Beside a plan in lists: that it can be commented on now, or soon, or that answers are due. One query."""
    now = timezone.now()
    rounds = Consultation.objects.filter(stage=Stage.PUBLISHED, plan_version__plan__in=list(plan_ids))
    nearest: dict[int, Consultation] = {}
    for one in sorted(rounds.select_related("plan_version"), key=lambda one: _nearest(one, now), reverse=True):
        nearest[one.plan_version.plan_id] = one
    return {
        plan: render_to_string("consult/plan_badge.html", _row(one, clock_of(one, now)))
        for plan, one in nearest.items()
    }


def regulation_page(regulation: Regulation) -> SafeString:
    """On a regulation: rounds, open now or to come, on plans that would change it. One query."""
    now = timezone.now()
    rounds = (
        Consultation.objects.filter(
            stage=Stage.PUBLISHED, closes_at__gt=now, plan_version__items__regulation=regulation.pk
        )
        .order_by("opens_at", "pk")
        .distinct()
    )
    rows = [_row(one, clock_of(one, now)) for one in rounds]
    return render_to_string("consult/regulation_rounds.html", {"rows": rows}) if rows else NOTHING


def account_page(user) -> SafeString:
    """What the person said, newest first, each with its receipt. Nothing for who never wrote, such as officials."""
    comments = Comment.objects.filter(sender__user=user).select_related("consultation__plan_version__plan", "answer")
    newest = list(comments.order_by("-created_at", "-pk")[: OWN_COMMENTS_SHOWN + 1])
    if not newest:
        return NOTHING
    shown = newest[:OWN_COMMENTS_SHOWN]
    places = places_of(shown)
    rows = [{"comment": one, "place": places[one.pk], "round": one.consultation} for one in shown]
    return render_to_string("consult/own_comments.html", {"rows": rows, "more": len(newest) > OWN_COMMENTS_SHOWN})


def _nearest(consultation: Consultation, now) -> tuple[int, float]:
    """Open rounds first, then those to come, then the past, the last one first."""
    phase = consultation.phase_at(now)
    if phase in (Phase.OPEN, Phase.SCHEDULED):
        return (0 if phase is Phase.OPEN else 1, consultation.opens_at.timestamp())
    return (2, -consultation.closes_at.timestamp())


def _row(consultation: Consultation, clock: dict[str, Any]) -> dict[str, Any]:
    form = reverse("consult:comment_form", args=[consultation.pk])
    return {"round": consultation, "clock": clock, "form_url": form if clock["is_open"] else ""}
