"""What staff put around every page: menus of each language and a notice."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page

from home.addresses import validate_address


class SiteMenu(ClusterableModel):
    """The links of the header or the footer in one language. Without one, the frame shows a few fixed links."""

    class Place(models.TextChoices):
        HEADER = "header", _("Đầu trang")
        FOOTER = "footer", _("Cuối trang")

    language = models.CharField(_("ngôn ngữ"), max_length=10, choices=settings.LANGUAGES)
    place = models.CharField(_("vị trí"), max_length=10, choices=Place)

    class Meta:
        verbose_name = _("trình đơn")
        verbose_name_plural = _("trình đơn")
        ordering = ["-language", "-place"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "place"],
                name="one_menu_a_place",
                violation_error_message=_("Vị trí này đã có trình đơn; hãy sửa trình đơn đó."),
            )
        ]

    def __str__(self):
        return f"{self.get_place_display()}, {self.get_language_display()}"


class SiteMenuItem(Orderable):
    """A link: to a page, or to an address where the portal itself answers."""

    menu = ParentalKey(SiteMenu, on_delete=models.CASCADE, related_name="items")
    title = models.CharField(_("chữ hiển thị"), max_length=60)
    page = models.ForeignKey(
        Page, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("trang"),
        help_text=_("Trang chưa công bố hoặc đã gỡ thì không hiện trên trình đơn."),
    )  # fmt: skip
    address = models.CharField(
        _("hoặc địa chỉ"),
        max_length=500,
        blank=True,
        validators=[validate_address],
        help_text=_("Trong cổng: /search/?in=documents (không có /en). Nơi khác: https://…"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("mục trình đơn")
        verbose_name_plural = _("các mục")

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if bool(self.page_id) == bool(self.address):
            raise ValidationError({"address": _("Chọn một trang hoặc nhập một địa chỉ.")})


class SiteNotice(models.Model):
    """A line above every page while it is shown; the newest shown one counts."""

    text_vi = models.CharField(_("nội dung"), max_length=300)
    text_en = models.CharField(_("nội dung tiếng Anh"), max_length=300, blank=True)
    shown = models.BooleanField(_("đang hiện"), default=True)

    class Meta:
        verbose_name = _("thông báo chung")
        verbose_name_plural = _("thông báo chung")
        ordering = ["-pk"]

    def __str__(self):
        return self.text_vi
