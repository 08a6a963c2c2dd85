"""What a plan proposes against a text that may have moved on since: merged unit by unit, conflicts named."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from regulations.copying import copy_content, take_unit, unit_labels, units_of
from regulations.models import Action, PlanItem, RegulationVersion


@dataclass(frozen=True, slots=True)
class Rebase:
    """How an item stands towards the version in force: `needed` where that is no longer the item's base.

    `conflicts` are units (see regulations.copying) that the proposal and a later version both changed, differently;
    `conflict_labels` are the same in a reader's words.
    """

    item: PlanItem
    current: RegulationVersion | None
    needed: bool
    conflicts: tuple[str, ...] = ()
    conflict_labels: list[str] = field(default_factory=list)


def rebase_of(item: PlanItem) -> Rebase:
    """How `item` stands towards the version that speaks today; no current version means the rule has none at all."""
    current = item.regulation.version_on(timezone.localdate())
    if current is None or current.pk == item.base_version_id:
        return Rebase(item, current, needed=current is None)
    proposal = proposal_of(item)
    conflicts = conflicting_units(item.base_version, current, proposal) if proposal else ()
    return Rebase(item, current, True, tuple(conflicts), unit_labels(current, conflicts))


def proposal_of(item: PlanItem) -> RegulationVersion | None:
    """The proposed text, None where the item's action has none."""
    return getattr(item, "proposal", None) if Action(item.action).has_proposal else None


def changed_units(base: RegulationVersion, proposal: RegulationVersion) -> list[str]:
    """Units in which a proposal differs from its base; empty where it proposes nothing."""
    old, new = units_of(base), units_of(proposal)
    return [unit for unit in {**old, **new} if old.get(unit) != new.get(unit)]


def conflicting_units(
    base: RegulationVersion, current: RegulationVersion, proposal: RegulationVersion,
    known: RegulationVersion | None = None,
) -> list[str]:  # fmt: skip
    """Units that `proposal` changes against `base` and that `current` changed too, to something else.

    `known` is an earlier implementation of the same item: what it left in `current` is no conflict.
    """
    now, wanted, expected = units_of(current), units_of(proposal), units_of(known or base)
    return [
        unit
        for unit in changed_units(base, proposal)
        if now.get(unit) not in (expected.get(unit), wanted.get(unit))
    ]  # fmt: skip


def merged(
    base: RegulationVersion, current: RegulationVersion, proposal: RegulationVersion, *, leave: Iterable[str] = ()
) -> RegulationVersion:
    """An unsaved copy of `current` with what `proposal` changes against `base`, but for the units to `leave`."""
    draft = copy_content(current)
    left = set(leave)
    for unit in changed_units(base, proposal):
        if unit not in left:
            take_unit(draft, proposal, unit)
    return draft
