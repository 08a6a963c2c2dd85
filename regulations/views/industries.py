"""The industry classification: its editions, an edition's industries, one industry with its regulations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regulations.industry_pages import edition_page, editions_page, industry_page
from regulations.listing import PAGE_SIZE, rows_of
from regulations.models import Industry, IndustryEdition
from regulations.paging import page_of
from regulations.views.regulation import permanently


@require_safe
def industries(request: HttpRequest) -> HttpResponse:
    return render(request, "regulations/industry_list.html", editions_page())


@require_safe
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    if "\0" in edition:
        raise Http404
    found = get_object_or_404(IndustryEdition, key=edition)
    return render(request, "regulations/industry_edition.html", edition_page(found))


@require_safe
def industry(request: HttpRequest, edition: str, code: str) -> HttpResponse:
    if "\0" in edition + code:
        raise Http404
    found = Industry.objects.select_related("edition").filter(edition__key=edition, code__iexact=code).first()
    if found is None:
        raise Http404
    if found.code != code:
        return permanently("regulations:industry", edition, found.code, request=request)
    context = industry_page(found)
    page, pagination = page_of(context["regulations"], request, PAGE_SIZE, total=context["total"])
    context |= {"rows": rows_of(page), "pagination": pagination}
    return render(request, "regulations/industry_detail.html", context)
