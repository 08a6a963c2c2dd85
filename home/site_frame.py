"""Menus and notice of the page frame, as ready links of one language.

They stand on every page and change rarely, so each process keeps them for `settings.SITE_FRAME_SECONDS`: what staff
change or withdraw is gone everywhere within that time.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from home.addresses import in_language
from home.models import SiteMenu, SiteMenuItem, SiteNotice


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class SiteFrame:
    notice: str = ""
    header: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()


def site_frame(language: str) -> SiteFrame:
    """The frame in `language`, at most `SITE_FRAME_SECONDS` old."""
    return cache.get_or_set(f"frame:{language}", lambda: read_site_frame(language), settings.SITE_FRAME_SECONDS)


def read_site_frame(language: str) -> SiteFrame:
    """The same, read from the database now: two queries."""
    links: dict[str, list[Link]] = {place: [] for place in SiteMenu.Place.values}
    items = SiteMenuItem.objects.filter(menu__language=language).select_related("menu", "page__locale")
    for item in items.order_by("sort_order", "pk"):
        url = _address(item, language)
        if url:
            links[item.menu.place].append(Link(item.title, url))
    notice = SiteNotice.objects.filter(shown=True).first()
    said = "" if notice is None else (language == "en" and notice.text_en) or notice.text_vi
    return SiteFrame(said, tuple(links[SiteMenu.Place.HEADER]), tuple(links[SiteMenu.Place.FOOTER]))


def _address(item: SiteMenuItem, language: str) -> str:
    if item.page is None:
        return in_language(item.address, language)
    return (item.page.url or "") if item.page.live else ""
