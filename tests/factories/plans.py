"""Programmes, plans and what becomes of them, written the way officers write them.

People are made where none are given: `officer_of(version)` and `controller_of(version)` name two who may act on a plan.
"""

import datetime
from itertools import count

from regulations.control import approve, submit
from regulations.models import (
    Action,
    Agency,
    ApprovingAuthority,
    Extent,
    Implementation,
    PlanDecision,
    PlanItem,
    PlanVersion,
    Programme,
    Regulation,
    RegulationVersion,
    Role,
)
from regulations.models.officers import Appointment
from regulations.plans.decisions import record_decision
from regulations.plans.drafting import start_plan
from regulations.plans.implementing import implement_item
from regulations.plans.items import add_item
from tests.factories.regulations import (
    JANUARY,
    make_agency,
    make_controller,
    make_document,
    make_officer,
    make_regulation,
    make_version,
)

_numbers = count(1)


def make_programme(slug: str = "", **fields) -> Programme:
    number = next(_numbers)
    fields.setdefault("name_vi", f"Chương trình cắt giảm {number}")
    fields.setdefault("base_date", JANUARY)
    return Programme.objects.create(slug=slug or f"chuong-trinh-{number}", **fields)


def officer_of(record):
    """An officer of the record's agency: the one appointed first, or a new one."""
    return _person(record, Role.OFFICER) or make_officer(_agency(record))


def controller_of(record):
    """A legal controller of the record's agency: the one appointed first, or a new one."""
    return _person(record, Role.LEGAL_CONTROLLER) or make_controller(_agency(record))


def make_plan(
    agency: Agency | None = None, *, by=None, programme: Programme | None = None, title: str = "",
    authority: str = ApprovingAuthority.MINISTER, amends=None, **fields,
) -> PlanVersion:  # fmt: skip
    """The first draft of a plan, without items, dated January."""
    agency = agency or make_agency()
    draft = start_plan(
        programme=programme or make_programme(), agency=agency, authority=authority, amends=amends,
        title=title or f"Phương án số {next(_numbers)}", by=by or _person(agency, Role.OFFICER) or make_officer(agency),
    )  # fmt: skip
    for name, value in {"effective_from": JANUARY, **fields}.items():
        setattr(draft, name, value)
    return _saved(draft)


def make_item(
    version: PlanVersion, regulation: Regulation | None = None, *, action: str = Action.SIMPLIFY, by=None,
    rationale: str = "Giảm gánh nặng cho doanh nghiệp.", proposed: dict | None = None, **fields,
) -> PlanItem:  # fmt: skip
    """An item of an open plan. Its regulation has a published version; the proposed text differs in one part.

    `proposed` gives the proposed text by name: fields, and parts by their keys, {"title": ..., "steps": ...}.
    """
    by = by or version.drafted_by
    regulation = regulation or make_regulation(version.plan.agency)
    if not regulation.versions.published().exists():
        make_version(regulation)
    if action == Action.MERGE:
        fields.setdefault("merged_into", make_version(make_regulation(version.plan.agency)).regulation)
    item = add_item(version=version, regulation=regulation, action=action, rationale=rationale, by=by, **fields)
    if Action(action).has_proposal:
        key = item.base_version.parts.first().key if item.base_version.parts.exists() else "steps"
        propose(item, by=by, **({key: "Nội dung đề xuất đơn giản hơn."} if proposed is None else proposed))
    return PlanItem.objects.get(pk=item.pk)


def propose(item: PlanItem, *, by=None, **texts) -> RegulationVersion:
    """Write the proposed text of an item: fields, and parts by their keys."""
    proposal = RegulationVersion.objects.get(proposed_in=item)
    fields = {field.name for field in RegulationVersion._meta.concrete_fields}
    parts = {part.key: part for part in proposal.parts.all()}
    for name, value in texts.items():
        if name in fields:
            setattr(proposal, name, value)
        else:
            part = parts.setdefault(name, proposal.parts.model(key=name, sort_order=len(parts)))
            part.text = value
    proposal.parts.set(list(parts.values()))
    return _saved(proposal, by or item.version.drafted_by)


def publish_plan(version: PlanVersion | None = None, *, by=None, **fields) -> PlanVersion:
    """Submits and approves a plan; one made here has an item."""
    version = version or make_plan(**fields)
    if not version.items.exists():
        make_item(version)
    version = PlanVersion.objects.get(pk=version.pk)
    submit(version=version, by=version.drafted_by)
    approve(version=version, by=by or controller_of(version))
    return PlanVersion.objects.get(pk=version.pk)


def make_decision(version: PlanVersion, *, items=None, by=None, number: str = "", **fields) -> PlanDecision:
    """A decision that approves all items of a published plan, or the given ones."""
    fields.setdefault("decided_on", JANUARY)
    fields.setdefault("authority", version.plan.authority)
    return record_decision(
        version=version, items=version.items.all() if items is None else items, by=by or controller_of(version),
        number=number or f"{next(_numbers)}/QĐ-TTg", **fields,
    )  # fmt: skip


def make_implementation(
    item: PlanItem, *, by=None, effective_from: datetime.date = datetime.date(2026, 6, 1), documents=None,
    extent: str = Extent.DONE, published: bool = True, **fields,
) -> Implementation:  # fmt: skip
    """An approved item carried out; with `published` legal control has approved the regulation's new version."""
    made = implement_item(
        item=item, by=by or officer_of(item.version), effective_from=effective_from, extent=extent,
        documents=[make_document()] if documents is None else documents, **fields,
    )  # fmt: skip
    if published:
        submit(version=made.version, by=made.version.drafted_by)
        approve(version=RegulationVersion.objects.get(pk=made.version_id), by=controller_of(made.version))
    return Implementation.objects.get(pk=made.pk)


def _saved(draft, by=None):
    draft.save()
    draft.save_revision(user=by or draft.drafted_by, clean=False)
    return type(draft).objects.get(pk=draft.pk)


def _agency(record) -> Agency:
    return record if isinstance(record, Agency) else record.maintaining_agency


def _person(record, role: Role):
    appointed = Appointment.objects.filter(agency=_agency(record), role=role).select_related("user").order_by("pk")
    return appointed.first().user if appointed else None
