from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .about_version import AboutVersion, exactly_one_version
from .choices import ReportState


class ErrorReport(AboutVersion):
    """Somebody says that a part or provision is not what the original says. For the agency that keeps the record."""

    place = models.CharField(_("tại"), max_length=120, blank=True)
    text = models.TextField(_("sai ở đâu"), max_length=2000)
    email = models.EmailField(_("địa chỉ e-mail"), blank=True)
    submission_key = models.UUIDField(unique=True, editable=False)
    received_at = models.DateTimeField(_("nhận lúc"), default=timezone.now, editable=False)
    state = models.CharField(_("xử lý"), max_length=14, choices=ReportState, default=ReportState.OPEN)
    answer = models.CharField(_("trả lời"), max_length=1000, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(_("xử lý lúc"), null=True)

    class Meta:
        verbose_name = _("báo lỗi")
        verbose_name_plural = _("các báo lỗi")
        ordering = ["received_at", "pk"]
        constraints = [exactly_one_version("report_about_one_version")]

    def __str__(self):
        return f"{self.received_at:%d/%m/%Y} {self.place}".strip()
