from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .agencies import Dated, DatedQuerySet, TwoNames
from .choices import Kind


class Field(TwoNames):
    """Lĩnh vực: the subject a regulation belongs to."""

    slug = models.SlugField(_("địa chỉ ngắn"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["name_vi"]

    def get_absolute_url(self):
        return reverse("regulations:field", args=[self.slug])


class IndustryEdition(TwoNames, Dated):
    """An edition of the national industry classification (VSIC); two are in force in the data at once."""

    key = models.SlugField(_("khóa"), max_length=10, unique=True)
    source = models.CharField(_("văn bản ban hành"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hệ thống ngành")
        verbose_name_plural = _("hệ thống ngành")
        ordering = ["key"]


class Industry(TwoNames):
    edition = models.ForeignKey(IndustryEdition, models.PROTECT, related_name="industries", verbose_name=_("hệ thống"))
    code = models.CharField(_("mã ngành"), max_length=10)
    level = models.PositiveSmallIntegerField(_("cấp"))
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("ngành cha"),
        help_text=_("Mã cha không có trong danh mục thì ngành treo vào mã ngắn hơn gần nhất."),
    )

    class Meta:
        verbose_name = _("ngành kinh tế")
        verbose_name_plural = _("ngành kinh tế")
        ordering = ["edition", "code"]
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="industry_code_once_an_edition")]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self):
        return reverse("regulations:industry", args=[self.edition.key, self.code])


class IndustryCrosswalk(models.Model):
    """A code of an older edition and one that takes its place in a newer one; splits and joins are several rows."""

    old = models.ForeignKey(Industry, models.PROTECT, related_name="became", verbose_name=_("mã cũ"))
    new = models.ForeignKey(Industry, models.PROTECT, related_name="came_from", verbose_name=_("mã mới"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("chuyển đổi mã ngành")
        verbose_name_plural = _("chuyển đổi mã ngành")
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="crosswalk_once")]

    def __str__(self):
        return f"{self.old.code} → {self.new.code}"


class PartDefinition(Dated):
    """A part that regulations of one kind consist of. The key anchors redlines and never changes.

    Source of the procedure's parts: Decree 63/2010/NĐ-CP, Art. 8(2): seven always required (the name is the version's
    title), four required where they exist.
    """

    kind = models.CharField(_("loại quy định"), max_length=12, choices=Kind)
    key = models.SlugField(_("khóa"), max_length=30)
    label_vi = models.CharField(_("tên phần"), max_length=120)
    label_en = models.CharField(_("tên phần (tiếng Anh)"), max_length=120)
    help_vi = models.CharField(_("hướng dẫn"), max_length=300, blank=True)
    required = models.BooleanField(_("bắt buộc"), default=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("phần nội dung")
        verbose_name_plural = _("phần nội dung")
        ordering = ["kind", "position"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="part_key_once_a_kind")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.label}"

    @property
    def label(self) -> str:
        return self.label_en if get_language() == "en" else self.label_vi
