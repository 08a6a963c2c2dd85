"""The page of a round: its clock, what is asked, the numbers, and the comments as threads or as a filtered list."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.models import Action, PlanItem
from regulations.paging import page_of
from regulations.trail import trail

from .clock import clock_of
from .models import Comment, Consultation, Outcome
from .places import at_place, place, place_choices
from .threads import ROOTS_ON_A_PAGE, comment_views, public_comments, threads

OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the address asks of a round's comments; values that do not exist are as if not asked.

    With `answered` or `outcome` the comments stand one by one, replies too, so that a number opens exactly
    its comments.
    """

    part: str = ""
    answered: str = ""
    outcome: str = ""
    oldest_first: bool = False

    @classmethod
    def of(cls, params: QueryDict, places: list[tuple[str, str]]) -> "Reading":
        part, answered, outcome = params.get("part", ""), params.get("answered", ""), params.get("outcome", "")
        return cls(
            part=part if part in dict(places) else "",
            answered=answered if answered in ("yes", "no") else "",
            outcome=outcome if outcome in Outcome.values else "",
            oldest_first=params.get("sort") == OLDEST,
        )

    @property
    def is_flat(self) -> bool:
        return bool(self.answered or self.outcome)

    @property
    def order(self) -> tuple[str, str]:
        return ("created_at", "pk") if self.oldest_first else ("-created_at", "-pk")


def round_page(consultation: Consultation, request: HttpRequest) -> dict[str, Any]:
    """The context of consult/round.html."""
    version, clock = consultation.plan_version, clock_of(consultation, timezone.now())
    published = Comment.objects.published().filter(consultation=consultation)
    places = place_choices(version, published)
    reading = Reading.of(request.GET, places)
    page, pagination = _comments(consultation, reading, request, is_open=clock["is_open"])
    return {
        "page_title": consultation.title,
        "page_description": _("Lấy ý kiến về %(plan)s.") % {"plan": version.title},
        "breadcrumbs": trail((_("Lấy ý kiến"), reverse("consult:consultations")), (consultation.title, "")),
        "round": consultation,
        "clock": clock,
        "plan_url": version.get_absolute_url(),
        "form_url": reverse("consult:comment_form", args=[consultation.pk]) if clock["is_open"] else "",
        "items": _items(consultation),
        "totals": _totals(consultation),
        "reading": reading,
        "places": places,
        "outcomes": Outcome.choices,
        "comments": page,
        "pagination": pagination,
    }


def page_number_of(comment: Comment) -> int:
    """The page of its round on which a comment stands, in the order one sees without asking for another."""
    root = comment
    while root.parent is not None:
        root = root.parent
    newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
    before = Comment.objects.once_public().filter(newer, consultation=root.consultation_id, parent=None).count()
    return before // ROOTS_ON_A_PAGE + 1


def _comments(consultation: Consultation, reading: Reading, request: HttpRequest, *, is_open: bool):
    rows = public_comments().filter(consultation=consultation).order_by(*reading.order)
    if reading.part:
        rows = at_place(rows, reading.part)
    if not reading.is_flat:
        roots, pagination = page_of(rows.filter(parent=None), request, ROOTS_ON_A_PAGE)
        return threads(roots, is_open=is_open), pagination
    rows = rows.published()
    if reading.answered:
        rows = rows.filter(answer__isnull=reading.answered == "no")
    if reading.outcome:
        rows = rows.filter(answer__outcome=reading.outcome)
    found, pagination = page_of(rows, request, ROOTS_ON_A_PAGE)
    views = comment_views(found, is_open=is_open)
    return [views[comment.pk] for comment in found], pagination


def _totals(consultation: Consultation) -> dict[str, Any]:
    """Counts of comments that are public now, replies too; each opens the list of exactly those."""
    rows = Comment.objects.published().filter(consultation=consultation).order_by().values_list("answer__outcome")
    counted = list(rows.annotate(n=Count("pk"), sure=Count("pk", filter=Q(verified=True))))
    by_outcome = {outcome: n for outcome, n, _sure in counted}
    published = sum(by_outcome.values())
    return {
        "published": published,
        "verified": sum(sure for _outcome, _n, sure in counted),
        "answered": published - by_outcome.get(None, 0),
        "unanswered": by_outcome.get(None, 0),
        "outcomes": [
            {"value": outcome.value, "label": outcome.label, "n": by_outcome[outcome.value]}
            for outcome in Outcome
            if by_outcome.get(outcome.value)
        ],
    }


def _items(consultation: Consultation) -> list[dict[str, Any]]:
    """The plan's items, each with its public comments and the way to comment on it."""
    version = consultation.plan_version
    items = PlanItem.objects.filter(version=version).select_related("regulation", "base_version")
    columns = ("number", "action", "version_id", "regulation__code", "regulation__kind", "base_version__title")
    counts = dict(
        Comment.objects.published()
        .filter(consultation=consultation)
        .order_by()
        .values_list("item_number")
        .annotate(n=Count("pk"))
    )
    form = reverse("consult:comment_form", args=[consultation.pk])
    return [
        {
            "place": place(version, item),
            "action": Action(item.action).label,
            "count": counts.get(item.number, 0),
            "list_url": f"?part={item.anchor}#y-kien",
            "form_url": f"{form}?part={item.anchor}",
        }
        for item in items.only(*columns)
    ]
