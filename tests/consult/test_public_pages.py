"""What everybody reads of consultations: lists, rounds, threads, figures that open their comments, boxes elsewhere."""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from accounts.people import erase_account
from consult.models import Comment, Consultation, Outcome, Phase
from consult.moderation import moderate
from tests.consult.public import words
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
from tests.factories.plans import make_plan, publish_plan
from tests.factories.regulations import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return make_round(title="Đợt đang mở")


def total_of(response) -> int:
    return int(re.search(r">\s*([\d.]+) ý kiến\s*</h2>", response.content.decode()).group(1))


def test_the_list_has_open_rounds_first_and_no_draft(client, opened):
    past = in_phase(make_round(title="Đợt đã qua"), Phase.CLOSED)
    Consultation.objects.filter(pk=past.pk).update(answer_due_on=timezone.localdate() - 3 * DAY)
    in_phase(make_round(title="Đợt sắp tới"), Phase.SCHEDULED)
    in_phase(make_round(title="Đợt đóng sớm hơn"), Phase.OPEN)
    make_round_draft(title="Đợt bí mật")
    response = client.get("/consultations/")
    page = words(response)
    places = [page.index(title) for title in ("Đợt đóng sớm hơn", "Đợt đang mở", "Đợt sắp tới", "Đợt đã qua")]
    assert places == sorted(places) and "Đợt bí mật" not in page
    assert "4 đợt lấy ý kiến" in page and "Quá hạn trả lời 3 ngày." in page and "còn 29 ngày" in page
    assert not response.cookies


def test_the_list_is_filtered_and_every_count_opens_its_rows(client, opened):
    ministry = make_agency("BYT", name_vi="Bộ Y tế")
    in_phase(make_round(publish_plan(agency=ministry), title="Giấy phép khám chữa bệnh"), Phase.CLOSED)
    assert "1 đợt lấy ý kiến" in words(client.get("/consultations/?phase=closed&agency=byt"))
    assert "1 đợt lấy ý kiến" in words(client.get("/consultations/?q=giay+phep+KHAM"))
    assert "2 đợt lấy ý kiến" in words(client.get("/consultations/?phase=closed&phase=open"))
    nothing = client.get("/consultations/?phase=scheduled")
    assert "data-empty" in nothing.content.decode() and "Bỏ lọc" in words(nothing)
    for strange in ("?phase=x", "?agency=%00", "?q=%00", "?agency=KHONG", "?page=1"):
        assert "2 đợt lấy ý kiến" in words(client.get(f"/consultations/{strange}")), strange
    assert client.get("/consultations/?page=9").status_code == 404


def test_an_empty_list_says_so(client):
    assert "Chưa có đợt lấy ý kiến nào" in words(client.get("/consultations/"))
    assert "Không có ý kiến nào" in words(client.get("/consultations/comments/"))


def test_a_round_says_its_clock_what_is_asked_and_links_its_plan(client):
    opened = make_round(introduction="Giấy tờ nào <b>thừa</b>?\nThời hạn nào dài?")
    response = client.get(f"/consultations/{opened.pk}/")
    page, html = words(response), response.content.decode()
    closes = timezone.localtime(opened.closes_at)
    assert closes.strftime("%H:%M %d/%m/%Y") in page and f'datetime="{closes.isoformat()}"' in html
    assert "40 ngày; tối thiểu theo quy định 20 ngày" in page and "còn 29 ngày" in page
    assert "&lt;b&gt;thừa" in html and opened.plan_version.get_absolute_url() in html
    assert f"/consultations/{opened.pk}/comment/?part=muc-1" in html
    assert "Chưa có ý kiến nào được đăng" in page and not response.cookies


@pytest.mark.parametrize(("phase", "said"), [
    (Phase.SCHEDULED, "Bắt đầu nhận ý kiến lúc"), (Phase.CLOSED, "Đã ngừng nhận ý kiến lúc"),
])  # fmt: skip
def test_a_round_that_is_not_open_offers_no_form(client, opened, phase, said):
    make_comment(opened)
    in_phase(opened, phase)
    response = client.get(f"/consultations/{opened.pk}/")
    assert said in words(response) and "/comment/" not in response.content.decode()
    assert "/comment/" not in client.get(f"/plans/{opened.plan_version.plan_id}/").content.decode()


@pytest.mark.parametrize(("days", "said"), [
    (3, "Cơ quan còn 3 ngày để trả lời."), (0, "Hôm nay là hạn trả lời."), (-2, "Quá hạn trả lời 2 ngày."),
])  # fmt: skip
def test_the_agencys_duty_runs_in_public(client, opened, days, said):
    in_phase(opened, Phase.CLOSED)
    Consultation.objects.update(answer_due_on=timezone.localdate() + datetime.timedelta(days=days))
    plan = opened.plan_version.plan
    for path in (f"/consultations/{opened.pk}/", "/consultations/", f"/plans/{plan.pk}/", "/plans/"):
        assert said in words(client.get(path)), path


def test_figures_open_exactly_their_comments_and_leave_out_what_is_not_public(client, opened):
    first = make_comment(opened, part="muc-1")
    second, reply = make_comment(opened), make_comment(opened, parent=first)
    make_comment(opened, published=False, text="Đang chờ duyệt, chưa ai đọc.")
    hidden = make_comment(opened, text="Bị ẩn đi, không ai đọc.")
    moderate(comment=hidden, to="hidden", by=moderator_of(opened.agency), reason="insult")
    make_answer(opened, first, outcome=Outcome.PARTLY)
    page = words(client.get(f"/consultations/{opened.pk}/"))
    assert "Đã đăng 3" in page and "0 trong 3 có người gửi" in page and "1 trong 3 đã đăng" in page
    assert "2 chưa trả lời" in page and "Tiếp thu một phần: 1" in page
    answered = words(client.get(f"/consultations/{opened.pk}/?answered=yes"))
    assert first.text in answered and second.text not in answered
    left = words(client.get(f"/consultations/{opened.pk}/?answered=no"))
    assert second.text in left and reply.text in left and first.text not in left
    assert first.text in words(client.get(f"/consultations/{opened.pk}/?outcome=partly"))
    assert "Không có ý kiến nào khớp" in words(client.get(f"/consultations/{opened.pk}/?outcome=accepted"))
    of_item = words(client.get(f"/consultations/{opened.pk}/?part=muc-1"))
    assert first.text in of_item and second.text not in of_item
    agency = opened.agency.acronym
    expected = {"": 3, "?answered=yes": 1, "?answered=no": 2, f"?agency={agency}": 3, "?outcome=partly": 1}
    for query, n in expected.items():
        assert total_of(client.get(f"/consultations/comments/{query}")) == n, query
    assert "Bị ẩn đi" not in client.get("/consultations/comments/").content.decode()


def test_comments_are_paged_twenty_roots_at_a_time_and_found_by_their_own_address(client, opened):
    made = [make_comment(opened) for _time in range(21)]
    reply = make_comment(opened, parent=made[0])
    first, second = client.get(f"/consultations/{opened.pk}/"), client.get(f"/consultations/{opened.pk}/?page=2")
    assert made[-1].text in words(first) and made[0].text not in words(first)
    assert made[0].text in words(second) and reply.text in words(second)
    assert made[0].text in words(client.get(f"/consultations/{opened.pk}/?sort=oldest"))
    for comment, query in ((made[-1], ""), (made[0], "?page=2"), (reply, "?page=2")):
        found = client.get(comment.get_absolute_url())
        assert found.url == f"/consultations/{opened.pk}/{query}#y-kien-{comment.pk}"
    waiting = make_comment(opened, published=False)
    elsewhere = make_comment()
    for pk in (waiting.pk, elsewhere.pk, 10**30):
        assert client.get(f"/consultations/{opened.pk}/comments/{pk}/").status_code == 404


def test_a_busy_round_takes_few_queries(client, opened, django_assert_max_num_queries):
    roots = [make_comment(opened, part="muc-1") for _time in range(8)]
    below = [make_comment(opened, parent=root) for root in roots]
    make_answer(opened, *roots, *below)
    client.get(f"/consultations/{opened.pk}/")
    with django_assert_max_num_queries(20):
        client.get(f"/consultations/{opened.pk}/")
    with django_assert_max_num_queries(12):
        client.get("/consultations/")


def test_plans_and_regulations_show_their_rounds(client, opened):
    version = opened.plan_version
    code = version.items.get().regulation.code
    for path in (f"/plans/{version.plan_id}/", "/plans/", f"/regulations/{code}/"):
        response = client.get(path)
        assert f"/consultations/{opened.pk}/" in response.content.decode(), path
        assert not response.cookies
    in_phase(opened, Phase.CLOSED)
    assert f"/consultations/{opened.pk}/" not in client.get(f"/regulations/{code}/").content.decode()


def test_without_any_round_nothing_is_said(client):
    version = publish_plan()
    make_plan(version.plan.agency)
    page = client.get(f"/plans/{version.plan_id}/").content.decode().split("<main")[1]
    assert "consultations" not in page.split("</main>")[0]


def test_an_erased_account_leaves_the_words_without_a_name(client, opened):
    user = make_citizen("an@vi-du.vn", full_name="Trần Văn An")
    comment = make_comment(opened, user=user)
    assert "Trần Văn An" in words(client.get(f"/consultations/{opened.pk}/"))
    mail.outbox.clear()
    erase_account(user)
    page = client.get(f"/consultations/{opened.pk}/")
    assert comment.text in words(page) and "Trần Văn An" not in page.content.decode()
    make_answer(opened, comment)
    assert mail.outbox == [] and Comment.objects.get().sender.user is None


@pytest.mark.parametrize("path", ["", "comments/", "receipts/", "{pk}/", "{pk}/comment/", "{pk}/comment/?part=muc-1"])
def test_every_page_is_there_in_both_languages(client, opened, path):
    make_comment(opened)
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/consultations/{path.format(pk=opened.pk)}")
        assert response.status_code == 200
        assert 'style="' not in response.content.decode() and "<script>" not in response.content.decode()


def test_nothing_else_writes(client, opened):
    for path in ("", "comments/", f"{opened.pk}/", f"{opened.pk}/comments/1/", "receipts/GY-AAAA-AAAA-AAAA/"):
        assert client.post(f"/consultations/{path}").status_code == 405
