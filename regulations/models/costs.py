from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from regulations.costs import activity_amount

from .regulation_version import RegulationVersion, VersionChild


class CostLine(VersionChild):
    """One activity of complying, once: (hours x hourly income) + services + fees. Source: TT 02/2017/TT-VPCP, Art. 27.

    Money is whole đồng. The line is rounded half-up to the đồng before anything is added, so that sums are of what
    readers see.
    """

    version = ParentalKey(RegulationVersion, on_delete=models.CASCADE, related_name="cost_lines")
    activity = models.CharField(_("hoạt động"), max_length=300)
    hours = models.DecimalField(
        _("số giờ"), max_digits=9, decimal_places=4, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    hourly_income = models.BigIntegerField(_("thu nhập mỗi giờ (đồng)"), default=0, validators=[MinValueValidator(0)])
    services = models.BigIntegerField(_("dịch vụ thuê ngoài (đồng)"), default=0, validators=[MinValueValidator(0)])
    fees = models.BigIntegerField(_("phí, lệ phí (đồng)"), default=0, validators=[MinValueValidator(0)])
    source = models.CharField(
        _("nguồn số liệu"), max_length=300, blank=True, help_text=_("Văn bản, khảo sát, ngày lấy số liệu.")
    )

    class Meta(VersionChild.Meta):
        verbose_name = _("dòng chi phí")
        verbose_name_plural = _("chi phí tuân thủ, mỗi lần thực hiện")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=0, hourly_income__gte=0, services__gte=0, fees__gte=0),
                name="cost_line_not_negative",
            )
        ]

    def __str__(self):
        return self.activity

    @property
    def amount(self) -> int:
        """Whole đồng for one time."""
        return activity_amount(
            hours=self.hours, hourly_income=self.hourly_income, services=self.services, fees=self.fees
        )
