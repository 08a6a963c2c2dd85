from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from regulations.models import PlanVersion

from .consultations import Consultation


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("Tiếp thu")
    PARTLY = "partly", _("Tiếp thu một phần")
    NOT_ACCEPTED = "not_accepted", _("Không tiếp thu, có giải trình")
    OUT_OF_SCOPE = "out_of_scope", _("Ngoài phạm vi")
    FORWARDED = "forwarded", _("Chuyển cơ quan khác")


class OfficialAnswer(models.Model):
    """The agency's public answer to one comment or to several at once.

    Never changed once given: a better answer is a new row that takes over the comments and `replaces` the old one.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="answers")
    outcome = models.CharField(_("kết quả"), max_length=14, choices=Outcome)
    text = models.TextField(_("nội dung trả lời"))
    html = models.TextField(editable=False)
    changed_in = models.ForeignKey(
        PlanVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("phiên bản phương án đã sửa theo ý kiến"),
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replaced_by"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("trả lời chính thức")
        verbose_name_plural = _("trả lời chính thức")
        ordering = ["answered_at", "pk"]

    def __str__(self):
        return f"{self.get_outcome_display()} {self.pk}"
