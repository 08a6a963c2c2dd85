"""Editorial pages in both languages, published the way staff do it."""

import datetime
from itertools import count

from home.models import GuideIndexPage, GuidePage, HomePage, NewsIndexPage, NewsPage

_numbers = count(1)


def front_page(language: str = "vi") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def publish(page, parent):
    """Adds the page below `parent` and publishes it."""
    parent.refresh_from_db()
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_news_index(language: str = "vi", **fields) -> NewsIndexPage:
    fields.setdefault("title", "Tin tức")
    fields.setdefault("slug", "tin-tuc")
    return publish(NewsIndexPage(**fields), front_page(language))


def make_news(index: NewsIndexPage, title: str = "", **fields) -> NewsPage:
    number = next(_numbers)
    fields.setdefault("slug", f"tin-{number}")
    fields.setdefault("date", datetime.date(2026, 1, 1))
    return publish(NewsPage(title=title or f"Tin số {number}", **fields), index)


def make_guide_index(language: str = "vi", **fields) -> GuideIndexPage:
    fields.setdefault("title", "Hướng dẫn")
    fields.setdefault("slug", "huong-dan")
    return publish(GuideIndexPage(**fields), front_page(language))


def make_guide(parent, title: str = "", **fields) -> GuidePage:
    number = next(_numbers)
    fields.setdefault("slug", f"huong-dan-{number}")
    return publish(GuidePage(title=title or f"Hướng dẫn số {number}", **fields), parent)
