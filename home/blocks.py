"""What an editor may put on a news or guide page: a few blocks, none inside another."""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from home.addresses import in_language, validate_address


class LinkValue(blocks.StructValue):
    """A link as it is rendered."""

    @property
    def href(self) -> str:
        """Where it leads; empty when the page it led to is no longer public."""
        page = self.get("page")
        if page is not None:
            return page.url or "" if page.live else ""
        return in_language(self.get("url") or "", get_language() or "")


class LinkBlock(blocks.StructBlock):
    """A link that stands on its own: to a page of the site, or to an address."""

    text = blocks.CharBlock(label=_("Chữ hiển thị"), max_length=120)
    page = blocks.PageChooserBlock(label=_("Trang"), required=False)
    url = blocks.CharBlock(
        label=_("hoặc địa chỉ"),
        required=False,
        max_length=500,
        help_text=_("Trong cổng: /search/?kind=report (không có /en). Nơi khác: https://…"),
    )

    class Meta:
        icon = "link"
        label = _("Liên kết")
        template = "home/blocks/link.html"
        value_class = LinkValue

    def clean(self, value):
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            problem = ValidationError(_("Chọn một trang hoặc nhập một địa chỉ."))
            raise StructBlockValidationError(block_errors={"url": problem})
        if cleaned["url"]:
            try:
                validate_address(cleaned["url"])
            except ValidationError as error:
                raise StructBlockValidationError(block_errors={"url": error}) from error
        return cleaned


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Lời trích"), rows=3)
    source = blocks.CharBlock(label=_("Nguồn"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        template = "home/blocks/quote.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its description for those who do not see it."""

    image = ImageBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "home/blocks/picture.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a news or guide page."""

    heading = blocks.CharBlock(
        label=_("Tiêu đề mục"), icon="title", max_length=150, template="home/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Đoạn văn"), icon="pilcrow", features=["bold", "italic", "link", "document-link", "ol", "ul"]
    )
    list = blocks.ListBlock(
        blocks.CharBlock(label=_("Ý"), max_length=500),
        label=_("Danh sách"),
        icon="list-ul",
        template="home/blocks/list.html",
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    link = LinkBlock()
