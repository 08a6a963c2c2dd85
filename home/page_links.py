"""The links around an editorial page: where it stands, its translation, the other pages of its list."""

from django.conf import settings
from django.core.paginator import Page as ListPage
from django.db.models import Q
from django.utils.translation import gettext
from wagtail.models import Page

HOME_DEPTH = 2
ROOTS = {code: "/" if code == settings.LANGUAGE_CODE else f"/{code}/" for code, _name in settings.LANGUAGES}


def breadcrumbs_of(page: Page) -> list[dict]:
    """From the front page down to `page`."""
    above = page.get_ancestors().filter(depth__gte=HOME_DEPTH).select_related("locale").order_by("depth")
    items = [
        {"title": gettext("Trang chủ") if step.depth == HOME_DEPTH else step.title, "url": step.url} for step in above
    ]
    return [*items, {"title": page.title}]


def language_links(page: Page, request, readable: Q) -> dict:
    """`other_language_url`: the page's translation or else the other front page. `alternates`: for search engines.

    A translation that is not `readable` does not count.
    """
    addresses = {page.locale.language_code: page.get_url(request)}
    for translation in page.get_translations().filter(readable).select_related("locale"):
        addresses[translation.locale.language_code] = translation.get_url(request)
    other = next(code for code in ROOTS if code != page.locale.language_code)
    origin = f"{request.scheme}://{request.get_host()}"
    return {
        "other_language_url": addresses.get(other) or ROOTS[other],
        "alternates": [
            {"language": code, "url": f"{origin}{path}"} for code, path in sorted(addresses.items()) if path
        ],
    }


def page_links(listed: ListPage, parameter: str = "page") -> dict:
    """The context of components/pagination.html for one page of a list that has no other parameters."""
    items = [
        {"gap": True}
        if number == listed.paginator.ELLIPSIS
        else {"number": number, "url": f"?{parameter}={number}", "current": number == listed.number}
        for number in listed.paginator.get_elided_page_range(listed.number, on_each_side=2, on_ends=1)
    ]
    return {
        "number": listed.number,
        "num_pages": listed.paginator.num_pages,
        "items": items,
        "previous_url": f"?{parameter}={listed.number - 1}" if listed.has_previous() else "",
        "next_url": f"?{parameter}={listed.number + 1}" if listed.has_next() else "",
    }
