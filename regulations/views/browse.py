"""Ways into the register besides lookup: agencies and fields."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulations.browsing import agencies_page, agency_page, fields_page
from regulations.listing import PAGE_SIZE, counts_by_kind, latest_changes, rows_of
from regulations.models import Agency, Field, Regulation
from regulations.paging import page_of
from regulations.trail import search_url, trail
from regulations.views.regulation import permanently


@require_safe
def regulations(request: HttpRequest) -> HttpResponse:
    return redirect(search_url())


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    return redirect(search_url("documents"))


@require_safe
def agencies(request: HttpRequest) -> HttpResponse:
    return render(request, "regulations/agency_list.html", agencies_page())


@require_safe
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """By code; an acronym, or another case, leads to it."""
    if "\0" in code:
        raise Http404
    rows = Agency.objects.select_related("parent")
    lookups = ({"code": code}, {"code__iexact": code}, {"acronym__iexact": code})
    found = next(filter(None, (rows.filter(**lookup).first() for lookup in lookups)), None)
    if found is None:
        raise Http404
    if found.code != code:
        return permanently("regulations:agency", found.code, request=request)
    return render(request, "regulations/agency_detail.html", agency_page(found))


@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    return render(request, "regulations/field_list.html", fields_page())


@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    found = Field.objects.filter(slug=slug.lower()).first() if "\0" not in slug else None
    if found is None:
        raise Http404
    if found.slug != slug:
        return permanently("regulations:field", found.slug, request=request)
    rows = Regulation.objects.public().filter(fields=found)
    kinds = counts_by_kind(rows, field=found.slug)
    total = sum(kind["count"] for kind in kinds)
    page, pagination = page_of(rows.select_related("agency").order_by("code"), request, PAGE_SIZE, total=total)
    context = {
        "field": found,
        "page_title": found.name,
        "page_description": _("Quy định kinh doanh thuộc lĩnh vực %(field)s.") % {"field": found.name},
        "breadcrumbs": trail((_("Lĩnh vực"), reverse("regulations:fields")), (found.name, found.get_absolute_url())),
        "kinds": kinds,
        "total": total,
        "all_url": search_url(field=found.slug),
        "changes": latest_changes(rows) if pagination["number"] == 1 else [],
        "rows": rows_of(page),
        "pagination": pagination,
    }
    return render(request, "regulations/field_detail.html", context)
