"""What a comment can be about: the whole plan, an item of it, or one part of an item's text.

Written as in `?part=` and as the anchors of the plan's page: "", "muc-3", "muc-3-steps".
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from regulations.models import Part, PlanItem, PlanVersion

ANCHOR = re.compile(r"muc-([1-9][0-9]{0,6})(?:-([a-z0-9_-]{1,30}))?")


class UnknownAnchor(ValueError):
    """The plan version has no such item, or the item no such part."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`item` is None for the whole plan, `part_key` "" for the whole item."""

    item: PlanItem | None = None
    part_key: str = ""

    @property
    def item_number(self) -> int | None:
        return self.item.number if self.item else None


def find_anchor(version: PlanVersion, part: str) -> Anchor:
    """What `part` names in this plan version. Raises UnknownAnchor."""
    if not part:
        return Anchor()
    named = ANCHOR.fullmatch(part)
    items = PlanItem.objects.select_related("regulation", "base_version", "proposal")
    item = items.filter(version=version, number=int(named[1])).first() if named else None
    if item is None:
        raise UnknownAnchor(part)
    key = named[2] or ""
    if key and not Part.objects.filter(_texts_of(item), key=key).exists():
        raise UnknownAnchor(part)
    return Anchor(item, key)


def _texts_of(item: PlanItem) -> Q:
    return Q(version=item.base_version_id) | Q(version__proposed_in=item.pk)
