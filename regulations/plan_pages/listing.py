"""The list of plans as the template takes it: rows, filters with their counts, the programme it is filtered by."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from regulations.costs import money, total_saving
from regulations.models import (
    Action,
    Agency,
    AgencySuccession,
    PlanDecision,
    PlanItem,
    PlanState,
    Programme,
    SimplificationPlan,
)
from regulations.notices import Notice
from regulations.plan_pages.filters import FACETS, Asked, PlanFilter, legend, listed_plans
from regulations.plan_pages.header import state_badge
from regulations.plan_pages.savings import stored_savings
from regulations.sections import plan_list_sections

PLANS_ON_A_PAGE = 20
UNFOLDED = ("state", "programme", "agency")


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the filters ask of a plan, for counting. `agencies`: its own and those that succeeded it."""

    state: str
    programme: str
    agencies: frozenset[str]
    actions: frozenset[str]
    year: str


_VALUES: dict[str, Callable[[_Plan], Iterable[str]]] = {
    "state": lambda plan: (plan.state,),
    "programme": lambda plan: (plan.programme,),
    "agency": lambda plan: plan.agencies,
    "action": lambda plan: plan.actions,
    "year": lambda plan: (plan.year,),
}


def matching_plans(asked: Asked) -> list[int]:
    """Keys of the public plans that fit, newest first."""
    return list(PlanFilter(asked.data, queryset=listed_plans()).qs.values_list("pk", flat=True))


def filter_groups(asked: Asked, found: list[int]) -> list[dict[str, Any]]:
    """For each filter its options with counts over everything but its own choice (components/filter_group.html)."""
    plans, names = _everything(), _names()
    groups = []
    for facet in FACETS:
        fitting = matching_plans(asked.without(facet)) if facet in asked.chosen else found
        counts = Counter(value for pk in fitting for value in _VALUES[facet](plans[pk]))
        chosen = asked.chosen.get(facet, ())
        options = [
            {"value": value, "label": names[facet].get(value, value), "count": counts[value]}
            | {"checked": value in chosen}
            for value in _ordered(facet, counts.keys() | set(chosen), names[facet])
        ]
        groups.append(
            {
                "legend": legend(facet),
                "name": facet,
                "options": options,
                "chosen": len(chosen),
                "open": bool(chosen) or facet in UNFOLDED,
            }
        )
    return groups


def chips(asked: Asked, groups: list[dict[str, Any]]) -> dict[str, Any]:
    """The filters in use, each a link that removes it, for components/chips.html."""
    labels = {(group["name"], option["value"]): option["label"] for group in groups for option in group["options"]}
    items = [
        {
            "group": legend(facet),
            "label": labels[facet, value],
            "url": asked.without(facet, value).query or ".",
        }
        for facet, values in asked.chosen.items()
        for value in values
    ]
    if asked.q:
        items.append({"group": _("Từ khóa"), "label": asked.q, "url": Asked("", asked.chosen).query or "."})
    return {"items": items, "clear_url": "." if len(items) > 1 else ""}


def ignored_notices(asked: Asked) -> list[Notice]:
    return [
        Notice(
            "warning",
            legend(facet),
            _("Không có giá trị %(values)s; bộ lọc này được bỏ qua.")
            % {"values": ", ".join(f"“{value}”" for value in values)},
        )
        for facet, values in asked.unknown.items()
    ]


def empty_state(chips: dict[str, Any]) -> dict[str, Any]:
    """What to say where no plan fits, or none was published yet."""
    if not chips["items"]:
        text = _("Khi cơ quan công bố phương án đầu tiên, phương án đó sẽ hiện ở đây.")
        return {"title": _("Chưa có phương án nào được công bố"), "text": text, "suggestions": []}
    remove = [
        {"text": _("Bỏ lọc “%(label)s”") % {"label": item["label"]}, "url": item["url"]} for item in chips["items"]
    ]
    text = _("Không có phương án nào khớp với mọi điều kiện đang chọn.")
    return {"title": _("Không tìm thấy phương án nào"), "text": text, "suggestions": remove}


def programme_box(asked: Asked) -> dict[str, Any] | None:
    """The programme the list is filtered by, where it is one: its targets and what they are measured against."""
    slugs = asked.chosen.get("programme", ())
    programme = Programme.objects.select_related("document").filter(slug__in=slugs).first() if len(slugs) == 1 else None
    if programme is None:
        return None
    return {
        "programme": programme,
        "baseline": programme.baseline.count() if programme.baseline_frozen_at else None,
        "document_url": programme.document.get_absolute_url()
        if programme.document and programme.document.versions.current().exists()
        else "",
        "targets": [
            {
                "text": _("Cắt giảm ít nhất %(percent)s%% %(measure)s")
                % {"percent": _short(target.percent), "measure": target.get_measure_display()},
                "denominator": target.denominator,
            }
            for target in programme.targets.all()
        ],
    }


def plan_rows(keys: list[int]) -> list[dict[str, Any]]:
    """Rows for templates/regulations/plan_rows.html in the order of the keys. Five queries and the sections'."""
    plans = {plan.pk: plan for plan in listed_plans().filter(pk__in=keys).select_related("agency", "programme")}
    items: dict[int, list[PlanItem]] = defaultdict(list)
    shown = {plan.shown: pk for pk, plan in plans.items()}
    rows = PlanItem.objects.filter(version__in=shown).select_related("base_version", "proposal").order_by("number")
    sides = [
        f"{side}__{name}" for side in ("base_version", "proposal") for name in ("times_per_year", "subjects_per_year")
    ]
    for item in rows.only("version_id", "action", "proposal__proposed_in", *sides):
        items[shown[item.version_id]].append(item)
    savings = stored_savings(item for same in items.values() for item in same)
    decisions: dict[int, list[str]] = defaultdict(list)
    for decision in PlanDecision.objects.filter(version__plan__in=keys).select_related("version"):
        decisions[decision.version.plan_id].append(decision)
    sections = plan_list_sections(keys)
    return [
        _row(plans[pk], items[pk], savings, decisions[pk]) | {"sections": sections.get(pk, ())}
        for pk in keys
        if pk in plans
    ]


def _row(plan: SimplificationPlan, items: list[PlanItem], savings: dict, decisions: list) -> dict[str, Any]:
    actions = Counter(item.action for item in items)
    total = total_saving(savings[item.pk] for item in items)
    return {
        "url": plan.get_absolute_url(),
        "title": plan.title,
        "day": plan.day,
        "agency": plan.agency.name,
        "programme": plan.programme.name,
        "badge": state_badge(plan.state),
        "items": len(items),
        "actions": [{"label": action.label, "count": actions[action]} for action in Action if actions[action]],
        "decisions": [{"number": row.number, "day": row.decided_on} for row in decisions],
        "saving": money(total.amount) if total.known else "",
        "known": total.known,
    }


def _everything() -> dict[int, _Plan]:
    """What the filters ask of every public plan. Three queries."""
    plans = listed_plans().values_list("pk", "state", "programme__slug", "agency_id", "shown", "day")
    actions: dict[int, set[str]] = defaultdict(set)
    rows = list(plans)
    for version, action in (
        PlanItem.objects.filter(version__in=[row[4] for row in rows]).order_by().values_list("version_id", "action")
    ).distinct():
        actions[version].add(action)
    agencies = _acronyms_with_successors({row[3] for row in rows})
    return {
        pk: _Plan(state, programme, agencies[agency], frozenset(actions[shown]), str(day.year))
        for pk, state, programme, agency, shown, day in rows
    }


def _acronyms_with_successors(ids: set[int]) -> dict[int, frozenset[str]]:
    """By agency its acronym and those of the agencies that took it over, over any number of steps."""
    after: dict[int, set[int]] = defaultdict(set)
    for old, new in AgencySuccession.objects.values_list("old", "new"):
        after[old].add(new)
    reached = {}
    for pk in ids:
        found, waiting = {pk}, [pk]
        while waiting:
            fresh = after[waiting.pop()] - found
            found |= fresh
            waiting += fresh
        reached[pk] = found
    acronyms = dict(Agency.objects.filter(pk__in=set().union(*reached.values())).values_list("pk", "acronym"))
    return {pk: frozenset(acronyms[one] for one in found) for pk, found in reached.items()}


def _names() -> dict[str, dict[str, str]]:
    """By filter, value -> name."""
    return {
        "state": {state.value: str(state.label) for state in PlanState},
        "programme": {row.slug: row.name for row in Programme.objects.all()},
        "agency": {row.acronym: row.name for row in Agency.objects.order_by()},
        "action": {action.value: str(action.label) for action in Action},
        "year": {},
    }


def _ordered(facet: str, values: Iterable[str], names: dict[str, str]) -> list[str]:
    if facet == "year":
        return sorted(values, reverse=True)
    if facet in ("state", "action"):
        return [value for value in names if value in values]
    return sorted(values, key=lambda value: names.get(value, value))


def _short(percent) -> str:
    return number_format(percent.normalize() if percent != percent.to_integral() else int(percent))
