"""The life of a round: drafted by an officer, published and lengthened by legal control, then answered and archived.

Every function is one transaction on the stored row and raises Refused or ValidationError with a reason in words.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from regulations.models import PlanVersion, SimplificationPlan

from . import rules
from .models import Comment, Consultation, ConsultationPeriod, Phase, Stage, Subject
from .refusals import Refused
from .transitions import require_stage_move

CHANGEABLE = ("title", "introduction", "opens_at", "closes_at", "shortened_ground")


@transaction.atomic
def draft_round(
    *,
    plan_version: PlanVersion,
    title: str,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by,
    introduction: str = "",
    shortened_ground: str = "",
) -> Consultation:
    """A draft on a published plan version. Raises Refused for one who may not, ValidationError naming the field."""
    if not rules.may_draft(by, plan_version.plan.agency):
        raise Refused(_("Bạn không được phân công soạn đợt lấy ý kiến cho cơ quan này."))
    consultation = Consultation(
        plan_version=plan_version,
        title=title,
        introduction=introduction,
        opens_at=opens_at,
        closes_at=closes_at,
        shortened_ground=shortened_ground,
        drafted_by=by,
    )
    consultation.full_clean()
    consultation.save()
    log(instance=consultation, action="wagtail.create", user=by)
    return consultation


@transaction.atomic
def change_round(*, consultation: Consultation, by, **fields) -> Consultation:
    """Change fields (CHANGEABLE) of a draft. Who changes it has written it too: they may not publish it."""
    stored = _lock(consultation)
    if not rules.may_edit(by, stored):
        raise Refused(_("Chỉ cán bộ của cơ quan sửa được, và chỉ khi đợt lấy ý kiến còn là bản nháp."))
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise TypeError(f"a round has no field {name} to change")
        setattr(stored, name, value)
    stored.full_clean()
    stored.save()
    log(instance=stored, action="wagtail.edit", user=by, content_changed=True)
    return stored


@transaction.atomic
def discard_round(*, consultation: Consultation, by) -> None:
    """Throw a draft away; nobody outside ever saw it."""
    stored = _lock(consultation)
    if not rules.may_edit(by, stored):
        raise Refused(_("Chỉ bỏ được bản nháp của cơ quan mình; đợt đã công bố thì ở lại."))
    log(instance=stored, action="wagtail.delete", user=by)
    stored.delete()


@transaction.atomic
def publish_round(*, consultation: Consultation, by, at: datetime.datetime | None = None) -> Consultation:
    """Make a draft public; `at` is the moment of publication, now by default.

    A round whose beginning has passed begins now: the public could not read about it before. Raises Refused for one
    who may not or another round of the plan at the same time, ValidationError for too short a window without ground.
    """
    now = at or timezone.now()
    stored = _lock(consultation)
    version = stored.plan_version
    SimplificationPlan.objects.select_for_update().get(pk=version.plan_id)
    require_stage_move(stored.stage, Stage.PUBLISHED)
    if stored.stage != Stage.DRAFT:
        raise Refused(_("Đợt lấy ý kiến này đã được công bố."))
    if not rules.may_publish(by, stored):
        raise Refused(_("Cần người kiểm soát pháp chế của cơ quan, không phải người soạn, công bố đợt lấy ý kiến."))
    if version != version.plan.shown_version():
        raise Refused(_("Chỉ lấy ý kiến về phiên bản mới nhất đã công bố của phương án."))
    stored.opens_at = max(stored.opens_at, now)
    _require_time_left(stored)
    _require_alone(stored)
    period = _period_of(stored)
    _require_long_enough(stored, period)
    stored.stage, stored.published_at, stored.published_by = Stage.PUBLISHED, now, by
    stored.minimum_days = period.minimum_days
    stored.answer_due_on = timezone.localdate(stored.closes_at) + datetime.timedelta(days=period.answer_days)
    stored.answer_due_ground = period.source
    stored.full_clean()
    stored.save()
    log(instance=stored, action="wagtail.publish", user=by, content_changed=True)
    return stored


@transaction.atomic
def extend_round(*, consultation: Consultation, closes_at: datetime.datetime, by) -> Consultation:
    """Close later than was published. Never earlier, and never after it closed: closed means closed."""
    stored = _lock(consultation)
    SimplificationPlan.objects.select_for_update().get(pk=stored.plan_version.plan_id)
    if not rules.may_extend(by, stored):
        raise Refused(_("Cần người kiểm soát pháp chế của cơ quan, không phải người soạn, gia hạn đợt lấy ý kiến."))
    if stored.phase_at(timezone.now()) not in (Phase.SCHEDULED, Phase.OPEN):
        raise Refused(_("Đợt lấy ý kiến đã kết thúc, không gia hạn được; hãy mở đợt mới."))
    if closes_at <= stored.closes_at:
        raise ValidationError({"closes_at": _("Đợt đã công bố chỉ được kéo dài, không được rút ngắn.")})
    to_answer = stored.answer_due_on - timezone.localdate(stored.closes_at)
    stored.closes_at = closes_at
    stored.answer_due_on = timezone.localdate(closes_at) + to_answer
    _require_alone(stored)
    stored.full_clean()
    stored.save()
    # Not an edit: who lengthened a round has not written it.
    log(instance=stored, action="wagtail.publish", user=by, content_changed=True)
    return stored


@transaction.atomic
def mark_answered(*, consultation: Consultation, by) -> Consultation:
    """Say that everybody got an answer. Raises Refused, saying how many wait, while a comment has none.

    Counts every published comment, replies too; what was withdrawn or hidden needs none. What waits for a moderator
    must be decided first: it may yet be published.
    """
    stored = _lock(consultation)
    if not rules.may_mark_answered(by, stored):
        raise Refused(_("Bạn không được phân công trả lời cho cơ quan này."))
    require_stage_move(stored.stage, Stage.ANSWERED)
    if stored.phase_at(timezone.now()) is not Phase.CLOSED:
        raise Refused(_("Đợt lấy ý kiến chưa kết thúc."))
    comments = Comment.objects.filter(consultation=stored)
    waiting = comments.waiting().count()
    if waiting:
        raise Refused(
            ngettext("Còn %(n)d ý kiến chưa được duyệt.", "Còn %(n)d ý kiến chưa được duyệt.", waiting) % {"n": waiting}
        )
    left = comments.published().filter(answer=None).count()
    if left:
        raise Refused(
            ngettext("Còn %(n)d ý kiến chưa có trả lời.", "Còn %(n)d ý kiến chưa có trả lời.", left) % {"n": left},
            url=f"{stored.get_absolute_url()}?answered=no",
        )
    stored.stage, stored.answered_at = Stage.ANSWERED, timezone.now()
    stored.save(update_fields=["stage", "answered_at"])
    log(instance=stored, action="wagtail.edit", user=by, content_changed=True)
    return stored


@transaction.atomic
def archive_round(*, consultation: Consultation, by) -> Consultation:
    """Put an answered round away: still public, nothing more is answered in it."""
    stored = _lock(consultation)
    if not rules.may_mark_answered(by, stored):
        raise Refused(_("Bạn không được phân công trả lời cho cơ quan này."))
    require_stage_move(stored.stage, Stage.ARCHIVED)
    stored.stage = Stage.ARCHIVED
    stored.save(update_fields=["stage"])
    log(instance=stored, action="wagtail.edit", user=by, content_changed=True)
    return stored


def earliest_legal_closing(opens_at: datetime.datetime) -> datetime.datetime | None:
    """When a round that opens then may close without a ground; None while no period is recorded for that day.

    The law counts calendar days, holidays too; so many times 24 hours from the opening, which is the same clock time in
    Viet Nam, where no clock is ever put forward.
    """
    period = ConsultationPeriod.objects.filter(subject=Subject.PLAN).valid_on(timezone.localdate(opens_at)).last()
    return opens_at + datetime.timedelta(days=period.minimum_days) if period else None


def _lock(consultation: Consultation) -> Consultation:
    return (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("plan_version__plan__agency")
        .get(pk=consultation.pk)
    )


def _require_time_left(consultation: Consultation) -> None:
    if consultation.closes_at <= consultation.opens_at:
        raise ValidationError({"closes_at": _("Thời điểm kết thúc đã qua.")})


def _period_of(consultation: Consultation) -> ConsultationPeriod:
    day = timezone.localdate(consultation.opens_at)
    period = ConsultationPeriod.objects.filter(subject=Subject.PLAN).valid_on(day).last()
    if period is None:
        raise Refused(
            _("Chưa có thời hạn lấy ý kiến áp dụng cho ngày %(day)s; quản trị viên cần nhập.")
            % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        )
    return period


def _require_long_enough(consultation: Consultation, period: ConsultationPeriod) -> None:
    earliest = consultation.opens_at + datetime.timedelta(days=period.minimum_days)
    if consultation.closes_at < earliest and not consultation.shortened_ground.strip():
        raise ValidationError(
            {
                "closes_at": _(
                    "Phải lấy ý kiến ít nhất %(days)d ngày: kết thúc sớm nhất lúc %(earliest)s. "
                    "Nếu được rút ngắn theo quy định, hãy ghi căn cứ rút ngắn."
                )
                % {
                    "days": period.minimum_days,
                    "earliest": date_format(timezone.localtime(earliest), "SHORT_DATETIME_FORMAT"),
                }
            }
        )


def _require_alone(consultation: Consultation) -> None:
    """One round at a time a plan: people would not know which one counts."""
    other = (
        Consultation.objects.filter(plan_version__plan=consultation.plan_version.plan_id, stage=Stage.PUBLISHED)
        .filter(opens_at__lt=consultation.closes_at, closes_at__gt=consultation.opens_at)
        .exclude(pk=consultation.pk)
        .first()
    )
    if other is not None:
        raise Refused(
            _("Phương án này đã có đợt lấy ý kiến “%(title)s” trong cùng thời gian.") % {"title": other.title},
            url=other.get_absolute_url(),
        )
