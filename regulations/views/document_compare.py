"""Two versions of a legal document, chosen by number or by day, side by side or in one text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulations.compared_days import versions_on_days
from regulations.document_comparing import (
    INLINE,
    VIEWS,
    compare_frame,
    document_compare_page,
    shown_units,
)
from regulations.document_record import compare_versions_url, document_timeline
from regulations.models import DocumentVersion
from regulations.notices import Notice, wrong_days_notice
from regulations.paging import page_of
from regulations.timeline import Timeline
from regulations.views.documents import find_documents
from regulations.views.reading_day import compared_days
from regulations.views.regulation import permanently


@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    document = found[0]
    if document.slug != slug:
        return permanently("regulations:document_compare", document.slug, request=request)
    timeline = document_timeline(document)
    if "from" in request.GET or "to" in request.GET:
        return _by_days(request, document, timeline)
    old, new = (_numbered(timeline, request.GET.get(name, "")) for name in ("old", "new"))
    if old is None or new is None:
        return _newest_two(request, document, timeline)
    if old is new:
        return redirect(old.get_absolute_url())
    if _rank(old) > _rank(new):
        return redirect(compare_versions_url(new, old) + _view(request), permanent=True)
    return _compared(request, old, new, timeline)


def _compared(request: HttpRequest, old: DocumentVersion, new: DocumentVersion, timeline: Timeline) -> HttpResponse:
    view = request.GET.get("view", "")
    context = document_compare_page(old, new, timeline, view=view if view in VIEWS else VIEWS[0])
    [units], pagination = page_of(context["chunks"], request, 1)
    context |= {
        "units": shown_units(units, old, new, context["view"]),
        "pagination": pagination,
        "base": f"?old={old.number}&new={new.number}",
    }
    return render(request, "regulations/document_compare.html", context)


def _by_days(request: HttpRequest, document, timeline: Timeline) -> HttpResponse:
    days = compared_days(request.GET)
    if days.wrong:
        return _nothing(request, document, timeline, wrong_days_notice(days.wrong), days, status=400)
    found = versions_on_days(timeline, days.first, days.last, of_document=True)
    if found.notice is not None:
        return _nothing(request, document, timeline, found.notice, days)
    return redirect(compare_versions_url(found.old, found.new) + _view(request))


def _newest_two(request: HttpRequest, document, timeline: Timeline) -> HttpResponse:
    in_time = sorted((version for version in timeline.published if not version.is_corrected), key=_rank)
    if len(in_time) > 1:
        return redirect(compare_versions_url(*in_time[-2:]) + _view(request))
    only = Notice("info", _("Văn bản này mới có một bản, chưa có gì để so sánh."))
    return _nothing(request, document, timeline, only, compared_days(request.GET))


def _nothing(request, document, timeline: Timeline, notice: Notice, days, *, status: int = 200) -> HttpResponse:
    """The page that says why nothing is compared, with the form to ask for something else."""
    context = compare_frame(document, _("So sánh các bản")) | {
        "notices": [notice],
        "versions": timeline.published,
        "old": timeline.before(timeline.dated[-1]) if timeline.dated else None,
        "days": days,
    }
    return render(request, "regulations/compare_nothing.html", context, status=status)


def _numbered(timeline: Timeline, given: str) -> DocumentVersion | None:
    return timeline.numbered(int(given)) if given.isdecimal() and len(given) < 9 else None


def _rank(version: DocumentVersion) -> tuple[int, int]:
    """A version of unknown date stands before those with one, as it only speaks where no dated one does."""
    return (version.effective_from.toordinal() if version.effective_from else 0, version.number)


def _view(request: HttpRequest) -> str:
    return f"&view={INLINE}" if request.GET.get("view") == INLINE else ""
