import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .choices import Level


class TwoNames(models.Model):
    """A name in both languages of the portal; Vietnamese stands in where the English one is not given."""

    name_vi = models.CharField(_("tên tiếng Việt"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return (self.name_en or self.name_vi) if get_language() == "en" else self.name_vi

    def __str__(self):
        return self.name


class DatedQuerySet(models.QuerySet):
    def valid_on(self, on: datetime.date):
        """Records whose half-open validity [valid_from, valid_to) holds `on`."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=on),
            models.Q(valid_to=None) | models.Q(valid_to__gt=on),
        )


class Dated(models.Model):
    """A record that the law begins and ends: half-open, `valid_to` is the first day it no longer holds."""

    valid_from = models.DateField(_("có giá trị từ"), null=True, blank=True)
    valid_to = models.DateField(
        _("hết giá trị từ"), null=True, blank=True, help_text=_("Ngày đầu tiên không còn giá trị.")
    )

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to <= self.valid_from:
            raise ValidationError({"valid_to": _("Ngày hết giá trị phải sau ngày bắt đầu.")})


class Agency(TwoNames, Dated):
    """A body of the state. Ended ones stay: old records keep the old name, AgencySuccession leads on."""

    code = models.CharField(
        _("mã định danh"), max_length=30, unique=True, validators=[RegexValidator(r"^[A-Za-z0-9.\-]+$")]
    )
    acronym = models.CharField(_("viết tắt"), max_length=30, unique=True)
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc cơ quan")
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["name_vi"]

    def clean(self):
        super().clean()
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.pk:
                raise ValidationError({"parent": _("Một cơ quan không thể thuộc chính nó hoặc đơn vị của nó.")})
            seen.add(above.pk)
            above = above.parent

    def get_absolute_url(self):
        return reverse("regulations:agency", args=[self.code])


class AgencySuccession(models.Model):
    """`old` handed its work to `new` on `date`; a merger may split one agency into several, one of them primary."""

    old = models.ForeignKey(Agency, models.PROTECT, related_name="succeeded_by", verbose_name=_("cơ quan cũ"))
    new = models.ForeignKey(Agency, models.PROTECT, related_name="succeeds", verbose_name=_("cơ quan mới"))
    date = models.DateField(_("từ ngày"))
    primary = models.BooleanField(
        _("kế thừa chính"), default=False, help_text=_("Cơ quan kế thừa chính giữ quyền cập nhật hồ sơ của cơ quan cũ.")
    )

    class Meta:
        verbose_name = _("kế thừa cơ quan")
        verbose_name_plural = _("kế thừa cơ quan")
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.UniqueConstraint(fields=["old"], condition=models.Q(primary=True), name="one_primary_successor"),
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="no_succession_to_itself"),
        ]

    def __str__(self):
        return f"{self.old.acronym} → {self.new.acronym}"
