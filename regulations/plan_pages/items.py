"""One item of a plan as the template takes it: the proposed text against the current one, and all that goes with it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from regulations.bases import Basis
from regulations.comparing import VIEWS, part_change, row_groups
from regulations.contents import Content, cost_sheet
from regulations.costs import CostSheet, Saving, money
from regulations.models import Action, PlanDecision, PlanItem, RegulationVersion
from regulations.notices import shown
from regulations.plan_pages.states import ItemState, Progress
from regulations.redline import Redline, compare_contents
from regulations.redline_summary import heading_changes, summary_line, summary_lines
from regulations.text.diff import diff_words


@dataclass(frozen=True, slots=True)
class Current:
    """The version of a regulation that speaks today, by plain values."""

    version: int
    number: int
    title: str
    code: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the items of one page share, read for all of them at once.

    `contents` and `currents` are by key of version and of regulation, `bases` by (document key, label), `provisions`
    by the item's key. `beside` asks the apps above what stands at an anchor.
    """

    today: datetime.date
    view: str
    contents: dict[int, Content]
    currents: dict[int, Current]
    decisions: dict[int, PlanDecision]
    provisions: dict[int, list[tuple[int, str, str]]]
    bases: dict[tuple[int, str], Basis]
    beside: Callable[[str], list[SafeString]]


def item_view(
    item: PlanItem,
    proposal: RegulationVersion | None,
    saving: Saving,
    *,
    state: ItemState,
    progress: Progress,
    around: Around,
) -> dict[str, Any]:
    """The context of templates/regulations/plan_item.html."""
    action = Action(item.action)
    before = around.contents.get(item.base_version_id, Content())
    after = around.contents.get(proposal.pk, Content()) if proposal is not None else None
    return {
        "number": item.number,
        "anchor": item.anchor,
        "title": item.base_version.title,
        "code": item.regulation.code,
        "kind": item.regulation.get_kind_display(),
        "url": item.regulation.get_absolute_url(),
        "base_url": reverse("regulations:version", args=[item.regulation.code, item.base_version.number]),
        "action": action.label,
        "is_abolished": action is Action.ABOLISH,
        "is_kept": action is Action.KEEP,
        "merged_into": _merged_into(item, around),
        "badge": state.badge,
        "overdue": state is ItemState.OVERDUE,
        "deadline": item.deadline,
        "rationale": item.rationale,
        "provisions": [
            {"basis": around.bases[document, label], "note": note}
            for document, label, note in around.provisions.get(item.pk, ())
        ],
        "cost": _cost(item, proposal, saving, before, after),
        "approvals": [decision_view(around.decisions[pk]) for pk in progress.decisions],
        "implementations": [_implementation(row, around) for row in progress.implementations],
        "rebase": _rebase(item, state, progress, around),
        "beside": around.beside(item.anchor),
    } | _redline(item, proposal, before, after, around)


def decision_view(decision: PlanDecision) -> dict[str, Any]:
    return {
        "number": decision.number,
        "day": decision.decided_on,
        "authority": decision.get_authority_display(),
        "url": decision.file_url,
    }


def _redline(
    item: PlanItem, proposal: RegulationVersion | None, before: Content, after: Content | None, around: Around
) -> dict[str, Any]:
    """The changes part by part; parts that stay are one line. Empty for an item without a proposed text."""
    if proposal is None or after is None:
        return {"has_proposal": False}
    redline = compare_contents(before, after)
    parts = [
        part_change(part, around.view)
        | {"anchor": f"{item.anchor}-{part.key}", "beside": around.beside(f"{item.anchor}-{part.key}")}
        for part in redline.parts
    ]
    old_title, new_title = item.base_version.title, proposal.title
    return {
        "has_proposal": True,
        "is_side": around.view == VIEWS[0],
        "summary": summary_line(heading_changes(item.base_version, proposal) + summary_lines(redline)),
        "title_segments": diff_words(old_title, new_title) if old_title != new_title else [],
        "changed_parts": [part for part in parts if part["kind"] != "same"],
        "same_parts": [part for part in parts if part["kind"] == "same"],
        "tables": _tables(redline, item),
    }


def _tables(redline: Redline, item: PlanItem) -> list[dict[str, Any]]:
    """The rows that change. Costs have their own place, with the whole reckoning."""
    tables = []
    for group in row_groups(replace(redline, costs=()), prefix=f"{item.anchor}-"):
        changed = [row for row in group["rows"] if row["kind"] != "same"]
        if changed:
            tables.append(group | {"rows": changed, "of": _name(item)})
    return tables


def _merged_into(item: PlanItem, around: Around) -> dict[str, str] | None:
    """What takes the rule over; by its code alone, without a link, where the public does not know it."""
    if item.merged_into is None:
        return None
    current = around.currents.get(item.merged_into_id)
    if current is None:
        return {"title": item.merged_into.code, "url": ""}
    return {"title": current.title, "url": item.merged_into.get_absolute_url()}


def _cost(
    item: PlanItem, proposal: RegulationVersion | None, saving: Saving, before: Content, after: Content | None
) -> dict[str, Any]:
    sheets: list[tuple[str, CostSheet]] = [(_("Hiện hành"), cost_sheet(item.base_version, before))]
    if proposal is not None and after is not None:
        sheets.append((_("Theo phương án"), cost_sheet(proposal, after)))
    return {
        "before": _money(saving.before),
        "after": _money(saving.after),
        "saving": _money(saving.amount),
        "is_dearer": saving.amount is not None and saving.amount < 0,
        "of_merger": item.action == Action.MERGE,
        "of": _name(item),
        "sheets": [
            {"title": title, "sheet": sheet, "id": f"{item.anchor}-cost-{n}", "of": f"{_name(item)}, {title}"}
            for n, (title, sheet) in enumerate(sheets)
            if sheet.rows
        ],
    }


def _name(item: PlanItem) -> str:
    return _("mục %(n)d") % {"n": item.number}


def _money(amount: int | None) -> str:
    return "" if amount is None else money(amount)


def _implementation(row, around: Around) -> dict[str, Any]:
    day = row.version.effective_from
    return {
        "extent": row.get_extent_display(),
        "documents": [around.bases[document.pk, ""] for document in row.documents.all()],
        "url": row.version.get_absolute_url(),
        "number": row.version.number,
        "since": day,
        "ahead": day is not None and day > around.today,
        "note": row.note,
    }


def _rebase(item: PlanItem, state: ItemState, progress: Progress, around: Around) -> dict[str, str] | None:
    """That the regulation has changed since the item was written, while it still matters."""
    current = around.currents.get(item.regulation_id)
    own = {row.version_id for row in progress.implementations}
    if state in (ItemState.DONE, ItemState.ISSUED, ItemState.KEPT) or current is None:
        return None
    if current.version == item.base_version_id or current.version in own:
        return None
    compare = reverse("regulations:compare", args=[current.code, item.base_version.number, current.number])
    return {
        "title": _("Quy định đã thay đổi sau khi lập phương án."),
        "text": _("Phương án được viết trên phiên bản %(base)d (từ %(day)s); nay đã có phiên bản %(now)d.")
        % {"base": item.base_version.number, "day": shown(item.base_version.effective_from), "now": current.number},
        "link_url": compare,
        "link_text": _("Xem quy định đã thay đổi thế nào"),
    }
