"""A whole list of the desk on a page of its own: filtered by agency and words, a page at a time."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.paginator import WagtailPaginator

from regulations.admin.desk_rows import rows_of
from regulations.admin.duties import DUTIES, Desk
from regulations.admin.freshness import freshness
from regulations.models import Agency, Role
from regulations.models.officers import covered_agency_ids, has_role

A_PAGE = 50


@require_safe
def desk_list(request: HttpRequest, duty: str) -> HttpResponse:
    found = next((one for one in DUTIES if one.key == duty), None)
    if found is None:
        raise Http404
    if not has_role(request.user, found.role):
        raise PermissionDenied
    agencies = _agencies(request.user, found.role)
    asked = request.GET.get("agency", "")
    agency = next((one.pk for one in agencies if str(one.pk) == asked), None)
    desk = Desk.of(request.user, words=request.GET.get("q", "").strip()[:200], agency=agency)
    paginator = WagtailPaginator(found.find(desk), A_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    return _page(request, "regulations/admin/desk_list.html", str(found.heading), {
        "why": found.why,
        "rows": rows_of({duty: page.object_list})[duty],
        "total": paginator.count,
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "agencies": agencies if len(agencies) > 1 else [],
        "desk": desk,
    })  # fmt: skip


@require_safe
def desk_freshness(request: HttpRequest) -> HttpResponse:
    if not has_role(request.user, Role.OFFICER):
        raise PermissionDenied
    rows = freshness(covered_agency_ids(request.user, Role.OFFICER), timezone.localdate())
    return _page(request, "regulations/admin/desk_freshness.html", _("Độ mới của hồ sơ"), {"freshness": rows})


def _agencies(user, role: Role) -> list[Agency]:
    covered = covered_agency_ids(user, role)
    return list(Agency.objects.all() if covered is None else Agency.objects.filter(pk__in=covered))


def _page(request: HttpRequest, template: str, title: str, context: dict) -> TemplateResponse:
    frame = {
        "page_title": title,
        "header_title": title,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, template, frame | context)


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    return [
        path("desk/freshness/", desk_freshness, name="desk_freshness"),
        path("desk/<slug:duty>/", desk_list, name="desk_list"),
    ]
