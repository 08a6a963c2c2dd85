"""/statistics/: how much of everything there is, and the list of documents, which no other page gives one by one."""

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home import statistics_tables as tables
from home.agency_totals import AgencyTotals
from home.statistics import CommentFigures, figures
from regulations.models import Agency, DocumentType, LegalDocument
from regulations.paging import page_of
from regulations.trail import search_url, trail

DOCUMENTS_ON_A_PAGE = 50


class DocumentFilter(django_filters.FilterSet):
    type = django_filters.MultipleChoiceFilter(choices=DocumentType.choices, field_name="doc_type")

    class Meta:
        model = LegalDocument
        fields = ()


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """`?agency=` opens the units of one agency; an acronym that does not exist is named and left out."""
    found = figures()
    regulations, planning = AgencyTotals(found.regulations_by_agency), AgencyTotals(found.plans_by_agency)
    asked = request.GET.get("agency", "").replace("\0", "").strip()[:100]
    chosen = _agency(regulations, asked)
    title = _("Thống kê")
    context = {
        "page_title": title,
        "page_description": _("Số quy định, văn bản, phương án cắt giảm, đợt lấy ý kiến và ý kiến trên cổng."),
        "breadcrumbs": trail((title, "")),
        "on": found.on,
        "unknown_agency": asked if asked and chosen is None else "",
        "chosen": chosen,
        "up": _up(regulations, chosen),
        "regulations": tables.regulations_table(found.regulations),
        "agencies": tables.agencies_table(regulations, chosen),
        "documents": tables.documents_table(found.documents),
        "plans": tables.plans_table(found.plans),
        "planning": tables.planning_agencies_table(planning),
        "rounds": tables.rounds_table(found.rounds),
        "comments": tables.comments_table(found.comments),
        "comment_figures": found.comments,
        "answered_share": _share(found.comments),
    }
    return render(request, "home/statistics.html", context)


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Public documents one by one, newest first; types that do not exist are left out."""
    types = [value for value in dict.fromkeys(request.GET.getlist("type")) if value in DocumentType.values]
    public = LegalDocument.objects.public().prefetch_related("slugs")
    rows = DocumentFilter({"type": types}, queryset=public).qs
    total = rows.count()
    page, pagination = page_of(rows, request, DOCUMENTS_ON_A_PAGE, total=total)
    title = _("Danh sách văn bản pháp luật")
    context = {
        "page_title": title,
        "breadcrumbs": trail((_("Thống kê"), reverse("statistics")), (title, "")),
        "total": total,
        "rows": page,
        "pagination": pagination,
        "types": [{"value": value, "label": label, "checked": value in types} for value, label in DocumentType.choices],
        "search_address": search_url("documents"),
    }
    return render(request, "home/statistics_documents.html", context)


def _agency(totals: AgencyTotals, acronym: str) -> Agency | None:
    named = (agency for agency in totals.agencies.values() if agency.acronym.casefold() == acronym.casefold())
    return next(named, None)


def _up(totals: AgencyTotals, chosen: Agency | None) -> dict[str, str] | None:
    """The link from an agency's units to the level above."""
    if chosen is None:
        return None
    if chosen.parent_id is None:
        return {"text": _("Mọi cơ quan"), "url": reverse("statistics") + "#agencies-title"}
    parent = totals.agencies[chosen.parent_id]
    return {"text": parent.name, "url": tables.listed("statistics", agency=parent.acronym) + "#agencies-title"}


def _share(comments: CommentFigures) -> dict[str, Any] | None:
    """How much of what is public has been answered; None where nothing is public."""
    if not comments.published:
        return None
    percent = comments.answered * 100 / comments.published
    return {"percent": number_format(percent, decimal_pos=1), "answered": comments.answered, "of": comments.published}
