"""Reporting an error at a place of the register: one box, no account. Whatever goes wrong, what was typed stays."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.citizens.pages import private
from accounts.throttling import seconds_to_wait_within
from regulations.document_record import document_timeline
from regulations.error_reports import submit_report
from regulations.models import Agency, ErrorReport
from regulations.reporting_form import ErrorReportForm
from regulations.trail import trail
from regulations.version_places import VersionPlace, place_in
from regulations.views.documents import find_documents
from regulations.views.regulation import find_regulation


@private
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest) -> HttpResponse:
    place = _place(request)
    if request.method != "POST":
        return _page(request, place, ErrorReportForm())
    form = ErrorReportForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    given = form.cleaned_data
    if not ErrorReport.objects.filter(submission_key=given["submission_key"]).exists():
        wait = seconds_to_wait_within(
            request, settings.ERROR_REPORT_ATTEMPTS, purpose="error_report", account=given["email"]
        )
        if wait:
            return _page(request, place, form, wait=wait)
        try:
            submit_report(place=place, **given)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return _page(request, place, form, status=422)
    return redirect(f"{reverse('regulations:report_received')}?{request.GET.urlencode()}")


@private
@require_safe
def report_received(request: HttpRequest) -> HttpResponse:
    """Where one sees that it was received; a reload there sends nothing again."""
    return render(request, "regulations/report_received.html", _frame(_place(request), _("Đã nhận báo lỗi")))


def _place(request: HttpRequest) -> VersionPlace:
    """The place that the address names. Raises Http404 for what is not published or not there."""
    given = request.GET
    number = given.get("version", "")
    if "regulation" in given:
        _found, timeline = find_regulation(given["regulation"])
        key = given.get("part", "")
    elif "document" in given:
        found = find_documents(given["document"])
        if len(found) > 1:
            raise Http404
        timeline, key = document_timeline(found[0]), given.get("label", "")
    else:
        raise Http404
    version = timeline.numbered(int(number)) if number.isdecimal() and len(number) < 9 else None
    place = place_in(version, key) if version is not None else None
    if place is None:
        raise Http404
    return place


def _page(
    request: HttpRequest, place: VersionPlace, form: ErrorReportForm, *, status: int = 200, wait: int = 0
) -> HttpResponse:
    context = _frame(place, _("Báo lỗi")) | {"form": form, "submission_key": form.key(), "wait": _minutes(wait)}
    response = render(request, "regulations/report_error.html", context, status=429 if wait else status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _frame(place: VersionPlace, heading: str) -> dict:
    agency: Agency | None = place.version.maintaining_agency
    return {
        "heading": heading,
        "place": place,
        "agency": agency,
        "page_title": f"{heading}: {place.record}",
        "noindex": True,
        "breadcrumbs": trail((place.record, place.url), (heading, "")),
    }


def _minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext("%(n)d phút", "%(n)d phút", minutes) % {"n": minutes} if seconds else ""
