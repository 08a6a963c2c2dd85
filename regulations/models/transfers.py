from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .documents import LegalDocument
from .regulation import Regulation


class RecordTransfer(models.Model):
    """A record went from one agency's keeping to another's: the past of `agency` and of `maintained_by`."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, null=True, related_name="transfers")
    document = models.ForeignKey(LegalDocument, models.CASCADE, null=True, related_name="transfers")
    old_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("từ cơ quan"))
    new_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("sang cơ quan"))
    on = models.DateField(_("từ ngày"))
    reason = models.CharField(_("lý do"), max_length=500)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("chuyển hồ sơ")
        verbose_name_plural = _("các lần chuyển hồ sơ")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(regulation=None, document__isnull=False)
                | models.Q(regulation__isnull=False, document=None),
                name="transfer_of_one_record",
            )
        ]

    def __str__(self):
        return f"{self.old_agency.acronym} → {self.new_agency.acronym}"
