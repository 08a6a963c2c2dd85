"""What a draft would change: its newest saved text against the version it follows, in one text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from regulations.comparing import INLINE, part_change, row_groups
from regulations.contents import Content, draft_content, stored_contents
from regulations.document_redline import Pair, compare_documents, is_unsure, redline_summary, same_line
from regulations.models import DocumentVersion, LegalDocument, RegulationVersion
from regulations.redline import Changed, Redline, compare_contents
from regulations.redline_summary import heading_changes, summary_line, summary_lines
from regulations.text.diff import Segment, diff_words
from regulations.text.labels import label_parts

Version = RegulationVersion | DocumentVersion


@dataclass(frozen=True)
class DraftRedline:
    """For templates/regulations/admin/version_redline.html. `base` is None where the draft is the first version.

    `parts` are the changed parts of a regulation: {label, kind, segments}; `provisions` the changed articles of a
    document: {label, rows: list of {kind, label, was, unsure, segments}}; `same` says what stays.
    """

    base: Version | None
    summary: str
    title: list[Segment] = field(default_factory=list)
    tables: list[dict[str, Any]] = field(default_factory=list)
    card: list[dict[str, Any]] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    provisions: list[dict[str, Any]] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    bases: list[dict[str, Any]] = field(default_factory=list)

    @property
    def shows_changes(self) -> bool:
        """Whether any text stands below the summary with its changes marked."""
        return any((self.title, self.tables, self.card, self.parts, self.provisions, self.bases))


def version_followed(draft: Version) -> Version | None:
    """The version that `draft` takes the place of, None where it is the first.

    That is the one it corrects, the one that the plan proposing it starts from, or the last one before its day; without
    a day, the newest.
    """
    if draft.corrects_id:
        return draft.corrects
    if getattr(draft, "proposed_in_id", None):
        return draft.proposed_in.base_version
    others = type(draft).objects.current().filter(**{draft.IDENTITY: draft.identity}).exclude(pk=draft.pk)
    dated = others.exclude(effective_from=None).order_by("-effective_from")
    if draft.effective_from:
        dated = dated.filter(effective_from__lt=draft.effective_from)
    return dated.first() or others.filter(effective_from=None).order_by("-number").first()


def draft_redline(draft: Version) -> DraftRedline:
    """What `draft` changes, given as its newest revision has it: its children need not be stored."""
    base = version_followed(draft)
    if base is None:
        return DraftRedline(None, _("Đây là phiên bản đầu tiên: mọi nội dung đều mới."))
    if isinstance(draft, DocumentVersion):
        return _of_document(base, draft)
    stored = stored_contents([base], draft.regulation.kind)[base.pk]
    return regulation_redline(base, draft, stored, draft_content(draft))


def regulation_redline(
    base: RegulationVersion, draft: RegulationVersion, old: Content, new: Content, *, prefix: str = "change-"
) -> DraftRedline:
    """The same of two versions whose contents are known, stored or not; `prefix` begins the ids of its tables."""
    redline = compare_contents(old, new)
    parts = [part_change(part, INLINE) for part in redline.parts]
    return DraftRedline(
        base=base,
        summary=summary_line([*heading_changes(base, draft), *_card_changed(base, draft), *summary_lines(redline)]),
        title=diff_words(base.title, draft.title) if base.title != draft.title else [],
        tables=_changed_rows(redline, prefix),
        card=[
            {"label": _field(name), "segments": diff_words(getattr(base, name), getattr(draft, name))}
            for name in _changed_card_fields(base, draft)
        ],
        parts=[part for part in parts if part["kind"] != "same"],
        same=[part["label"] for part in parts if part["kind"] == "same"],
        bases=_bases(redline.bases),
    )


def _changed_rows(redline: Redline, prefix: str) -> list[dict[str, Any]]:
    """Papers, fees, times and costs that change, as tables."""
    tables = [
        table | {"rows": [row for row in table["rows"] if row["kind"] != "same"]}
        for table in row_groups(redline, prefix=prefix)
    ]
    return [table for table in tables if table["rows"]]


def _changed_card_fields(base: RegulationVersion, draft: RegulationVersion) -> list[str]:
    return [name for name in RegulationVersion.CARD_FIELDS if getattr(base, name) != getattr(draft, name)]


def _card_changed(base: RegulationVersion, draft: RegulationVersion) -> list[str]:
    """The card is no content of the regulation, but legal control approves it too."""
    return [_("sửa thẻ trả lời")] if _changed_card_fields(base, draft) else []


def _field(name: str) -> str:
    return str(RegulationVersion._meta.get_field(name).verbose_name)


def _bases(changes: Sequence[Changed]) -> list[dict[str, Any]]:
    """Legal bases that came or went, as words."""
    changed = [change for change in changes if change.kind != "same"]
    rows = [(change.kind, *(change.new or change.old)) for change in changed]
    documents = LegalDocument.objects.in_bulk({document for _kind, document, _label in rows})
    return [
        {"kind": kind, "text": f"{label_parts(label) if label else ''} {_name(documents[document])}".strip()}
        for kind, document, label in rows
        if document in documents
    ]


def _name(document: LegalDocument) -> str:
    return f"{document.get_doc_type_display()} {document.number or document.title}"


def _of_document(base: DocumentVersion, draft: DocumentVersion) -> DraftRedline:
    redline = compare_documents(base, draft)
    return DraftRedline(
        base=base,
        summary=summary_line([*_state_changed(base, draft), *redline_summary(redline)]),
        provisions=[
            {"label": label_parts(unit.row.label), "rows": [_provision(pair) for pair in unit.changed]}
            for unit in redline.changed
        ],
        same=[line] if (line := same_line(redline)) else [],
    )


def _state_changed(base: DocumentVersion, draft: DocumentVersion) -> list[str]:
    if base.state == draft.state:
        return []
    states = {"old": base.get_state_display().lower(), "new": draft.get_state_display().lower()}
    return [_("hiệu lực: %(old)s → %(new)s") % states]


def _provision(pair: Pair) -> dict[str, Any]:
    old, new = (row.printed if row is not None else "" for row in (pair.old, pair.new))
    return {
        "kind": pair.kind,
        "label": label_parts(pair.label),
        "was": label_parts(pair.old.label) if pair.kind in ("moved", "renumbered") else "",
        "unsure": is_unsure(pair),
        "segments": diff_words(old, new),
    }
