"""A part of a regulation or a provision of a document, as it is cited."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulations.citing import on_day, part_page, provision_page
from regulations.notices import wrong_day_notice
from regulations.views.documents import find_documents, read
from regulations.views.reading_day import ReadingDay, reading_day
from regulations.views.regulation import find_regulation, permanently

TEMPLATE = "regulations/cite.html"


@require_safe
def cite_part(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """Of the version that speaks on `on=`, or of `version=`."""
    found, timeline = find_regulation(code)
    if found.code != code:
        return permanently("regulations:cite_part", found.code, part, request=request)
    day = reading_day(request.GET)
    number = request.GET.get("version", "")
    chosen = timeline.on(day.on)
    query = on_day(day.on)
    if number:
        chosen, query = timeline.numbered(int(number)) if number.isdecimal() and len(number) < 9 else None, ""
    elif chosen is None and timeline.dated:
        if timeline.status_on(day.on) is None:  # its page says since when it is known
            return redirect(f"{found.get_absolute_url()}{query}")
        chosen, query = timeline.dated[0], ""
    context = part_page(chosen, part, query) if chosen is not None and "\0" not in part else None
    if context is None:
        raise Http404
    return _render(request, context, day)


@require_safe
def cite_provision(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Where the text of the day has no such provision, to the page that says which texts have it."""
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    if found[0].slug != slug:
        return permanently("regulations:cite_provision", found[0].slug, label, request=request)
    if "\0" in label:
        raise Http404
    reading, day = read(found[0], request)
    context = provision_page(reading, label) if reading.version is not None else None
    if context is None:
        query = request.GET.urlencode()
        return redirect(reverse("regulations:provision", args=[slug, label]) + (f"?{query}" if query else ""))
    return _render(request, context, day)


def _render(request: HttpRequest, context: dict, day: ReadingDay) -> HttpResponse:
    notices = [wrong_day_notice(day.wrong)] if day.wrong else []
    return render(request, TEMPLATE, context | {"notices": notices}, status=day.status)
