from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from .agencies import TwoNames
from .documents import LegalDocument
from .regulation_version import RegulationVersion


class Programme(TwoNames, ClusterableModel):
    """What the Government set out to cut: measured from `base_date`, against a baseline that is frozen once."""

    slug = models.SlugField(_("địa chỉ"), max_length=60, unique=True, help_text=_("Ví dụ: nq-66-2025."))
    number = models.CharField(_("văn bản ban hành"), max_length=60, blank=True, help_text=_("Ví dụ: 68/NQ-CP."))
    document = models.ForeignKey(
        LegalDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản ban hành, nếu có trên cổng"),
    )
    base_date = models.DateField(_("ngày gốc"), help_text=_("Các quy định có hiệu lực ngày này là số liệu gốc."))
    ends_on = models.DateField(_("kết thúc ngày"), null=True, blank=True)
    baseline_frozen_at = models.DateTimeField(_("chốt số liệu gốc lúc"), null=True, editable=False)

    class Meta:
        verbose_name = _("chương trình cắt giảm")
        verbose_name_plural = _("chương trình cắt giảm")
        ordering = ["-base_date", "slug"]


class Measure(models.TextChoices):
    """What a target counts; the denominator is the same count over the baseline."""

    REGULATIONS = "regulations", _("số quy định")
    CONDITIONS = "conditions", _("số điều kiện kinh doanh")
    TIME = "time", _("thời gian giải quyết")
    COST = "cost", _("chi phí tuân thủ")


class ProgrammeTarget(Orderable):
    """ "Cut at least so many percent of this", with the denominator in words."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(_("chỉ tiêu"), max_length=12, choices=Measure)
    percent = models.DecimalField(
        _("cắt giảm ít nhất (%)"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    denominator = models.CharField(
        _("mẫu số"), max_length=300, help_text=_("Ví dụ: tổng số quy định có hiệu lực ngày 31/05/2020.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("mục tiêu")
        verbose_name_plural = _("mục tiêu")

    def __str__(self):
        return f"{self.get_measure_display()}: {self.percent}%"


class BaselineEntry(models.Model):
    """A regulation as it stood on the programme's base date; written once, so that later corrections move no target."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="baseline")
    version = models.ForeignKey(RegulationVersion, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("số liệu gốc")
        verbose_name_plural = _("số liệu gốc")
        constraints = [models.UniqueConstraint(fields=["programme", "version"], name="baseline_entry_once")]

    def __str__(self):
        return f"{self.programme}: {self.version_id}"
