"""Merged ministries: records move with their history, and the old names still find them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from regulations.models import (
    AgencySuccession,
    AuditEntry,
    LegalDocument,
    RecordTransfer,
    Regulation,
    RegulationVersion,
    Role,
)
from regulations.permissions import policy_of
from regulations.transfers import TRANSFERRED, TransferRefused, transfer_records
from search.models import IndexJob
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_field,
    make_officer,
    make_portal_person,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2025, 3, 1)
REASON = "Nghị quyết về cơ cấu tổ chức của Chính phủ"


@pytest.fixture
def planning(db):
    return make_agency("BKHĐT", code="G05", name_vi="Bộ Kế hoạch và Đầu tư", valid_to=MARCH)


@pytest.fixture
def finance(db):
    return make_agency("BTC", code="G12", name_vi="Bộ Tài chính")


@pytest.fixture
def administrator(db):
    return make_portal_person(Role.ADMINISTRATOR)


def transfer(old, new, **more):
    return transfer_records(**{"from_agency": old, "to_agency": new, "on": MARCH, "reason": REASON, "by": None} | more)


def test_records_drafts_and_rights_go_over_with_their_history(planning, finance, administrator):
    regulation = make_version(make_regulation(planning)).regulation
    draft = make_draft(regulation, effective_from=datetime.date(2027, 1, 1))
    document = make_document("1/2024/TT-BKHĐT", maintained_by=planning)
    officer, heir = make_officer(planning), make_officer(finance)
    IndexJob.objects.all().delete()

    done = transfer(planning, finance, by=administrator)

    assert (done.regulations, done.documents) == (1, 1)
    regulation.refresh_from_db(), document.refresh_from_db()
    assert regulation.agency == document.maintained_by == finance
    assert RegulationVersion.objects.get(pk=draft.pk).maintaining_agency == finance
    policy = policy_of(RegulationVersion)
    assert policy.user_has_permission_for_instance(heir, "change", draft)
    assert not policy.user_has_permission_for_instance(officer, "view", draft)
    past = list(RecordTransfer.objects.values_list("old_agency", "new_agency", "on", "reason", "recorded_by"))
    assert past == [(planning.pk, finance.pk, MARCH, REASON, administrator.pk)] * 2
    entry = AuditEntry.objects.for_instance(regulation).get(action=TRANSFERRED)
    assert (entry.user, entry.why, entry.data["from"], entry.data["to"]) == (administrator, REASON, "BKHĐT", "BTC")
    assert entry.digest == entry.expected_digest()


def test_the_primary_successor_keeps_the_right_to_what_was_split_off_to_another(planning, finance):
    """Only where the record is now decides: with the heir's own unit, the heir may; elsewhere only that one."""
    health = make_agency("BYT")
    AgencySuccession.objects.create(old=planning, new=finance, date=MARCH, primary=True)
    kept, split = make_regulation(planning), make_regulation(planning)
    drafts = make_draft(kept), make_draft(split)
    transfer(planning, health, records=[split])
    policy, officer = policy_of(RegulationVersion), make_officer(finance)
    assert [policy.user_has_permission_for_instance(officer, "change", draft) for draft in drafts] == [True, False]
    assert Regulation.objects.get(pk=kept.pk).agency == planning


def test_what_may_not_go_leaves_everything_as_it_was(planning, finance):
    mine, theirs = make_regulation(planning), make_regulation(finance)
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    begun = make_agency("BMỚI", valid_from=datetime.date(2026, 1, 1))
    for wrong, error in (
        ({"records": [mine, theirs]}, TransferRefused),
        ({"to_agency": planning}, ValidationError),
        ({"to_agency": begun}, ValidationError),
        ({"on": tomorrow}, ValidationError),
        ({"reason": "  "}, ValidationError),
        ({"by": make_officer(planning)}, PermissionDenied),
    ):
        with pytest.raises(error):
            transfer(planning, finance, **wrong)
    assert set(Regulation.objects.values_list("pk", "agency")) == {(mine.pk, planning.pk), (theirs.pk, finance.pk)}
    assert not RecordTransfer.objects.exists()


def test_days_go_forward(planning, finance):
    regulation = make_regulation(planning)
    transfer(planning, finance)
    with pytest.raises(TransferRefused, match=regulation.code):
        transfer(finance, make_agency("BYT"), on=datetime.date(2024, 1, 1))
    assert Regulation.objects.get().agency == finance


def test_pages_tell_the_history_and_the_old_agency_leads_on(client, planning, finance):
    regulation = make_version(make_regulation(planning, code="1.000001")).regulation
    document = make_document_version(make_document("1/2024/TT-BKHĐT", maintained_by=planning)).document
    transfer(planning, finance)
    for record in (regulation, document):
        html = client.get(record.get_absolute_url()).content.decode()
        assert "Trước 01/03/2025: Bộ Kế hoạch và Đầu tư" in html
        assert "Bộ Tài chính" in html
    page = client.get("/agencies/G05/")
    assert page.context["total"] == 1
    assert page.context["documents_total"] == 1
    assert [link.text for link in page.context["handed_on"]] == ["Bộ Tài chính"]
    assert client.get("/agencies/G12/").context["total"] == 1
    listed = client.get("/agencies/").content.decode()
    assert listed.count("1 quy định") == 2


def test_the_command_moves_a_chosen_part(planning, finance, capsys):
    field = make_field("Đầu tư", slug="dau-tu")
    chosen = make_regulation(planning, code="1.1", fields=[field])
    make_regulation(planning, code="1.2"), make_document("1/2024/TT-BKHĐT", maintained_by=planning)
    arguments = {"--from": "BKHĐT", "--to": "BTC", "--on": "2025-03-01", "--reason": REASON, "--field": "dau-tu"}
    flat = [word for pair in arguments.items() for word in pair]
    call_command("transfer_records", *flat, "--dry-run")
    assert "1 records would go" in capsys.readouterr().out
    assert not RecordTransfer.objects.exists()
    call_command("transfer_records", *flat)
    assert list(Regulation.objects.filter(agency=finance)) == [chosen]
    assert LegalDocument.objects.get().maintained_by == planning
    with pytest.raises(CommandError, match=r"1\.9"):
        call_command("transfer_records", *flat[:-2], "--code", "1.9")
    with pytest.raises(CommandError, match="no agency"):
        call_command("transfer_records", "--from", "X", *flat[2:])
