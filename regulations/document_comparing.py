"""The page that compares two versions of a legal document, as the template takes it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.document_plan import title_of
from regulations.document_record import document_frame
from regulations.document_redline import (
    Pair,
    Unit,
    compare_documents,
    is_changed,
    is_unsure,
    redline_summary,
    same_line,
)
from regulations.models import DocumentVersion, LegalDocument
from regulations.notices import shown
from regulations.presenting import interval_text
from regulations.redline_summary import summary_line
from regulations.text.diff import diff_paragraphs, diff_words
from regulations.text.labels import label_parts
from regulations.timeline import Timeline

SIDE, INLINE = VIEWS = ("side", "inline")
PAGE_WEIGHT = 60_000
"""Characters of changed text, both sides together, on one page of a long comparison; one article may have more."""


def document_compare_page(
    old: DocumentVersion, new: DocumentVersion, timeline: Timeline[DocumentVersion], *, view: str
) -> dict[str, Any]:
    """The context of regulations/document_compare.html for two versions, the earlier first; `pages` is left to page."""
    document = new.document
    redline = compare_documents(old, new)
    title = _("So sánh bản %(old)d và bản %(new)d") % {"old": old.number, "new": new.number}
    return compare_frame(document, title) | {
        "old": old,
        "new": new,
        "old_title": _title(old),
        "new_title": _title(new),
        "old_interval": interval_text(old, timeline),
        "new_interval": interval_text(new, timeline),
        "view": view,
        "is_side": view == SIDE,
        "versions": timeline.published,
        "summary": summary_line(_state_changes(old, new) + redline_summary(redline)),
        "redline": redline,
        "chunks": chunks_of(redline.changed),
        "same": same_line(redline),
        "same_units": [_link(unit, new) for unit in redline.same if unit.row.label],
        "download_url": reverse("regulations:document_compare_docx", args=[document.slug])
        + f"?old={old.number}&new={new.number}",
    }


def compare_frame(document: LegalDocument, title: str) -> dict[str, Any]:
    """What the comparison has in common with the page that says why there is none."""
    frame = document_frame(document)
    return frame | {
        "heading": title,
        "page_title": f"{title}: {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": title, "url": ""}],
        "subject": document.title,
        "action": reverse("regulations:document_compare", args=[document.slug]),
        "noindex": True,
    }


def chunks_of(units: Sequence[Unit]) -> list[list[Unit]]:
    """The changed units page by page; at least one page, which may be empty."""
    chunks: list[list[Unit]] = [[]]
    weight = 0
    for unit in units:
        if chunks[-1] and weight + unit.weight > PAGE_WEIGHT:
            chunks.append([])
            weight = 0
        chunks[-1].append(unit)
        weight += unit.weight
    return chunks


def shown_units(units: Sequence[Unit], old: DocumentVersion, new: DocumentVersion, view: str) -> list[dict[str, Any]]:
    """Changed units for the template, with the redline of what changed inside."""
    return [_shown(unit, old, new, view) for unit in units]


def _shown(unit: Unit, old: DocumentVersion, new: DocumentVersion, view: str) -> dict[str, Any]:
    whole = unit.own.kind in ("added", "removed")
    changed = [pair for pair in unit.changed if not (pair is unit.own and not is_redlined(pair))]
    inside = len(unit.inner) - sum(pair is not unit.own for pair in changed)
    return {
        "anchor": unit.row.label,
        "title": title_of(unit.row) if unit.row.kind in _HEADED else label_parts(unit.row.label),
        "fate": fate_of(unit.own) if is_changed(unit.own) else _("Sửa đổi"),
        "kind": unit.own.kind,
        "doubt": doubt_of(unit.own),
        "old_url": _place(old, unit.own.old.label) if unit.own.old is not None else "",
        "new_url": _place(new, unit.own.new.label) if unit.own.new is not None else "",
        "pieces": [_whole(unit, view)] if whole else [_piece(pair, unit, view) for pair in changed],
        "same": inside if not whole else 0,
    }


_HEADED = ("part", "chapter", "section", "subsection", "article", "annex")


def is_redlined(pair: Pair) -> bool:
    """Whether the pair's own words or number differ: what merely moved has no redline of its own."""
    return pair.text_changed or pair.old is None or pair.new is None or pair.old.printed != pair.new.printed


def _whole(unit: Unit, view: str) -> dict[str, Any]:
    """An added or removed unit as one text."""
    texts = ["\n".join(filter(None, (row.printed for row in side))) for side in _sides(unit)]
    return {"title": "", "fate": "", "doubt": "", "moved_only": False} | redlined(*texts, view)


def _sides(unit: Unit) -> tuple[list, list]:
    pairs = (unit.own, *unit.inner)
    return [pair.old for pair in pairs if pair.old is not None], [pair.new for pair in pairs if pair.new is not None]


def _piece(pair: Pair, unit: Unit, view: str) -> dict[str, Any]:
    own = pair is unit.own
    old, new = (row.printed if row is not None else "" for row in (pair.old, pair.new))
    return {
        "title": "" if own else label_parts(pair.label),
        "fate": "" if own else fate_of(pair),
        "doubt": "" if own else doubt_of(pair),
        "moved_only": old == new,
        "text": new,
    } | ({} if old == new else redlined(old, new, view))


def redlined(old: str, new: str, view: str) -> dict[str, Any]:
    return {"rows": diff_paragraphs(old, new)} if view == SIDE else {"segments": diff_words(old, new)}


def fate_of(pair: Pair) -> str:
    """In a word what became of a provision, and from where it came."""
    old = {"old": label_parts(pair.old.label) if pair.old is not None else ""}
    fates = {
        "added": _("Thêm mới"),
        "removed": _("Bãi bỏ"),
        "changed": _("Sửa đổi"),
        "moved": _("Chuyển từ %(old)s, có sửa đổi") if pair.text_changed else _("Chuyển từ %(old)s"),
        "renumbered": _("Đánh số lại từ %(old)s, có sửa đổi") if pair.text_changed else _("Đánh số lại từ %(old)s"),
        "unchanged": _("Không đổi"),
    }
    return fates[pair.kind] % old


def doubt_of(pair: Pair) -> str:
    """What is said where the two are perhaps not the same provision; "" where that is sure."""
    if not is_unsure(pair):
        return ""
    return _("có thể; độ chắc chắn %(percent)d%%") % {"percent": round(pair.confidence * 100)}


def _link(unit: Unit, new: DocumentVersion) -> dict[str, str]:
    return {"title": title_of(unit.row) if unit.row.kind in _HEADED else label_parts(unit.row.label),
            "url": _place(new, unit.row.label)}  # fmt: skip


def _place(version: DocumentVersion, label: str) -> str:
    url = reverse("regulations:provision", args=[version.document.slug, label])
    return f"{url}?version={version.number}"


def _title(version: DocumentVersion) -> str:
    return _("Bản %(n)d (từ %(day)s)") % {"n": version.number, "day": shown(version.effective_from)}


def _state_changes(old: DocumentVersion, new: DocumentVersion) -> list[str]:
    if old.state == new.state:
        return []
    return [
        _("hiệu lực: %(old)s → %(new)s")
        % {"old": old.get_state_display().lower(), "new": new.get_state_display().lower()}
    ]
