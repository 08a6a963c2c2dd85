import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STALE_AFTER = datetime.timedelta(days=14)


class DemoLoad(models.Model):
    """That the demo register was loaded here, and the day its dates were counted from."""

    loaded_on = models.DateField(_("ngày nạp"))
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("lần nạp dữ liệu minh họa")
        verbose_name_plural = _("lần nạp dữ liệu minh họa")

    def __str__(self):
        return self.loaded_on.isoformat()

    @property
    def is_stale(self) -> bool:
        """Whether "in force soon" and the like have drifted too far from what the demo wants to show."""
        return timezone.localdate() - self.loaded_on > STALE_AFTER
