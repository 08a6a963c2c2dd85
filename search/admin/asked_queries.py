"""What people look for and do not find, at the desk: one click from trying the query and from a synonym for it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem

from regulations.models import Role
from regulations.models.officers import has_role
from regulations.paging import page_of
from regulations.trail import search_url
from search.learning.reporting import PERIODS, AskedQuery, Lack, as_queries, asked_queries, totals
from search.models import Synonym
from search.models.learning import ASKED_OFTEN, ASKED_ON_DAYS, KEPT_DAYS

PAGE_SIZE = 50
READERS = (Role.ADMINISTRATOR, Role.EXAMINER, Role.MODERATOR)
LACKS = {
    Lack.ALL: gettext_lazy("Được tìm nhiều nhất"),
    Lack.EMPTY: gettext_lazy("Không có kết quả"),
    Lack.UNOPENED: gettext_lazy("Có kết quả mà không ai mở, hoặc người đọc nói không thấy"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A query with where it is tried, and where it becomes a synonym ("" for who may not add one)."""

    query: AskedQuery
    try_url: str
    synonym_url: str


def may_read(user) -> bool:
    return has_role(user, *READERS)


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """One page of the queries that were asked often, over a period and by what was lacking."""
    if not may_read(request.user):
        raise PermissionDenied
    days = _period(request)
    given = request.GET.get("show", "")
    lack = Lack(given) if given in LACKS else Lack.ALL
    today = timezone.localdate()
    rows, pagination = page_of(asked_queries(until=today, days=days, lack=lack), request, PAGE_SIZE)
    title = _("Người dùng tìm gì")
    context = {
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": "", "label": title},
        ],
        "totals": totals(until=today, days=days),
        "rows": [Row(one, search_url(q=one.text), _synonym_url(request.user, one.text)) for one in as_queries(rows)],
        "pagination": pagination,
        "periods": [(one, ngettext("%(n)d ngày qua", "%(n)d ngày qua", one) % {"n": one}) for one in PERIODS],
        "days": days,
        "lacks": LACKS.items(),
        "lack": lack,
        "often": {"times": ASKED_OFTEN, "days": ASKED_ON_DAYS, "kept": KEPT_DAYS},
    }
    return TemplateResponse(request, "search/admin/asked_queries.html", context)


def _period(request: HttpRequest) -> int:
    given = request.GET.get("days", "")
    return next((one for one in PERIODS if given == str(one)), 30)


def _synonym_url(user, text: str) -> str:
    viewset = Synonym.snippet_viewset
    if not viewset.permission_policy.user_has_permission(user, "add"):
        return ""
    return f"{reverse(viewset.get_url_name('add'))}?{urlencode({'typed': text})}"


class AskedQueriesMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)


def menu_item() -> MenuItem:
    return AskedQueriesMenuItem(
        gettext_lazy("Người dùng tìm gì"), reverse("asked_queries"), name="asked", icon_name="search", order=215
    )


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [path("asked-queries/", report, name="asked_queries")]
