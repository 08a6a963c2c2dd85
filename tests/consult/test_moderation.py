"""What a moderator decides and an officer answers, and what the public, the sender and the record see of it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from consult.models import Comment, CommentStatus, ModerationAction, ModerationReason, Outcome, Phase
from consult.moderation import moderate
from consult.refusals import Refused
from consult.rounds import mark_answered
from consult.transitions import COMMENT_MOVES, Actor
from tests.consult.public import TEXT, link_of_the_last_mail, sent, words
from tests.factories.accounts import make_citizen
from tests.factories.consult import in_phase, make_answer, make_comment, make_round, moderator_of, publish
from tests.factories.plans import officer_of
from tests.factories.regulations import make_agency, make_controller

pytestmark = pytest.mark.django_db
INSULT = ModerationReason.INSULT


@pytest.fixture
def opened():
    consultation = make_round()
    mail.outbox.clear()
    return consultation


@pytest.fixture
def moderator(opened):
    return moderator_of(opened.agency)


@pytest.mark.parametrize("status", CommentStatus.values)
def test_every_move_that_is_not_in_the_table_is_refused(opened, moderator, status):
    comment = make_comment(opened, published=False)
    for to in CommentStatus.values:
        Comment.objects.filter(pk=comment.pk).update(status=status)
        if COMMENT_MOVES.get((status, to)) is Actor.MODERATOR:
            assert moderate(comment=comment, to=to, by=moderator, reason=INSULT).status == to
        else:
            with pytest.raises(Refused):
                moderate(comment=comment, to=to, by=moderator, reason=INSULT)
            assert Comment.objects.get().status == status


def test_only_moderators_of_the_agency_decide_and_not_on_their_own_words(opened, moderator):
    comment = make_comment(opened, published=False)
    strangers = (
        officer_of(opened.plan_version),
        make_controller(opened.agency),
        moderator_of(make_agency()),
        make_citizen(),
    )
    own = make_comment(opened, published=False, user=moderator)
    for person, target in [*((one, comment) for one in strangers), (moderator, own)]:
        with pytest.raises(Refused):
            moderate(comment=target, to="published", by=person)
    assert not ModerationAction.objects.exists()


@pytest.mark.parametrize("to", ["rejected", "hidden"])
def test_nobody_is_silenced_without_a_reason(opened, moderator, to):
    comment = make_comment(opened, published=to == "hidden")
    with pytest.raises(ValidationError, match="Hãy chọn lý do"):
        moderate(comment=comment, to=to, by=moderator)
    with pytest.raises(ValidationError, match="giải thích"):
        moderate(comment=comment, to=to, by=moderator, reason="other")
    assert moderate(comment=comment, to=to, by=moderator, reason="other", note="Trùng ý kiến").status == to


def test_the_sender_reads_the_reason_and_the_public_a_placeholder(client, opened, moderator):
    root = sent(client, opened, email="lan@vi-du.vn")
    client.post(link_of_the_last_mail())
    publish(root)
    reply = make_comment(opened, parent=root, text="Tôi đồng ý với ý kiến trên.")
    moderate(comment=root, to="hidden", by=moderator, reason=INSULT, note="Có lời đe dọa.")
    page = client.get(f"/consultations/{opened.pk}/")
    assert TEXT not in page.content.decode() and "Nguyễn Thị Lan" not in page.content.decode()
    assert "Ý kiến này đã bị ẩn. Lý do: Xúc phạm, đe dọa" in words(page) and reply.text in words(page)
    assert "Xúc phạm" in mail.outbox[-1].body and "Có lời đe dọa." in mail.outbox[-1].body
    receipt = words(client.get(f"/consultations/receipts/{root.receipt}/"))
    assert TEXT in receipt and "Có lời đe dọa." in receipt
    moderate(comment=root, to="published", by=moderator)
    assert TEXT in words(client.get(f"/consultations/{opened.pk}/"))
    assert list(root.moderation.values_list("from_status", "to_status")) == [
        ("pending", "published"), ("published", "hidden"), ("hidden", "published"),
    ]  # fmt: skip


def test_withdrawing_takes_text_and_name_from_the_public_and_lets_the_thread_stand(client, opened):
    root = publish(sent(client, opened))
    reply = make_comment(opened, parent=root)
    make_answer(opened, root)
    address = f"/consultations/receipts/{root.receipt}/withdraw/"
    in_phase(opened, Phase.CLOSED)
    assert "Không thể hoàn tác" in words(client.get(address))
    assert Comment.objects.get(pk=root.pk).status == CommentStatus.PUBLISHED
    assert "Bạn đã rút ý kiến này" in words(client.post(address, follow=True))
    assert client.post(address).status_code == 302, "a second time changes nothing"
    page = client.get(f"/consultations/{opened.pk}/").content.decode()
    assert "Người gửi đã rút ý kiến này." in page and reply.text in page and "Trả lời của cơ quan" in page
    assert TEXT not in page and "Nguyễn Thị Lan" not in page
    stored = Comment.objects.get(pk=root.pk)
    assert (stored.text, stored.sender.name, stored.moderation.last().by) == (TEXT, "", None)


def test_an_answer_stands_below_what_it_answers_and_the_senders_are_told(client, opened):
    user = make_citizen("an@vi-du.vn")
    first, second = make_comment(opened, user=user), make_comment(opened)
    given = make_answer(opened, first, second, outcome=Outcome.PARTLY, changed_in=opened.plan_version,
                        text="Tiếp thu phần <b>giấy tờ</b>. <script>alert(1)</script>")  # fmt: skip
    page = client.get(f"/consultations/{opened.pk}/")
    html = page.content.decode()
    assert "Tiếp thu một phần" in words(page) and "<b>giấy tờ</b>" in html and "&lt;script&gt;" in html
    assert "Trả lời chung cho 2 ý kiến." in words(page) and opened.plan_version.get_absolute_url() in html
    assert [message.to for message in mail.outbox if "được trả lời" in message.subject] == [["an@vi-du.vn"]]
    assert "2 trong 2 đã đăng" in words(page) or "trong 2 đã đăng" in words(page)
    better = make_answer(opened, replaces=given, outcome=Outcome.ACCEPTED, text="Tiếp thu toàn bộ ý kiến.")
    page = words(client.get(f"/consultations/{opened.pk}/"))
    assert "Tiếp thu toàn bộ ý kiến." in page and "Tiếp thu phần" not in page
    assert set(better.comments.all()) == {first, second} and not given.comments.exists()
    with pytest.raises(Refused, match="đã được thay"):
        make_answer(opened, first, replaces=given)


def test_what_cannot_be_answered(opened):
    published, waiting, elsewhere = make_comment(opened), make_comment(opened, published=False), make_comment()
    for comments in ([waiting], [elsewhere], [published, waiting]):
        with pytest.raises(Refused):
            make_answer(opened, *comments)
    for by in (
        moderator_of(opened.agency),
        make_controller(opened.agency),
        officer_of(elsewhere.consultation.plan_version),
    ):
        with pytest.raises(Refused):
            make_answer(opened, published, by=by)
    with pytest.raises(ValidationError, match="ít nhất một ý kiến"):
        make_answer(opened)
    with pytest.raises(ValidationError, match="ít nhất 10"):
        make_answer(opened, published, text="Ngắn")
    with pytest.raises(ValidationError, match="chính phương án này"):
        make_answer(opened, published, changed_in=elsewhere.consultation.plan_version)
    make_answer(opened, published)
    with pytest.raises(Refused, match="đã có trả lời khác"):
        make_answer(opened, published)


def test_a_comment_shown_again_without_answer_reopens_an_answered_round(opened, moderator):
    comment = make_comment(opened)
    moderate(comment=comment, to="hidden", by=moderator, reason=INSULT)
    in_phase(opened, Phase.CLOSED)
    assert mark_answered(consultation=opened, by=officer_of(opened.plan_version)).phase is Phase.ANSWERED
    moderate(comment=comment, to="published", by=moderator)
    opened.refresh_from_db()
    assert opened.phase is Phase.CLOSED and opened.answered_at is None
