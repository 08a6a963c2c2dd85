"""The admin's screens for what stands around every page: menus and the notice. Administrators only, by their group."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import SiteMenu, SiteNotice


class SiteMenuViewSet(SnippetViewSet):
    model = SiteMenu
    icon = "list-ul"
    list_display = ["place", "language"]
    list_filter = ["language", "place"]
    panels = [
        FieldRowPanel([FieldPanel("language"), FieldPanel("place")]),
        InlinePanel(
            "items",
            heading=_("Các mục"),
            label=_("mục"),
            panels=[FieldPanel("title"), FieldPanel("page"), FieldPanel("address")],
        ),
    ]


class SiteNoticeViewSet(SnippetViewSet):
    model = SiteNotice
    icon = "warning"
    list_display = ["text_vi", "shown"]
    panels = [FieldPanel("text_vi"), FieldPanel("text_en"), FieldPanel("shown")]


class SiteFrameGroup(SnippetViewSetGroup):
    menu_label = _("Khung trang")
    menu_icon = "site"
    menu_order = 700
    items = (SiteMenuViewSet, SiteNoticeViewSet)


register_snippet(SiteFrameGroup)
