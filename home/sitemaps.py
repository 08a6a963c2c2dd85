"""robots.txt and the sitemaps: every public address in both languages.

Written row by row from tuples: 17,800 regulations as objects would take ten times as long.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from math import ceil

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.views.decorators.http import require_safe
from wagtail.models import Page

from consult.models import Consultation
from regulations.models import Agency, DocumentSlug, Field, Industry, Regulation, SimplificationPlan

PER_FILE = 5_000
"""Records in one file. Each gives one address a language; a sitemap may hold 50,000."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_LISTS = (
    "search:search",
    "regulations:agencies",
    "regulations:fields",
    "regulations:industries",
    "regulations:plans",
    "consult:consultations",
    "statistics",
    "statistics_documents",
    "timeliness",
)

Entry = tuple[dict[str, str], date | datetime | None]
"""Path by language, and when the content last changed."""


@dataclass(frozen=True)
class Section:
    """The rows that the public may see, and how a part of them becomes entries."""

    rows: QuerySet
    entries: Callable[[Iterable], Iterator[Entry]]


def _records(route: str, rows: QuerySet, *columns: str, changed: str = "") -> Section:
    """Records whose address is `route` with `columns`; `changed` is the column that tells when."""
    found = rows.order_by("pk").values_list(*columns, *([changed] if changed else []))
    return Section(found, partial(_addressed, route, len(columns)))


def _addressed(route: str, columns: int, rows: Iterable[tuple]) -> Iterator[Entry]:
    """Asks for the address once and fills in the columns: codes, slugs and keys are ASCII and need no quoting."""
    marks = [f"90210{n}" for n in range(columns)]  # digits: an address may take nothing else
    patterns = _in_each_language(route, marks)
    for n, mark in enumerate(marks):
        patterns = {code: pattern.replace(mark, f"{{{n}}}") for code, pattern in patterns.items()}
    for row in rows:
        paths = {code: pattern.format(*row) for code, pattern in patterns.items()}
        yield paths, row[columns] if len(row) > columns else None


def _in_each_language(route: str, args: Iterable[str] = ()) -> dict[str, str]:
    paths = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            paths[code] = reverse(route, args=args)
    return paths


def _regulations() -> Section:
    last = Max("versions__recorded_at", filter=Q(versions__live=True))
    return _records("regulations:regulation", Regulation.objects.public().annotate(last=last), "code", changed="last")


def _documents() -> Section:
    last = Max("document__versions__recorded_at", filter=Q(document__versions__live=True))
    slugs = DocumentSlug.objects.filter(canonical=True).annotate(last=last).exclude(last=None)
    return _records("regulations:document", slugs, "slug", changed="last")


def _plans() -> Section:
    last = Max("versions__recorded_at", filter=Q(versions__live=True))
    return _records("regulations:plan", SimplificationPlan.objects.public().annotate(last=last), "pk", changed="last")


def _rounds() -> Section:
    return _records("consult:consultation", Consultation.objects.public(), "pk", changed="published_at")


def _pages() -> Section:
    pages = Page.objects.live().public().filter(depth__gte=2).select_related("locale").order_by("pk")
    return Section(pages, _written_pages)


def _written_pages(pages: Iterable[Page]) -> Iterator[Entry]:
    for page in pages:
        path = page.url
        if path:
            yield {page.locale.language_code: path}, page.last_published_at


SECTIONS: dict[str, Callable[[], Section]] = {
    "lists": lambda: Section(Page.objects.none(), lambda _rows: ((_in_each_language(route), None) for route in _LISTS)),
    "pages": _pages,
    "regulations": _regulations,
    "documents": _documents,
    "plans": _plans,
    "rounds": _rounds,
    "agencies": lambda: _records("regulations:agency", Agency.objects.all(), "code"),
    "fields": lambda: _records("regulations:field", Field.objects.all(), "slug"),
    "industries": lambda: _records("regulations:industry", Industry.objects.all(), "edition__key", "code"),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the files there are now."""
    lines = [_HEAD, '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n']
    for name, section_of in SECTIONS.items():
        address = request.build_absolute_uri(reverse("sitemap_section", args=[name]))
        files = max(1, ceil(section_of().rows.count() / PER_FILE))
        lines += [f"<sitemap><loc>{escape(address)}?p={number}</loc></sitemap>\n" for number in range(1, files + 1)]
    return HttpResponse([*lines, "</sitemapindex>\n"], content_type="application/xml")


@require_safe
def section(request: HttpRequest, section: str) -> StreamingHttpResponse:
    """/sitemap-<section>.xml?p=<file>. Raises Http404 for a section or file that is not there."""
    said = request.GET.get("p", "1")
    if section not in SECTIONS or not re.fullmatch("[1-9][0-9]{0,3}", said):
        raise Http404
    asked = SECTIONS[section]()
    start = (int(said) - 1) * PER_FILE
    rows = list(asked.rows[start : start + PER_FILE])
    if start and not rows:
        raise Http404
    origin = f"{request.scheme}://{request.get_host()}"
    return StreamingHttpResponse(_written(asked.entries(rows), origin), content_type="application/xml")


def _written(entries: Iterable[Entry], origin: str) -> Iterator[str]:
    yield _HEAD + _URLSET
    for paths, changed in entries:
        others = ""
        if len(paths) > 1:
            others = "".join(
                f'<xhtml:link rel="alternate" hreflang="{code}" href="{origin}{path}"/>' for code, path in paths.items()
            )
        day = f"<lastmod>{_day(changed)}</lastmod>" if changed else ""
        yield "".join(f"<url><loc>{origin}{path}</loc>{day}{others}</url>\n" for path in paths.values())
    yield "</urlset>\n"


def _day(changed: date | datetime) -> str:
    return (timezone.localtime(changed).date() if isinstance(changed, datetime) else changed).isoformat()


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keeps robots out of the admin and out of the endless combinations of filters; the sitemap has every record."""
    closed = ["/admin/", "/api/", "/search/?", "/en/search/?"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
