"""Where pages of the register stand and where lookup is: by the names of addresses, for no app above is known here."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the home page down; the last step, as (title, url), is the page itself."""
    home = (_("Trang chủ"), reverse("wagtail_serve", args=[""]))
    return [{"title": str(title), "url": url} for title, url in (home, *steps)]


def search_url(tab: str = "", **filters: Any) -> str:
    """The search page with filters; `tab` is the value of `in=`."""
    parameters = ({"in": tab} if tab else {}) | filters
    return reverse("search:search") + (f"?{urlencode(parameters, doseq=True)}" if parameters else "")
