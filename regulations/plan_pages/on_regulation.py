"""What plans say about one regulation, for its page: a box of items, and which of its versions carry one out."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.models import Action, Implementation, PlanDecision, PlanItem, PlanVersion, RegulationVersion
from regulations.plan_pages.states import item_state


class _Row(NamedTuple):
    plan: int
    version: int
    title: str
    shown: bool
    number: int
    action: str
    deadline: datetime.date | None
    approved: bool
    implemented_by: int | None
    extent: str | None
    since: datetime.date | None


@dataclass(frozen=True, slots=True)
class PlansOnRegulation:
    """`items` for templates/regulations/plan_box.html; `links` by key of the regulation's version for its timeline."""

    items: list[dict[str, Any]]
    links: dict[int, list[dict[str, str]]]


def plans_on(regulation: int, today: datetime.date) -> PlansOnRegulation:
    """Items of published plans about the regulation with this key. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(), [regulation])
        rows = [_Row(*row) for row in cursor.fetchall()]
    items: dict[tuple[int, int], list[_Row]] = defaultdict(list)
    for row in rows:
        items[row.plan, row.number].append(row)
    found = [_item(same, today) for same in items.values()]
    links: dict[int, list[dict[str, str]]] = defaultdict(list)
    for same in items.values():
        for version in dict.fromkeys(row.implemented_by for row in same if row.implemented_by):
            links[version].append({"url": _address(same), "text": _timeline_text(same)})
    return PlansOnRegulation([item for item in found if item], dict(links))


def _item(same: list[_Row], today: datetime.date) -> dict[str, Any] | None:
    """Of one item in all versions of its plan what the newest says; None where it was taken out of the plan."""
    row = next((row for row in same if row.shown), None)
    if row is None:
        return None
    state = item_state(
        action=row.action,
        deadline=row.deadline,
        approved=any(one.approved for one in same),
        carried_out={(one.extent, one.since) for one in same if one.implemented_by},
        today=today,
    )
    return {
        "url": _address(same),
        "plan_title": row.title,
        "action": Action(row.action).label,
        "badge": state.badge,
        "deadline": row.deadline,
    }


def _address(same: list[_Row]) -> str:
    """Of the item on its plan's page; in the last version that had it where the plan has dropped it."""
    newest = max(same, key=lambda row: (row.shown, row.version))
    if newest.shown:
        return reverse("regulations:plan_item", args=[newest.plan, newest.number])
    return reverse("regulations:plan_version_item", args=[newest.plan, newest.version, newest.number])


def _timeline_text(same: list[_Row]) -> str:
    newest = max(same, key=lambda row: (row.shown, row.version))
    return _("Thực thi mục %(n)d của phương án: %(plan)s") % {"n": newest.number, "plan": newest.title}


@cache
def _sql() -> str:
    """Plain SQL, made once: this stands on the most read page, and the ORM takes longer to write it than it to run.

    A plan shows its newest current version; no two of them are of one day.
    """
    item, version = PlanItem._meta.db_table, PlanVersion._meta.db_table
    decided, implementation = PlanDecision.items.through._meta.db_table, Implementation._meta.db_table
    return (
        "SELECT v.plan_id, v.number, v.title, NOT v.is_corrected AND NOT EXISTS (SELECT 1"  # noqa: S608
        f" FROM {version} w WHERE w.plan_id = v.plan_id AND w.live AND NOT w.is_corrected"
        " AND w.effective_from > v.effective_from), i.number, i.action, i.deadline,"
        f" EXISTS (SELECT 1 FROM {decided} d WHERE d.planitem_id = i.id), r.id, m.extent, r.effective_from"
        f" FROM {item} i JOIN {version} v ON v.id = i.version_id AND v.live"
        f" LEFT JOIN {implementation} m ON m.item_id = i.id"
        f" LEFT JOIN {RegulationVersion._meta.db_table} r ON r.id = m.version_id AND r.live"
        " WHERE i.regulation_id = %s ORDER BY v.effective_from DESC, v.plan_id DESC, i.number"
    )
