"""Rounds in the admin: drafted by an officer, published and lengthened by legal control, closed by answers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from consult.models import Consultation, ConsultationPeriod, Phase, Stage, Subject
from regulations.models import Role
from regulations.officers import appoint
from tests.consult.desk import Ministry, answer_url, round_url, signed_in, text_of
from tests.factories.consult import DAY, in_phase, make_answer, make_comment, make_round, make_round_draft
from tests.factories.plans import make_plan, publish_plan
from tests.factories.regulations import make_agency, make_officer, make_portal_person

FORM = {"title": "Về giấy phép xăng dầu", "introduction": "Bỏ giấy tờ nào?", "shortened_ground": ""}


@pytest.fixture
def ministry(db):
    return Ministry("BCT")


@pytest.fixture
def fresh(ministry):
    """A published plan of the ministry that nobody was asked about yet."""
    return publish_plan(agency=ministry.agency, by=ministry.controller)


def moment(days: int) -> str:
    return (timezone.localtime() + days * DAY).strftime("%d/%m/%Y 08:00")


def form_for(version, **changed):
    return FORM | {"plan_version": version.pk, "opens_at": moment(3), "closes_at": moment(60)} | changed


def test_an_officer_drafts_a_round_and_legal_control_publishes_it(ministry, fresh):
    drafting = signed_in(ministry.officer)
    page = text_of(drafting.get(round_url("add")))
    assert fresh.title in page
    assert "sớm nhất được kết thúc" in page
    saved = drafting.post(round_url("add"), form_for(fresh))
    made = Consultation.objects.get(plan_version=fresh)
    assert saved.url == round_url("inspect", made)
    assert (made.stage, made.drafted_by) == (Stage.DRAFT, ministry.officer)
    assert timezone.localtime(made.opens_at).strftime("%d/%m/%Y %H:%M") == moment(3)
    page = text_of(drafting.get(saved.url))
    assert "không phải người soạn, sẽ công bố" in page or "Bạn là người soạn" in page
    controlling = signed_in(ministry.controller)
    assert "Công bố đợt lấy ý kiến" in text_of(controlling.get(saved.url))
    answer = controlling.post(round_url("publish", made), follow=True)
    assert "Đã công bố đợt lấy ý kiến." in text_of(answer)
    made.refresh_from_db()
    assert (made.stage, made.published_by) == (Stage.PUBLISHED, ministry.controller)
    assert f"{made.answer_due_on:%d/%m/%Y}" in text_of(answer)
    assert "Công bố đợt lấy ý kiến" not in text_of(answer)


def test_day_stands_before_month_and_hours_are_vietnamese(ministry, fresh):
    signed_in(ministry.officer).post(
        round_url("add"), form_for(fresh, opens_at="05/06/2027 08:30", closes_at="06/07/2027 17:00")
    )
    made = Consultation.objects.get(plan_version=fresh)
    assert made.opens_at == datetime.datetime(2027, 6, 5, 1, 30, tzinfo=datetime.UTC)


def test_nobody_works_by_another_clock_than_the_laws(ministry, fresh):
    client = signed_in(ministry.officer)
    account = reverse("wagtailadmin_account")
    assert "current_time_zone" not in text_of(client.get(account))
    client.post(account, {"locale-preferred_language": "vi", "locale-current_time_zone": "America/New_York"})
    client.post(round_url("add"), form_for(fresh, opens_at="05/06/2027 08:30", closes_at="06/07/2027 17:00"))
    made = Consultation.objects.get(plan_version=fresh)
    assert made.opens_at == datetime.datetime(2027, 6, 5, 1, 30, tzinfo=datetime.UTC)


def test_the_form_offers_only_published_plans_of_ones_own(ministry, fresh):
    foreign = publish_plan(agency=make_agency("BYT"), title="Phương án của Bộ khác")
    draft = make_plan(ministry.agency, title="Phương án còn là bản nháp")
    client = signed_in(ministry.officer)
    page = text_of(client.get(round_url("add") + f"?plan_version={foreign.pk}"))
    assert fresh.title in page
    assert foreign.title not in page
    assert draft.title not in page
    for version in (foreign, draft):
        answer = client.post(round_url("add"), form_for(version))
        assert answer.status_code == 200
        assert version.title not in text_of(answer)
    assert not Consultation.objects.filter(plan_version__in=(foreign, draft)).exists()


def test_wrong_moments_are_named_and_what_was_typed_stays(ministry, fresh):
    page = text_of(
        signed_in(ministry.officer).post(
            round_url("add"), form_for(fresh, opens_at="mai", closes_at=moment(-1), title="Tên rất riêng")
        )
    )
    assert "Tên rất riêng" in page
    assert 'value="mai"' in page
    page = text_of(
        signed_in(ministry.officer).post(round_url("add"), form_for(fresh, closes_at=moment(1), title="Tên rất riêng"))
    )
    assert "Thời điểm kết thúc phải sau thời điểm bắt đầu." in page
    assert not Consultation.objects.filter(plan_version=fresh).exists()


def test_too_short_without_ground_says_the_earliest_end_and_its_source(ministry, fresh):
    ConsultationPeriod.objects.all().delete()
    ConsultationPeriod.objects.create(
        subject=Subject.PLAN, minimum_days=60, answer_days=30, source="Điều 9 Nghị định thử"
    )
    draft = make_round_draft(
        fresh, by=ministry.officer, opens_at=timezone.now() + DAY, closes_at=timezone.now() + 5 * DAY
    )
    page = text_of(signed_in(ministry.officer).get(round_url("edit", draft)))
    assert "Điều 9 Nghị định thử" in page
    assert "phải có căn cứ rút ngắn" in page
    refused = text_of(signed_in(ministry.controller).post(round_url("publish", draft), follow=True))
    assert "kết thúc sớm nhất lúc" in refused
    assert "chưa công bố được" in refused
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT


def test_who_drafted_does_not_publish(ministry, fresh):
    both = make_officer(ministry.agency)
    appoint(user=both, role=Role.LEGAL_CONTROLLER, agency=ministry.agency)
    draft = make_round_draft(fresh, by=both)
    client = signed_in(both)
    page = text_of(client.get(round_url("inspect", draft)))
    assert "Bạn là người soạn" in page
    refused = client.post(round_url("publish", draft), follow=True)
    assert "không phải người soạn" in text_of(refused)
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT


def test_a_draft_is_changed_and_thrown_away_a_public_round_is_not(ministry, fresh):
    draft = make_round_draft(fresh, by=ministry.officer)
    client = signed_in(ministry.officer)
    changed = client.post(round_url("edit", draft), form_for(fresh, title="Tên mới"))
    assert changed.url == round_url("inspect", draft)
    draft.refresh_from_db()
    assert draft.title == "Tên mới"
    for name in ("edit", "delete"):
        answer = client.post(round_url(name, ministry.round), form_for(ministry.version, title="Lén"))
        assert answer.status_code in (302, 403)
    ministry.round.refresh_from_db()
    assert ministry.round.title == "Đợt của BCT"
    assert client.get(round_url("edit", ministry.round)).url == round_url("inspect", ministry.round)
    client.post(round_url("delete", draft))
    assert not Consultation.objects.filter(pk=draft.pk).exists()


def test_a_round_is_lengthened_with_a_reason_and_never_shortened(ministry):
    client = signed_in(ministry.controller)
    later = ministry.round.closes_at + 10 * DAY
    typed = timezone.localtime(later).strftime("%d/%m/%Y %H:%M")
    refused = client.post(round_url("extend", ministry.round), {"closes_at": typed, "reason": ""})
    assert refused.status_code == 422
    assert typed in text_of(refused)
    earlier = timezone.localtime(ministry.round.closes_at - DAY).strftime("%d/%m/%Y %H:%M")
    refused = client.post(round_url("extend", ministry.round), {"closes_at": earlier, "reason": "Nhầm"})
    assert "không được rút ngắn" in text_of(refused)
    done = client.post(
        round_url("extend", ministry.round), {"closes_at": typed, "reason": "Hiệp hội đề nghị"}, follow=True
    )
    assert "Hiệp hội đề nghị" in text_of(done)
    assert (
        timezone.localtime(Consultation.objects.get(pk=ministry.round.pk).closes_at).strftime("%d/%m/%Y %H:%M") == typed
    )
    assert "Hiệp hội đề nghị" in text_of(client.get(round_url("history", ministry.round)))
    by_officer = signed_in(ministry.officer).post(
        round_url("extend", ministry.round), {"closes_at": typed, "reason": "Thêm"}, follow=True
    )
    assert "Cần người kiểm soát pháp chế" in text_of(by_officer)


def test_a_round_is_marked_answered_only_when_all_are(ministry):
    comment = make_comment(ministry.round)
    in_phase(ministry.round, Phase.CLOSED)
    client = signed_in(ministry.officer)
    refused = text_of(client.post(round_url("mark_answered", ministry.round), follow=True))
    assert "Còn 1 ý kiến chưa có trả lời." in refused
    make_answer(ministry.round, comment, by=ministry.officer)
    done = text_of(client.post(round_url("mark_answered", ministry.round), follow=True))
    assert "mọi ý kiến đã được trả lời" in done
    assert Consultation.objects.get(pk=ministry.round.pk).stage == Stage.ANSWERED
    archived = text_of(client.post(round_url("archive", ministry.round), follow=True))
    assert "lưu trữ" in archived
    assert Consultation.objects.get(pk=ministry.round.pk).stage == Stage.ARCHIVED


def test_the_list_shows_own_rounds_and_filters_them(ministry, fresh):
    other = make_round(publish_plan(agency=make_agency("BYT")), title="Đợt của Bộ khác")
    make_round_draft(fresh, title="Đợt còn soạn")
    client = signed_in(ministry.officer)
    everything = text_of(client.get(round_url("list")))
    assert "Đợt của BCT" in everything
    assert "Đợt còn soạn" in everything
    assert other.title not in everything
    assert "Đợt còn soạn" not in text_of(client.get(round_url("list") + "?phase=open"))
    assert "Đợt của BCT" not in text_of(client.get(round_url("list") + "?phase=draft"))
    assert "Đợt của BCT" in text_of(client.get(round_url("list") + "?q=dot+cua+bct"))
    assert other.title in text_of(signed_in(make_portal_person(Role.EXAMINER)).get(round_url("list")))


def test_periods_are_administrators_work(ministry):
    add = reverse("wagtailsnippets_consult_consultationperiod:add")
    form = {"subject": "plan", "minimum_days": 20, "answer_days": 30, "source": "Điều 1", "valid_from": "01/01/2030",
            "valid_to": ""}  # fmt: skip
    before = ConsultationPeriod.objects.count()
    for user in (ministry.officer, ministry.controller, ministry.moderator, make_portal_person(Role.EXAMINER)):
        signed_in(user).post(add, form)
    assert ConsultationPeriod.objects.count() == before
    administrator = signed_in(make_portal_person(Role.ADMINISTRATOR))
    administrator.post(add, form)
    assert ConsultationPeriod.objects.count() == before + 1
    assert "Điều 1" in text_of(administrator.get(reverse("wagtailsnippets_consult_consultationperiod:list")))


def test_the_desk_says_what_waits(ministry, fresh):
    home = reverse("wagtailadmin_home")
    make_round_draft(fresh, by=ministry.officer, title="Đợt chờ công bố")
    make_comment(ministry.round)
    make_comment(ministry.round, published=False)
    moderating = text_of(signed_in(ministry.moderator).get(home))
    assert "1 ý kiến chờ duyệt" in moderating
    assert "Đợt chờ công bố" not in moderating
    answering = text_of(signed_in(ministry.officer).get(home))
    assert "đã trả lời 0/1 ý kiến" in answering
    assert answer_url("round", ministry.round) in answering
    assert "Đợt chờ công bố" in text_of(signed_in(ministry.controller).get(home))
    idle = text_of(signed_in(make_officer(make_agency("BYT"), Role.MODERATOR)).get(home))
    assert "ý kiến chờ duyệt" not in idle
    assert "Không có việc nào" in idle


def test_menus_hold_what_one_may_enter(ministry):
    names = ("consult/moderation/", "consult/answers/", "consultationperiod/")

    def menu(user):
        page = text_of(signed_in(user).get(reverse("wagtailadmin_home")))
        return {name for name in names if name in page}

    assert menu(ministry.moderator) == {"consult/moderation/"}
    assert menu(ministry.officer) == {"consult/answers/"}
    assert menu(make_portal_person(Role.ADMINISTRATOR)) == {"consultationperiod/"}
