from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NationalProcedure(models.Model):
    """A record of the national procedure database as last read from a file, by its code ("1.012345").

    `content` has the values and parts that the file gave, by import column. It is only compared with the register:
    what differs is listed until an officer takes it over in a draft or says why not (`settled_hash`, for that content).
    """

    code = models.CharField(_("mã thủ tục"), max_length=40, unique=True)
    title = models.CharField(_("tên thủ tục"), max_length=500)
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    source = models.CharField(_("tệp nguồn"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("đọc lúc"), default=timezone.now)
    settled_hash = models.CharField(max_length=64, blank=True)
    settled_reason = models.CharField(_("lý do để khác"), max_length=500, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("thủ tục tại cơ sở dữ liệu quốc gia")
        verbose_name_plural = _("thủ tục tại cơ sở dữ liệu quốc gia")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.title}"
