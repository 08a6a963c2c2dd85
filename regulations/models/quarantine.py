from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .documents import LegalDocument


class QuarantinedFile(models.Model):
    """A file that bears a secrecy mark: kept apart, shown to nobody, with the places of the marks."""

    file_name = models.CharField(_("tên tệp"), max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("cỡ (byte)"))
    places = models.JSONField(_("các dấu mật và vị trí"))
    document = models.ForeignKey(LegalDocument, models.SET_NULL, null=True, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("tải lên lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("tệp bị cách ly")
        verbose_name_plural = _("các tệp bị cách ly")
        ordering = ["-uploaded_at"]

    def __str__(self):
        return self.file_name
