"""A moderator's decision on one comment or on several, as two moderators at one table would have it.

Each screen says which decision it knew last of each comment. Where a colleague has decided since, nothing is written
over: the second is told what the first did.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.models import Comment, CommentStatus, Consultation, ModerationAction
from consult.moderation import moderate
from consult.refusals import Refused

NONE_YET = 0


@dataclass
class Outcome:
    done: list[Comment] = field(default_factory=list)
    refused: list[tuple[Comment, str]] = field(default_factory=list)


def with_last_decision(comments: QuerySet) -> QuerySet:
    """Adds `last_decision`, the key of the newest decision that a person took, NONE_YET without one."""
    newest = ModerationAction.objects.filter(comment=OuterRef("pk"), by__isnull=False).order_by("-pk").values("pk")
    return comments.annotate(last_decision=Coalesce(Subquery(newest[:1]), Value(NONE_YET), output_field=IntegerField()))


def decide(
    *, comments: Iterable[Comment], seen: dict[int, int], to: str, by, reason: str = "", note: str = ""
) -> Outcome:
    """Move each comment to the status `to`. `seen` is the last decision that `by` knew of, by comment.

    Every comment stands for itself: one that cannot be decided so keeps none of the others from it.
    """
    outcome = Outcome()
    for comment in comments:
        try:
            with transaction.atomic():
                _refuse_if_decided_since(comment, seen.get(comment.pk))
                moderate(comment=comment, to=to, by=by, reason=reason, note=note)
        except Refused as refusal:
            outcome.refused.append((comment, str(refusal)))
        except ValidationError as refusal:
            outcome.refused.append((comment, " ".join(refusal.messages)))
        else:
            outcome.done.append(comment)
    return outcome


def _refuse_if_decided_since(comment: Comment, seen: int | None) -> None:
    # The round first, as everything that writes in it: two who lock in another order would wait for each other.
    Consultation.objects.select_for_update().get(pk=comment.consultation_id)
    newest = comment.moderation.filter(by__isnull=False).select_related("by").order_by("-pk").first()
    if (newest.pk if newest else NONE_YET) == seen:
        return
    if newest is None:
        raise Refused(_("Trang đã cũ; hãy tải lại rồi quyết định."))
    raise Refused(told(newest))


def told(action: ModerationAction) -> str:
    """What a colleague decided, for the one who came second."""
    reason = f" ({action.get_reason_display()})" if action.reason else ""
    return _(
        "%(who)s đã quyết định lúc %(at)s, sau khi bạn mở trang: “%(status)s”%(reason)s. "
        "Quyết định của bạn chưa được ghi."
    ) % {
        "who": action.by,
        "at": date_format(timezone.localtime(action.at), "SHORT_DATETIME_FORMAT"),
        "status": CommentStatus(action.to_status).label,
        "reason": reason,
    }
