"""What the items of plans save each year, from the cost lines of the current and the proposed text."""

from collections import defaultdict
from collections.abc import Iterable

from regulations.costs import Saving, activity_amount
from regulations.models import Action, CostLine, PlanItem, RegulationVersion


def stored_savings(items: Iterable[PlanItem]) -> dict[int, Saving]:
    """By item's key. The items need `base_version` and `proposal`, read with them. One query."""
    items = list(items)
    versions = [version for item in items for version in (item.base_version, proposal_of(item)) if version]
    once = cost_of_one_time(version.pk for version in versions)
    return {item.pk: saving_of(item, proposal_of(item), once) for item in items}


def saving_of(item: PlanItem, proposal: RegulationVersion | None, once: dict[int, int]) -> Saving:
    """`once` is the cost of one time by version's key.

    What goes costs nothing afterwards and what stays costs the same. Of a merger nobody knows what the other regulation
    will cost then, so that no saving is claimed.
    """
    before = _yearly(item.base_version, once)
    if item.action == Action.ABOLISH:
        return Saving(before, 0)
    if item.action == Action.KEEP:
        return Saving(before, before)
    return Saving(before, _yearly(proposal, once) if proposal is not None and item.action != Action.MERGE else None)


def proposal_of(item: PlanItem) -> RegulationVersion | None:
    """The stored proposed text; None where an item has none."""
    return getattr(item, "proposal", None) if Action(item.action).has_proposal else None


def cost_of_one_time(versions: Iterable[int]) -> dict[int, int]:
    """The cost of one time in whole đồng by version's key; a version without cost lines is missing."""
    sums: dict[int, int] = defaultdict(int)
    lines = CostLine.objects.filter(version__in=list(versions)).order_by()
    for version, hours, income, services, fees in lines.values_list(
        "version_id", "hours", "hourly_income", "services", "fees"
    ):
        sums[version] += activity_amount(hours=hours, hourly_income=income, services=services, fees=fees)
    return dict(sums)


def _yearly(version: RegulationVersion, once: dict[int, int]) -> int | None:
    factors = (once.get(version.pk), version.times_per_year, version.subjects_per_year)
    if None in factors:
        return None
    cost, times, subjects = factors
    return cost * times * subjects
