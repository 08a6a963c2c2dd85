from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from regulations.signals import plans_changed, regulations_changed

from .choices import Period, TimeUnit
from .documents import LegalDocument
from .published import (
    SEALED_OF_EVERY_VERSION,
    PublishedQuerySet,
    VersionInForce,
    newest_first,
    numbered_once,
    one_current_version_a_day,
)
from .regulation import Regulation

CARD_WORD_LIMIT = 120


class RegulationVersionQuerySet(PublishedQuerySet):
    def drafts(self):
        """What officers are drafting, without the proposed texts of plans, which are edited with their plan."""
        return super().drafts().filter(proposed_in=None)

    def own(self):
        """Versions of regulations, published or drafted, without the proposed texts of plans."""
        return self.filter(proposed_in=None)


class RegulationVersion(VersionInForce):
    """What a regulation says from `effective_from` on: parts, papers, fees, times, legal bases and the answer card."""

    IDENTITY = "regulation"

    regulation = models.ForeignKey(Regulation, models.PROTECT, related_name="versions", verbose_name=_("quy định"))
    title = models.CharField(_("tên quy định"), max_length=500)
    card_who = models.TextField(_("ai phải làm"), blank=True)
    card_what = models.TextField(_("phải làm gì"), blank=True)
    card_where_how = models.TextField(_("nộp ở đâu, cách nào"), blank=True)
    card_how_long = models.TextField(_("mất bao lâu"), blank=True)
    card_how_much = models.TextField(_("tốn bao nhiêu"), blank=True)
    card_otherwise = models.TextField(_("nếu không làm"), blank=True)
    times_per_year = models.PositiveIntegerField(
        _("số lần thực hiện mỗi năm"), null=True, blank=True, help_text=_("Của một đối tượng, theo quy định.")
    )
    subjects_per_year = models.PositiveIntegerField(_("số đối tượng tuân thủ mỗi năm"), null=True, blank=True)
    proposed_in = models.OneToOneField(
        "regulations.PlanItem",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="proposal",
        verbose_name=_("là đề xuất của mục phương án"),
    )

    CARD_FIELDS = ("card_who", "card_what", "card_where_how", "card_how_long", "card_how_much", "card_otherwise")
    SEALED = {
        "": ("regulation_id", "state", "title", *CARD_FIELDS, "times_per_year", "subjects_per_year",
             *SEALED_OF_EVERY_VERSION),
        "parts": ("sort_order", "key", "text"),
        "papers": ("sort_order", "name", "copies", "form"),
        "fees": ("sort_order", "name", "amount", "note"),
        "time_limits": ("sort_order", "label", "number", "unit"),
        "frequencies": ("sort_order", "number", "period"),
        "bases": ("sort_order", "document_id", "label"),
        "cost_lines": ("sort_order", "activity", "hours", "hourly_income", "services", "fees", "source"),
    }  # fmt: skip

    objects = RegulationVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên bản quy định")
        verbose_name_plural = _("phiên bản quy định")
        ordering = newest_first()
        constraints = [
            one_current_version_a_day("regulation", "one_current_regulation_version_a_day"),
            numbered_once("regulation", "regulation_version_numbered_once"),
        ]
        indexes = [
            models.Index(fields=["regulation", "live", "is_corrected", "effective_from"], name="regulation_timeline")
        ]

    def __str__(self):
        return f"{self.regulation.code} {self.title}"

    def get_absolute_url(self):
        return reverse("regulations:version", args=[self.regulation.code, self.number])

    @property
    def maintaining_agency(self):
        """Of a proposed text, the agency whose plan it belongs to."""
        return self.regulation.agency if self.proposed_in_id is None else self.proposed_in.version.plan.agency

    @property
    def card(self) -> list[tuple[str, str]]:
        """The answer card's filled lines as (question, answer)."""
        lines = ((self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.CARD_FIELDS)
        return [(question, answer) for question, answer in lines if answer]

    def clean(self):
        super().clean()
        words = sum(len(getattr(self, name).split()) for name in self.CARD_FIELDS)
        if words > CARD_WORD_LIMIT:
            raise ValidationError(
                _("Thẻ trả lời có %(words)d từ, tối đa %(limit)d từ: đây là tóm tắt, không phải toàn văn."),
                params={"words": words, "limit": CARD_WORD_LIMIT},
            )

    def about_to_publish(self):
        if self.proposed_in_id is not None:
            raise ValidationError(_("Nội dung đề xuất của một phương án không được công bố thành phiên bản quy định."))
        if self.effective_from is None:
            raise ValidationError({"effective_from": _("Cần ngày có hiệu lực để công bố.")})

    def on_published(self):
        implementation = getattr(self, "implements", None)
        if implementation is not None:
            plans_changed.send(sender=type(self), ids=[implementation.item.version.plan_id])

    @classmethod
    def announce(cls, identity_ids):
        regulations_changed.send(sender=cls, ids=identity_ids)


class VersionChild(Orderable):
    """An ordered row of a version."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]


class Part(VersionChild):
    """One part of a version's text; `key` is one of the kind's PartDefinition keys. Plain text, a paragraph a line."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="parts")
    key = models.SlugField(_("phần"), max_length=30)
    text = models.TextField(_("nội dung"))

    class Meta(VersionChild.Meta):
        verbose_name = _("phần nội dung")
        verbose_name_plural = _("các phần nội dung")
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="part_once_a_version")]

    def __str__(self):
        return self.key


class Paper(VersionChild):
    """A paper of the dossier."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(_("giấy tờ"), max_length=500)
    copies = models.PositiveSmallIntegerField(_("số bản"), default=1)
    form = models.CharField(_("mẫu"), max_length=200, blank=True)

    class Meta(VersionChild.Meta):
        verbose_name = _("giấy tờ trong hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")

    def __str__(self):
        return self.name


class Fee(VersionChild):
    """A fee in whole đồng; no amount where it is set case by case."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="fees")
    name = models.CharField(_("khoản thu"), max_length=300)
    amount = models.BigIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(VersionChild.Meta):
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount=None) | models.Q(amount__gte=0), name="fee_not_negative")
        ]

    def __str__(self):
        return self.name


class TimeLimit(VersionChild):
    """How long the agency may take: a number with its unit."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="time_limits")
    label = models.CharField(_("việc"), max_length=300, blank=True)
    number = models.PositiveSmallIntegerField(_("số"))
    unit = models.CharField(_("đơn vị"), max_length=14, choices=TimeUnit, default=TimeUnit.WORKING_DAYS)

    class Meta(VersionChild.Meta):
        verbose_name = _("thời hạn giải quyết")
        verbose_name_plural = _("thời hạn giải quyết")

    def __str__(self):
        return TimeUnit(self.unit).length(self.number)


class Frequency(VersionChild):
    """How often the duty falls due: `number` times a `period`."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="frequencies")
    number = models.PositiveSmallIntegerField(_("số lần"), default=1)
    period = models.CharField(_("mỗi"), max_length=10, choices=Period, default=Period.YEAR)

    class Meta(VersionChild.Meta):
        verbose_name = _("tần suất")
        verbose_name_plural = _("tần suất")

    def __str__(self):
        return Period(self.period).times(self.number)


class LegalBasis(VersionChild):
    """A provision the regulation rests on, as (document, label) and resolved at a date: never a Provision's key."""

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="bases")
    document = models.ForeignKey(LegalDocument, models.PROTECT, related_name="+", verbose_name=_("văn bản"))
    label = models.CharField(
        _("điều khoản"),
        max_length=120,
        blank=True,
        help_text=_("Ví dụ: dieu-15-khoan-2-diem-a. Để trống nếu là cả văn bản."),
    )

    class Meta(VersionChild.Meta):
        verbose_name = _("căn cứ pháp lý")
        verbose_name_plural = _("căn cứ pháp lý")

    def __str__(self):
        return f"{self.document.number} {self.label}".strip()
