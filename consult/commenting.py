"""What the public does: send a comment, confirm an e-mail address, withdraw.

`submit_comment` is safe to call twice with one `submission_key`, also at the same instant: one comment is stored.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people import is_verified

from . import mailing, rules
from .anchors import UnknownAnchor, find_anchor
from .confirming import comment_of
from .models import Comment, CommentStatus, Consultation, ModerationAction, Phase, Sender
from .receipts import find, new_receipt
from .refusals import Refused, RoundNotOpen
from .sanitizing import sanitize
from .transitions import Actor, require_comment_move

SHORTEST_NAME, LONGEST_NAME = 2, 150
DEEPEST = 3
"""Levels of a thread. A reply to the deepest stands beside it."""
_RECEIPTS_TRIED = 3


def submit_comment(
    *,
    consultation: Consultation,
    text: str,
    submission_key: uuid.UUID | str,
    name: str,
    email: str = "",
    hide_name: bool = False,
    user=None,
    part: str = "",
    parent: Comment | None = None,
    language: str = "vi",
) -> Comment:
    """Store a comment and return it; for a key that was sent before, the comment that was stored then, unchanged.

    A guest gives a name and, if they like, an e-mail to confirm; whoever is signed in (`user`) is named by the account.
    A reply is about what its parent is about. Raises RoundNotOpen outside the round's hours by the server's clock,
    ValidationError naming the field, Refused for a parent that is not public.
    """
    key = _key(submission_key)
    stored = stored_before(consultation, key)
    if stored is not None:
        return stored
    typed = checked_text(text)
    sender = checked_sender(user, name, email, hide_name, language)
    for _try in range(_RECEIPTS_TRIED):
        try:
            return _store(consultation, key, typed, sender, part, parent)
        except IntegrityError:
            stored = stored_before(consultation, key)  # its twin was quicker
            if stored is not None:
                return stored
    raise RuntimeError("no free receipt number was found")


def stored_before(consultation: Consultation, submission_key: uuid.UUID | str) -> Comment | None:
    """The comment that came with this key, if one did."""
    return Comment.objects.filter(consultation=consultation, submission_key=_key(submission_key)).first()


@transaction.atomic
def confirm_email(token: str) -> Comment:
    """Take the link of the mail: the sender's address is theirs. A second time changes nothing. Raises LinkUnusable.

    Also after the round closed: the comment came in time.
    """
    comment = Comment.objects.select_for_update().get(pk=comment_of(token).pk)
    sender = Sender.objects.select_for_update().get(comment=comment)
    if sender.email_confirmed_at is not None or not sender.email or comment.status == CommentStatus.WITHDRAWN:
        return comment
    sender.email_confirmed_at = timezone.now()
    sender.save(update_fields=["email_confirmed_at"])
    comment.verified = True
    if comment.status == CommentStatus.UNCONFIRMED:
        comment.status = CommentStatus.PENDING
    comment.save(update_fields=["verified", "status"])
    return comment


@transaction.atomic
def withdraw(receipt: str) -> Comment:
    """Take a comment back, whatever became of it; a second time changes nothing. Raises Refused for no such receipt.

    What was public keeps its place, as a placeholder; the sender's name and e-mail are not kept.
    """
    found = find(receipt)
    if found is None:
        raise Refused(_("Không có ý kiến nào mang mã biên nhận này."))
    comment = Comment.objects.select_for_update().get(pk=found.pk)
    if comment.status == CommentStatus.WITHDRAWN:
        return comment
    require_comment_move(comment.status, CommentStatus.WITHDRAWN, Actor.SENDER)
    ModerationAction.objects.create(
        comment=comment, from_status=comment.status, to_status=CommentStatus.WITHDRAWN, by=None, at=timezone.now()
    )
    comment.status = CommentStatus.WITHDRAWN
    comment.save(update_fields=["status"])
    Sender.objects.filter(comment=comment).update(name="", email="", email_confirmed_at=None)
    return comment


@transaction.atomic
def _store(consultation, key: uuid.UUID, typed: str, sender: Sender, part: str, parent: Comment | None) -> Comment:
    # The clock is read inside the transaction: waiting for the database must not carry a comment past the end.
    round_now = Consultation.objects.get(pk=consultation.pk)
    now = timezone.now()
    if not rules.may_comment(round_now, now):
        raise RoundNotOpen(_not_open(round_now.phase_at(now)), round_now, round_now.phase_at(now))
    comment = Comment(
        consultation=round_now,
        text=typed,
        html=sanitize(typed),
        receipt=new_receipt(),
        submission_key=key,
        status=CommentStatus.UNCONFIRMED if sender.email else CommentStatus.PENDING,
        verified=is_verified(sender.user) if sender.user else False,
        created_at=now,
    )
    _place(comment, part, parent)
    comment.save(force_insert=True)
    sender.pk = None
    sender.comment = comment
    sender.save(force_insert=True)
    if sender.email:
        mailing.ask_to_confirm(comment)
    return comment


def _place(comment: Comment, part: str, parent: Comment | None) -> None:
    if parent is None:
        try:
            anchor = find_anchor(comment.consultation.plan_version, part)
        except UnknownAnchor:
            raise ValidationError({"part": _("Phương án không có mục hoặc phần này.")}) from None
        comment.item_number, comment.part_key = anchor.item_number, anchor.part_key
        return
    stored = Comment.objects.select_related("parent__parent").filter(pk=parent.pk).first()
    if stored is None or stored.consultation_id != comment.consultation_id or not rules.may_reply_to(stored):
        raise Refused(_("Ý kiến mà bạn trả lời không còn hiển thị công khai."))
    is_deepest = stored.parent is not None and stored.parent.parent is not None
    comment.parent = stored.parent if is_deepest else stored
    comment.item_number, comment.part_key = stored.item_number, stored.part_key


def checked_text(text: str) -> str:
    """What is stored of what was typed. Raises ValidationError where it is too short or too long."""
    typed = text.replace("\r\n", "\n").replace("\0", "").strip()
    least, most = settings.COMMENT_LENGTH
    if len(typed) < least:
        raise ValidationError({"text": _("Hãy viết ý kiến, ít nhất %(least)d ký tự.") % {"least": least}})
    if len(typed) > most:
        raise ValidationError(
            {
                "text": _("Ý kiến dài %(length)d ký tự, tối đa %(most)d. Hãy rút gọn hoặc chia thành nhiều ý kiến.")
                % {"length": len(typed), "most": most}
            }
        )
    return typed


def checked_sender(user, name: str, email: str, hide_name: bool, language: str) -> Sender:
    """Who says it, not stored yet: the account's name where it has one. Raises ValidationError naming the field."""
    if user is not None and user.is_authenticated:
        name, email = user.full_name or name, ""
    else:
        user = None
    name, email = " ".join(name.replace("\0", "").split()), email.strip()
    problems = {}
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        problems["name"] = _("Hãy ghi tên của bạn hoặc của tổ chức, từ %(least)d đến %(most)d ký tự.") % {
            "least": SHORTEST_NAME,
            "most": LONGEST_NAME,
        }
    if email:
        try:
            validate_email(email)
        except ValidationError:
            problems["email"] = _("Hãy nhập địa chỉ e-mail đầy đủ, ví dụ ten@vi-du.vn, hoặc để trống.")
    if problems:
        raise ValidationError(problems)
    return Sender(user=user, name=name, email=email, hide_name=hide_name, language=language)


def _key(submission_key: uuid.UUID | str) -> uuid.UUID:
    try:
        return submission_key if isinstance(submission_key, uuid.UUID) else uuid.UUID(submission_key)
    except (ValueError, AttributeError, TypeError):
        raise ValidationError({"submission_key": _("Mã của biểu mẫu không hợp lệ; hãy gửi lại.")}) from None


def _not_open(phase: Phase | None) -> str:
    if phase is Phase.SCHEDULED:
        return _("Đợt lấy ý kiến chưa bắt đầu.")
    return _("Đợt lấy ý kiến đã kết thúc, không nhận thêm ý kiến.")
