"""A plan's page as the template takes it: any published version, and a draft being previewed."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulations.bases import Basis, resolve_bases
from regulations.comparing import VIEWS
from regulations.contents import Content, contents_by_kind, draft_content
from regulations.costs import Saving, money, total_saving
from regulations.models import (
    Action,
    PlanItem,
    PlanVersion,
    ProvisionToAmend,
    RegulationVersion,
    SimplificationPlan,
)
from regulations.plan_pages.header import (
    plan_facts,
    plan_notices,
    plan_trail,
    related_plans,
    state_badge,
    version_items,
)
from regulations.plan_pages.items import Around, Current, decision_view, item_view
from regulations.plan_pages.savings import proposal_of, saving_of, stored_savings
from regulations.plan_pages.states import Progress, progress_of, state_of
from regulations.sections import plan_sections
from regulations.timeline import Timeline

ITEMS_ON_A_PAGE = 10
LISTED_FROM = 6
"""Items from which the page has a table of contents."""

_VERSION_COLUMNS = (
    "title", "state", "number", "effective_from", "times_per_year", "subjects_per_year", "regulation_id",
)  # fmt: skip


def page_with_item(version: PlanVersion, number: int) -> int | None:
    """The page on which the item of this number stands; None where the version has no such item."""
    numbers = list(PlanItem.objects.filter(version=version).order_by("number").values_list("number", flat=True))
    return numbers.index(number) // ITEMS_ON_A_PAGE + 1 if number in numbers else None


class PlanReading:
    """One version of a plan being read: its items with their states and savings, whatever page they stand on."""

    def __init__(self, version: PlanVersion, timeline: Timeline, *, view: str = VIEWS[0]) -> None:
        """`version.plan` has programme, agency and `state` (PlanQuerySet.with_state)."""
        self.version, self.plan, self.timeline, self.view = version, version.plan, timeline, view
        self.today = timezone.localdate()
        self.items = list(_items(version))
        self.proposals = _proposals(self.items, stored=version.live)
        self.decisions, self._progress = progress_of(self.plan)
        self.savings = _savings(self.items, self.proposals, stored=version.live)
        self.states = {item.pk: state_of(item, self.progress(item), self.today) for item in self.items}

    def progress(self, item: PlanItem) -> Progress:
        return self._progress.get((item.number, item.regulation_id)) or Progress()


def plan_page(reading: PlanReading, items: list[PlanItem], *, address: str) -> dict[str, Any]:
    """The context of regulations/plan_detail.html with these of the reading's items; `address` is the page's own."""
    version, plan = reading.version, reading.plan
    sections = plan_sections(version) if version.live else []
    around = _around(reading, items, lambda anchor: _said(section.beside(anchor) for section in sections))
    related = related_plans(plan)
    return {
        "plan": plan,
        "version": version,
        "page_title": version.title,
        "page_description": version.summary[:300] or version.title,
        "breadcrumbs": plan_trail(version),
        "badge": state_badge(plan.state),
        "notices": plan_notices(version, reading.timeline, related),
        "facts": plan_facts(plan, version, related),
        "decisions": [decision_view(decision) for decision in reading.decisions],
        "totals": _totals(reading),
        "contents": _contents_list(reading, items, address),
        "items": [
            item_view(
                item,
                reading.proposals.get(item.pk),
                reading.savings[item.pk],
                state=reading.states[item.pk],
                progress=reading.progress(item),
                around=around,
            )
            for item in items
        ],
        "views": _views(reading.view),
        "has_redlines": any(item.pk in reading.proposals for item in items),
        "top_sections": _said(section.top for section in sections),
        "timeline": version_items(version, reading.timeline),
    }


def preview_page(version: PlanVersion) -> dict[str, Any]:
    """The first page of a version as it would look if it were published now."""
    version.plan = SimplificationPlan.objects.with_state().select_related("programme", "agency").get(pk=version.plan_id)
    reading = PlanReading(version, Timeline(version.plan.versions.published()))
    return plan_page(reading, reading.items[:ITEMS_ON_A_PAGE], address="")


def _items(version: PlanVersion) -> Iterable[PlanItem]:
    rows = PlanItem.objects.filter(version=version).select_related(
        "regulation", "merged_into", "base_version", "proposal"
    )
    columns = [f"{side}__{name}" for side in ("base_version", "proposal") for name in _VERSION_COLUMNS]
    regulation = [f"{side}__{name}" for side in ("regulation", "merged_into") for name in ("code", "kind")]
    own = ("number", "action", "rationale", "deadline", "version_id")
    return rows.only(*own, *regulation, *columns, "proposal__proposed_in").order_by("number")


def _proposals(items: list[PlanItem], *, stored: bool) -> dict[int, RegulationVersion]:
    """By item's key; of a plan that is still a draft as its officers last saved them."""
    found = {item.pk: proposal for item in items if (proposal := proposal_of(item)) is not None}
    return found if stored else {pk: one.get_latest_revision_as_object() for pk, one in found.items()}


def _savings(items: list[PlanItem], proposals: dict[int, RegulationVersion], *, stored: bool) -> dict[int, Saving]:
    if stored:
        return stored_savings(items)
    once = {}
    for item in items:
        for version in filter(None, (item.base_version, proposals.get(item.pk))):
            lines = list(version.cost_lines.all())
            once |= {version.pk: sum(line.amount for line in lines)} if lines else {}
    return {item.pk: saving_of(item, proposals.get(item.pk), once) for item in items}


def _around(reading: PlanReading, items: list[PlanItem], beside) -> Around:
    provisions: dict[int, list[tuple[int, str, str]]] = {}
    rows = ProvisionToAmend.objects.filter(item__in=[item.pk for item in items])
    for item, document, label, note in rows.values_list("item_id", "document_id", "label", "note"):
        provisions.setdefault(item, []).append((document, label, note))
    return Around(
        today=reading.today,
        view=reading.view,
        contents=_contents(reading, items),
        currents=_currents(items, reading.today),
        decisions={decision.pk: decision for decision in reading.decisions},
        provisions=provisions,
        bases=_bases(reading, items, provisions),
        beside=beside,
    )


def _contents(reading: PlanReading, items: list[PlanItem]) -> dict[int, Content]:
    """Of current and proposed texts. One query; of a draft's proposals what its officers last saved."""
    kinds = {item.base_version_id: item.regulation.kind for item in items}
    proposals = {item.pk: reading.proposals[item.pk] for item in items if item.pk in reading.proposals}
    if reading.version.live:
        return contents_by_kind(kinds | {proposals[i.pk].pk: i.regulation.kind for i in items if i.pk in proposals})
    return contents_by_kind(kinds) | {proposal.pk: draft_content(proposal) for proposal in proposals.values()}


def _currents(items: list[PlanItem], today: datetime.date) -> dict[int, Current]:
    """The version that speaks today of every regulation the items name, of one still to come its first version."""
    ids = {item.regulation_id for item in items} | {item.merged_into_id for item in items if item.merged_into_id}
    rows = RegulationVersion.objects.current().filter(regulation__in=ids).order_by("effective_from")
    found: dict[int, Current] = {}
    for regulation, begins, *rest in rows.values_list(
        "regulation_id", "effective_from", "pk", "number", "title", "regulation__code"
    ):
        if begins <= today or regulation not in found:
            found[regulation] = Current(*rest)
    return found


def _bases(reading: PlanReading, items: list[PlanItem], provisions: dict) -> dict[tuple[int, str], Basis]:
    pairs = {(document, label) for rows in provisions.values() for document, label, _note in rows}
    for item in items:
        for row in reading.progress(item).implementations:
            pairs |= {(document.pk, "") for document in row.documents.all()}
    ordered = sorted(pairs)
    return dict(zip(ordered, resolve_bases(ordered, reading.today), strict=True))


def _totals(reading: PlanReading) -> dict[str, Any]:
    actions = Counter(item.action for item in reading.items)
    total = total_saving(reading.savings.values())
    return {
        "items": len(reading.items),
        "actions": [{"label": action.label, "count": actions[action]} for action in Action if actions[action]],
        "known": total.known,
        "unknown": total.count - total.known,
        "before": money(total.before),
        "after": money(total.after),
        "saving": money(total.amount),
        "percent": total.percent,
    }


def _contents_list(reading: PlanReading, items: list[PlanItem], address: str) -> list[dict[str, Any]]:
    """The table of contents. An item of another page leaves its anchor here, so that #muc-25 leads on from any page."""
    if len(reading.items) < LISTED_FROM:
        return []
    here = {item.pk for item in items}
    rows = []
    for place, item in enumerate(reading.items):
        page = place // ITEMS_ON_A_PAGE + 1
        query = "&".join(filter(None, [f"page={page}" if page > 1 else "", _view_query(reading.view)]))
        url = f"#{item.anchor}" if item.pk in here else f"{address}{'?' if query else ''}{query}#{item.anchor}"
        rows.append(
            {
                "url": url,
                "anchor": "" if item.pk in here else item.anchor,
                "name": _("Mục %(n)d.") % {"n": item.number},
                "title": item.base_version.title,
                "action": Action(item.action).label,
                "state": reading.states[item.pk].label,
            }
        )
    return rows


def _view_query(view: str) -> str:
    return "" if view == VIEWS[0] else f"view={view}"


def _views(view: str) -> list[dict[str, Any]]:
    labels = {VIEWS[0]: _("Đặt cạnh nhau"), VIEWS[1]: _("Trong một văn bản")}
    return [
        {"label": label, "view": "" if key == VIEWS[0] else key, "current": key == view}
        for key, label in labels.items()
    ]


def _said(texts: Iterable[SafeString]) -> list[SafeString]:
    return [text for text in texts if text]
