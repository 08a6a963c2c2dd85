"""What the page frame shows around every page. Nothing is read until a template asks, and never who is asking."""

import logging
from functools import cache

from django.db import DatabaseError
from django.utils.translation import get_language

from home.page_links import ROOTS
from home.site_frame import Link, SiteFrame, site_frame

logger = logging.getLogger("portal")


def site(request) -> dict:
    """`menu_items`, `footer_items` (lists of {title, url, current}) and `site_notice`, all as functions."""

    @cache
    def frame() -> SiteFrame:
        try:
            return site_frame(get_language() or "")
        except DatabaseError:
            # An error page must still be shown while the database is away.
            logger.exception("The menus could not be read")
            return SiteFrame()

    return {
        "site_notice": lambda: frame().notice,
        "menu_items": lambda: _marked(frame().header, request.path),
        "footer_items": lambda: _marked(frame().footer, request.path),
    }


def _marked(links: tuple[Link, ...], path: str) -> list[dict]:
    """The links, the one that leads to this page or to the section it is in marked as current."""
    return [{"title": link.title, "url": link.url, "current": _leads_to(link.url, path)} for link in links]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url not in ROOTS.values() and url.endswith("/") and path.startswith(url))
