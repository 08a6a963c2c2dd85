"""What is public, to take away as a Word file: generated each time, never what somebody uploaded."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulations import word_files
from regulations.compared_days import versions_on_days
from regulations.document_record import document_timeline
from regulations.text.docx.writing import CONTENT_TYPE
from regulations.text.normalise import slugify_vi
from regulations.timeline import Timeline
from regulations.views.documents import find_documents, read
from regulations.views.reading_day import compared_days
from regulations.views.regulation import find_regulation, permanently


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    if found[0].slug != slug:
        return permanently("regulations:document_docx", found[0].slug, request=request)
    reading, day = read(found[0], request)
    if reading.version is None or day.wrong:
        raise Http404
    page = request.build_absolute_uri(found[0].get_absolute_url() + reading.query)
    return _file(word_files.document_file(reading, address=page), f"{slug}-ban-{reading.version.number}")


@require_safe
def document_redline(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    if found[0].slug != slug:
        return permanently("regulations:document_compare_docx", found[0].slug, request=request)
    old, new = _asked_for(request, document_timeline(found[0]))
    page = reverse("regulations:document_compare", args=[slug]) + f"?old={old.number}&new={new.number}"
    content = word_files.document_redline_file(old, new, address=request.build_absolute_uri(page))
    return _file(content, f"{slug}-so-sanh-{old.number}-{new.number}")


@require_safe
def regulation(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, timeline = find_regulation(code)
    version = timeline.numbered(number)
    if version is None:
        raise Http404
    if found.code != code:
        return permanently("regulations:version_docx", found.code, number, request=request)
    page = request.build_absolute_uri(version.get_absolute_url())
    content = word_files.regulation_file(version, timeline, address=page)
    return _file(content, f"{slugify_vi(found.code)}-phien-ban-{number}")


@require_safe
def regulation_redline(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    found, timeline = find_regulation(code)
    left, right = timeline.numbered(old), timeline.numbered(new)
    if left is None or right is None or left is right:
        raise Http404
    if _rank(left) > _rank(right):
        return permanently("regulations:compare_docx", found.code, new, old, request=request)
    if found.code != code:
        return permanently("regulations:compare_docx", found.code, old, new, request=request)
    page = request.build_absolute_uri(reverse("regulations:compare", args=[code, old, new]))
    content = word_files.regulation_redline_file(left, right, address=page)
    return _file(content, f"{slugify_vi(code)}-so-sanh-{old}-{new}")


def _asked_for(request: HttpRequest, timeline: Timeline) -> tuple:
    """Two versions by number (`old`, `new`) or by day (`from`, `to`), the earlier first. Raises Http404."""
    if "from" in request.GET or "to" in request.GET:
        days = compared_days(request.GET)
        chosen = None if days.wrong else versions_on_days(timeline, days.first, days.last, of_document=True)
        if chosen is None or chosen.notice is not None:
            raise Http404
        return chosen.old, chosen.new
    given = [request.GET.get(name, "") for name in ("old", "new")]
    found = [timeline.numbered(int(one)) if one.isdecimal() and len(one) < 9 else None for one in given]
    if None in found or found[0] is found[1]:
        raise Http404
    return tuple(sorted(found, key=_rank))


def _rank(version) -> tuple[int, int]:
    return (version.effective_from.toordinal() if version.effective_from else 0, version.number)


def _file(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.docx"', "X-Robots-Tag": "noindex"},
    )
