"""Loads the demo register as people would have entered it: drafted by an officer, published by legal control."""

import datetime

from django.db import transaction

from home.editorial import load_pages
from home.models import DemoLoad
from regulations import control
from regulations.drafting import draft_from
from regulations.identity import register_document
from regulations.models import (
    Agency,
    DocumentVersion,
    Fee,
    Field,
    Frequency,
    Industry,
    LegalBasis,
    LegalDocument,
    Paper,
    Part,
    Regulation,
    RegulationVersion,
    TimeLimit,
)
from regulations.models.choices import Role
from regulations.models.officers import covered_agency_ids
from regulations.publishing import publish_version

from .accounts import ACCOUNTS, confirm_citizens, create_accounts, holder_of
from .changes import before_any_change, entered_rows, from_the_first_change, relate
from .comparisons import load_comparisons, moment_of_record
from .consultations import ConsultationClerk
from .moving import hand_on_records, read_national_database
from .originals import load_originals
from .plans import PlanClerk, costs_today
from .reading import Demo, read_demo
from .reference_lists import load_reference_lists
from .wording import demo_date

NOTICE = {
    "vi": "Dữ liệu minh họa: quy định, văn bản và số liệu ở đây là hư cấu.",
    "en": "Demonstration data: the regulations, documents and figures shown here are fictional.",
}


@transaction.atomic
def load_demo(*, today: datetime.date) -> DemoLoad:
    """The whole demo, or nothing. Raises DemoFileError before anything is written, ValidationError naming a field."""
    demo = read_demo(today=today)
    load_reference_lists(demo, today=today)
    users = create_accounts()
    clerk = _Clerk(users, today, costs=costs_today(demo.plans))
    documents = {row["key"]: clerk.document(row) for row in demo.documents}
    for row in demo.documents:
        clerk.relations(documents[row["key"]], row.get("relations", []), documents)
    for row in demo.documents:
        clerk.amended(documents[row["key"]], row, documents)
    for row in demo.regulations:
        clerk.regulation(row, documents)
    load_originals(demo, documents=documents, officer_of=clerk.officer_of)
    load_comparisons(demo, documents=documents, officer_of=clerk.officer_of, today=today)
    load_plans(demo, clerk, documents, users)
    leave_work_open(users, today=today)
    hand_on_records(by=holder_of(Role.ADMINISTRATOR, users), today=today)
    read_national_database()
    confirm_citizens(users)
    load_pages(news=demo.news, guides=demo.guides, notice=NOTICE)
    return DemoLoad.objects.create(loaded_on=today)


def load_plans(demo: Demo, clerk: "_Clerk", documents: dict[str, LegalDocument], users: dict) -> None:
    """Programmes and plans, and what the public said of them, in the order in which it happened."""
    controller, officer_of = clerk.controller, clerk.officer_of
    plans = PlanClerk(
        officer_of=officer_of, controller=controller, administrator=holder_of(Role.ADMINISTRATOR, users),
        agencies=clerk.agencies, documents=documents, today=clerk.today,
    )  # fmt: skip
    rounds = ConsultationClerk(
        users=users, officer_of=officer_of, controller=controller, moderator=holder_of(Role.MODERATOR, users),
        today=clerk.today,
    )  # fmt: skip
    for row in demo.programmes:
        plans.programme(row)
    plans.know()
    asked = {row["plan"]: row for row in demo.consultations}
    for row in sorted(demo.plans, key=lambda row: "amends" in row):  # the plan amended comes before the one amending
        version, consultation = plans.plan(row), None
        if row["key"] in asked:
            consultation = rounds.open(asked[row["key"]], version)
        revised = plans.revise(row) if "revised" in row else None
        if consultation is not None:
            rounds.answer(asked[row["key"]], consultation, revised)
            rounds.set_back(asked[row["key"]], consultation)
        if "decision" in row:
            plans.decide(row)


class _Clerk:
    """Enters records in the name of the officer of their agency and publishes them in the name of legal control."""

    def __init__(self, users: dict, today: datetime.date, *, costs: dict) -> None:
        self.today, self.costs = today, costs
        self.agencies = {agency.acronym: agency for agency in Agency.objects.all()}
        self.fields = {field.slug: field for field in Field.objects.all()}
        self.industries = {f"{i.edition.key}:{i.code}": i for i in Industry.objects.select_related("edition")}
        self.controller = holder_of(Role.LEGAL_CONTROLLER, users)
        officers = [users[a.email] for a in ACCOUNTS if a.role == Role.OFFICER]
        self.officer_of = {
            agency_id: officer for officer in officers for agency_id in covered_agency_ids(officer, Role.OFFICER)
        }

    def day(self, said: str | None) -> datetime.date | None:
        return demo_date(said, today=self.today) if said else None

    def document(self, row: dict) -> LegalDocument:
        document, _created = register_document(
            number=row["number"],
            doc_type=row["type"],
            title=row["title"],
            issuers=[self.agencies[acronym] for acronym in row["issuers"]],
            issued_on=self.day(row["issued"]),
            consolidated=row.get("consolidated", False),
            signer=row.get("signer", ""),
            maintained_by=self.agencies[row["maintained_by"]],
        )
        for said in before_any_change(row):
            self.document_version(document, said, [])
        return document

    def document_version(self, document: LegalDocument, said: dict, amending: list[LegalDocument]) -> None:
        """A version as its file gives it, with the changes by `amending` that it contains."""
        version = DocumentVersion(
            document=document,
            effective_from=self.day(said.get("effective_from")),
            state=said["state"],
            source=said["source"],
            note=said.get("note", ""),
            text=said["text"].strip(),
        )
        self.publish(version, said, {"entered": entered_rows(version, amending)} if amending else {})

    def relations(self, document: LegalDocument, rows: list[dict], documents: dict[str, LegalDocument]) -> None:
        officer = self.officer_of[document.maintained_by_id]
        for row in rows:
            relate(document, row, documents[row["target"]], officer=officer, today=self.today)

    def amended(self, document: LegalDocument, row: dict, documents: dict[str, LegalDocument]) -> None:
        """The versions that contain what others change, once it is on record that they do."""
        for said in from_the_first_change(row):
            self.document_version(document, said, [documents[key] for key in said.get("entered", [])])

    def regulation(self, row: dict, documents: dict[str, LegalDocument]) -> None:
        plain = ("code", "kind", "deciding_level", "stage", "firm_size", "online_level", "subjects")
        regulation = Regulation(
            agency=self.agencies[row["agency"]], **{name: row[name] for name in plain if name in row}
        )
        regulation.full_clean()
        regulation.save()
        regulation.fields.set(self.fields[slug] for slug in row["fields"])
        regulation.industries.set(self.industries[key] for key in row["industries"])
        begun = [self.day(said["effective_from"]) for said in row["versions"]]
        speaks_today = max((day for day in begun if day <= self.today), default=None)
        for said, effective_from in zip(row["versions"], begun, strict=True):
            lines, scale = self.costs.get(row["code"], ([], {})) if effective_from == speaks_today else ([], {})
            version = RegulationVersion(
                regulation=regulation,
                title=said["title"],
                effective_from=effective_from,
                state=said["state"],
                note=said.get("note", ""),
                **scale,
                **{f"card_{line}": text for line, text in said.get("card", {}).items()},
            )
            self.publish(version, said, children_of(said, documents) | {"cost_lines": lines})

    def publish(self, version, said: dict, children: dict[str, list]) -> None:
        officer = self.officer_of[version.maintaining_agency.pk]
        version.drafted_by = officer
        for relation, rows in children.items():
            setattr(version, relation, rows)
        version.save()
        revision = version.save_revision(user=officer)  # which checks every field
        moment = moment_of_record(version.effective_from, said.get("recorded"), today=self.today)
        publish_version(version=revision.as_object(), by=self.controller, revision=revision, at=moment)


def children_of(said: dict, documents: dict[str, LegalDocument]) -> dict[str, list]:
    """The unsaved rows of a regulation version as the demo's file gives them."""
    bases = [basis.partition("#") for basis in said.get("bases", [])]
    return {
        "parts": [
            Part(key=key, text=text.strip(), sort_order=i)
            for i, (key, text) in enumerate(said.get("parts", {}).items())
        ],
        "papers": [Paper(**row, sort_order=i) for i, row in enumerate(said.get("papers", []))],
        "fees": [Fee(**row, sort_order=i) for i, row in enumerate(said.get("fees", []))],
        "time_limits": [TimeLimit(**row, sort_order=i) for i, row in enumerate(said.get("time_limits", []))],
        "frequencies": [Frequency(**row, sort_order=i) for i, row in enumerate(said.get("frequencies", []))],
        "bases": [
            LegalBasis(document=documents[key], label=label, sort_order=i)
            for i, (key, _hash, label) in enumerate(bases)
        ],
    }


def leave_work_open(users: dict, *, today: datetime.date) -> None:
    """Three drafts in the admin: one being written, one with legal control, one returned with remarks."""
    officer, controller = users["canbo.bct@demo.example"], users["phapche@demo.example"]
    sources = RegulationVersion.objects.current().filter(regulation__agency__acronym="BCT", corrected_by=None)
    newest = {}
    for version in sources.order_by("regulation__code", "-effective_from"):
        newest.setdefault(version.regulation_id, version)
    written, submitted, returned = [draft_from(version=version, by=officer) for version in list(newest.values())[:3]]
    for days, begun in ((40, written), (50, submitted), (60, returned)):
        draft = begun.get_latest_revision_as_object()
        draft.effective_from = today + datetime.timedelta(days=days)
        draft.note = "Cập nhật theo đề nghị của đơn vị chuyên môn."
        draft.save_revision(user=officer)
    control.submit(version=submitted, by=officer)
    control.submit(version=returned, by=officer)
    control.send_back(version=returned, by=controller, remarks="Đề nghị nêu rõ căn cứ của việc rút ngắn thời hạn.")
