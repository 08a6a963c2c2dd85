"""What a comment is about, in short, beside the box one writes it in: the current text and the proposed one."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from regulations.models import Action, Part, PlanVersion
from regulations.text.diff import diff_words

from .anchors import Anchor
from .places import place


def subject_of(version: PlanVersion, anchor: Anchor) -> dict[str, Any]:
    """The context of consult/subject.html; of an item what is to be done with it and why, of a part its two texts."""
    here = place(version, anchor.item, anchor.part_key)
    if anchor.item is None:
        return {"place": here, "whole": True, "title": version.title, "summary": version.summary}
    item = anchor.item
    return {
        "place": here,
        "action": Action(item.action).label,
        "rationale": "" if anchor.part_key else item.rationale,
        "part": _texts(item, anchor.part_key) if anchor.part_key else None,
    }


def _texts(item, key: str) -> dict[str, Any]:
    """The part as it is and as proposed; without a proposed text the item's action says what becomes of it."""
    rows = Part.objects.filter(Q(version=item.base_version_id) | Q(version__proposed_in=item.pk), key=key)
    texts = {row.version_id: row.text for row in rows}
    current = texts.pop(item.base_version_id, "")
    has_proposal = Action(item.action).has_proposal and hasattr(item, "proposal")
    proposed = next(iter(texts.values()), "") if has_proposal else None
    return {
        "current": current,
        "is_same": has_proposal and proposed == current,
        "segments": diff_words(current, proposed) if has_proposal and proposed != current else [],
        "note": "" if has_proposal else _("Phương án không sửa phần này."),
    }
