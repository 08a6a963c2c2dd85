"""Which requests are somebody asking something: a query typed anew, not a page turned, a filter set or a machine."""

import re
from urllib.parse import SplitResult, urlsplit

from django.http import HttpRequest, QueryDict

from search.learning.keys import key_of
from search.query import SearchQuery

_ROBOT = re.compile("bot|crawl|spider|slurp|preview|headless", re.IGNORECASE)
_RELOADED = ("max-age=0", "no-cache")


def is_asked_anew(request: HttpRequest, query: SearchQuery) -> bool:
    """Whether this request for the search page is a person asking `query`.

    Neither address nor account are looked at. Who turns pages, filters or reloads comes from a page of the same query;
    who types the same again an hour later has asked twice.
    """
    return (
        bool(query.text)
        and query.page == 1
        and request.method == "GET"
        and is_by_person(request)
        and request.headers.get("Cache-Control") not in _RELOADED
        and _asked_before(request) != key_of(query.text)
    )


def is_by_person(request: HttpRequest) -> bool:
    """Whether a browser sent this because somebody wanted it: no robot, and nothing fetched in advance."""
    agent = request.headers.get("User-Agent", "")
    if not agent.startswith("Mozilla/") or _ROBOT.search(agent):
        return False
    purposes = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return not any("prefetch" in purpose for purpose in purposes)


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether a script or form of one of our own pages sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = _parsed(request.headers.get("Origin", ""))
    return origin is not None and origin.netloc == request.get_host()


def _asked_before(request: HttpRequest) -> str | None:
    """The key of the query on the page that led here, if that was a page of search results or about them."""
    referrer = _parsed(request.headers.get("Referer", ""))
    if referrer is None or referrer.netloc != request.get_host() or "/search/" not in referrer.path:
        return None
    return key_of(" ".join(QueryDict(referrer.query).get("q", "").split()))


def _parsed(address: str) -> SplitResult | None:
    """None for what is no address: a header is anybody's to write."""
    try:
        return urlsplit(address)
    except ValueError:
        return None
