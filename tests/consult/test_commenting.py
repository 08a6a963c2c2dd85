"""A citizen comments: as a guest, with an account, in reply, twice; what is wrong is said and nothing is lost."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client

from consult.models import Comment, CommentStatus, ModerationReason, Phase, Sender
from consult.moderation import moderate
from tests.consult.public import TEXT, link_of_the_last_mail, send, sent, words
from tests.factories.accounts import make_citizen
from tests.factories.consult import in_phase, make_comment, make_round, moderator_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    consultation = make_round()
    mail.outbox.clear()  # what officers were told while the plan was controlled
    return consultation


def test_a_guest_comments_and_follows_it_by_the_receipt(client, opened):
    form = client.get(f"/consultations/{opened.pk}/comment/")
    key = re.search(r'name="submission_key" value="([^"]+)"', form.content.decode()).group(1)
    assert form.status_code == 200 and form["Cache-Control"] == "private, no-store"
    answer = send(client, opened, submission_key=key)
    receipt = client.get(answer.url)
    comment = Comment.objects.get()
    assert (comment.status, comment.verified, comment.text) == (CommentStatus.PENDING, False, TEXT)
    assert re.fullmatch(r"GY(-[2-9A-HJ-NP-TV-Z]{4}){3}", comment.receipt)
    assert comment.receipt in words(receipt) and "Đã nhận ý kiến của bạn" in words(receipt) and TEXT in words(receipt)
    assert receipt["Cache-Control"] == "private, no-store" and receipt["X-Robots-Tag"] == "noindex"
    assert TEXT not in words(client.get(f"/consultations/{opened.pk}/")), "not before a moderator published it"
    publish(comment)
    page = words(client.get(f"/consultations/{opened.pk}/"))
    assert TEXT in page and "Nguyễn Thị Lan" in page and "chưa xác thực liên hệ" in page
    assert "Đã đăng" in words(client.get(f"/consultations/receipts/{comment.receipt}/"))
    assert mail.outbox == []


def test_an_optional_address_is_confirmed_by_the_link_of_the_mail_and_by_its_button(client, opened):
    comment = sent(client, opened, email="lan@vi-du.vn")
    assert (comment.status, comment.verified) == (CommentStatus.UNCONFIRMED, False)
    (message,) = mail.outbox
    assert message.to == ["lan@vi-du.vn"]
    for secret in (comment.receipt, TEXT, "Nguyễn Thị Lan"):
        assert secret not in message.body, "anybody may have typed this address"
    link = link_of_the_last_mail()
    assert "Xác nhận" in words(Client().get(link))
    assert Comment.objects.get().status == CommentStatus.UNCONFIRMED, "a program that opens links confirms nothing"
    assert "Cảm ơn bạn" in words(Client().post(link, follow=True))
    stored = Comment.objects.get()
    first = stored.sender.email_confirmed_at
    assert (stored.status, stored.verified) == (CommentStatus.PENDING, True) and first
    in_phase(opened, Phase.CLOSED)
    assert Client().post(link).status_code == 302, "also after the round closed"
    assert Sender.objects.get().email_confirmed_at == first, "once"


@pytest.mark.parametrize("spoil", [lambda link: link[:-3] + "xx/", lambda link: "/consultations/confirm/x:y:z/"])
def test_a_wrong_link_confirms_nothing_and_says_what_to_do(client, opened, spoil):
    sent(client, opened, email="lan@vi-du.vn")
    link = spoil(link_of_the_last_mail())
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 404 and "không đúng hoặc đã quá hạn" in words(answer)
    assert Comment.objects.get().status == CommentStatus.UNCONFIRMED


def test_a_link_of_eight_days_ago_is_too_old(client, opened, monkeypatch):
    sent(client, opened, email="lan@vi-du.vn")
    link = link_of_the_last_mail()
    monkeypatch.setattr("django.core.signing.time.time", lambda: __import__("time").monotonic() + 9e9)
    assert client.post(link).status_code == 404


def test_a_citizen_with_an_account_is_named_by_it_and_told_by_mail(client, opened):
    user = make_citizen("an@vi-du.vn", full_name="Trần Văn An")
    client.force_login(user)
    form = words(client.get(f"/consultations/{opened.pk}/comment/"))
    assert "Trần Văn An" in form and "Địa chỉ e-mail" not in form
    comment = sent(client, opened, name="Kẻ khác", email="khac@vi-du.vn")
    assert (comment.status, comment.verified) == (CommentStatus.PENDING, True)
    assert (comment.sender.user, comment.sender.name, comment.sender.email) == (user, "Trần Văn An", "")
    publish(comment)
    assert mail.outbox[-1].to == ["an@vi-du.vn"] and "đã được đăng" in mail.outbox[-1].subject
    own = words(client.get("/account/"))
    assert "Ý kiến của tôi" in own and TEXT in own and "Đã đăng" in own


def test_a_hidden_name_is_nowhere(client, opened):
    comment = publish(sent(client, opened, hide_name="on"))
    paths = (
        f"{opened.pk}/",
        "comments/",
        f"receipts/{comment.receipt}/",
        f"{opened.pk}/comment/?reply_to={comment.pk}",
    )
    for path in paths:
        page = client.get(f"/consultations/{path}").content.decode()
        assert "Nguyễn Thị Lan" not in page, path
    assert "Người gửi không hiện tên" in words(client.get(f"/consultations/{opened.pk}/"))


def test_an_item_and_a_part_are_commented_on_beside_their_text(client, opened):
    item = opened.plan_version.items.get()
    key = item.base_version.parts.first().key
    form = words(client.get(f"/consultations/{opened.pk}/comment/?part=muc-1-{key}"))
    assert item.base_version.title in form and "Nội dung đề xuất" in form
    comment = sent(client, opened, query=f"?part=muc-1-{key}")
    assert (comment.item_number, comment.part_key) == (1, key)
    assert sent(client, opened, query="?part=muc-1").part == "muc-1"
    plan = opened.plan_version.plan
    publish(comment)
    page = client.get(f"/plans/{plan.pk}/").content.decode()
    assert f"/consultations/{opened.pk}/comment/?part=muc-1-{key}" in page and "1 ý kiến" in page


@pytest.mark.parametrize("part", ["muc-9", "muc-1-khong-co", "muc-0", "muc-x", "muc-99999999999999", "%00", "' OR 1=1"])
def test_what_the_plan_does_not_have_cannot_be_commented_on(client, opened, part):
    assert client.get(f"/consultations/{opened.pk}/comment/?part={part}").status_code == 404
    answer = send(client, opened, query=f"?part={part}")
    assert answer.status_code == 409 and TEXT in words(answer)
    assert not Comment.objects.exists()


def test_replies_stand_below_three_levels_deep(client, opened):
    root = make_comment(opened, part="muc-1")
    below = publish(sent(client, opened, query=f"?reply_to={root.pk}"))
    third = publish(sent(client, opened, query=f"?reply_to={below.pk}"))
    fourth = publish(sent(client, opened, query=f"?reply_to={third.pk}"))
    assert (below.parent, third.parent, fourth.parent) == (root, below, below)
    assert fourth.part == "muc-1"
    html = client.get(f"/consultations/{opened.pk}/").content.decode()
    assert [html.index(f'id="y-kien-{one.pk}"') for one in (root, below, third, fourth)] == sorted(
        html.index(f'id="y-kien-{one.pk}"') for one in (root, below, third, fourth)
    )


def test_only_what_is_public_in_this_round_can_be_replied_to(client, opened):
    waiting, elsewhere = make_comment(opened, published=False), make_comment()
    hidden = moderate(comment=make_comment(opened), to="hidden", by=moderator_of(opened.agency),
                      reason=ModerationReason.INSULT)  # fmt: skip
    for parent in (waiting.pk, elsewhere.pk, hidden.pk, 10**30, "x", "-1"):
        assert client.get(f"/consultations/{opened.pk}/comment/?reply_to={parent}").status_code == 404
        answer = send(client, opened, query=f"?reply_to={parent}", text="Tôi trả lời ý kiến này.")
        assert answer.status_code == 409 and "Tôi trả lời ý kiến này." in words(answer)


def test_a_form_sent_twice_is_stored_once_and_the_first_text_stands(client, opened):
    key = str(uuid.uuid4())
    first = sent(client, opened, submission_key=key)
    again = client.get(send(client, opened, submission_key=key).url)
    assert "không bị lưu hai lần" in words(again)
    changed = client.get(send(client, opened, submission_key=key, text="Một ý kiến hoàn toàn khác.").url)
    assert "Nội dung gửi lần sau không được lưu" in words(changed) and TEXT in words(changed)
    in_phase(opened, Phase.CLOSED)
    assert first.receipt in send(client, opened, submission_key=key).url, "its receipt also after the end"
    assert Comment.objects.get().text == TEXT


@pytest.mark.parametrize("key", ["", "khong-phai-uuid", "1234"])
def test_a_form_without_its_key_gets_another_one_and_keeps_the_text(client, opened, key):
    answer = send(client, opened, submission_key=key)
    html = answer.content.decode()
    assert answer.status_code == 422 and TEXT in html and "Nguyễn Thị Lan" in html
    fresh = re.search(r'name="submission_key" value="([^"]+)"', html).group(1)
    assert sent(client, opened, submission_key=fresh)


@pytest.mark.parametrize(
    ("wrong", "said", "field"),
    [
        ({"text": ""}, "Hãy viết ý kiến của bạn", "id_text"),
        ({"text": "Quá ngắn"}, "ít nhất 10 ký tự", "id_text"),
        ({"text": "   \n \n  \t      \u00a0  "}, "ít nhất 10 ký tự", "id_text"),
        ({"text": "a" * 10_001}, "10001 ký tự, tối đa 10000", "id_text"),
        ({"name": ""}, "Hãy ghi tên của bạn", "id_name"),
        ({"name": "A"}, "từ 2 đến 150 ký tự", "id_name"),
        ({"name": "A" * 151}, "từ 2 đến 150 ký tự", "id_name"),
        ({"email": "khong-phai"}, "hoặc để trống", "id_email"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_stays(client, opened, wrong, said, field):
    typed = {"text": TEXT, "name": "Nguyễn Thị Lan", "email": "lan@vi-du.vn", "hide_name": "on"} | wrong
    answer = send(client, opened, **typed)
    html = answer.content.decode()
    assert answer.status_code == 422 and said in words(answer)
    assert f'href="#{field}"' in html and f'id="{field}_error"' in html
    for name in ("text", "name", "email"):
        assert typed[name].strip() in html
    assert 'name="hide_name"' in html and "checked" in html
    assert not Comment.objects.exists() and not mail.outbox


def test_ten_thousand_characters_and_every_letter_are_kept(client, opened):
    text = ("Đ" * 9_990) + "\n\n<b>hết"
    assert sent(client, opened, text=text.replace("\n", "\r\n")).text == text


def test_in_english_the_page_and_the_mails_are_under_en(client, opened):
    assert client.get(f"/en/consultations/{opened.pk}/comment/").status_code == 200
    sent(client, opened, prefix="/en", email="lan@vi-du.vn")
    assert link_of_the_last_mail().startswith("/en/consultations/confirm/")


def test_a_form_whose_token_is_gone_hands_the_text_back(opened):
    answer = send(Client(enforce_csrf_checks=True), opened)
    assert answer.status_code == 403 and TEXT in words(answer)
    assert not Comment.objects.exists()


def test_a_mail_that_cannot_be_sent_loses_no_comment(client, opened, settings, caplog):
    settings.EMAIL_BACKEND = "tests.consult.broken_mail.Backend"
    comment = sent(client, opened, email="lan@vi-du.vn")
    assert comment.text == TEXT
    assert f"comment {comment.pk} was not sent" in caplog.text and "lan@vi-du.vn" not in caplog.text
