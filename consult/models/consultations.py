import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulations.models import Agency, PlanVersion
from regulations.models.agencies import Dated, DatedQuerySet


class Subject(models.TextChoices):
    """What a round asks about; the law sets how long for each."""

    PLAN = "plan", _("Phương án cắt giảm, đơn giản hóa")


class ConsultationPeriod(Dated):
    """How long a round must be open, and how long the agency may take to answer, while the record is valid.

    Calendar days both, holidays included. The law changes them, so they are records; `source` names the article.
    """

    subject = models.CharField(_("đối tượng lấy ý kiến"), max_length=20, choices=Subject)
    minimum_days = models.PositiveSmallIntegerField(_("số ngày lấy ý kiến tối thiểu"))
    answer_days = models.PositiveSmallIntegerField(_("số ngày để trả lời sau khi kết thúc"))
    source = models.CharField(_("căn cứ"), max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("thời hạn lấy ý kiến")
        verbose_name_plural = _("thời hạn lấy ý kiến")
        ordering = ["subject", "valid_from"]

    def __str__(self):
        return f"{self.get_subject_display()}: {self.minimum_days}"


class Stage(models.TextChoices):
    """What is stored of a round's life; the rest comes from the clock."""

    DRAFT = "draft", _("Bản nháp")
    PUBLISHED = "published", _("Đã công bố")
    ANSWERED = "answered", _("Đã trả lời")
    ARCHIVED = "archived", _("Lưu trữ")


class Phase(models.TextChoices):
    """What the public sees of a round now, and the values of `phase=` in /consultations/."""

    SCHEDULED = "scheduled", _("Sắp lấy ý kiến")
    OPEN = "open", _("Đang lấy ý kiến")
    CLOSED = "closed", _("Đã kết thúc, chờ trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    ARCHIVED = "archived", _("Lưu trữ")


PUBLIC_STAGES = (Stage.PUBLISHED, Stage.ANSWERED, Stage.ARCHIVED)


class ConsultationQuerySet(models.QuerySet):
    def public(self):
        return self.filter(stage__in=PUBLIC_STAGES)

    def in_phase(self, phase: Phase, now: datetime.datetime):
        """Public rounds that are in `phase` at `now`."""
        published = Q(stage=Stage.PUBLISHED)
        return self.filter(
            {
                Phase.SCHEDULED: published & Q(opens_at__gt=now),
                Phase.OPEN: published & Q(opens_at__lte=now, closes_at__gt=now),
                Phase.CLOSED: published & Q(closes_at__lte=now),
                Phase.ANSWERED: Q(stage=Stage.ANSWERED),
                Phase.ARCHIVED: Q(stage=Stage.ARCHIVED),
            }[Phase(phase)]
        )


class Consultation(models.Model):
    """A round: the public is asked about a published plan version from `opens_at` until, not at, `closes_at`.

    `minimum_days` is the legal minimum found when the round was published; a shorter window needs `shortened_ground`.
    """

    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, related_name="consultations", verbose_name=_("phiên bản phương án")
    )
    title = models.CharField(_("tên đợt lấy ý kiến"), max_length=300)
    introduction = models.TextField(_("giới thiệu"), blank=True, help_text=_("Hỏi điều gì, mong nhận được gì."))
    opens_at = models.DateTimeField(_("bắt đầu lúc"))
    closes_at = models.DateTimeField(
        _("kết thúc lúc"), help_text=_("Đến giây này thì không nhận thêm ý kiến. Giờ Việt Nam.")
    )
    shortened_ground = models.CharField(
        _("căn cứ rút ngắn"),
        max_length=500,
        blank=True,
        help_text=_("Chỉ ghi khi thời gian lấy ý kiến ngắn hơn mức tối thiểu; hiện công khai."),
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    minimum_days = models.PositiveSmallIntegerField(null=True, editable=False)
    answer_due_on = models.DateField(_("hạn trả lời"), null=True, editable=False)
    answer_due_ground = models.CharField(max_length=300, blank=True, editable=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt lấy ý kiến")
        verbose_name_plural = _("đợt lấy ý kiến")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("Thời điểm kết thúc phải sau thời điểm bắt đầu."),
            )
        ]
        indexes = [models.Index(fields=["stage", "closes_at"], name="consultation_by_clock")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("consult:consultation", args=[self.pk])

    @property
    def agency(self) -> Agency:
        return self.plan_version.plan.agency

    def phase_at(self, now: datetime.datetime) -> Phase | None:
        """What the public sees at `now`; None for a draft."""
        if self.stage != Stage.PUBLISHED:
            return Phase(self.stage) if self.stage in PUBLIC_STAGES else None
        if now < self.opens_at:
            return Phase.SCHEDULED
        return Phase.OPEN if now < self.closes_at else Phase.CLOSED

    @property
    def phase(self) -> Phase | None:
        return self.phase_at(timezone.now())

    def clean(self):
        super().clean()
        if self.plan_version_id and not self.plan_version.live:
            raise ValidationError({"plan_version": _("Chỉ lấy ý kiến về phương án đã công bố.")})
