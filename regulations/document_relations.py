"""What a legal document does to others and others to it: as a list by relation, and as a drawing beside the list."""

from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.models import DocumentRelation, DocumentSlug, DocumentVersion, Effect, LegalDocument, RelationType
from regulations.notices import shown
from regulations.text.labels import label_parts
from regulations.unapplied import CHANGING

PASSIVE = {
    RelationType.AMENDS: gettext_lazy("Được sửa đổi, bổ sung bởi"),
    RelationType.REPLACES: gettext_lazy("Được thay thế bởi"),
    RelationType.REPEALS: gettext_lazy("Bị bãi bỏ bởi"),
    RelationType.GUIDES: gettext_lazy("Được quy định chi tiết, hướng dẫn bởi"),
    RelationType.BASED_ON: gettext_lazy("Là căn cứ của"),
    RelationType.CORRECTS: gettext_lazy("Được đính chính bởi"),
    RelationType.CONSOLIDATES: gettext_lazy("Được hợp nhất trong"),
}

USUAL = {
    RelationType.AMENDS: Effect.AMENDED,
    RelationType.REPLACES: Effect.REPLACED,
    RelationType.REPEALS: Effect.REPEALED,
    RelationType.CORRECTS: Effect.CORRECTED,
}
"""What a relation does to a provision where nothing else is said."""

DRAWN = 5
"""Documents that the drawing shows on either side; the list has them all."""
_NAME = 32  # characters of a name that fit in a box


def name_of(document: LegalDocument) -> str:
    """As a document is cited: "Nghị định 15/2018/NĐ-CP", the type alone where it has no number."""
    return f"{document.get_doc_type_display()} {document.number}".strip()


def effect_in_words(effect: str) -> str:
    """Inside a sentence: "bị bãi bỏ"."""
    return str(Effect(effect).label).lower()


def relations_of(document: LegalDocument) -> list[dict[str, Any]]:
    """By relation, what others do to the document first; only published ones are named as others' and have a link.

    At most four queries, however many relations there are.
    """
    canonical = Prefetch("slugs", DocumentSlug.objects.filter(canonical=True))
    public = DocumentVersion.objects.current().filter(document=OuterRef("pk"))
    others = LegalDocument.objects.annotate(public=Exists(public)).prefetch_related(canonical)
    begun = DocumentVersion.objects.current().filter(document=OuterRef("document")).order_by()
    first = begun.values("document").annotate(day=Min("effective_from")).values("day")
    rows = DocumentRelation.objects.annotate(begins=Coalesce("effective_from", Subquery(first))).order_by(
        F("begins").asc(nulls_last=True), "pk"
    )
    back = rows.filter(target=document).prefetch_related(Prefetch("document", others), "touched")
    out = rows.filter(document=document).prefetch_related(Prefetch("target", others), "touched")
    groups: dict[tuple[str, bool], dict[str, Any]] = {}
    for relation in back:
        if relation.document.public:
            _group(groups, str(PASSIVE[relation.type]), incoming=True).append(_related(relation, relation.document))
    for relation in out:
        _group(groups, relation.get_type_display(), incoming=False).append(_related(relation, relation.target))
    return list(groups.values())


def _group(groups: dict, term: str, *, incoming: bool) -> list[dict[str, Any]]:
    return groups.setdefault((term, incoming), {"term": term, "incoming": incoming, "rows": []})["rows"]


def _related(relation: DocumentRelation, other: LegalDocument) -> dict[str, Any]:
    return {
        "name": name_of(other),
        "title": other.title if other.public else "",
        "url": other.get_absolute_url() if other.public else "",
        "note": relation.note,
        "day": _day(relation, other),
        "provisions": [
            (
                label_parts(place.label),
                "" if place.effect == USUAL.get(relation.type) else effect_in_words(place.effect),
            )
            for place in relation.touched.all()
        ],
    }


def _day(relation: DocumentRelation, other: LegalDocument) -> str:
    """From when a change applies; of the other relations, when the other document was issued."""
    if relation.type in CHANGING:
        return _("từ ngày %(day)s") % {"day": shown(relation.begins)} if relation.begins else ""
    return _("ban hành ngày %(day)s") % {"day": shown(other.issued_on)} if other.public and other.issued_on else ""


def diagram_of(document: LegalDocument, groups: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The drawing for regulations/relation_diagram.html, None where there is nothing to draw: above the document those
    that act on it, below those it acts on. Lengths are units of a drawing 320 wide."""
    if not groups:
        return None
    drawing: dict[str, Any] = {"labels": [], "boxes": [], "ticks": []}
    y = _stack([group for group in groups if group["incoming"]], 4, drawing, arrow="")
    top = drawing["ticks"][0] if drawing["ticks"] else y
    centre = y
    drawing["centre"] = {"y": y, "name": _short(name_of(document)), "middle": y + 24}
    y = _stack([group for group in groups if not group["incoming"]], y + 56, drawing, arrow="to")
    last = drawing["ticks"][-1] if drawing["ticks"] and drawing["ticks"][-1] > centre else None
    return drawing | {
        "height": y,
        "above": (top, centre - 2) if drawing["ticks"] and drawing["ticks"][0] < centre else None,
        "below": (centre + 48, last) if last else None,
        "title": _("Sơ đồ quan hệ của %(name)s") % {"name": name_of(document)},
        "description": "; ".join(
            f"{group['term']}: {', '.join(row['name'] for row in group['rows'])}" for group in groups
        ),
    }


def _stack(groups: list[dict[str, Any]], y: int, drawing: dict[str, Any], *, arrow: str) -> int:
    """Draw groups from `y` down, at most DRAWN boxes in all; returns where the next thing may stand."""
    left, hidden = DRAWN, 0
    for group in groups:
        drawn = group["rows"][:left]
        hidden += len(group["rows"]) - len(drawn)
        left -= len(drawn)
        if not drawn:
            continue
        drawing["labels"].append({"y": y + 14, "text": group["term"]})
        y += 22
        for row in drawn:
            drawing["boxes"].append({"y": y, "name": _short(row["name"]), "day": row["day"], "arrow": arrow,
                                     "middle": y + 20})  # fmt: skip
            drawing["ticks"].append(y + 20)
            y += 48
    if hidden:
        drawing["labels"].append({"y": y + 12, "text": _("và %(n)d văn bản khác trong danh sách") % {"n": hidden}})
        y += 24
    return y + 6 if groups else y


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
