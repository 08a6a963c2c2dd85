"""Plans, rounds, comments, accounts and figures under /en/, of a register written without a Vietnamese letter."""

import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client

from consult.confirming import token_for
from consult.models import Outcome, Phase
from consult.moderation import moderate
from home.models import HomePage
from regulations.models import Action, CostLine, DocumentType, Measure, ProgrammeTarget
from regulations.publishing import publish_version
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.accounts.citizens import EMAIL, link_of_the_last_mail, sign_in
from tests.consult.public import send
from tests.factories.accounts import PASSWORD, make_citizen
from tests.factories.consult import in_phase, make_answer, make_comment, make_round, moderator_of, publish
from tests.factories.plans import make_decision, make_implementation, make_item, make_plan, make_programme, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
    required_parts,
)
from tests.portal.messages import VIETNAMESE
from tests.portal.reader import vietnamese_in

pytestmark = pytest.mark.django_db
NAME, GUEST = "Lan Nguyen", "guest@vi-du.vn"


def pages_with_vietnamese(client, addresses):
    """What each page says in Vietnamese; pages that are not there as asked are named with their status."""
    found = {}
    for address, status in addresses.items():
        response = client.get(address)
        said = vietnamese_in(response)
        if response.status_code != status or said:
            found[address] = (response.status_code, said)
    return found


def make_reform():
    """A plan with every action, one item carried out, and an amending plan."""
    HomePage.objects.update(examples="hoa chat")
    ministry = make_agency("MIT", name_vi="MIT", name_en="Ministry of Trade")
    make_agency("UNIT", parent=ministry, name_vi="UNIT", name_en="A unit")
    programme = make_programme("nq-66", name_vi="Programme", name_en="Programme", number="66/NQ-CP")
    ProgrammeTarget.objects.create(
        programme=programme, measure=Measure.COST, percent=30, denominator="all costs", sort_order=0
    )
    circular = make_document("3/2026/TT-BCT", title="Circular", doc_type=DocumentType.CIRCULAR, maintained_by=ministry)
    make_document_version(circular)
    draft = make_plan(ministry, programme=programme, title="Plan", summary="In short.")
    cost = {"times_per_year": 2, "subjects_per_year": 100}
    provision = {"document": circular, "label": "", "note": "Change it."}
    work = {"activity": "Form", "hours": 2, "hourly_income": 50_000, "services": 1_000, "fees": 2_000}
    for action in Action:
        regulation = make_regulation(ministry, code=f"1.{action}")
        parts = dict.fromkeys(required_parts(regulation.kind), "Text.")
        before = make_draft(regulation, title="Permit", parts=parts, papers=[{"name": "Form"}], **cost)
        CostLine.objects.create(version=before, sort_order=0, **work)
        publish_version(version=before, by=None)
        more = {}
        if action == Action.MERGE:
            into = make_version(make_regulation(ministry, code="1.into"), title="Licence")
            more = {"merged_into": into.regulation}
        proposed = {"steps": "Shorter text.", "subjects_per_year": 50} if action.has_proposal else None
        make_item(
            draft, regulation, action=action, rationale="Less work.", proposed=proposed,
            deadline=datetime.date(2020, 1, 1), provisions=[provision], **more,
        )  # fmt: skip
    plan = publish_plan(draft)
    make_decision(plan, number="1015/TTg", items=plan.items.all()[:3])
    make_implementation(plan.items.first(), documents=[circular])
    return plan


@pytest.fixture
def reform():
    reset_engine(TantivyEngine())
    plan = make_reform()
    rebuild()
    yield plan
    reset_engine()


@pytest.fixture
def mails_go_out(monkeypatch):
    """A test is one transaction that is rolled back; what waits for its commit would never run."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, using=None, robust=False: call())


def test_plans_and_figures_speak_english(client, reform):
    plan = f"/en/plans/{reform.plan_id}/"
    addresses = {
        "/en/": 200,
        "/en/plans/": 200,
        "/en/plans/?q=nothing": 200,
        "/en/plans/?agency=MIT&programme=nq-66&year=2026&action=abolish": 200,
        "/en/plans/?state=never&action=odd&agency=none": 200,
        "/en/plans/?page=9": 404,
        plan: 200,
        f"{plan}versions/1/": 200,
        f"{plan}versions/2/": 404,
        "/en/search/?in=plans": 200,
        "/en/search/?in=plans&q=permit&action=abolish": 200,
        "/en/statistics/": 200,
        "/en/statistics/?agency=MIT": 200,
        "/en/statistics/?agency=none": 200,
        "/en/statistics/documents/": 200,
        "/en/statistics/documents/?type=law": 200,
        "/en/statistics/documents/?type=odd&q=nothing": 200,
        **{f"/en/regulations/{item.regulation.code}/": 200 for item in reform.items.select_related("regulation")},
    }
    assert pages_with_vietnamese(client, addresses) == {}


def test_rounds_and_comments_speak_english(client, reform, mails_go_out):
    consultation = make_round(reform, title="Round", introduction="What do you think?")
    page, comments = f"/en/consultations/{consultation.pk}/", []
    for number, outcome in enumerate(Outcome):
        part = "muc-1-steps" if number else ""
        comments.append(make_comment(consultation, text=f"Comment {number}.", name=NAME, part=part))
        make_answer(consultation, comments[-1], outcome=outcome, text="Thank you for this.")
    moderator = moderator_of(consultation.agency)
    moderate(comment=comments[0], to="hidden", by=moderator, reason="insult")
    make_comment(consultation, text="A reply to this.", name=NAME, hide_name=True, parent=comments[1])
    waiting = make_comment(consultation, text="This one waits.", name=NAME, published=False, email=GUEST)
    rejected = make_comment(consultation, text="Nothing of this.", name=NAME, published=False)
    moderate(comment=rejected, to="rejected", by=moderator, reason="off_topic", note="Another plan.")
    receipts = {f"/en/consultations/receipts/{one.receipt}/": 200 for one in (*comments, waiting, rejected)}
    open_round = {
        "/en/consultations/": 200,
        "/en/consultations/?q=nothing": 200,
        "/en/consultations/?phase=open&agency=MIT&year=2026": 200,
        "/en/consultations/comments/": 200,
        "/en/consultations/comments/?answered=no&agency=MIT": 200,
        "/en/consultations/comments/?outcome=accepted": 200,
        "/en/consultations/receipts/": 200,
        "/en/consultations/receipts/GY-1111-2222-3333/": 404,
        f"/en/consultations/receipts/{waiting.receipt}/withdraw/": 200,
        f"/en/consultations/confirm/{token_for(waiting)}/": 200,
        "/en/consultations/confirm/odd/": 404,
        page: 200,
        f"{page}?answered=no": 200,
        f"{page}?part=muc-2": 200,
        f"{page}comment/": 200,
        f"{page}comment/?part=muc-1": 200,
        f"{page}comment/?part=muc-1-steps": 200,
        f"{page}comment/?reply_to={comments[1].pk}": 200,
        f"/en/plans/{reform.plan_id}/": 200,
        "/en/plans/": 200,
        "/en/statistics/": 200,
        **receipts,
    }
    assert pages_with_vietnamese(client, open_round) == {}
    for phase in (Phase.SCHEDULED, Phase.CLOSED):
        in_phase(consultation, phase)
        assert pages_with_vietnamese(client, {page: 200, "/en/consultations/": 200, f"{page}comment/": 403}) == {}


def test_what_is_sent_wrongly_is_refused_in_english(client, reform):
    consultation = make_round(reform, title="Round")
    right = {"text": "Too long a form.", "name": NAME}
    for wrong in ({"text": ""}, {"text": "x" * 20_000}, {"name": ""}, {"email": "odd"}, {"submission_key": "odd"}):
        answer = send(client, consultation, prefix="/en", **(right | wrong))
        assert (answer.status_code, vietnamese_in(answer)) == (422, []), wrong


def test_who_writes_on_the_english_site_gets_english_mails(client, reform, mails_go_out):
    consultation = make_round(reform, title="Round")
    mail.outbox.clear()  # the officers' own
    send(client, consultation, prefix="/en", text="Drop this paper.", name=NAME, email=GUEST)
    comment = consultation.comments.get()
    client.post(f"/en/consultations/confirm/{token_for(comment)}/")
    publish(comment)
    make_answer(consultation, comment, text="Thank you for this.")
    moderate(comment=comment, to="hidden", by=moderator_of(consultation.agency), reason="off_topic")
    guest = {"name": NAME, "email": GUEST, "language": "en"}
    refused = make_comment(consultation, published=False, text="Drop more papers.", **guest)
    client.post(f"/en/consultations/confirm/{token_for(refused)}/")
    moderate(comment=refused, to="rejected", by=moderator_of(consultation.agency), reason="other", note="Not here.")
    assert len(mail.outbox) == 6
    assert [one.subject for one in mail.outbox if VIETNAMESE.search(one.subject + one.body)] == []


def test_accounts_speak_english(client, mails_go_out):
    make_citizen(EMAIL, full_name=NAME)
    public = ["sign-in/", "sign-up/", "confirm/", "confirm/again/", "confirm/MQ:1abc:def/", "password/forgotten/"]
    public += ["password/forgotten/sent/", "password/new/1-odd/", "password/new/done/", "erased/"]
    assert pages_with_vietnamese(client, {f"/en/account/{page}": 200 for page in public}) == {}
    sign_in(client)
    own = ["", "name/", "password/", "sign-out/", "erase/"]
    assert pages_with_vietnamese(client, {f"/en/account/{page}": 200 for page in own}) == {}


def test_account_forms_and_mails_speak_english(client, mails_go_out):
    new = {"full_name": NAME, "email": "new@vi-du.vn", "password1": PASSWORD}
    wrong = [
        ("sign-up/", new | {"password1": "short"}),
        ("sign-up/", new | {"full_name": "http://x", "email": "odd", "password1": "123456789012"}),
        ("sign-in/", {"login": EMAIL, "password": "wrong"}),
        ("password/forgotten/", {"email": "odd"}),
        ("confirm/again/", {"email": ""}),
    ]
    for page, posted in wrong:
        answer = client.post(f"/en/account/{page}", posted)
        assert (answer.status_code, vietnamese_in(answer)) == (200, []), (page, posted)
    client.post("/en/account/sign-up/", new)
    confirm = link_of_the_last_mail()
    assert vietnamese_in(client.get(confirm)) == []
    client.post(confirm)
    for page, posted in (("sign-up/", new), ("password/forgotten/", new), ("password/forgotten/", {"email": EMAIL})):
        Client().post(f"/en/account/{page}", posted)
    client.post("/en/account/password/", {"oldpassword": PASSWORD, "password1": "another-long-one"})
    client.post("/en/account/erase/", {"password": "another-long-one"})
    assert len(mail.outbox) == 6
    assert [one.subject for one in mail.outbox if VIETNAMESE.search(one.subject + one.body)] == []
