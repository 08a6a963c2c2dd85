"""The page that compares two versions of a regulation, as the template takes it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.bases import resolve_bases
from regulations.contents import stored_contents
from regulations.models import Regulation, RegulationVersion
from regulations.notices import Notice, shown
from regulations.presenting import interval_text, page_frame
from regulations.redline import Changed, PartChange, Redline, compare_contents
from regulations.redline_summary import heading_changes, summary_line, summary_lines
from regulations.text.diff import diff_paragraphs, diff_words
from regulations.timeline import Timeline

SIDE, INLINE = VIEWS = ("side", "inline")


def compare_page(old: RegulationVersion, new: RegulationVersion, timeline: Timeline, *, view: str) -> dict[str, Any]:
    """The context of regulations/regulation_compare.html for two different published versions, the earlier first."""
    regulation = new.regulation
    contents = stored_contents([old, new], regulation.kind)
    redline = compare_contents(contents[old.pk], contents[new.pk])
    frame = page_frame(regulation, new.title)
    title = _("So sánh phiên bản %(old)d và phiên bản %(new)d") % {"old": old.number, "new": new.number}
    return frame | {
        "page_title": f"{title}: {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": title, "url": ""}],
        "heading": title,
        "old": old,
        "new": new,
        "old_title": _title(old),
        "new_title": _title(new),
        "old_interval": interval_text(old, timeline),
        "new_interval": interval_text(new, timeline),
        "view": view,
        "is_side": view == SIDE,
        "versions": timeline.published,
        "action": reverse("regulations:compare_choose", args=[regulation.code]),
        "download_url": reverse("regulations:compare_docx", args=[regulation.code, old.number, new.number]),
        "summary": summary_line(heading_changes(old, new) + summary_lines(redline)),
        "title_segments": diff_words(old.title, new.title) if old.title != new.title else [],
        "card": _card(old, new, view),
        "parts": [part_change(part, view) for part in redline.parts],
        "rows": row_groups(redline),
        "bases": _bases(redline.bases, old, new),
    }


def uncompared_page(regulation: Regulation, timeline: Timeline, notice: Notice) -> dict[str, Any]:
    """The context of regulations/compare_nothing.html: why nothing is compared, and the form to ask for something."""
    newest = timeline.dated[-1]
    frame = page_frame(regulation, newest.title)
    title = _("So sánh các phiên bản")
    return frame | {
        "page_title": f"{title}: {frame['page_title']}",
        "breadcrumbs": [*frame["breadcrumbs"], {"title": title, "url": ""}],
        "heading": title,
        "subject": newest.title,
        "notices": [notice],
        "versions": timeline.published,
        "old": timeline.before(newest) or newest,
        "new": newest,
        "action": reverse("regulations:compare_choose", args=[regulation.code]),
        "noindex": True,
    }


def _title(version: RegulationVersion) -> str:
    return _("Phiên bản %(n)d (từ %(day)s)") % {"n": version.number, "day": shown(version.effective_from)}


def part_change(part: PartChange, view: str) -> dict[str, Any]:
    """A part with `rows` (side by side) or `segments` (in one text) where it changed, and its new text."""
    return {"key": part.key, "label": part.label, "kind": part.kind, "text": part.new} | _redlined(
        part.old, part.new, view
    )


def _redlined(old: str, new: str, view: str) -> dict[str, Any]:
    if old == new:
        return {}
    return {"rows": diff_paragraphs(old, new)} if view == SIDE else {"segments": diff_words(old, new)}


def _card(old: RegulationVersion, new: RegulationVersion, view: str) -> list[dict[str, Any]]:
    """The changed lines of the answer card."""
    lines = []
    for name in RegulationVersion.CARD_FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            label = RegulationVersion._meta.get_field(name).verbose_name
            lines.append({"label": label} | _redlined(before, after, view))
    return lines


def row_groups(redline: Redline, *, prefix: str = "") -> list[dict[str, Any]]:
    """Papers, fees, times, frequencies and costs as tables of what stayed, went, came or changed.

    For templates/regulations/row_changes.html; `prefix` keeps the tables' ids apart where a page has several redlines.
    """
    groups = (
        ("papers", _("Giấy tờ trong hồ sơ"), redline.papers),
        ("fees", _("Phí, lệ phí"), redline.fees),
        ("time-limits", _("Thời hạn"), redline.time_limits),
        ("frequencies", _("Tần suất"), redline.frequencies),
        ("costs", _("Chi phí tuân thủ mỗi lần"), redline.costs),
    )
    return [
        {"id": prefix + anchor, "caption": caption, "rows": [_row(change, str) for change in changes]}
        for anchor, caption, changes in groups
        if changes
    ]


def _row(change: Changed, text) -> dict[str, Any]:
    old = text(change.old) if change.old is not None else ""
    new = text(change.new) if change.new is not None else ""
    segments = diff_words(old, new) if change.kind == "changed" else []
    return {
        "kind": change.kind,
        "label": _KINDS[change.kind](),
        "old": [s for s in segments if s.op != "added"] or ([{"op": _OPS[change.kind], "text": old}] if old else []),
        "new": [s for s in segments if s.op != "removed"] or ([{"op": _OPS[change.kind], "text": new}] if new else []),
    }


_OPS = {"same": "same", "changed": "same", "added": "added", "removed": "removed"}
_KINDS = {
    "same": lambda: _("Giữ"),
    "changed": lambda: _("Sửa"),
    "added": lambda: _("Thêm"),
    "removed": lambda: _("Bỏ"),
}


def _bases(changes: tuple[Changed, ...], old: RegulationVersion, new: RegulationVersion) -> list[dict[str, Any]]:
    """Legal bases as rows, each linked to the text of its version's first day."""
    before = iter(resolve_bases([c.old for c in changes if c.old], old.effective_from, query=_on(old)))
    after = iter(resolve_bases([c.new for c in changes if c.new], new.effective_from, query=_on(new)))
    rows = []
    for change in changes:
        earlier, later = next(before) if change.old else None, next(after) if change.new else None
        rows.append({"kind": change.kind, "label": _KINDS[change.kind](), "basis": later or earlier})
    return rows


def _on(version: RegulationVersion) -> str:
    return f"?on={version.effective_from.isoformat()}"
