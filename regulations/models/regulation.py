import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .choices import FirmSize, Kind, Level, OnlineLevel, Stage
from .classification import Field, Industry


class RegulationQuerySet(models.QuerySet):
    def public(self):
        """Regulations with at least one published version: the only ones the public knows of."""
        versions = self.model.versions.rel.related_model
        return self.filter(models.Exists(versions.objects.current().filter(regulation=OuterRef("pk"))))

    def with_title(self):
        """Adds `latest_title`: of the newest version, drafts included. For officers, never for the public."""
        versions = self.model.versions.rel.related_model._base_manager.filter(regulation=OuterRef("pk"))
        return self.annotate(
            latest_title=Subquery(versions.order_by("-live", "-effective_from", "-pk").values("title")[:1])
        )


class Regulation(models.Model):
    """One rule that a business must follow: identity and classification. What it says is in its versions."""

    code = models.CharField(
        _("mã quy định"),
        max_length=60,
        validators=[
            RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9.\-]*$", _("Chỉ dùng chữ không dấu, số, dấu chấm và gạch nối."))
        ],
        help_text=_("Là địa chỉ công khai của quy định và không đổi sau khi công bố."),
    )
    kind = models.CharField(_("loại quy định"), max_length=12, choices=Kind)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="regulations", verbose_name=_("cơ quan quản lý"))
    deciding_level = models.CharField(_("cấp giải quyết"), max_length=12, choices=Level, default=Level.MINISTRY)
    fields = models.ManyToManyField(Field, blank=True, related_name="regulations", verbose_name=_("lĩnh vực"))
    industries = models.ManyToManyField(
        Industry,
        blank=True,
        related_name="regulations",
        verbose_name=_("ngành kinh tế"),
        help_text=_("Để trống nếu áp dụng cho mọi ngành."),
    )
    stage = models.CharField(_("giai đoạn"), max_length=10, choices=Stage, default=Stage.RUNNING)
    firm_size = models.CharField(_("quy mô doanh nghiệp"), max_length=10, choices=FirmSize, default=FirmSize.ANY)
    online_level = models.CharField(
        _("mức độ trực tuyến"), max_length=10, choices=OnlineLevel, default=OnlineLevel.NONE
    )
    subjects = models.CharField(_("đối tượng phải thực hiện"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy định")
        verbose_name_plural = _("quy định")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                Lower("code"), name="regulation_code_once", violation_error_message=_("Mã quy định này đã có.")
            )
        ]
        indexes = [models.Index(fields=["code"]), models.Index(fields=["kind", "agency"])]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("regulations:regulation", args=[self.code])

    def version_on(self, on: datetime.date):
        """The version that speaks on `on`, or None before the first one took effect."""
        return self.versions.current().filter(effective_from__lte=on).order_by("-effective_from").first()
