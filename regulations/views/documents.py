"""A legal document by any of its addresses, on any day, as outline and text or chapter by chapter."""

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulations.document_plan import plan_of
from regulations.document_presenting import absent_document_page, document_page, text_page
from regulations.document_record import Reading, document_frame, document_timeline
from regulations.models import DocumentSlug, LegalDocument, Provision
from regulations.notices import shown, wrong_day_notice
from regulations.text.labels import label_parts
from regulations.views.reading_day import ReadingDay, reading_day
from regulations.views.regulation import permanently


@require_safe
def document(request: HttpRequest, slug: str) -> HttpResponse:
    found = find_documents(slug)
    if len(found) > 1:
        return render(request, "regulations/document_choice.html", _choice(found, slug))
    if found[0].slug != slug:
        return permanently("regulations:document", found[0].slug, request=request)
    reading, day = read(found[0], request)
    if reading.version is None:
        return render(request, "regulations/document_detail.html", absent_document_page(reading) | {"day": day})
    context = document_page(reading.version, reading.on, reading=reading)
    if day.wrong:
        context["notices"] = [wrong_day_notice(day.wrong), *context["notices"]]
    return render(request, "regulations/document_detail.html", context | {"day": day}, status=day.status)


@require_safe
def provision(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A page of a long text under the label that begins it; any other label leads to its place."""
    found = find_documents(slug)
    if len(found) > 1:
        return redirect("regulations:document", slug)
    if found[0].slug != slug:
        return permanently("regulations:provision", found[0].slug, label, request=request)
    reading, day = read(found[0], request)
    if reading.version is None:
        return render(request, "regulations/document_detail.html", absent_document_page(reading) | {"day": day})
    plan = plan_of(reading.version)
    index = None if plan.on_one_page else plan.page_labelled(label)
    if index is None:
        return _to_its_place(request, reading, label)
    piece = _piece(request, plan.pages[index].pieces)
    context = text_page(reading, index, piece)
    return render(request, "regulations/document_text.html", context | {"day": day})


def find_documents(slug: str) -> list[LegalDocument]:
    """Public documents that have this address, whatever its case: several where they share it. Raises Http404."""
    canonical = Prefetch("slugs", DocumentSlug.objects.filter(canonical=True))
    rows = LegalDocument.objects.public().filter(slugs__slug=slug.lower()).select_related("maintained_by")
    found = list(rows.prefetch_related(canonical, "issuers")) if "\0" not in slug else []
    if not found:
        raise Http404
    return found


def read(document: LegalDocument, request: HttpRequest) -> tuple[Reading, ReadingDay]:
    """Which version the address asks for: `version=` by number, else the one that speaks on `on=`. Raises Http404."""
    timeline = document_timeline(document)
    day = reading_day(request.GET)
    number = request.GET.get("version", "")
    if number:
        chosen = timeline.numbered(int(number)) if number.isdecimal() and len(number) < 9 else None
        if chosen is None:
            raise Http404
        speaks_today = chosen is timeline.on(day.today)
        on = day.today if speaks_today or chosen.effective_from is None else chosen.effective_from
        return Reading(document, timeline, chosen, on, by_number=True), day
    version = timeline.on(day.on)
    if version is None and timeline.status_on(day.on) is not None:
        version = timeline.dated[0]
    return Reading(document, timeline, version, day.on), day


def _choice(found: list[LegalDocument], slug: str) -> dict:
    return {
        "slug": slug,
        "rows": [(document_frame(each), shown(each.issued_on)) for each in found],
        "page_title": found[0].number or slug,
        "noindex": True,
    }


def _piece(request: HttpRequest, pieces: int) -> int:
    given = request.GET.get("piece", "1")
    if not (given.isdecimal() and len(given) < 6 and 1 <= int(given) <= pieces):
        raise Http404
    return int(given)


def _to_its_place(request: HttpRequest, reading: Reading, label: str) -> HttpResponse:
    """To the page and anchor of a provision; where the text of the day has none, a 404 that says which texts do."""
    place = Provision.objects.filter(version=reading.version, label=label).values_list("position", flat=True).first()
    plan = plan_of(reading.version)
    if place is not None:
        base = reading.document.get_absolute_url() + reading.query
        return redirect(f"{base if plan.on_one_page else reading.page_url(plan.page_at(place))}#{label}")
    known = Provision.objects.filter(version__in=reading.timeline.published, label=label)
    others = set(known.values_list("version", flat=True))
    if not others:
        raise Http404
    url = reverse("regulations:provision", args=[reading.document.slug, label])
    context = document_frame(reading.document) | {
        "provision": label_parts(label),
        "version": reading.version,
        "others": [(each, f"{url}?version={each.number}") for each in reading.timeline.published if each.pk in others],
        "noindex": True,
    }
    return render(request, "regulations/provision_missing.html", context, status=404)
