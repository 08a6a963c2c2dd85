"""The text of a legal document as its pages show it: outline and whole text, or one page of a long one."""

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.change_banners import unapplied_banner
from regulations.cited_by import CitedBy, cited_by
from regulations.document_plan import Plan, TextPage, make_plan, piece_of, plan_of, title_of
from regulations.document_record import (
    Reading,
    document_facts,
    document_frame,
    document_timeline,
    document_timeline_items,
    notices_of,
    status_of,
)
from regulations.document_relations import diagram_of, relations_of
from regulations.entered import Note, TextChanges, entered_changes, text_changes
from regulations.models import DocumentVersion, Provision
from regulations.models.documents import provisions_of
from regulations.notices import before_it_existed_notice
from regulations.originals import originals_of
from regulations.place_links import links_of
from regulations.presenting import interval_text
from regulations.text.labels import label_parts, marker_for
from regulations.text_links import NO_LINKS, Links, TextLink, linked, links_in_document
from regulations.trust import Trust, trust_in

SHORT_OUTLINE = 15
"""Lines up to which a table of contents stands open above its text."""

_HEADED = ("part", "chapter", "section", "subsection", "article", "annex")


def document_page(version: DocumentVersion, on: datetime.date, *, reading: Reading | None = None) -> dict[str, Any]:
    """The context of regulations/document_detail.html; `version` may be a draft, whose text is shown whole."""
    document = version.document
    reading = reading or Reading(document, document_timeline(document), version, on)
    plan = plan_of(version) if version.live else _draft_plan(version)
    whole = plan.on_one_page or not version.live
    trust = trust_in(version, reading.on)
    changes = _changes(reading, trust)
    relations = relations_of(document)
    cited = cited_by(version)
    return document_frame(document) | {
        "version": version,
        "status": status_of(version, reading),
        "interval": interval_text(version, reading.timeline),
        "trust": trust,
        "notices": notices_of(version, reading),
        "unapplied": _banner(reading, changes),
        "date_banner": None if reading.by_number or on == timezone.localdate() else on,
        "outline": outline_of(plan, reading if not whole else None),
        "outline_is_short": len(plan.entries) <= SHORT_OUTLINE,
        "provisions": _provisions(reading, version, _texts(version), plan, changes, cited) if whole else [],
        "cited_by": cited,
        "links": links_of(version, reading.query),
        "originals": originals_of(version),
        "whole": whole,
        "facts": document_facts(document, version),
        "relations": relations,
        "diagram": diagram_of(document, relations),
        "timeline": document_timeline_items(reading, changes.entered),
    }


def absent_document_page(reading: Reading) -> dict[str, Any]:
    """The context for a day on which the document was not known."""
    notice = before_it_existed_notice(reading.timeline, reading.on, of_document=True)
    relations = relations_of(reading.document)
    return document_frame(reading.document) | {
        "absent": True,
        "notices": [notice],
        "facts": document_facts(reading.document, None),
        "relations": relations,
        "diagram": diagram_of(reading.document, relations),
        "timeline": document_timeline_items(reading, entered_changes(reading.document)),
    }


def text_page(reading: Reading, index: int, piece: int) -> dict[str, Any]:
    """The context of regulations/document_text.html: one page of a long text. `piece` is within the page's pieces."""
    version, plan = reading.version, plan_of(reading.version)
    page = plan.pages[index]
    rows = Provision.objects.filter(version=version, position__gte=page.start, position__lt=page.end)
    rows = list(rows.order_by("position"))
    if page.pieces > 1:
        last = rows[-1]
        last.text = piece_of(last.text, piece, page.pieces)
        if piece > 1:
            rows, last.label, last.marker, last.heading = [last], "", " ", ""
    inside = [entry for entry in plan.entries if page.start <= entry.position < page.end]
    frame = document_frame(reading.document)
    trust = trust_in(version, reading.on)
    changes = _changes(reading, trust)
    return frame | {
        "page_title": f"{page.title} – {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": page.title, "url": ""}],
        "version": version,
        "page": page,
        "status": status_of(version, reading),
        "interval": interval_text(version, reading.timeline),
        "trust": trust,
        "notices": notices_of(version, reading),
        "unapplied": _banner(reading, changes),
        "date_banner": None if reading.by_number or reading.on == timezone.localdate() else reading.on,
        "document_url": frame["url"] + reading.query,
        "outline": [{"title": entry.title, "url": f"#{entry.label}"} for entry in inside] if piece == 1 else [],
        "provisions": _provisions(reading, version, rows, plan, changes, cited_by(version)),
        "links": links_of(version, reading.query),
        "steps": _steps(reading, plan, index, piece),
        "piece": piece,
    }


def outline_of(plan: Plan, reading: Reading | None) -> list[dict[str, Any]]:
    """The table of contents as a tree for components/outline.html; links lead to pages where `reading` is given."""
    roots: list[dict[str, Any]] = []
    path: list[tuple[int, dict[str, Any]]] = []
    pages = iter(plan.pages)
    page, base = next(pages, None), ""
    if reading is not None and page is not None:
        base = reading.page_url(page)
    for entry in plan.entries:
        while page is not None and reading is not None and entry.position >= page.end:
            page = next(pages)
            base = reading.page_url(page)
        node: dict[str, Any] = {"title": entry.title, "url": f"{base}#{entry.label}", "children": []}
        while path and path[-1][0] >= entry.depth:
            path.pop()
        (path[-1][1]["children"] if path else roots).append(node)
        path.append((entry.depth, node))
    return roots


def _changes(reading: Reading, trust: Trust | None) -> TextChanges:
    """Of a draft nothing is told: it is read against the version that it follows."""
    if trust is None:
        return TextChanges()
    return text_changes(reading.version, reading.timeline, reading.on, is_complete=not trust.unapplied)


def _banner(reading: Reading, changes: TextChanges) -> list[dict[str, Any]]:
    return unapplied_banner(reading.document, changes.missing, reading.on, query=reading.query, there=changes.there)


def _provisions(
    reading: Reading, version: DocumentVersion, rows: list[Provision], plan: Plan, changes: TextChanges, cited: CitedBy
) -> list[dict[str, Any]]:
    links = links_in_document(version, rows, reading.on, reading.query)
    nodes = shown_provisions(rows, plan, changes.notes, links)
    for node in nodes:
        node["cited_by"] = cited.at(node["anchor"])
    return nodes


def shown_provisions(
    rows: list[Provision], plan: Plan, notes: Mapping[str, list[Note]] = MappingProxyType({}), links: Links = NO_LINKS
) -> list[dict[str, Any]]:
    """Provisions for components/provision.html. Headings begin at level 3 and go as deep as the text does."""
    depths = sorted({entry.depth for entry in plan.entries})
    level = {depth: min(3 + place, 6) for place, depth in enumerate(depths)}
    return [
        _shown(row, level.get(row.depth, 6), notes.get(row.label, ()), links.get(row.label, ()) if links else ())
        for row in rows
    ]


def _shown(row: Provision, level: int, notes: Sequence[Note], links: Sequence[TextLink]) -> dict[str, Any]:
    headed = row.kind in _HEADED and row.label
    marker = "" if headed else (row.marker or marker_for(row.kind, row.number))
    heading, printed = title_of(row) if headed else "", f"{marker}{row.text}"
    text = printed.strip()
    if links:
        if row.heading and heading.endswith(row.heading):
            heading = linked(heading, links, start=len(row.heading) - len(heading))
        before = len(row.heading) + 1 if row.heading else 0  # as words_of counts
        text = linked(text, links, start=before - len(marker) + len(printed) - len(printed.lstrip()))
    return {
        "kind": row.kind,
        "anchor": row.label,
        "name": label_parts(row.label),
        "heading": heading,
        "level": level,
        "text": text,
        "notes": notes,
        "cited_by": None,
    }


def _draft_plan(version: DocumentVersion) -> Plan:
    return make_plan([(row, 0) for row in provisions_of(version)])


def _texts(version: DocumentVersion) -> list[Provision]:
    if not version.live:
        return provisions_of(version)
    return list(Provision.objects.filter(version=version).order_by("position"))


def _steps(reading: Reading, plan: Plan, index: int, piece: int) -> dict[str, Any]:
    """Links to the pages before and behind: pieces of the same page first."""
    page = plan.pages[index]
    before = after = None
    if piece > 1:
        before = (_piece_title(page, piece - 1), reading.page_url(page, piece - 1))
    elif index:
        other = plan.pages[index - 1]
        before = (_piece_title(other, other.pieces), reading.page_url(other, other.pieces))
    if piece < page.pieces:
        after = (_piece_title(page, piece + 1), reading.page_url(page, piece + 1))
    elif index + 1 < len(plan.pages):
        after = (plan.pages[index + 1].title, reading.page_url(plan.pages[index + 1]))
    return {"before": before, "after": after, "title": _piece_title(page, piece)}


def _piece_title(page: TextPage, piece: int) -> str:
    if page.pieces == 1:
        return page.title
    numbers = {"title": page.title, "piece": piece, "pieces": page.pieces}
    return _("%(title)s (đoạn %(piece)d trên %(pieces)d)") % numbers
