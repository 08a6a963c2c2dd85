"""What comments are about, in words and as links: the whole plan, an item of it, or one part of an item."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.models import PartDefinition, PlanItem, PlanVersion

from .anchors import ANCHOR
from .models import Comment

WHOLE = "whole"
"""How "on the whole plan" is written in `?part=` of a list, where "" means any."""


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    url: str


def places_of(comments: Iterable[Comment]) -> dict[int, Place]:
    """Where each comment stands in its plan, by the comment's key. Two queries, none where all are on the whole plan.

    The comments need `consultation.plan_version`.
    """
    comments = list(comments)
    versions = {one.consultation.plan_version_id: one.consultation.plan_version for one in comments}
    items = _items(versions, {one.item_number for one in comments if one.item_number is not None})
    parts = _part_labels({one.regulation.kind for one in items.values()})
    return {
        one.pk: place(
            one.consultation.plan_version,
            items.get((one.consultation.plan_version_id, one.item_number)),
            one.part_key,
            parts=parts,
        )
        for one in comments
    }


def place(version: PlanVersion, item: PlanItem | None, part_key: str = "", *, parts=None) -> Place:
    """An item or a part of it in words; the whole plan without item."""
    if item is None:
        return Place(_("Cả phương án"), version.get_absolute_url())
    name = _("Mục %(number)d: %(name)s") % {"number": item.number, "name": item.base_version.title}
    where = [version.plan_id, version.number, item.number]
    if not part_key:
        return Place(name, reverse("regulations:plan_version_item", args=where))
    parts = _part_labels({item.regulation.kind}) if parts is None else parts
    label = parts.get((item.regulation.kind, part_key), part_key)
    return Place(f"{name} – {label}", reverse("regulations:plan_version_part", args=[*where, part_key]))


def place_choices(version: PlanVersion, comments: QuerySet[Comment]) -> list[tuple[str, str]]:
    """What these comments are about, in the order of the plan, for a filter: value and label."""
    used = set(comments.order_by().values_list("item_number", "part_key").distinct())
    numbers = {number for number, _part in used if number is not None}
    items = {number: item for (_version, number), item in _items({version.pk: version}, numbers).items()}
    parts = _part_labels({one.regulation.kind for one in items.values()})
    choices = [(WHOLE, _("Cả phương án"))] if (None, "") in used else []
    for number in sorted(items):
        choices.append((f"muc-{number}", place(version, items[number]).label))
        keys = sorted(key for other, key in used if other == number and key)
        choices += [(f"muc-{number}-{key}", place(version, items[number], key, parts=parts).label) for key in keys]
    return choices


def at_place(comments: QuerySet[Comment], value: str) -> QuerySet[Comment]:
    """Comments on what `value` of place_choices says; an item stands for all of its parts."""
    if value == WHOLE:
        return comments.filter(item_number=None)
    named = ANCHOR.fullmatch(value)
    if named is None:
        return comments.none()
    rows = comments.filter(item_number=int(named[1]))
    return rows.filter(part_key=named[2]) if named[2] else rows


def _items(versions: dict[int, PlanVersion], numbers: set[int]) -> dict[tuple[int, int], PlanItem]:
    if not numbers:
        return {}
    rows = PlanItem.objects.filter(version__in=versions, number__in=numbers)
    rows = rows.select_related("regulation", "base_version").only(
        "version_id", "number", "action", "regulation__code", "regulation__kind", "base_version__title"
    )
    return {(item.version_id, item.number): item for item in rows}


def _part_labels(kinds: set[str]) -> dict[tuple[str, str], str]:
    rows = PartDefinition.objects.filter(kind__in=kinds) if kinds else ()
    return {(one.kind, one.key): one.label for one in rows}
