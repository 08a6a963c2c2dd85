"""How far a plan's items have come: approved by whom, carried out by what, and what that is called on a day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from regulations.models import Action, Extent, Implementation, PlanDecision, PlanItem, SimplificationPlan, Status

ItemKey = tuple[int, int]
"""Number and regulation: an item keeps both in later versions of its plan, where it is another row."""


class ItemState(models.TextChoices):
    """What the public sees of one item on a day."""

    PROPOSED = "proposed", _("Đề xuất, chưa phê duyệt")
    APPROVED = "approved", _("Đã phê duyệt, chưa thực thi")
    OVERDUE = "overdue", _("Quá hạn thực thi")
    PARTLY = "partly", _("Thực thi một phần")
    ISSUED = "issued", _("Đã ban hành, chưa có hiệu lực")
    DONE = "done", _("Đã thực thi")
    KEPT = "kept", _("Giữ nguyên theo quyết định")

    @property
    def badge(self) -> dict[str, str]:
        """For components/status_badge.html: the nearest of its signs, with this state's own words."""
        return {"status": _SIGNS[self], "label": str(self.label)}


_SIGNS = {
    ItemState.PROPOSED: Status.PROPOSED,
    ItemState.APPROVED: Status.UPCOMING,
    ItemState.OVERDUE: Status.SUSPENDED,
    ItemState.PARTLY: Status.PARTLY,
    ItemState.ISSUED: Status.UPCOMING,
    ItemState.DONE: Status.IN_FORCE,
    ItemState.KEPT: Status.IN_FORCE,
}


@dataclass(slots=True)
class Progress:
    """Of one item: the keys of decisions that approved it, and its published implementations."""

    decisions: list[int] = field(default_factory=list)
    implementations: list[Implementation] = field(default_factory=list)


def item_state(
    *,
    action: str,
    deadline: datetime.date | None,
    approved: bool,
    carried_out: Iterable[tuple[str, datetime.date | None]],
    today: datetime.date,
) -> ItemState:
    """`carried_out` are published implementations as (extent, first day of effect)."""
    carried_out = list(carried_out)
    done = [day for extent, day in carried_out if extent == Extent.DONE]
    if done:
        return ItemState.DONE if any(day is None or day <= today for day in done) else ItemState.ISSUED
    if not approved:
        return ItemState.PROPOSED
    if action == Action.KEEP:
        return ItemState.KEPT
    if deadline is not None and deadline < today:
        return ItemState.OVERDUE
    return ItemState.PARTLY if carried_out else ItemState.APPROVED


def state_of(item: PlanItem, progress: Progress, today: datetime.date) -> ItemState:
    return item_state(
        action=item.action,
        deadline=item.deadline,
        approved=bool(progress.decisions),
        carried_out=[(row.extent, row.version.effective_from) for row in progress.implementations],
        today=today,
    )


def progress_of(plan: SimplificationPlan) -> tuple[list[PlanDecision], dict[ItemKey, Progress]]:
    """A plan's decisions, and by item how far it has come over all versions of the plan. Four queries."""
    decisions = list(PlanDecision.objects.filter(version__plan=plan, version__live=True))
    progress: dict[ItemKey, Progress] = defaultdict(Progress)
    approved = PlanDecision.items.through.objects.filter(plandecision__in=[row.pk for row in decisions])
    for number, regulation, decision in approved.values_list(
        "planitem__number", "planitem__regulation", "plandecision"
    ).order_by("plandecision__decided_on", "plandecision"):
        progress[number, regulation].decisions.append(decision)
    implementations = (
        Implementation.objects.published()
        .filter(item__version__plan=plan)
        .select_related("item", "version__regulation")
        .prefetch_related("documents")
        .defer(*(f"version__{name}" for name in _CARD))
    )
    for row in implementations:
        progress[row.item.number, row.item.regulation_id].implementations.append(row)
    return decisions, progress


_CARD = ("card_who", "card_what", "card_where_how", "card_how_long", "card_how_much", "card_otherwise")
