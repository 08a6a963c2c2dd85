from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulations.original_store import OriginalStorage, name_under_hash

from .about_version import AboutVersion, exactly_one_version
from .agencies import Agency, Dated, DatedQuerySet
from .choices import OriginalKind


def kept_under_its_hash(attachment, filename: str) -> str:
    """The name on disk says nothing of the visitor's: the hash, and the ending that its kind of content has."""
    return name_under_hash(attachment.sha256, attachment.ending)


class Attachment(AboutVersion):
    """An original (signed file, gazette) or a form to download beside a version: a file with its hash, or a link.

    Never changed; one that was wrong is withdrawn with a reason and stays on record.
    """

    kind = models.CharField(_("là"), max_length=14, choices=OriginalKind)
    title = models.CharField(_("tên"), max_length=300)
    link = models.URLField(_("liên kết"), max_length=500, blank=True)
    file = models.FileField(
        _("tệp"), upload_to=kept_under_its_hash, storage=OriginalStorage(), max_length=120, blank=True
    )
    file_name = models.CharField(_("tên tệp"), max_length=150, blank=True, editable=False)
    media_type = models.CharField(max_length=100, blank=True, editable=False)
    ending = models.CharField(max_length=8, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("cỡ (byte)"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False)
    added_at = models.DateTimeField(_("thêm lúc"), default=timezone.now, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, editable=False)
    withdrawn_reason = models.CharField(_("lý do rút"), max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("bản gốc, biểu mẫu")
        verbose_name_plural = _("bản gốc, biểu mẫu")
        ordering = ["pk"]
        constraints = [exactly_one_version("attachment_of_one_version")]

    def __str__(self):
        return self.title

    @property
    def is_link(self) -> bool:
        return not self.sha256

    def clean(self):
        super().clean()
        if bool(self.link) == bool(self.file):
            raise ValidationError(_("Hãy chọn một tệp hoặc ghi một liên kết, không phải cả hai."))


class OriginalComparison(AboutVersion):
    """On a day somebody of an agency compared the record with its original. Append-only."""

    compared_on = models.DateField(_("đối chiếu ngày"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan đối chiếu"))
    differs = models.BooleanField(_("thấy khác bản gốc"), default=False)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("lần đối chiếu với bản gốc")
        verbose_name_plural = _("các lần đối chiếu với bản gốc")
        ordering = ["-compared_on", "-pk"]
        constraints = [exactly_one_version("comparison_of_one_version")]

    def __str__(self):
        return f"{self.compared_on} {self.agency.acronym}"


class ComparisonPeriod(Dated):
    """After how many calendar days an agency must compare its records again; without agency, for all that have none."""

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="comparison_periods",
        verbose_name=_("cơ quan"),
        help_text=_("Để trống: áp dụng cho mọi cơ quan không có kỳ hạn riêng."),
    )
    days = models.PositiveIntegerField(_("số ngày"))
    source = models.CharField(_("căn cứ"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ hạn đối chiếu")
        verbose_name_plural = _("kỳ hạn đối chiếu")

    def __str__(self):
        return f"{self.agency.acronym if self.agency else '*'}: {self.days}"
