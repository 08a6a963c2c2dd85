"""The second a round opens and closes, on every address that writes; the legal minimum; the answer's due date."""

import datetime
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from consult.commenting import submit_comment
from consult.models import Comment, CommentStatus, Consultation, ConsultationPeriod, Phase, Stage
from consult.refusals import Refused, RoundNotOpen
from consult.rounds import (
    archive_round,
    change_round,
    earliest_legal_closing,
    extend_round,
    mark_answered,
    publish_round,
)
from tests.consult.public import TEXT, send, words
from tests.factories.accounts import make_citizen
from tests.factories.consult import (
    DAY,
    in_phase,
    make_answer,
    make_comment,
    make_round,
    make_round_draft,
    moderator_of,
)
from tests.factories.plans import controller_of, make_plan, officer_of, publish_plan
from tests.factories.regulations import make_controller, make_officer

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)


def at_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def round_of_today():
    return make_round()


@pytest.mark.parametrize(("edge", "offset", "open_then"), [
    ("opens_at", -1, False), ("opens_at", 0, True), ("opens_at", 1, True),
    ("closes_at", -1, True), ("closes_at", 0, False), ("closes_at", 1, False),
])  # fmt: skip
def test_comments_are_taken_by_the_servers_second(monkeypatch, round_of_today, edge, offset, open_then):
    parent = make_comment(round_of_today)
    user = make_citizen()
    at_clock(monkeypatch, getattr(round_of_today, edge) + offset * SECOND)
    signed_in = Client()
    signed_in.force_login(user)
    queries, prefixes = ("", "?part=muc-1", f"?reply_to={parent.pk}"), ("", "/en")
    for client, query, prefix in itertools.product((Client(), signed_in), queries, prefixes):
        answer = send(client, round_of_today, query=query, prefix=prefix)
        form = client.get(f"{prefix}/consultations/{round_of_today.pk}/comment/{query}")
        assert (answer.status_code, form.status_code) == ((302, 200) if open_then else (403, 403)), (query, prefix)
        if not open_then:
            assert TEXT in words(answer), "what was written is handed back"
    assert Comment.objects.count() == (1 + 12 if open_then else 1)


def test_the_clock_is_read_where_the_comment_is_stored(monkeypatch, round_of_today):
    """The page was asked for in time; the transaction came too late."""
    moments = itertools.chain([round_of_today.closes_at - SECOND], itertools.repeat(round_of_today.closes_at))
    late = submit_comment
    monkeypatch.setattr(timezone, "now", lambda: next(moments))
    assert round_of_today.phase is Phase.OPEN
    with pytest.raises(RoundNotOpen):
        late(consultation=round_of_today, text=TEXT, name="Lan", submission_key="0" * 32)
    assert not Comment.objects.exists()


def test_the_hours_do_not_change_with_the_readers_time_zone(monkeypatch, round_of_today):
    at_clock(monkeypatch, round_of_today.closes_at - SECOND)
    with timezone.override("America/New_York"):
        assert send(Client(), round_of_today).status_code == 302


def test_a_draft_is_nowhere(client):
    draft = make_round_draft()
    for path in ("", "comment/", "comments/1/"):
        assert client.get(f"/consultations/{draft.pk}/{path}").status_code == 404
        assert client.get(f"/en/consultations/{draft.pk}/{path}").status_code == 404
    assert send(client, draft).status_code == 404
    assert draft.title not in words(client.get("/consultations/"))
    assert draft.title not in words(client.get(f"/plans/{draft.plan_version.plan_id}/"))
    code = draft.plan_version.items.get().regulation.code
    assert draft.title not in words(client.get(f"/regulations/{code}/"))


def test_a_window_below_the_legal_minimum_needs_a_ground():
    opens = timezone.now() + DAY
    short = make_round_draft(opens_at=opens, closes_at=opens + 20 * DAY - SECOND)
    earliest = timezone.localtime(earliest_legal_closing(opens)).strftime("%H:%M %d/%m/%Y")
    with pytest.raises(ValidationError) as refusal:
        publish_round(consultation=short, by=controller_of(short.plan_version))
    assert "ít nhất 20 ngày" in str(refusal.value) and earliest in str(refusal.value)
    change_round(consultation=short, by=officer_of(short.plan_version), closes_at=opens + 20 * DAY)
    published = publish_round(consultation=short, by=controller_of(short.plan_version))
    assert published.minimum_days == 20
    assert published.answer_due_on == timezone.localdate(opens + 20 * DAY) + 30 * DAY
    assert published.answer_due_ground


def test_a_shorter_window_with_its_ground_is_public(client):
    opens = timezone.now() + DAY
    ground = "Công văn 123/VPCP-KSTT cho phép rút gọn"
    make_round(opens_at=opens, closes_at=opens + 5 * DAY, shortened_ground=ground)
    assert ground in words(client.get(Consultation.objects.get().get_absolute_url()))


def test_the_minimum_is_that_of_the_opening_day():
    ConsultationPeriod.objects.update(valid_to=timezone.localdate() + 5 * DAY)
    later = {"subject": "plan", "minimum_days": 45, "answer_days": 10, "source": "Luật mới"}
    ConsultationPeriod.objects.create(valid_from=timezone.localdate() + 5 * DAY, **later)
    opens = timezone.now() + 6 * DAY
    with pytest.raises(ValidationError, match="ít nhất 45 ngày"):
        make_round(opens_at=opens, closes_at=opens + 44 * DAY)


def test_without_a_period_for_the_day_nothing_is_published():
    ConsultationPeriod.objects.all().delete()
    with pytest.raises(Refused, match="quản trị viên cần nhập"):
        make_round()


def test_a_round_published_late_begins_then():
    """Who drafted set it to have begun: the public could not know."""
    draft = make_round_draft(opens_at=timezone.now() - 10 * DAY, closes_at=timezone.now() + 15 * DAY)
    with pytest.raises(ValidationError, match="ít nhất 20 ngày"):
        publish_round(consultation=draft, by=controller_of(draft.plan_version))


def test_who_wrote_a_round_does_not_publish_it_nor_does_another_agency():
    version = publish_plan()
    both = make_officer(version.plan.agency)
    draft = make_round_draft(version)
    change_round(consultation=draft, by=both, title="Tên khác")
    from regulations.models import Role
    from regulations.officers import appoint

    appoint(user=both, role=Role.LEGAL_CONTROLLER, agency=version.plan.agency)
    for person in (
        both,
        draft.drafted_by,
        make_controller(publish_plan().plan.agency),
        moderator_of(version.plan.agency),
    ):
        with pytest.raises(Refused):
            publish_round(consultation=draft, by=person)
    assert publish_round(consultation=draft, by=controller_of_other(version, both)).stage == Stage.PUBLISHED


def controller_of_other(version, person):
    return make_controller(version.plan.agency) if controller_of(version) == person else controller_of(version)


def test_only_the_version_that_is_shown_is_asked_about():
    with pytest.raises(ValidationError, match="đã công bố"):
        make_round_draft(make_plan())


def test_one_round_of_a_plan_at_a_time(round_of_today):
    version = round_of_today.plan_version
    with pytest.raises(Refused, match="trong cùng thời gian"):
        make_round(version, opens_at=round_of_today.closes_at - SECOND)
    assert make_round(version, opens_at=round_of_today.closes_at).stage == Stage.PUBLISHED


def test_a_public_round_is_only_lengthened_and_never_after_its_end(round_of_today):
    by = controller_of(round_of_today.plan_version)
    due = round_of_today.answer_due_on
    with pytest.raises(ValidationError, match="không được rút ngắn"):
        extend_round(consultation=round_of_today, closes_at=round_of_today.closes_at - SECOND, by=by)
    longer = extend_round(consultation=round_of_today, closes_at=round_of_today.closes_at + 7 * DAY, by=by)
    assert longer.answer_due_on == due + 7 * DAY
    assert extend_round(consultation=longer, closes_at=longer.closes_at + DAY, by=by)
    with pytest.raises(Refused):
        change_round(consultation=longer, by=officer_of(longer.plan_version), title="Khác")
    in_phase(longer, Phase.CLOSED)
    with pytest.raises(Refused, match="mở đợt mới"):
        extend_round(consultation=longer, closes_at=timezone.now() + 20 * DAY, by=by)


def test_a_round_is_answered_when_every_public_comment_is_and_none_waits(round_of_today):
    officer = officer_of(round_of_today.plan_version)
    first, second = make_comment(round_of_today), make_comment(round_of_today)
    reply = make_comment(round_of_today, parent=first)
    waiting = make_comment(round_of_today, published=False)
    make_answer(round_of_today, first)
    with pytest.raises(Refused, match="chưa kết thúc"):
        mark_answered(consultation=round_of_today, by=officer)
    in_phase(round_of_today, Phase.CLOSED)
    with pytest.raises(Refused, match="1 ý kiến chưa được duyệt"):
        mark_answered(consultation=round_of_today, by=officer)
    Comment.objects.filter(pk=waiting.pk).update(status=CommentStatus.REJECTED)
    with pytest.raises(Refused, match="Còn 2 ý kiến chưa có trả lời") as refusal:
        mark_answered(consultation=round_of_today, by=officer)
    assert refusal.value.url == f"/consultations/{round_of_today.pk}/?answered=no"
    make_answer(round_of_today, second, reply)
    assert mark_answered(consultation=round_of_today, by=officer).phase is Phase.ANSWERED
    assert archive_round(consultation=round_of_today, by=officer).phase is Phase.ARCHIVED
