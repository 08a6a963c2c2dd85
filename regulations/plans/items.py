"""Items of a plan, written one by one while its version is an open draft.

Each write locks the version, so that of an edit and a submission one comes first, and saves a revision of it: whoever
wrote an item is an author of the plan and may not approve it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regulations.control import require_drafter
from regulations.copying import COPIED, ROWS, copy_content, take_rows, unit_labels
from regulations.models import Action, PlanItem, PlanVersion, ProvisionToAmend, Regulation, RegulationVersion, State
from regulations.models.officers import with_units_and_predecessors
from regulations.plans.proposals import store_proposal
from regulations.plans.readiness import why_not
from regulations.plans.rebasing import merged, proposal_of, rebase_of
from regulations.publishing import PublicationRefused

PROPOSED, CURRENT = "proposed", "current"
CHANGEABLE = frozenset({"action", "rationale", "deadline", "merged_into", "provisions"})


@transaction.atomic
def add_item(
    *, version: PlanVersion, regulation: Regulation, action: str, rationale: str, by, deadline=None,
    merged_into: Regulation | None = None, provisions: Iterable[Mapping[str, Any]] = (),
) -> PlanItem:  # fmt: skip
    """Put a regulation into an open plan, with a proposed text to edit where the action has one.

    `provisions` are mappings of document, label and note. Raises PublicationRefused where the plan is not `by`'s or not
    open, ValidationError naming the field.
    """
    stored = open_version(version, by)
    base = regulation.version_on(timezone.localdate())
    if base is None or base.state == State.ABOLISHED:
        raise ValidationError({"regulation": _("Quy định này không có phiên bản đang có hiệu lực.")})
    item = PlanItem(
        version=stored, number=_next_number(stored), regulation=regulation, base_version=base, action=action,
        rationale=rationale, deadline=deadline, merged_into=merged_into,
    )  # fmt: skip
    _check(item)
    item.save()
    _set_provisions(item, provisions)
    _keep_proposal_in_step(item, by)
    record_author(stored, by)
    return item


@transaction.atomic
def change_item(*, item: PlanItem, by, **changes) -> PlanItem:
    """Change action, rationale, deadline, merged_into or provisions; another regulation is another item.

    An action that has no proposed text drops the one there was. Raises like add_item.
    """
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    stored = open_version(item.version, by)
    item = stored.items.select_related("base_version", "regulation").get(pk=item.pk)
    provisions = changes.pop("provisions", None)
    for name, value in changes.items():
        setattr(item, name, value)
    _check(item)
    item.save()
    if provisions is not None:
        item.provisions_to_amend.all().delete()
        _set_provisions(item, provisions)
    _keep_proposal_in_step(item, by)
    record_author(stored, by)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, by) -> None:
    """Take an item out of an open plan, with its proposed text. Raises PublicationRefused like add_item."""
    stored = open_version(item.version, by)
    stored.items.filter(pk=item.pk).delete()
    record_author(stored, by)


@transaction.atomic
def rebase_item(*, item: PlanItem, by, decided: Mapping[str, str] | None = None) -> PlanItem:
    """Put an item on the version in force: its changes over that text.

    `decided` says for conflicting units which text stands, PROPOSED or CURRENT. Raises ValidationError naming the units
    nobody decided, and then nothing is changed.
    """
    stored = open_version(item.version, by)
    item = stored.items.select_related("base_version", "regulation", "proposal").get(pk=item.pk)
    rebase, decided = rebase_of(item), decided or {}
    if rebase.current is None:
        raise PublicationRefused(_("Quy định này không có phiên bản đang có hiệu lực."))
    if not rebase.needed:
        return item
    undecided = [unit for unit in rebase.conflicts if decided.get(unit) not in (PROPOSED, CURRENT)]
    if undecided:
        labels = "; ".join(capfirst(label) for label in unit_labels(rebase.current, undecided))
        raise ValidationError(_("Hãy chọn nội dung cho phần mà cả hai bên cùng sửa: %(parts)s.") % {"parts": labels})
    proposal = proposal_of(item)
    if proposal is not None:
        leave = [unit for unit in rebase.conflicts if decided[unit] == CURRENT]
        text = merged(item.base_version, rebase.current, proposal, leave=leave)
        _replace_text(proposal, text, by)
    item.base_version = rebase.current
    item.save(update_fields=["base_version"])
    record_author(stored, by)
    return item


def open_version(version: PlanVersion, by) -> PlanVersion:
    """The stored version, locked until the transaction ends. Raises PublicationRefused where it is closed to `by`."""
    stored = PlanVersion.objects.select_for_update().get(pk=version.pk)
    require_drafter(stored, by)
    if stored.live:
        raise PublicationRefused(_("Phương án đã công bố nên không sửa được."))
    if stored.workflow_in_progress:
        raise PublicationRefused(_("Phương án đang chờ kiểm soát pháp chế; hãy rút lại trước khi sửa."))
    return stored


def record_author(stored: PlanVersion, by) -> None:
    """Save a revision of an open version in the name of who changed an item of it."""
    stored.get_latest_revision_as_object().save_revision(user=by, clean=False)


def _check(item: PlanItem) -> None:
    item.full_clean()
    covered = with_units_and_predecessors({item.version.plan.agency_id})
    problems = why_not(item.action, item.regulation, item.merged_into, covered)
    if problems:
        raise ValidationError({name: capfirst(text) for name, text in problems.items()})


def _next_number(version: PlanVersion) -> int:
    """Numbers are anchors: one that an earlier version of the plan gave is not given to another regulation."""
    used = PlanItem.objects.filter(version__plan=version.plan).aggregate(last=models.Max("number"))["last"]
    return (used or 0) + 1


def _set_provisions(item: PlanItem, provisions: Iterable[Mapping[str, Any]]) -> None:
    for row in provisions:
        provision = ProvisionToAmend(item=item, **row)
        provision.full_clean()
        provision.save()


def _keep_proposal_in_step(item: PlanItem, by) -> None:
    proposal = RegulationVersion.objects.filter(proposed_in=item).first()
    if Action(item.action).has_proposal and proposal is None:
        store_proposal(copy_content(item.base_version), item, by=by)
    elif not Action(item.action).has_proposal and proposal is not None:
        proposal.delete()
    item.refresh_from_db()


def _replace_text(proposal: RegulationVersion, text: RegulationVersion, by) -> None:
    for name in COPIED[RegulationVersion]:
        setattr(proposal, name, getattr(text, name))
    for name in ROWS:
        take_rows(proposal, text, name)
    proposal.save()
    proposal.save_revision(user=by, clean=False)
