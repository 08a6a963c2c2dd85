"""The page that gives a place as lawyers cite it, with an address that shows the same text for ever."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, pgettext

from accounts.citizens.adapter import absolute
from regulations.document_record import Reading, document_frame
from regulations.models import LegalDocument, RegulationVersion
from regulations.presenting import page_frame
from regulations.text.cited_as import document_as_cited, in_force_from, part_as_cited
from regulations.text.labels import label_parts
from regulations.version_places import VersionPlace, labels_below, part_place, provision_place

MOST_INSIDE = 200
"""Clauses and points of an article that its page leads to."""


def part_page(version: RegulationVersion, key: str, query: str) -> dict[str, Any] | None:
    """The context of regulations/cite.html for a part of a regulation; None where the version has no such part.

    `query` is what addresses of the regulation carry to show this text: "?on=2026-07-01", or "" for the version's own.
    """
    place = part_place(version, key)
    if place is None:
        return None
    regulation = version.regulation
    with translation.override("vi"):
        kind = regulation.get_kind_display()
    cited = part_as_cited(
        part=place.name, kind=kind, title=version.title, code=regulation.code, agency=regulation.agency.name_vi
    )
    shown = f"{regulation.get_absolute_url()}{query}#part-{key}" if query else place.url
    frame = page_frame(regulation, version.title)
    return frame | _page(place, frame, f"{cited}, {in_force_from(version.effective_from)}", shown)


def provision_page(reading: Reading, label: str) -> dict[str, Any] | None:
    """The context of regulations/cite.html for a provision as it is read; None where the text has no such provision."""
    document, version = reading.document, reading.version
    place = provision_place(version, label)
    if place is None:
        return None
    cited = f"{place.name} {_document_as_cited(document)}, {in_force_from(version.effective_from)}"
    # A text that is yet to take effect is not that of the day it is read on.
    by_number = reading.by_number or version is not reading.timeline.on(reading.on)
    query = f"?version={version.number}" if by_number else on_day(reading.on)
    shown = reverse("regulations:provision", args=[document.slug, label]) + query
    frame = document_frame(document)
    links = [
        {"title": label_parts(one), "url": reverse("regulations:cite_provision", args=[document.slug, one]) + query}
        for one in labels_below(version, label, MOST_INSIDE)
    ]
    return frame | _page(place, frame, cited, shown) | {"inside": links}


def on_day(day: datetime.date) -> str:
    """What an address carries to be read as of this day, whatever day it is opened on."""
    return f"?on={day.isoformat()}"


def _page(place: VersionPlace, frame: dict[str, Any], cited: str, shown: str) -> dict[str, Any]:
    heading = pgettext("a provision", "Trích dẫn")
    # Provisions have Vietnamese names, which a page's title in another language cannot mark as such.
    in_ones_language = place.title != place.name or get_language() == "vi"
    return {
        "heading": heading,
        "page_title": f"{heading} {place.title if in_ones_language else ''}".strip() + f" – {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": heading, "url": ""}],
        "place": place,
        "cited": cited,
        "shown_at": absolute(shown),
        "back_url": shown,
        "noindex": True,
    }


def _document_as_cited(document: LegalDocument) -> str:
    with translation.override("vi"):
        type_name = document.get_doc_type_display()
    return document_as_cited(
        type_name=type_name,
        number=document.number,
        title=document.title,
        issued_on=document.issued_on,
        issuers=[agency.name_vi for agency in document.issuers.all()],
    )
