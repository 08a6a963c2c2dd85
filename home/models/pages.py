"""The pages that administrators write. Each exists once a language and is tied to its translation."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from home.addresses import search_address
from home.blocks import BodyBlock
from home.page_links import breadcrumbs_of, language_links, page_links
from home.register_overview import overview

PAGE_SIZE = 10
ON_FRONT_PAGE = 3
TAKEN_ADDRESSES = frozenset(
    {
        *("account", "admin", "agencies", "api", "consultations", "cost", "documents", "en", "fields", "files"),
        *("healthz", "industries", "media", "petitions", "plans", "regulations", "search", "statistics", "static"),
        *("styleguide", "timeliness", "vi"),
    }
)
"""First parts of addresses that are, or will be, the portal's own: a page there could never be reached."""


class EditorialPage(Page):
    """What all of them share: a short introduction, and what the page frame wants to know."""

    intro = models.TextField(
        _("giới thiệu ngắn"),
        blank=True,
        max_length=500,
        help_text=_("Một hai câu, hiện dưới tên trang và ở danh sách."),
    )

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        if self.slug in TAKEN_ADDRESSES:
            raise ValidationError({"slug": _("Cổng đã dùng địa chỉ này cho việc khác; hãy chọn địa chỉ khác.")})

    def get_context(self, request, *args, **kwargs):
        """Adds `readable`, the condition for pages that anybody may read: asked of the database once a page."""
        context = super().get_context(request, *args, **kwargs)
        context["readable"] = models.Q(live=True) & ~Page.objects.all().private_q()
        return context | self.frame(request, context["readable"])

    def frame(self, request, readable: models.Q) -> dict:
        """What templates/base.html wants to know of the page."""
        return language_links(self, request, readable) | {
            "page_title": self.seo_title or self.title,
            "page_description": self.search_description or self.intro,
            "breadcrumbs": breadcrumbs_of(self),
        }


class HomePage(EditorialPage):
    """The front page of one language; the root of everything written in it."""

    heading = models.CharField(_("câu mở đầu"), max_length=150, blank=True)
    examples = models.TextField(
        _("ví dụ tìm kiếm"), blank=True, max_length=500, help_text=_("Mỗi dòng một ví dụ, hiện dưới ô tìm kiếm.")
    )

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("intro"), FieldPanel("examples")]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.NewsIndexPage", "home.GuideIndexPage", "home.GuidePage"]
    max_count = 2

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        examples = [line.strip() for line in self.examples.splitlines() if line.strip()]
        below = {"path__startswith": self.path}
        news = NewsPage.objects.filter(context["readable"], **below).select_related("locale")
        # One level further down than the pages about the portal itself.
        guides = GuidePage.objects.filter(context["readable"], depth__gt=self.depth + 1, **below)
        return context | {
            "examples": [{"text": example, "url": search_address(q=example)} for example in examples],
            "register": overview(),
            "news": list(news.order_by("-date", "-pk")[:ON_FRONT_PAGE]),
            "guides": list(guides.select_related("locale").order_by("path")),
        }

    def frame(self, request, readable):
        """Front pages are each other's translation under the usual address, which the frame knows by itself."""
        return {"page_title": self.seo_title, "page_description": self.search_description or self.intro}


class NewsIndexPage(EditorialPage):
    """The list of news, newest first."""

    template = "home/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("danh sách tin")
        verbose_name_plural = _("danh sách tin")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).filter(context["readable"]).order_by("-date", "-pk")
        listed = Paginator(news.select_related("locale"), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"news": list(listed), "pagination": page_links(listed)}
        if listed.number > 1:
            context["page_title"] = gettext("%(title)s, trang %(number)d") % {
                "title": self.title,
                "number": listed.number,
            }
            context["canonical_url"] = request.build_absolute_uri(f"{request.path}?page={listed.number}")
            context["alternates"] = []
        return context


class NewsPage(EditorialPage):
    """A news item."""

    date = models.DateField(_("ngày đăng"))
    body = StreamField(BodyBlock(), verbose_name=_("nội dung"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]
    template = "home/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("tin")
        verbose_name_plural = _("tin")
        indexes = [models.Index(fields=["-date"], name="news_newest_first")]


class GuideIndexPage(EditorialPage):
    """The list of guides, in the order the administrator gave them."""

    template = "home/guide_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.GuidePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("danh sách hướng dẫn")
        verbose_name_plural = _("danh sách hướng dẫn")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        guides = GuidePage.objects.child_of(self).filter(context["readable"]).select_related("locale")
        return context | {"guides": list(guides.order_by("path"))}


class GuidePage(EditorialPage):
    """A page that explains something: a guide, or what is said about the portal itself."""

    body = StreamField(BodyBlock(), verbose_name=_("nội dung"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    template = "home/guide_page.html"
    parent_page_types = ["home.HomePage", "home.GuideIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("trang hướng dẫn")
        verbose_name_plural = _("trang hướng dẫn")
