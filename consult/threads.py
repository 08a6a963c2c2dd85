"""Comments as the public reads them: threads of three levels, answers below what they answer, placeholders."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from . import rules
from .commenting import DEEPEST
from .models import PUBLIC_STAGES, Comment, CommentStatus, ModerationAction, OfficialAnswer
from .places import places_of

ROOTS_ON_A_PAGE = 20


def public_comments() -> QuerySet[Comment]:
    """Everything that stands or stood in public, with what a page shows of it."""
    rows = Comment.objects.once_public().filter(consultation__stage__in=PUBLIC_STAGES)
    return rows.select_related("sender", "answer__changed_in", "consultation__plan_version__plan__agency")


def threads(roots: Iterable[Comment], *, is_open: bool) -> list[dict[str, Any]]:
    """The roots with all that was replied to them, oldest reply first. Two queries for replies, four for the rest."""
    roots = list(roots)
    below: dict[int, list[Comment]] = defaultdict(list)
    level, everything = roots, list(roots)
    for _level in range(DEEPEST - 1):
        level = list(public_comments().filter(parent__in=[comment.pk for comment in level])) if level else []
        for comment in level:
            below[comment.parent_id].append(comment)
        everything += level
    views = comment_views(everything, is_open=is_open)

    def nested(comment: Comment) -> dict[str, Any]:
        return views[comment.pk] | {"replies": [nested(reply) for reply in below[comment.pk]]}

    return [nested(root) for root in roots]


def comment_views(comments: Iterable[Comment], *, is_open: bool = False) -> dict[int, dict[str, Any]]:
    """Each comment as consult/comment.html takes it, by key. A placeholder carries nothing of what was written."""
    comments = list(comments)
    places = places_of(comments)
    reasons = _reasons(comment.pk for comment in comments if comment.status == CommentStatus.HIDDEN)
    shared = _answered_together({comment.answer_id for comment in comments if comment.answer_id})
    return {comment.pk: _view(comment, places[comment.pk], reasons, shared, is_open=is_open) for comment in comments}


def answer_view(answer: OfficialAnswer | None, together: int = 1) -> dict[str, Any] | None:
    """An official answer for templates; `together` is how many public comments it answers."""
    if answer is None:
        return None
    return {
        "outcome": answer.outcome,
        "label": answer.get_outcome_display(),
        "html": safe(answer.html),
        "at": answer.answered_at,
        "changed_in": answer.changed_in,
        "together": together,
        "is_newer": answer.replaces_id is not None,
    }


def safe(html: str) -> SafeString:
    """Stored HTML of comments and answers: it comes from `sanitize` and nowhere else."""
    return mark_safe(html)


def name_of(comment: Comment) -> str:
    """Who said it, as everybody may read it."""
    return comment.sender.shown_name or _("Người gửi không hiện tên")


def _view(comment: Comment, place, reasons: dict[int, str], shared: Counter, *, is_open: bool) -> dict[str, Any]:
    is_shown = comment.status == CommentStatus.PUBLISHED
    view = {
        "pk": comment.pk,
        "anchor": comment.anchor,
        "url": comment.get_absolute_url(),
        "at": comment.created_at,
        "is_shown": is_shown,
        "place": place,
        "is_reply": comment.parent_id is not None,
        "answer": answer_view(comment.answer, shared[comment.answer_id]),
        "replies": [],
        "round_title": comment.consultation.title,
        "round_url": comment.consultation.get_absolute_url(),
    }
    if not is_shown:
        return view | {"placeholder": _placeholder(comment, reasons)}
    form = reverse("consult:comment_form", args=[comment.consultation_id])
    return view | {
        "name": name_of(comment),
        "has_name": bool(comment.sender.shown_name),
        "verified": comment.verified,
        "html": safe(comment.html),
        "reply_url": f"{form}?reply_to={comment.pk}" if is_open and rules.may_reply_to(comment) else "",
    }


def _placeholder(comment: Comment, reasons: dict[int, str]) -> str:
    if comment.status == CommentStatus.WITHDRAWN:
        return _("Người gửi đã rút ý kiến này.")
    return _("Ý kiến này đã bị ẩn. Lý do: %(reason)s.") % {"reason": reasons.get(comment.pk, "")}


def _reasons(hidden: Iterable[int]) -> dict[int, str]:
    """Why comments were hidden, the last decision counting."""
    keys = list(hidden)
    rows = ModerationAction.objects.filter(comment__in=keys, to_status=CommentStatus.HIDDEN) if keys else ()
    return {row.comment_id: row.get_reason_display() for row in rows}


def _answered_together(answers: set[int]) -> Counter:
    if not answers:
        return Counter()
    rows = Comment.objects.published().filter(answer__in=answers).order_by().values_list("answer")
    return Counter(dict(rows.annotate(n=Count("pk"))))
