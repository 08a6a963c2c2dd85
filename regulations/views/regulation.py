"""A regulation on any day, and any of its versions for ever."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulations.finding import published_versions
from regulations.models import Regulation
from regulations.notices import wrong_day_notice
from regulations.presenting import absent_page, regulation_page, timeline_of
from regulations.timeline import Timeline
from regulations.views.reading_day import reading_day

TEMPLATE = "regulations/regulation_detail.html"


def find_regulation(code: str) -> tuple[Regulation, Timeline]:
    """The regulation with this code, whatever its case, and its published versions. Raises Http404."""
    versions = [] if "\0" in code else published_versions(code)
    if not versions:
        raise Http404
    return versions[0].regulation, timeline_of(versions[0].regulation, versions)


@require_safe
def regulation(request: HttpRequest, code: str) -> HttpResponse:
    found, timeline = find_regulation(code)
    if not timeline.dated:
        raise Http404
    if found.code != code:
        return permanently("regulations:regulation", found.code, request=request)
    day = reading_day(request.GET)
    version = timeline.on(day.on)
    if version is None and timeline.status_on(day.on) is None:
        context = absent_page(found, timeline, day.on)
    else:
        context = regulation_page(version or timeline.dated[0], day.on, timeline=timeline)
    if day.wrong:
        context["notices"] = [wrong_day_notice(day.wrong), *context["notices"]]
    return render(request, TEMPLATE, context | {"day": day}, status=day.status)


@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, timeline = find_regulation(code)
    chosen = timeline.numbered(number)
    if chosen is None:
        raise Http404
    if found.code != code:
        return permanently("regulations:version", found.code, number, request=request)
    day = reading_day({})
    on = day.today if chosen is timeline.on(day.today) else chosen.effective_from
    context = regulation_page(chosen, on, timeline=timeline, as_version=True)
    return render(request, TEMPLATE, context | {"day": day})


def permanently(name: str, *args, request: HttpRequest) -> HttpResponse:
    """To the one address of a thing, with what was asked of it."""
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))
