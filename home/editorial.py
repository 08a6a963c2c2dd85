"""News and guide pages from plain records, with the menus that lead to them: how the demo gets its pages."""

import datetime
from collections.abc import Iterable
from html import escape

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from home.installing import install_front_pages
from home.models import (
    GuideIndexPage,
    GuidePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SiteMenu,
    SiteMenuItem,
    SiteNotice,
)

LISTS = {
    "vi": {
        NewsIndexPage: {"title": "Tin tức", "slug": "tin-tuc", "intro": "Tin về các quy định kinh doanh và về cổng."},
        GuideIndexPage: {"title": "Hướng dẫn", "slug": "huong-dan", "intro": "Cách tra cứu và hiểu một quy định."},
    },
    "en": {
        NewsIndexPage: {"title": "News", "slug": "news", "intro": "News about business regulations and this portal."},
        GuideIndexPage: {"title": "Guides", "slug": "guides", "intro": "How to look up and read a regulation."},
    },
}
FIXED_LINKS = {
    "vi": [("Quy định", "/search/"), ("Văn bản", "/search/?in=documents"), ("Phương án", "/plans/"),
           ("Lấy ý kiến", "/consultations/"), ("Cơ quan", "/agencies/"), ("Lĩnh vực", "/fields/"),
           ("Ngành nghề", "/industries/")],
    "en": [("Regulations", "/search/"), ("Documents", "/search/?in=documents"), ("Plans", "/plans/"),
           ("Consultations", "/consultations/"), ("Agencies", "/agencies/"), ("Fields", "/fields/"),
           ("Industries", "/industries/")],
}  # fmt: skip
FOOTER_LINKS = {
    "vi": [("Tra cứu quy định", "/search/"), ("Phương án cắt giảm", "/plans/"), ("Thống kê", "/statistics/")],
    "en": [("Look up a regulation", "/search/"), ("Reduction plans", "/plans/"), ("Statistics", "/statistics/")],
}


@transaction.atomic
def load_pages(*, news: Iterable[dict], guides: Iterable[dict], notice: dict[str, str] | None = None) -> None:
    """Publish these pages in both languages, each once: a page that is there already is left as staff made it.

    `news` rows are {"key", "date": a date, "vi": {...}, "en": {...}}, `guides` rows have "section" ("guide" or
    "about") for the date. A language's table is {"title", "slug", "intro", "body": [{"type", ...}]}. `notice` is
    {"vi", "en"}.
    """
    install_front_pages()
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    lists = {
        model: _in_both(homes, {language: model(**LISTS[language][model]) for language in homes})
        for model in (NewsIndexPage, GuideIndexPage)
    }
    for row in news:
        _in_both(lists[NewsIndexPage], {code: NewsPage(date=row["date"], **_content(row[code])) for code in homes})
    about: dict[str, list[Page]] = {language: [] for language in homes}
    for row in guides:
        parents = homes if row["section"] == "about" else lists[GuideIndexPage]
        made = _in_both(parents, {language: GuidePage(**_content(row[language])) for language in homes})
        if row["section"] == "about":
            for language, page in made.items():
                about[language].append(page)
    for language in homes:
        _make_menus(language, [lists[GuideIndexPage][language], lists[NewsIndexPage][language]], about[language])
    if notice and not SiteNotice.objects.exists():
        SiteNotice.objects.create(text_vi=notice["vi"], text_en=notice["en"])


def _in_both(parents: dict[str, Page], pages: dict[str, Page]) -> dict[str, Page]:
    """Publish a page under the parent of its language, as translations of each other; returns what stands there."""
    key = None
    made: dict[str, Page] = {}
    for language, page in pages.items():
        parent = parents[language]
        there = type(page).objects.child_of(parent).filter(slug=page.slug).first()
        if there is None:
            page.locale_id = parent.locale_id
            if key is not None:
                page.translation_key = key
            if getattr(page, "date", None):
                page.first_published_at = _noon(page.date)
            there = parent.add_child(instance=page)
            there.save_revision().publish()
            # The parent counts its children; without this the next one would be added in the same place.
            parent.refresh_from_db()
        key = there.translation_key
        made[language] = there
    return made


def _noon(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


def _content(row: dict) -> dict:
    return {
        "title": row["title"],
        "slug": row["slug"],
        "intro": row["intro"],
        "body": [_block(block) for block in row["body"]],
    }


def _block(row: dict) -> tuple[str, object]:
    """One block as a StreamField takes it. Raises KeyError for a type that pages do not have."""
    said = {
        "heading": lambda: row["text"],
        "paragraph": lambda: RichText(f"<p>{escape(row['text'], quote=False)}</p>"),
        "quote": lambda: {"text": row["text"], "source": row.get("source", "")},
        "list": lambda: row["items"],
        "link": lambda: {"text": row["text"], "page": None, "url": row["url"]},
    }
    return row["type"], said[row["type"]]()


def _make_menus(language: str, pages: list[Page], about: list[Page]) -> None:
    """Links first to what the portal itself answers, then to pages; a menu that is there is left alone."""
    wanted = {
        SiteMenu.Place.HEADER: [*FIXED_LINKS[language], *pages],
        SiteMenu.Place.FOOTER: [*about, *FOOTER_LINKS[language]],
    }
    for place, links in wanted.items():
        menu, created = SiteMenu.objects.get_or_create(language=language, place=place)
        if not created:
            continue
        for order, link in enumerate(links):
            where = {"page": link, "title": link.title} if isinstance(link, Page) else {}
            title, address = ("", "") if where else link
            SiteMenuItem.objects.create(menu=menu, sort_order=order, **({"title": title, "address": address} | where))
