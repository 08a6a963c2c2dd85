"""The demo's programmes and plans, written by officers, published and approved by legal control."""

import datetime
from decimal import Decimal

from regulations import control
from regulations.drafting import draft_from
from regulations.models import (
    CostLine,
    Fee,
    Frequency,
    LegalDocument,
    Paper,
    Part,
    PlanItem,
    PlanVersion,
    Programme,
    ProgrammeTarget,
    Regulation,
    RegulationVersion,
    TimeLimit,
)
from regulations.plans.decisions import record_decision
from regulations.plans.drafting import start_plan
from regulations.plans.implementing import implement_item
from regulations.plans.items import add_item
from regulations.plans.programmes import freeze_baseline

from .wording import demo_date

ROWS = {"papers": Paper, "fees": Fee, "time_limits": TimeLimit, "frequencies": Frequency}


class PlanClerk:
    """Enters plans in the name of the officer of their agency; `controller` publishes and records decisions."""

    def __init__(self, *, officer_of, controller, administrator, agencies, documents, today: datetime.date) -> None:
        self.officer_of, self.controller, self.administrator = officer_of, controller, administrator
        self.agencies: dict = agencies
        self.documents: dict[str, LegalDocument] = documents
        self.today = today
        self.programmes: dict[str, Programme] = {}
        self.regulations: dict[str, Regulation] = {}
        self.plans: dict[str, PlanVersion] = {}
        """The newest version of each plan by the plan's key."""

    def day(self, said: str | None) -> datetime.date | None:
        return demo_date(said, today=self.today) if said else None

    def programme(self, row: dict) -> None:
        programme = Programme(
            slug=row["slug"], name_vi=row["name_vi"], name_en=row["name_en"], number=row["number"],
            document=self.documents.get(row.get("document", "")), base_date=self.day(row["base_date"]),
            ends_on=self.day(row["ends_on"]),
        )  # fmt: skip
        programme.targets = [ProgrammeTarget(**target, sort_order=i) for i, target in enumerate(row["targets"])]
        programme.full_clean()
        programme.save()
        freeze_baseline(programme=programme, by=self.administrator)
        self.programmes[row["slug"]] = programme

    def know(self) -> None:
        """The regulations that items name."""
        self.regulations = {one.code: one for one in Regulation.objects.all()}

    def plan(self, row: dict) -> PlanVersion:
        """The plan up to its first publication, or with legal control where it is not public."""
        agency = self.agencies[row["agency"]]
        officer = self.officer_of[agency.pk]
        amends = self.plans[row["amends"]].plan if "amends" in row else None
        version = start_plan(
            programme=self.programmes[row["programme"]], agency=agency, authority=row["authority"],
            title=row["title"], by=officer, amends=amends,
        )  # fmt: skip
        for said in row["item"]:
            item = add_item(
                version=version, regulation=self.regulations[said["regulation"]], action=said["action"],
                rationale=said["rationale"].strip(), by=officer, deadline=self.day(said.get("deadline")),
                merged_into=self.regulations.get(said.get("merged_into", "")),
                provisions=[self._provision(one) for one in said.get("provisions", [])],
            )  # fmt: skip
            write_proposal(item, said, said.get("parts", {}) | said.get("first_parts", {}), by=officer)
        self._submit(version, on=self.day(row["published"]) or self.today, summary=row["summary"].strip(), by=officer)
        if row["published"]:
            control.approve(version=version, by=self.controller)
        return self._keep(row["key"], version)

    def revise(self, row: dict) -> PlanVersion:
        """The second version: what the first round changed."""
        before = self.plans[row["key"]]
        officer = self.officer_of[before.plan.agency_id]
        version = draft_from(version=before, by=officer)
        for item, said in zip(version.items.order_by("number"), row["item"], strict=True):
            if "first_parts" in said:
                write_proposal(item, said, said["parts"], by=officer)
        self._submit(version, on=self.day(row["revised"]["on"]), note=row["revised"]["note"], by=officer)
        control.approve(version=version, by=self.controller)
        return self._keep(row["key"], version)

    def decide(self, row: dict) -> None:
        """The decision on the newest version, and the items carried out since."""
        version, said = self.plans[row["key"]], row["decision"]
        items = {item.number: item for item in version.items.all()}
        record_decision(
            version=version, number=said["number"], decided_on=self.day(said["decided_on"]),
            authority=said["authority"], file_url=said["file_url"], items=[items[n] for n in said["items"]],
            by=self.controller,
        )  # fmt: skip
        officer = self.officer_of[version.plan.agency_id]
        for done in row.get("implementation", []):
            implementation = implement_item(
                item=items[done["item"]], by=officer, effective_from=self.day(done["effective_from"]),
                documents=[self.documents[key] for key in done["documents"]], note=done["note"],
            )  # fmt: skip
            control.submit(version=implementation.version, by=officer)
            control.approve(version=implementation.version, by=self.controller)

    def _provision(self, said: dict) -> dict:
        key, _hash, label = said["basis"].partition("#")
        return {"document": self.documents[key], "label": label, "note": said["note"]}

    def _submit(self, version: PlanVersion, *, on: datetime.date, by, **fields) -> None:
        draft = version.get_latest_revision_as_object()
        draft.effective_from = on
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save()
        draft.save_revision(user=by)
        control.submit(version=version, by=by)

    def _keep(self, key: str, version: PlanVersion) -> PlanVersion:
        self.plans[key] = PlanVersion.objects.get(pk=version.pk)
        return self.plans[key]


def write_proposal(item: PlanItem, said: dict, parts: dict[str, str], *, by) -> None:
    """The proposed text: what the file says in place of what is in force; an item without one is left alone."""
    proposal = RegulationVersion.objects.filter(proposed_in=item).first()
    if proposal is None:
        return
    draft = proposal.get_latest_revision_as_object()
    texts = {part.key: part.text for part in draft.parts.all()} | {key: text.strip() for key, text in parts.items()}
    draft.parts = [Part(key=key, text=text, sort_order=i) for i, (key, text) in enumerate(texts.items())]
    for name, model in ROWS.items():
        if name in said:
            setattr(draft, name, [model(**row, sort_order=i) for i, row in enumerate(said[name])])
    if "cost_after" in said:
        draft.cost_lines = _cost_lines(said["cost_after"])
        for name, value in _scale(said).items():
            setattr(draft, name, value)
    draft.save()
    draft.save_revision(user=by)


def costs_today(plans: list[dict]) -> dict[str, tuple[list[CostLine], dict[str, int]]]:
    """By code of a regulation what it costs to comply with it before any plan: its lines, and how often a year."""
    items = [item for row in plans for item in row["item"] if "cost_before" in item]
    return {item["regulation"]: (_cost_lines(item["cost_before"]), _scale(item)) for item in items}


def _cost_lines(rows: list[dict]) -> list[CostLine]:
    return [CostLine(**row | {"hours": Decimal(row.get("hours", 0))}, sort_order=i) for i, row in enumerate(rows)]


def _scale(item: dict) -> dict[str, int]:
    return {name: item[name] for name in ("times_per_year", "subjects_per_year") if name in item}
