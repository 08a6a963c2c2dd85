"""Official answers: one text to one comment or to many. Never changed: a better answer replaces an older one."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulations.models import PlanVersion

from . import mailing, rules
from .models import Comment, CommentStatus, Consultation, OfficialAnswer, Outcome
from .refusals import Refused
from .sanitizing import sanitize

SHORTEST = 10


@transaction.atomic
def answer(
    *,
    consultation: Consultation,
    comments: Iterable[Comment],
    outcome: Outcome | str,
    text: str,
    by,
    changed_in: PlanVersion | None = None,
    replaces: OfficialAnswer | None = None,
) -> OfficialAnswer:
    """Answer published comments of the round; with `replaces` also all that the older answer stood for.

    `changed_in` is the plan version that took the comments up. Raises Refused for one who may not, a comment that is
    not public or has another answer, an answer replaced before; ValidationError naming the field.
    """
    stored = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if not rules.may_answer(by, stored):
        raise Refused(_("Bạn không được phân công trả lời trong đợt lấy ý kiến này."))
    older = _older(stored, replaces)
    answered = _comments(stored, comments, older)
    _require_version_of_plan(stored, changed_in)
    text = text.strip()
    if len(text) < SHORTEST:
        raise ValidationError({"text": _("Hãy viết nội dung trả lời, ít nhất %(n)d ký tự.") % {"n": SHORTEST}})
    given = OfficialAnswer(
        consultation=stored,
        outcome=outcome,
        text=text,
        html=sanitize(text),
        changed_in=changed_in,
        replaces=older,
        answered_by=by,
        answered_at=timezone.now(),
    )
    given.full_clean()
    given.save()
    Comment.objects.filter(pk__in=[comment.pk for comment in answered]).update(answer=given)
    mailing.tell_answer(given)
    return given


def _older(consultation: Consultation, replaces: OfficialAnswer | None) -> OfficialAnswer | None:
    if replaces is None:
        return None
    older = OfficialAnswer.objects.filter(pk=replaces.pk, consultation=consultation).first()
    if older is None or OfficialAnswer.objects.filter(replaces=older).exists():
        raise Refused(_("Trả lời này đã được thay bằng trả lời khác."))
    return older


def _comments(consultation: Consultation, comments: Iterable[Comment], older: OfficialAnswer | None) -> list[Comment]:
    asked = {comment.pk for comment in comments}
    rows = Comment.objects.select_for_update().filter(consultation=consultation)
    chosen = list(rows.filter(pk__in=asked).order_by("pk"))
    if len(chosen) != len(asked) or any(comment.status != CommentStatus.PUBLISHED for comment in chosen):
        raise Refused(_("Chỉ trả lời được ý kiến đã đăng của đợt này; có ý kiến vừa bị ẩn hoặc đã rút."))
    before = older.pk if older else None
    taken = [comment for comment in chosen if comment.answer_id not in (None, before)]
    if taken:
        raise Refused(
            ngettext(
                "%(n)d ý kiến đã có trả lời khác; hãy thay trả lời đó.",
                "%(n)d ý kiến đã có trả lời khác; hãy thay trả lời đó.",
                len(taken),
            )
            % {"n": len(taken)}
        )
    inherited = list(rows.filter(answer=older).exclude(pk__in=asked)) if older else []
    if not chosen and not inherited:
        raise ValidationError({"comments": _("Hãy chọn ít nhất một ý kiến để trả lời.")})
    return chosen + inherited


def _require_version_of_plan(consultation: Consultation, changed_in: PlanVersion | None) -> None:
    if changed_in is None:
        return
    if not changed_in.live or changed_in.plan_id != consultation.plan_version.plan_id:
        raise ValidationError({"changed_in": _("Hãy chọn một phiên bản đã công bố của chính phương án này.")})
