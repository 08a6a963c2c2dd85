"""The demo register: loaded as people would enter it, dated from the day of loading."""

import datetime
import io
import shutil

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TaskState

from accounts.models import User
from accounts.people import is_verified
from consult.models import Comment, CommentStatus, Consultation, Phase
from home.demo.accounts import ACCOUNTS, PASSWORD, accounts_table
from home.demo.reading import FOLDER, read_demo
from home.demo.refusing import DemoFileError
from home.demo.wording import demo_date, fill
from home.models import DemoLoad
from regulations.models import (
    Agency,
    AgencySuccession,
    AuditEntry,
    DocumentVersion,
    EnteredChange,
    Field,
    Industry,
    Kind,
    LegalBasis,
    LegalDocument,
    PlanItem,
    PlanState,
    Programme,
    Regulation,
    RegulationVersion,
    Role,
    SimplificationPlan,
    State,
)
from regulations.models.officers import covered_agency_ids
from regulations.unapplied import touched_bases, unapplied_changes
from search.models import IndexJob, IndexTarget

TODAY = datetime.date(2026, 11, 22)


def run(command, **options):
    said = io.StringIO()
    call_command(command, stdout=said, **options)
    return said.getvalue()


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """The demo in the database for all tests of this module, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        IndexTarget.objects.create(name="tantivy:here")
        run("load_demo")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_loaded, db):
    """What a test adds to the demo goes with the test."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("-60m", datetime.date(2021, 11, 1)),
        ("-60m+14d", datetime.date(2021, 11, 15)),
        ("-11m", datetime.date(2025, 12, 1)),
        ("+2m", datetime.date(2027, 1, 1)),
        ("-3d", datetime.date(2026, 11, 19)),
        ("+20d", datetime.date(2026, 12, 12)),
    ],
)
def test_dates_move_with_the_day_of_loading(said, meant):
    assert demo_date(said, today=TODAY) == meant


@pytest.mark.parametrize("said", ["", "2021-01-01", "m", "60", "-60x", "-60m 14d"])
def test_only_relative_dates_are_dates(said):
    with pytest.raises(ValueError, match="relative date"):
        demo_date(said, today=TODAY)


def test_mentions_are_resolved_wherever_they_stand():
    said = {"text": ["{nd} từ {date:-60m}, năm {year:-60m}", 3, None]}
    assert fill(said, mentions={"nd": "Nghị định số 1/2021/NĐ-CP"}, today=TODAY) == {
        "text": ["Nghị định số 1/2021/NĐ-CP từ ngày 01 tháng 11 năm 2021, năm 2021", 3, None]
    }


def test_a_mention_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="nd-khac"):
        fill("{nd-khac}", mentions={}, today=TODAY)


@pytest.mark.slow
def test_the_register_has_what_it_was_written_for(demo):
    assert Regulation.objects.count() == 60
    assert all(Regulation.objects.filter(kind=kind).count() >= 8 for kind in Kind)
    assert Agency.objects.count() == 12
    assert Field.objects.count() == 15
    assert LegalDocument.objects.count() == 20
    assert {industry.level for industry in Industry.objects.all()} == {1, 2, 3, 4, 5}
    split = AgencySuccession.objects.filter(old__acronym="BLĐTBXH")
    assert split.count() == 2
    assert split.filter(primary=True).count() == 1
    histories = [regulation.versions.current().count() for regulation in Regulation.objects.all()]
    assert sum(count >= 3 for count in histories) >= 10


@pytest.mark.slow
def test_on_the_day_of_loading_every_state_is_there_and_something_is_yet_to_come(demo):
    today = timezone.localdate()
    speaking = RegulationVersion.objects.in_force_on(today)
    assert {version.state for version in speaking} == set(State.values)
    began = speaking.values("regulation")
    assert Regulation.objects.exclude(pk__in=began).count() >= 2
    assert RegulationVersion.objects.current().filter(effective_from__gt=today, regulation__in=began).count() >= 5
    assert DocumentVersion.objects.filter(live=True, effective_from=None).exists()


@pytest.mark.slow
def test_every_version_was_drafted_by_its_officer_and_published_by_legal_control(demo):
    versions = [
        *RegulationVersion.objects.filter(live=True).select_related("regulation__agency"),
        *DocumentVersion.objects.filter(live=True).select_related("document__maintained_by"),
    ]
    assert len(versions) > 100
    for version in versions:
        drafter, approver = version.drafted_by, version.approved_by
        assert drafter != approver
        assert version.maintaining_agency.pk in covered_agency_ids(drafter, Role.OFFICER)
        assert version.maintaining_agency.pk in covered_agency_ids(approver, Role.LEGAL_CONTROLLER)
        assert version.live_revision is not None
        assert version.live_revision.user == drafter
        assert AuditEntry.objects.for_instance(version).filter(action="wagtail.publish", user=approver).count() == 1
    assert IndexJob.objects.filter(kind="regulation").values("key").distinct().count() == 60
    assert IndexJob.objects.filter(kind="document").values("key").distinct().count() == 20


@pytest.mark.slow
def test_legal_bases_lead_to_a_provision_in_force_on_the_day(demo):
    bases = LegalBasis.objects.filter(version__live=True).select_related("version", "document")
    assert bases.count() > 60
    for basis in bases:
        text = basis.document.version_on(basis.version.effective_from)
        assert not basis.label or text.provisions.filter(label=basis.label).exists(), basis


@pytest.mark.slow
def test_one_change_is_still_to_be_entered_and_the_others_are(demo):
    today = timezone.localdate()
    missing = unapplied_changes(LegalDocument.objects.values_list("pk", flat=True), today)
    assert [LegalDocument.objects.get(pk=pk).doc_type for pk in missing] == ["thong-tu"]
    assert EnteredChange.objects.filter(version__live=True).count() >= 5
    touched = touched_bases(RegulationVersion.objects.in_force_on(today), today)
    assert {RegulationVersion.objects.get(pk=pk).regulation.code for pk in touched} == {"BCT-TCQC-101"}


@pytest.mark.slow
def test_no_text_keeps_an_unresolved_mention(demo):
    for version in DocumentVersion.objects.all():
        assert "{" not in version.text + version.note
    for version in RegulationVersion.objects.prefetch_related("parts"):
        assert "{" not in " ".join([version.title, version.note, *(part.text for part in version.parts.all())])


@pytest.mark.slow
def test_the_admin_has_work_in_every_stage_and_nobody_was_sent_mail(demo):
    drafts = RegulationVersion.objects.drafts()
    stages = sorted(
        TaskState.objects.filter(workflow_state__object_id=str(draft.pk)).values_list("status", flat=True).last() or ""
        for draft in drafts
    )
    assert stages == ["", TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_REJECTED]
    assert mail.outbox == []


@pytest.mark.slow
def test_plans_are_there_in_every_state_and_one_is_with_legal_control(demo):
    assert Programme.objects.exclude(baseline_frozen_at=None).count() == 2
    assert SimplificationPlan.objects.count() == 6
    public = SimplificationPlan.objects.public().with_state()
    assert {plan.state for plan in public} == set(PlanState.values)
    (hidden,) = SimplificationPlan.objects.exclude(pk__in=public)
    assert hidden.versions.get().workflow_in_progress
    assert SimplificationPlan.objects.filter(amended_by__isnull=False).count() == 1
    done = PlanItem.objects.filter(implementations__version__live=True)
    assert {item.regulation.version_on(timezone.localdate()).implements.item for item in done} == set(done)
    for item in PlanItem.objects.filter(proposal__isnull=False).prefetch_related("proposal__parts"):
        assert "{" not in " ".join([item.rationale, *(part.text for part in item.proposal.parts.all())])


@pytest.mark.slow
def test_three_rounds_hold_sixty_comments_and_the_closed_one_owes_no_answer(demo):
    rounds = {consultation.phase: consultation for consultation in Consultation.objects.all()}
    assert set(rounds) == {Phase.SCHEDULED, Phase.OPEN, Phase.ANSWERED}
    assert Comment.objects.count() == 60
    assert set(Comment.objects.values_list("status", flat=True)) == set(CommentStatus.values)
    assert Comment.objects.filter(parent__parent__isnull=False).exists()
    assert Comment.objects.filter(sender__hide_name=True).exists()
    for consultation in rounds.values():
        for comment in consultation.comments.all():
            assert consultation.opens_at <= comment.created_at < min(consultation.closes_at, timezone.now())
    assert not rounds[Phase.ANSWERED].comments.published().filter(answer=None).exists()
    assert rounds[Phase.OPEN].comments.published().filter(answer=None).count() > 20


@pytest.mark.slow
def test_the_accounts_that_are_printed_can_sign_in(demo, client):
    printed = run("demo_accounts")
    assert PASSWORD in printed
    for account in ACCOUNTS:
        assert account.email in printed
        user = User.objects.get(email=account.email)
        assert user.check_password(PASSWORD)
        assert set(user.groups.values_list("name", flat=True)) == ({account.role} if account.role else set())
        assert bool(account.role) or is_verified(user)


@pytest.mark.slow
def test_news_and_guides_are_there_in_both_languages(demo):
    titles = set(Page.objects.live().values_list("title", flat=True))
    said = read_demo(today=timezone.localdate())
    for row in [*said.news, *said.guides]:
        assert {row["vi"]["title"], row["en"]["title"]} <= titles


@pytest.mark.slow
def test_a_later_start_keeps_what_is_there_and_says_when_it_has_aged(demo):
    versions = RegulationVersion.objects.count()
    assert run("load_demo", if_empty=True) == ""
    DemoLoad.objects.update(loaded_on=timezone.localdate() - datetime.timedelta(days=15))
    assert "make demo-reset" in run("load_demo", if_empty=True)
    with pytest.raises(CommandError, match="make demo-reset"):
        run("load_demo")
    assert RegulationVersion.objects.count() == versions


@pytest.mark.django_db
def test_settings_that_are_not_a_developers_refuse_the_demo(settings):
    settings.DEMO_ALLOWED = False
    DemoLoad.objects.all().delete()
    before = User.objects.count()
    with pytest.raises(CommandError, match="public passwords"):
        run("load_demo")
    assert User.objects.count() == before


@pytest.mark.django_db
def test_without_a_demo_no_account_is_printed():
    DemoLoad.objects.all().delete()
    assert run("demo_accounts") == ""
    assert PASSWORD in accounts_table()


BREAKS = [
    ("documents/nd-ruou.toml", "nghi-dinh", "nghi-dnh", "nd-ruou.toml: type"),
    ("documents/nd-ruou.toml", 'maintained_by = "BCT"', 'maintained_by = "BCX"', "nd-ruou.toml: maintained_by"),
    ("documents/nd-ruou.toml", 'issued = "-', 'issued = "hôm nay -', "nd-ruou.toml: .*relative date"),
    ("documents/nd-ruou.toml", 'key = "nd-ruou"', "key = nd-ruou", "nd-ruou.toml"),
    ("regulations/full/1.900101.toml", "nd-hoa-chat#dieu-15\"", "nd-hoa-chat#dieu-915\"", "1.900101.toml, .*dieu-915"),
    ("regulations/full/1.900101.toml", "{nd-hoa-chat}", "{nd-hoa}", "1.900101.toml: .*{nd-hoa}"),
    ("regulations/full/1.900101.toml", '["hoa-chat"]', '["hoa-chut"]', "1.900101.toml, 1.900101: fields"),
    ("regulations/full/1.900101.toml", "steps = '''", "stops = '''", "1.900101.toml, .*part: .*stops"),
    ("regulations/full/1.900101.toml", "working_days", "working", "1.900101.toml, .*unit"),
    ("regulations/full/1.900101.toml", 'kind = "procedure"\n', "", "missing: 'kind'"),
    ("regulations/full/1.900201.toml", "1.900201", "1.900101", "1.900101 stands twice"),
    ("plans/hoa-chat.toml", 'action = "abolish"', 'action = "bo"', "hoa-chat.toml, item 5: action"),
    ("plans/hoa-chat.toml", "1.900102", "1.900199", "hoa-chat.toml, item 2: regulation"),
    ("plans/thu-y.toml", "[item.first_parts]\ndossier", "[item.first_parts]\ndosier", "thu-y.toml, item 1: part"),
    ("consultations/thu-y.toml", 'plan = "thu-y"', 'plan = "thu"', "thu-y.toml: plan"),
    ("consultations/thu-y.toml", 'comments = ["thuong-lai"]', 'comments = ["ai"]', "thu-y.toml: answered comment"),
    ("agencies.toml", 'parent = "BCT"', 'parent = "BTV"', "agencies.toml: parent"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "right", "wrong", "said"), BREAKS)
def test_what_is_wrong_in_a_file_is_told_by_file_and_key_before_anything_is_written(tmp_path, name, right, wrong, said):
    folder = tmp_path / "demo"
    shutil.copytree(FOLDER, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert right in text
    (folder / name).write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DemoFileError, match=said):
        read_demo(today=TODAY, folder=folder)


@pytest.mark.parametrize("today", [TODAY, datetime.date(2027, 1, 1), datetime.date(2028, 2, 29)])
def test_the_files_hold_whatever_the_day(today):
    demo = read_demo(today=today)
    assert (len(demo.regulations), len(demo.documents)) == (60, 20)
