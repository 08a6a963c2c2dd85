"""A legal document's pages as the templates take them: outline and text, one chapter, what it is and how it changed."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.document_plan import Plan, TextPage, make_plan, piece_of, plan_of, title_of
from regulations.models import (
    Agency,
    DocumentRelation,
    DocumentSlug,
    DocumentVersion,
    LegalDocument,
    Provision,
    RelationType,
    Status,
)
from regulations.models.documents import provisions_of
from regulations.notices import (
    before_it_existed_notice,
    change_ahead_notice,
    old_version_notice,
    shown,
    state_notice,
    upcoming_notice,
)
from regulations.presenting import LONG_TITLE, Link, interval_text
from regulations.text.labels import label_parts, marker_for
from regulations.timeline import Timeline
from regulations.trail import search_url, trail

PASSIVE = {
    RelationType.AMENDS: gettext_lazy("Được sửa đổi, bổ sung bởi"),
    RelationType.REPLACES: gettext_lazy("Được thay thế bởi"),
    RelationType.REPEALS: gettext_lazy("Bị bãi bỏ bởi"),
    RelationType.GUIDES: gettext_lazy("Được quy định chi tiết, hướng dẫn bởi"),
    RelationType.BASED_ON: gettext_lazy("Là căn cứ của"),
    RelationType.CORRECTS: gettext_lazy("Được đính chính bởi"),
    RelationType.CONSOLIDATES: gettext_lazy("Được hợp nhất trong"),
}
_HEADED = ("part", "chapter", "section", "subsection", "article", "annex")


@dataclass(frozen=True)
class Reading:
    """Which version of a document is read, on which day, and what links carry so that it stays so."""

    document: LegalDocument
    timeline: Timeline[DocumentVersion]
    version: DocumentVersion | None
    on: datetime.date
    by_number: bool = False

    @property
    def query(self) -> str:
        if self.by_number and self.version is not None:
            return f"?version={self.version.number}"
        return "" if self.on == timezone.localdate() else f"?on={self.on.isoformat()}"

    def page_url(self, page: TextPage, piece: int = 1) -> str:
        """Where a page of a long text is; `piece` of those an overlong article has."""
        url = reverse("regulations:provision", args=[self.document.slug, page.label]) + self.query
        return url if piece == 1 else f"{url}{'&' if self.query else '?'}piece={piece}"


def document_timeline(document: LegalDocument) -> Timeline[DocumentVersion]:
    """All published versions without their texts, each knowing its document. One query."""
    versions = list(DocumentVersion.objects.published().filter(document=document).defer("text").order_by())
    for version in versions:
        version.document = document
    return Timeline(versions, announced_on=document.issued_on)


def document_page(version: DocumentVersion, on: datetime.date, *, reading: Reading | None = None) -> dict[str, Any]:
    """The context of regulations/document_detail.html; `version` may be a draft, whose text is shown whole."""
    document = version.document
    reading = reading or Reading(document, document_timeline(document), version, on)
    plan = plan_of(version) if version.live else _draft_plan(version)
    whole = plan.on_one_page or not version.live
    return document_frame(document) | {
        "version": version,
        "status": _status(version, reading),
        "interval": interval_text(version, reading.timeline),
        "notices": _notices(version, reading),
        "date_banner": None if reading.by_number or on == timezone.localdate() else on,
        "outline": outline_of(plan, reading if not whole else None),
        "provisions": shown_provisions(_texts(version), plan) if whole else [],
        "whole": whole,
        "facts": document_facts(document, version),
        "relations": relations_of(document),
        "timeline": _timeline_items(reading),
    }


def absent_document_page(reading: Reading) -> dict[str, Any]:
    """The context for a day on which the document was not known."""
    notice = before_it_existed_notice(reading.timeline, reading.on, of_document=True)
    return document_frame(reading.document) | {
        "absent": True,
        "notices": [notice],
        "facts": document_facts(reading.document, None),
        "relations": relations_of(reading.document),
        "timeline": _timeline_items(reading),
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
    return frame | {
        "page_title": f"{page.title} – {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": page.title, "url": ""}],
        "version": version,
        "page": page,
        "status": _status(version, reading),
        "interval": interval_text(version, reading.timeline),
        "notices": _notices(version, reading),
        "date_banner": None if reading.by_number or reading.on == timezone.localdate() else reading.on,
        "document_url": frame["url"] + reading.query,
        "outline": [{"title": entry.title, "url": f"#{entry.label}"} for entry in inside] if piece == 1 else [],
        "provisions": shown_provisions(rows, plan),
        "steps": _steps(reading, plan, index, piece),
        "piece": piece,
    }


def document_frame(document: LegalDocument) -> dict[str, Any]:
    """What every page of one document has."""
    name = f"{document.get_doc_type_display()} {document.number}".strip()
    return {
        "document": document,
        "name": name,
        "url": document.get_absolute_url(),
        "title_is_long": len(document.title) > LONG_TITLE,
        "page_title": f"{name}: {document.title}",
        "page_description": f"{name}: {document.title}"[:300],
        "breadcrumbs": trail((_("Văn bản pháp luật"), search_url("documents")), (document.number or name, document.get_absolute_url())),
    }  # fmt: skip


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


def shown_provisions(rows: list[Provision], plan: Plan) -> list[dict[str, Any]]:
    """Provisions for components/provision.html. Headings begin at level 3 and go as deep as the text does."""
    depths = sorted({entry.depth for entry in plan.entries})
    level = {depth: min(3 + place, 6) for place, depth in enumerate(depths)}
    return [_shown(row, level.get(row.depth, 6)) for row in rows]


def _shown(row: Provision, level: int) -> dict[str, Any]:
    headed = row.kind in _HEADED and row.label
    marker = "" if headed else (row.marker or marker_for(row.kind, row.number))
    return {
        "kind": row.kind,
        "anchor": row.label,
        "name": label_parts(row.label),
        "heading": title_of(row) if headed else "",
        "level": level,
        "text": f"{marker}{row.text}".strip(),
    }


def document_facts(document: LegalDocument, version: DocumentVersion | None) -> list[dict[str, Any]]:
    """The structured metadata for the definition list; what is not known is said to be unknown."""
    unknown = _("Chưa rõ")
    issuers = [Link(agency.name, agency.get_absolute_url()) for agency in document.issuers.all()]
    kept_by: Agency | None = document.maintained_by
    facts = [
        (_("Số, ký hiệu"), [Link(document.number or unknown)]),
        (_("Loại văn bản"), [Link(document.get_doc_type_display())]),
        (_("Cơ quan ban hành"), issuers or [Link(unknown)]),
        (_("Ngày ban hành"), [Link(shown(document.issued_on) if document.issued_on else unknown)]),
        (_("Ngày có hiệu lực"), [Link(shown(version.effective_from) if version and version.effective_from else unknown)]),
        (_("Người ký"), [Link(document.signer or unknown)]),
        (_("Nguồn của bản này"), [Link(version.get_source_display())] if version else []),
        (_("Cơ quan cập nhật"), [Link(kept_by.name, kept_by.get_absolute_url())] if kept_by else []),
        (_("Bản tại nguồn"), [Link(_("Mở trang nguồn"), document.source_url)] if document.source_url else []),
    ]  # fmt: skip
    return [{"term": term, "lines": lines} for term, lines in facts if lines]


def relations_of(document: LegalDocument) -> list[dict[str, Any]]:
    """What the document does to others and others to it, by relation; only published ones have a link. Two queries."""
    canonical = Prefetch("slugs", DocumentSlug.objects.filter(canonical=True))
    public = DocumentVersion.objects.current().filter(document=OuterRef("pk"))
    others = LegalDocument.objects.annotate(public=Exists(public)).prefetch_related(canonical)
    out = DocumentRelation.objects.filter(document=document).prefetch_related(Prefetch("target", others))
    back = DocumentRelation.objects.filter(target=document).prefetch_related(Prefetch("document", others))
    groups: dict[str, list[dict[str, Any]]] = {}
    for relation in out.order_by("pk"):
        groups.setdefault(relation.get_type_display(), []).append(_related(relation.target, relation.note))
    for relation in back.order_by("pk"):
        if relation.document.public:
            groups.setdefault(str(PASSIVE[relation.type]), []).append(_related(relation.document, relation.note))
    return [{"term": term, "rows": rows} for term, rows in groups.items()]


def _related(other: LegalDocument, note: str) -> dict[str, str]:
    name = f"{other.get_doc_type_display()} {other.number}".strip()
    return {
        "name": name,
        "title": other.title if other.public else "",
        "url": other.get_absolute_url() if other.public else "",
        "note": note,
    }


def _draft_plan(version: DocumentVersion) -> Plan:
    return make_plan([(row, 0) for row in provisions_of(version)])


def _texts(version: DocumentVersion) -> list[Provision]:
    if not version.live:
        return provisions_of(version)
    return list(Provision.objects.filter(version=version).order_by("position"))


def _status(version: DocumentVersion, reading: Reading) -> dict[str, str]:
    today = timezone.localdate()
    if not version.live:
        return {"status": Status.PROPOSED, "label": _("Bản xem trước")}
    if version.effective_from and version.effective_from > (today if reading.by_number else reading.on):
        return {"status": Status.UPCOMING, "label": Status.UPCOMING.label}
    if reading.by_number and version is not reading.timeline.on(today):
        return {"status": Status.ABOLISHED, "label": _("Không phải bản hiện hành")}
    label = str(version.status.label)
    if not reading.by_number and reading.on != today:
        label = _("%(status)s ngày %(day)s") % {"status": label, "day": shown(reading.on)}
    return {"status": version.status, "label": label}


def _notices(version: DocumentVersion, reading: Reading) -> list:
    if not version.live:
        return []
    today, url = timezone.localdate(), reading.document.get_absolute_url()
    first = old_version_notice(version, reading.timeline, today, url) if reading.by_number else None
    if not reading.by_number and version.effective_from and version.effective_from > reading.on:
        return [upcoming_notice(version, of_document=True)]
    notices = [first, state_notice(version, of_document=True)]
    following = reading.timeline.next_after(reading.on)
    if following is not None and version is reading.timeline.on(reading.on) and reading.on >= today:
        notices.append(change_ahead_notice(following))
    return [notice for notice in notices if notice]


def _timeline_items(reading: Reading) -> list[dict[str, Any]]:
    today = timezone.localdate()
    items = []
    for version in reading.timeline.published:
        ahead = version.effective_from and version.effective_from > today
        status = Status.UPCOMING if ahead else version.status
        items.append(
            {
                "title": _("Bản %(n)d: %(source)s") % {"n": version.number, "source": version.get_source_display()},
                "url": version.get_absolute_url(),
                "date": version.effective_from,
                "status": Status.UNKNOWN if version.is_corrected else status,
                "status_label": _("Đã được đính chính") if version.is_corrected else status.label,
                "note": version.note,
                "current": version is reading.version,
            }
        )
    return items


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
    return _("%(title)s (đoạn %(piece)d trên %(pieces)d)") % {"title": page.title, "piece": piece, "pieces": page.pieces}
