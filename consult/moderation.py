"""What a moderator decides about a comment. Decisions are kept for ever; the sender is told."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import mailing, rules
from .models import Comment, CommentStatus, Consultation, ModerationAction, ModerationReason, Stage
from .refusals import Refused
from .transitions import NEEDS_REASON, Actor, require_comment_move


@transaction.atomic
def moderate(
    *, comment: Comment, to: CommentStatus | str, by, reason: ModerationReason | str = "", note: str = ""
) -> Comment:
    """Publish, reject, hide or show again. `note` explains to the sender; where hidden, the public reads the reason.

    Raises Refused for one who may not or a move that is not in the table (mostly: somebody else was quicker),
    ValidationError where the reason is missing. A comment shown again without answer re-opens an answered round.
    """
    consultation = Consultation.objects.select_for_update().get(pk=comment.consultation_id)
    stored = Comment.objects.select_for_update().get(pk=comment.pk)
    if not rules.may_decide_on(by, stored):
        raise Refused(_("Bạn không được phân công điều hành ý kiến này, hoặc ý kiến là của chính bạn."))
    require_comment_move(stored.status, to, Actor.MODERATOR)
    reason, note = _reason(to, reason, note)
    now = timezone.now()
    action = ModerationAction(
        comment=stored, from_status=stored.status, to_status=to, reason=reason, note=note, by=by, at=now
    )
    action.full_clean()
    action.save()
    stored.status = CommentStatus(to)
    if stored.status == CommentStatus.PUBLISHED:
        stored.published_at = stored.published_at or now
        _reopen_if_unanswered(consultation, stored)
    stored.save(update_fields=["status", "published_at"])
    mailing.tell_decision(action)
    return stored


def _reason(to: str, reason: str, note: str) -> tuple[str, str]:
    if to not in NEEDS_REASON:
        return "", note.strip()
    if reason not in ModerationReason.values:
        raise ValidationError({"reason": _("Hãy chọn lý do; người gửi sẽ đọc được.")})
    if reason == ModerationReason.OTHER and not note.strip():
        raise ValidationError({"note": _("Hãy giải thích lý do cho người gửi.")})
    return reason, note.strip()


def _reopen_if_unanswered(consultation: Consultation, comment: Comment) -> None:
    """An answered round owes no answer; what is shown again may."""
    if consultation.stage == Stage.ANSWERED and comment.answer_id is None:
        consultation.stage, consultation.answered_at = Stage.PUBLISHED, None
        consultation.save(update_fields=["stage", "answered_at"])
