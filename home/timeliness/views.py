"""/timeliness/: the four figures of how the register is kept, the lists behind them, and the table as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from home.timeliness import tables
from home.timeliness.figures import Four, agencies_under, timeliness
from home.timeliness.lists import entry_lines, lines_of
from home.timeliness.records import entries, measured, under
from regulations.models import Agency
from regulations.paging import page_of
from regulations.trail import trail

ON_A_PAGE = 50
HEADINGS = {
    "complete": gettext_lazy("Đủ"),
    "accurate": gettext_lazy("Đúng"),
    "public": gettext_lazy("Công khai"),
    "timely": gettext_lazy("Kịp thời"),
}
RESULTS = {
    "complete": (gettext_lazy("Đủ"), gettext_lazy("Còn thiếu")),
    "accurate": (gettext_lazy("Đã đối chiếu, đúng, còn hạn"), gettext_lazy("Chưa đối chiếu, quá hạn hoặc khác")),
    "public": (gettext_lazy("Đã công khai"), gettext_lazy("Chưa công khai")),
    "timely": (gettext_lazy("Đã nhập"), gettext_lazy("Chưa nhập")),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?agency=` is one agency and what is below it; an acronym that does not exist is named and left out."""
    found, agencies = timeliness(), _agencies()
    asked, chosen = _chosen(request, agencies)
    four = found.by_agency.get(chosen.pk, Four()) if chosen else found.everybody
    title = _("Đủ, đúng, công khai, kịp thời")
    context = {
        "page_title": title,
        "page_description": _("Hồ sơ trên cổng đủ, đúng, công khai và kịp thời đến đâu, theo từng cơ quan."),
        "breadcrumbs": trail((_("Thống kê"), reverse("statistics")), (title, "")),
        "on": found.on,
        "chosen": chosen,
        "unknown_agency": asked if asked and chosen is None else "",
        "up": _up(chosen, agencies),
        "figures": [
            _figure(name, cell, chosen) for name, cell in zip(HEADINGS, tables.cells_of(four, chosen), strict=True)
        ],
        "timely": four.timely,
        "delays": [
            {"name": _("Từ ngày ban hành"), **_delay(four.timely.from_issue)},
            {"name": _("Từ ngày có hiệu lực"), **_delay(four.timely.from_effect)},
        ],
        "headings": HEADINGS.values(),
        "rows": tables.agency_rows(found, agencies, chosen),
        "csv_url": reverse("timeliness_csv") + (f"?agency={chosen.acronym}" if chosen else ""),
    }
    return render(request, "home/timeliness.html", context)


@require_safe
def table_file(request: HttpRequest) -> HttpResponse:
    found, agencies = timeliness(), _agencies()
    _asked, chosen = _chosen(request, agencies)
    response = HttpResponse(tables.as_csv(found, agencies, chosen), content_type="text/csv; charset=utf-8")
    name = f"kip-thoi-{found.on.isoformat()}" + (f"-{chosen.code}" if chosen else "")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def records(request: HttpRequest, measure: str) -> HttpResponse:
    """The records behind a figure, of `?agency=`; `?result=yes` are those as they should be, `no` the others."""
    if measure not in HEADINGS:
        raise Http404
    on, agencies = timezone.localdate(), _agencies()
    asked, chosen = _chosen(request, agencies)
    rows = entries() if measure == "timely" else measured(on, measure)[measure]
    if chosen is not None:
        rows = under(rows, agencies_under(chosen.pk))
    result = request.GET.get("result", "")
    if result in ("yes", "no"):
        rows = [row for row in rows if row.good == (result == "yes")]
    shown, pagination = page_of(rows, request, ON_A_PAGE)
    title = str(HEADINGS[measure])
    context = {
        "page_title": f"{title}: {chosen.name}" if chosen else title,
        "breadcrumbs": trail(
            (_("Thống kê"), reverse("statistics")),
            (_("Đủ, đúng, công khai, kịp thời"), tables.page_url(chosen)),
            (title, ""),
        ),
        "measure": measure,
        "chosen": chosen,
        "unknown_agency": asked if asked and chosen is None else "",
        "total": len(rows),
        "lines": entry_lines(shown, on) if measure == "timely" else lines_of(measure, shown, on),
        "pagination": pagination,
        "tabs": [
            {"label": label, "url": tables.list_url(measure, chosen, value), "current": value == result}
            for value, label in zip(("", "yes", "no"), (_("Tất cả"), *RESULTS[measure]), strict=True)
        ],
        "good_word": RESULTS[measure][0],
        "bad_word": RESULTS[measure][1],
    }
    return render(request, "home/timeliness_list.html", context)


def _agencies() -> dict[int, Agency]:
    return {agency.pk: agency for agency in Agency.objects.order_by()}


def _chosen(request: HttpRequest, agencies: dict[int, Agency]) -> tuple[str, Agency | None]:
    """What was asked for, and the agency of that acronym, whatever its case."""
    asked = request.GET.get("agency", "").replace("\0", "").strip()[:100]
    named = (agency for agency in agencies.values() if asked and agency.acronym.casefold() == asked.casefold())
    return asked, next(named, None)


def _up(chosen: Agency | None, agencies: dict[int, Agency]) -> dict[str, str] | None:
    """The link from an agency to the level above."""
    if chosen is None:
        return None
    parent = agencies.get(chosen.parent_id)
    return {"text": parent.name if parent else _("Mọi cơ quan"), "url": tables.page_url(parent)}


def _figure(name: str, cell: tables.Cell, chosen: Agency | None) -> dict:
    good, bad = RESULTS[name]
    return {
        "name": name, "heading": HEADINGS[name], "cell": cell, "good_word": good, "bad_word": bad,
        "bad": cell.of - cell.good, "bad_url": tables.list_url(name, chosen, "no"),
    }  # fmt: skip


def _delay(delay) -> dict:
    if delay is None:
        return {"median": "–", "ninth_tenth": "–", "of": 0}
    return {"median": tables.days(delay.median), "ninth_tenth": tables.days(delay.ninth_tenth), "of": delay.of}
