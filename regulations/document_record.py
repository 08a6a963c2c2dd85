"""What a legal document is: its name, facts, relations, versions and effect, as its pages show them."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from regulations.classifying import Link, former_keeper
from regulations.document_plan import TextPage
from regulations.document_relations import name_of
from regulations.entered import ByVersion
from regulations.models import Agency, DocumentVersion, LegalDocument, Status
from regulations.notices import (
    Notice,
    change_ahead_notice,
    old_version_notice,
    shown,
    state_notice,
    undated_notice,
    upcoming_notice,
)
from regulations.presenting import LONG_TITLE
from regulations.text.labels import label_parts
from regulations.timeline import Timeline, last_day
from regulations.trail import search_url, trail
from regulations.unapplied import Change

MOST_NAMED = 6
"""Provisions that a line of the timeline names; the rest are counted."""


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


def document_frame(document: LegalDocument) -> dict[str, Any]:
    """What every page of one document has."""
    name = name_of(document)
    url = document.get_absolute_url()
    return {
        "document": document,
        "name": name,
        "url": url,
        "title_is_long": len(document.title) > LONG_TITLE,
        "page_title": f"{name}: {document.title}",
        "page_description": f"{name}: {document.title}"[:300],
        "breadcrumbs": trail((_("Văn bản pháp luật"), search_url("documents")), (document.number or name, url)),
    }


def document_facts(document: LegalDocument, version: DocumentVersion | None) -> list[dict[str, Any]]:
    """The structured metadata for the definition list; what is not known is said to be unknown."""
    unknown = _("Chưa rõ")
    begins = version.effective_from if version else None
    issuers = [Link(agency.name, agency.get_absolute_url()) for agency in document.issuers.all()]
    keeper: Agency | None = document.maintained_by
    kept_by = [Link(keeper.name, keeper.get_absolute_url()), *_former(document)] if keeper else []
    facts = [
        (_("Số, ký hiệu"), [Link(document.number or unknown)]),
        (_("Loại văn bản"), [Link(document.get_doc_type_display())]),
        (_("Cơ quan ban hành"), issuers or [Link(unknown)]),
        (_("Ngày ban hành"), [Link(shown(document.issued_on) if document.issued_on else unknown)]),
        (_("Ngày có hiệu lực"), [Link(shown(begins) if begins else unknown)]),
        (_("Người ký"), [Link(document.signer or unknown)]),
        (_("Nguồn của bản này"), [Link(version.get_source_display())] if version else []),
        (_("Cơ quan cập nhật"), kept_by),
        (_("Bản tại nguồn"), [Link(_("Mở trang nguồn"), document.source_url)] if document.source_url else []),
    ]
    return [{"term": term, "lines": lines} for term, lines in facts if lines]


def _former(document: LegalDocument) -> list[Link]:
    """Who kept it before, the last one first. One query."""
    transfers = document.transfers.select_related("old_agency").order_by("-on", "-pk")
    return [former_keeper(one.old_agency.name, one.old_agency.code, one.on) for one in transfers]


def status_of(version: DocumentVersion, reading: Reading) -> dict[str, str]:
    """The badge: of the version, of the day, or that another version speaks today."""
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


def notices_of(version: DocumentVersion, reading: Reading) -> list[Notice]:
    """What must be known before reading; nothing for a draft."""
    if not version.live:
        return []
    today, url = timezone.localdate(), reading.document.get_absolute_url()
    first = old_version_notice(version, reading.timeline, today, url) if reading.by_number else None
    if not reading.by_number and version.effective_from and version.effective_from > reading.on:
        return [upcoming_notice(version, of_document=True)]
    notices = [first, undated_notice(version), state_notice(version, of_document=True)]
    following = reading.timeline.next_after(reading.on)
    if following is not None and version is reading.timeline.on(reading.on) and reading.on >= today:
        notices.append(change_ahead_notice(following, compare_versions_url(version, following)))
    return [notice for notice in notices if notice]


def compare_versions_url(old: DocumentVersion | None, new: DocumentVersion) -> str:
    """The address of the redline of two published versions; "" where there is nothing to compare."""
    if old is None or not new.live:
        return ""
    url = reverse("regulations:document_compare", args=[new.document.slug])
    return f"{url}?old={old.number}&new={new.number}"


def document_timeline_items(reading: Reading, entered: ByVersion) -> list[dict[str, Any]]:
    """All versions for components/timeline.html, newest first, each with the changes that it was first to contain."""
    today, timeline = timezone.localdate(), reading.timeline
    items = []
    for version in timeline.published:
        ahead = version.effective_from and version.effective_from > today
        status = Status.UPCOMING if ahead else version.status
        items.append(
            {
                "title": _("Bản %(n)d: %(source)s") % {"n": version.number, "source": version.get_source_display()},
                "url": version.get_absolute_url(),
                "date": version.effective_from,
                "until": None if version.is_corrected else last_day(timeline, version),
                "status": Status.UNKNOWN if version.is_corrected else status,
                "status_label": _("Đã được đính chính") if version.is_corrected else status.label,
                "note": version.note,
                "links": [_entered_link(change) for change in entered.get(version.pk, ())],
                "current": version is reading.version,
                "compare_url": "" if version.is_corrected else compare_versions_url(timeline.before(version), version),
            }
        )
    return items


def _entered_link(change: Change) -> dict[str, str]:
    """The amending document by name, with the provisions it touches."""
    text = _("Theo %(document)s") % {"document": change.document}
    places = [label_parts(place.label) for place in change.provisions]
    if len(places) > MOST_NAMED:
        rest = _("và %(n)d điều khoản khác") % {"n": len(places) - MOST_NAMED}
        places = [*places[:MOST_NAMED], rest]
    return {"text": f"{text}: {', '.join(places)}" if places else text, "url": change.url}
