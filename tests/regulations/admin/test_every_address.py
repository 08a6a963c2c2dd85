"""Per-agency rights on every address and method, walked from the URL resolver.

Ministry B has drafts with a marker in every text; an officer of ministry A, people without an agency and strangers ask
for every address there is, with B's keys, by every method. Nobody but B's side and those who see all may read the
marker, and no row of the register may change.
"""

import datetime
import hashlib
import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.models import Revision, TaskState, WorkflowState

from accounts.models import User
from regulations.admin.duties import DUTIES
from regulations.admin.gate import rule_for
from regulations.control import submit
from regulations.error_reports import submit_report
from regulations.models import (
    DocumentVersion,
    LegalControlTask,
    NationalProcedure,
    PlanVersion,
    QuarantinedFile,
    RegulationVersion,
    Role,
)
from regulations.officers import appoint
from regulations.version_places import place_in
from tests.factories.originals import make_attachment, pdf, upload
from tests.factories.plans import make_item, make_plan
from tests.factories.regulations import (
    DECREE_TEXT,
    make_agency,
    make_controller,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_field,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
    required_parts,
)
from tests.regulations.admin.addresses import every_address

MARKER = "BÍ-MẬT-CỦA-BỘ-B"
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
ADDRESSES = every_address()
ADMIN = [address for address in ADDRESSES if address.in_admin]
WATCHED = [*apps.get_app_config("regulations").get_models(), Revision, TaskState, WorkflowState]
OUTSIDE = {
    "healthz", "robots", "sitemap", "sitemap_section", "wagtaildocs_serve", "wagtail_serve",
    "wagtaildocs_authenticate_with_password", "wagtail_frontend_login", "wagtailcore_authenticate_with_password",
    "wagtailcore_login", "wagtail_serve_with_locale", "search:search",
}  # fmt: skip
"""Addresses outside the admin that show only what is public or one's own, besides those that begin like these."""
OUTSIDE_NAMESPACES = (
    "regulations:", "search:", "search_api:", "saved_searches:", "home:", "api:", "account_", "consult:", "statistics",
    "timeliness",
)  # fmt: skip


def test_every_address_of_the_admin_has_a_rule():
    without = []
    for address in ADMIN:
        try:
            match = resolve(address.path(dict.fromkeys(address.parameters, 1) | text_values()))
        except Resolver404:
            without.append(f"not reached: {address.route}")
            continue
        if rule_for(match) is None:
            without.append(f"{address.name or 'unnamed'}: {address.route}")
    assert without == []


def test_every_other_address_is_known_to_be_public():
    others = {
        address.name or address.route
        for address in ADDRESSES
        if not address.in_admin and address.name not in OUTSIDE and not address.name.startswith(OUTSIDE_NAMESPACES)
    }
    assert others == set()


def text_values() -> dict[str, str]:
    return {
        "app_label": "regulations", "app_name": "regulations", "model_name": "regulationversion", "action": "delete",
        "action_name": "approve", "uidb64": "MQ", "token": "a-b", "revision_id_a": "earliest",
        "revision_id_b": "latest", "mode": "x", "filter_spec": "width-10", "signature": "x", "filename": "x.png",
        "content_type_app_name": "home", "content_type_model_name": "newspage", "slug": "x", "duty": "waiting",
    }  # fmt: skip


class Ministry:
    """Everything ministry B has: drafts in work and in control, and published versions."""

    def __init__(self, agency):
        self.agency = agency
        self.officer, self.controller = make_officer(agency), make_controller(agency)
        regulation = make_regulation(agency, code="B.1")
        make_regulation(agency, code="B.2", subjects=MARKER)
        published = make_version(regulation, effective_from=datetime.date(2025, 1, 1))
        self.draft = self._draft(regulation)
        waiting = self._draft(regulation)
        submit(version=waiting, by=self.officer)
        document = make_document("1/2026/TT-BYT", maintained_by=agency, title=MARKER)
        text = DECREE_TEXT.replace("Phạm vi", MARKER)
        document_draft = make_document_draft(document, text=text, note=MARKER, drafted_by=self.officer)
        document_draft.save_revision(user=self.officer)
        make_document_version(make_document("2/2026/TT-BYT", maintained_by=agency))
        waiting = RegulationVersion.objects.get(pk=waiting.pk)
        state = waiting.current_workflow_state
        self.keys = {
            "regulation": regulation.pk,
            "regulationversion": self.draft.pk,
            "legaldocument": document.pk,
            "documentversion": document_draft.pk,
        }
        NationalProcedure.objects.create(
            code=regulation.code, title=MARKER, content={"title": MARKER}, content_hash="0" * 64, source=MARKER
        )
        QuarantinedFile.objects.create(file_name=MARKER, sha256="0" * 64, size=1, places=[], document=document)
        self._write_plans(regulation)
        attached = make_attachment(self.draft, by=self.officer, title=MARKER, file=upload("b.pdf", pdf(MARKER)))
        report = submit_report(place=place_in(published, ""), text=MARKER, submission_key=uuid.uuid4())
        self.keys["errorreport"] = report.pk
        self.waiting, self.task_state = waiting, state.current_task_state
        self.values = text_values() | {
            "pk": self.draft.pk, "object_id": self.draft.pk,
            "revision_id": self.draft.latest_revision_id,
            "task_state_id": self.task_state.pk, "workflow_state_id": state.pk,
            "task_id": LegalControlTask.objects.get().pk,
            "code": regulation.code, "number": published.number, "old": 1, "new": 2,
            "edition": "2018", "slug": document.slug,
            "label": "dieu-1", "section": "regulations", "attachment": attached.pk, "sha256": attached.sha256,
            "name": attached.file_name,
        }  # fmt: skip

    def _write_plans(self, regulation):
        """A plan in work, one in control, and a text that each proposes."""
        self.plan, self.waiting_plan = (make_plan(self.agency, by=self.officer, title=MARKER) for _twice in range(2))
        proposed = {"title": MARKER, "steps": MARKER}
        items = [
            make_item(plan, regulation, rationale=MARKER, proposed=proposed) for plan in (self.plan, self.waiting_plan)
        ]
        submit(version=self.waiting_plan, by=self.officer)
        self.waiting_plan = PlanVersion.objects.get(pk=self.waiting_plan.pk)
        self.proposals = [RegulationVersion.objects.get(proposed_in=item) for item in items]
        self.keys |= {"planversion": self.plan.pk, "programme": self.plan.plan.programme_id}

    def _draft(self, regulation):
        parts = {key: f"{text} {MARKER}" for key, text in required_parts("procedure").items()}
        draft = make_draft(
            regulation, title=f"{MARKER} tên", note=MARKER, card_who=MARKER, parts=parts, drafted_by=self.officer,
            papers=[{"name": MARKER}], fees=[{"name": MARKER}], time_limits=[{"label": MARKER, "number": 3}],
        )  # fmt: skip
        draft.save_revision(user=self.officer)
        return RegulationVersion.objects.get(pk=draft.pk)

    def paths(self, address):
        """The address with B's keys; versions as the one in work, the one in control, and what plans propose."""
        values = dict.fromkeys(address.parameters, 1) | self.values
        if address.model in self.keys:
            values["pk"] = self.keys[address.model]
        yield address.path(values)
        if "duty" in address.parameters:
            yield from (address.path(values | {"duty": duty.key}) for duty in DUTIES)
        if address.model == "regulationversion" and "pk" in address.parameters:
            for version in (self.waiting, *self.proposals):
                yield address.path(values | {"pk": version.pk, "revision_id": version.latest_revision_id})
        if address.model == "planversion" and "pk" in address.parameters:
            waits = {"task_state_id": self.waiting_plan.current_workflow_task_state.pk, "number": 1}
            for plan in (self.plan, self.waiting_plan):
                yield address.path(values | waits | {"pk": plan.pk, "revision_id": plan.latest_revision_id})

    def posted(self) -> dict[str, object]:
        """One body that would do for any form of the register, if one were let in."""
        body = {
            "identity": self.keys["regulation"], "code": "LEN.1", "kind": "procedure", "agency": self.agency.pk,
            "deciding_level": "ministry", "stage": "running", "firm_size": "any", "online_level": "none",
            "title": "Lén sửa", "effective_from": "2026-09-09", "state": "abolished", "note": "Lén",
            "comment": "Lén", "text": "Điều 1. Lén", "source": "issued", "maintained_by": self.agency.pk,
            "number": "9/2026/TT-BYT", "doc_type": "thong-tu", "action-submit": "1", "action-publish": "1",
            "user": self.officer.pk, "role": "administrator", "name_vi": "Lén", "slug": "len", "acronym": "LEN",
            "level": "ministry", "key": "len", "label_vi": "Lén", "label_en": "Len", "position": 1, "id": "",
            "date": "2026-01-01", "old": self.agency.pk, "new": self.agency.pk, "issued_on": "2026-01-01",
        }  # fmt: skip
        body |= {
            "programme": self.keys["programme"], "authority": "minister", "summary": "Lén", "rationale": "Lén",
            "regulation": self.keys["regulation"], "action": "abolish", "decided_on": "2026-02-02", "more": "1",
            "reason": "Lén", "answer": "Lén", "link": "https://vi-du.vn/",
            "items": self.plan.items.get().pk, "extent": "done", "base_date": "2026-01-01", "part:steps": "current",
        }  # fmt: skip
        body |= {"step": "settle", "shown": "0" * 64, "reason": "Lén"}
        body |= {f"part_{key}": "Lén" for key in required_parts("procedure")}
        for rows in ("papers", "fees", "time_limits", "frequencies", "bases", "cost_lines", "targets", "provisions",
                     "documents"):  # fmt: skip
            body |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
        return body


@pytest.fixture
def ministry_b(db):
    make_field("Y tế", slug="y-te")
    return Ministry(make_agency("BYT"))


def fingerprint() -> str:
    """A hash of every row of the register and of its revisions and workflows."""
    rows = [(model._meta.label, list(model._base_manager.order_by("pk").values_list())) for model in WATCHED]
    rows.append(("people", list(User.objects.order_by("pk").values_list("pk", "email", "is_active", "password"))))
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def body_of(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode(errors="replace")


def ask_everything(ministry, user, addresses):
    """Send every request; returns what was changed, shown or broken, by the line of the request.

    Register addresses are asked by every method; the rest of the admin, which knows no agencies, is read and posted to.
    """
    wrong, before, posted, client = [], fingerprint(), ministry.posted(), Client(raise_request_exception=False)
    for address in addresses:
        if user is not None and "sessionid" not in client.cookies:
            client.force_login(user)
        for path in ministry.paths(address):
            for method in METHODS if address.model else ("get", "post"):
                response = getattr(client, method)(path, **({"data": posted} if method == "post" else {}))
                if MARKER in body_of(response):
                    wrong.append(f"showed a draft: {method} {path}")
                if response.status_code >= 500:
                    wrong.append(f"broke with {response.status_code}: {method} {path}")
        after = fingerprint()
        if after != before:
            wrong.append(f"changed a row: {address.route}")
        before = after
        if address.name == "wagtailadmin_logout":
            client.cookies.clear()
    return wrong


@pytest.fixture
def stranger(db):
    """Somebody with every role there is, everywhere but at ministry B, short of seeing all."""
    agency = make_agency("BCT")
    user = make_officer(agency)
    for role in (Role.LEGAL_CONTROLLER, Role.MODERATOR):
        appoint(user=user, role=role, agency=agency)
    appoint(user=user, role=Role.OPERATOR)
    return user


@pytest.mark.slow
def test_another_ministrys_people_neither_read_nor_change_anything(ministry_b, stranger):
    assert ask_everything(ministry_b, stranger, ADMIN) == []


@pytest.mark.slow
def test_people_who_are_not_signed_in_neither_read_nor_change_anything(ministry_b):
    assert ask_everything(ministry_b, None, ADMIN) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["examiner", "administrator", "controller of B"])
def test_those_who_see_all_change_nothing_of_it(ministry_b, who):
    """Legal control changes a record in one way, by approving or returning, and only there."""
    user = ministry_b.controller if who == "controller of B" else make_portal_person(Role(who))
    own = {"controller of B": ":workflow_action"}.get(who, ":none")
    versions = [address for address in ADMIN if address.model.endswith("version") and not address.name.endswith(own)]
    wrong = [line for line in ask_everything(ministry_b, user, versions) if not line.startswith("showed")]
    assert wrong == []


@pytest.mark.slow
def test_addresses_outside_the_admin_show_no_draft(ministry_b, stranger):
    outside = [address for address in ADDRESSES if not address.in_admin]
    for user in (None, stranger):
        assert [line for line in ask_everything(ministry_b, user, outside) if not line.startswith("broke")] == []


def test_the_marker_is_there_to_be_found(ministry_b):
    """The other tests prove nothing unless those who may read do find it."""
    client = Client()
    client.force_login(ministry_b.officer)
    for model, view in (("regulationversion", "inspect"), ("regulationversion", "edit"), ("documentversion", "inspect"),
                        ("regulationversion", "changes"), ("documentversion", "changes"),
                        ("legaldocument", "inspect"), ("planversion", "inspect"),
                        ("planversion", "change_item")):  # fmt: skip
        address = next(one for one in ADMIN if one.name == f"wagtailsnippets_regulations_{model}:{view}")
        assert MARKER in client.get(next(iter(ministry_b.paths(address)))).content.decode()
    assert MARKER in client.get("/admin/desk/drafts/").content.decode()
    assert DocumentVersion.objects.filter(live=False).exists()
