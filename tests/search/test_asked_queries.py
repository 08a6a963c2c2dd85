"""The screen of what people look for: who reads it, what it shows, and where one goes from there."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regulations.models import Role
from search.learning.keys import key_of
from search.models import QueryCount, QueryText
from tests.factories.regulations import make_agency, make_controller, make_officer, make_portal_person

pytestmark = pytest.mark.django_db
SCREEN = "/admin/asked-queries/"


def ask(text, *, days_ago=0, shown=True, **counts):
    """Numbers of a query on a day; `shown` where it was asked often enough for its words to be kept."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    QueryCount.objects.create(key=key_of(text), day=day, **counts)
    if shown:
        QueryText.objects.get_or_create(key=key_of(text), text=text)


def screen(user=None, address="") -> str:
    client = Client()
    client.force_login(user or make_portal_person(Role.ADMINISTRATOR))
    response = client.get(SCREEN + address)
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> list[str]:
    """The queries of the table, in order."""
    return re.findall(r'<th scope="row" lang="vi">(.*?)</th>', html)


def test_staff_who_see_all_read_it_and_nobody_else():
    agency = make_agency("BCT")
    ask("giấy phép rượu", asked=9)
    for user in (make_portal_person(Role.ADMINISTRATOR), make_portal_person(Role.EXAMINER),
                 make_officer(agency, Role.MODERATOR)):  # fmt: skip
        html = screen(user)
        assert rows(html) == ["giấy phép rượu"]
        assert f'href="{SCREEN}"' in html or "asked-queries" in html
    for user in (make_officer(agency), make_controller(agency), make_portal_person(Role.OPERATOR)):
        client = Client()
        client.force_login(user)
        response = client.get(SCREEN, follow=True)
        assert "giấy phép rượu" not in response.content.decode()
        assert "asked-queries" not in client.get("/admin/").content.decode()
    assert Client().get(SCREEN).status_code == 302


def test_what_is_lacking_comes_first():
    ask("tìm thấy", asked=50, clicked=40, found=3)
    ask("không có gì", asked=20, empty=20)
    ask("hơi thiếu", asked=30, empty=2, clicked=9)
    ask("không ai mở", asked=10)
    ask("nói không thấy", asked=8, clicked=5, found=1, not_found=4)
    assert rows(screen()) == ["tìm thấy", "hơi thiếu", "không có gì", "không ai mở", "nói không thấy"]
    assert rows(screen(address="?show=empty")) == ["không có gì", "hơi thiếu"]
    assert rows(screen(address="?show=unopened")) == ["nói không thấy", "không ai mở"]
    assert rows(screen(address="?show=gi-do&days=x")) == rows(screen())


def test_a_period_counts_its_days_alone():
    ask("gần đây", asked=3)
    ask("gần đây", days_ago=6, asked=4)
    ask("gần đây", days_ago=7, asked=100)
    ask("lâu rồi", days_ago=40, asked=5)
    html = screen(address="?days=7")
    assert rows(html) == ["gần đây"]
    assert "<td>7</td>" in html
    assert rows(screen(address="?days=90")) == ["gần đây", "lâu rồi"]


def test_rare_words_are_in_the_totals_and_nowhere_else():
    ask("giấy phép rượu", asked=1200, empty=7, clicked=30, found=2, not_found=1)
    ask("từ hiếm gặp", asked=34, empty=34, shown=False)
    html = screen()
    said = "1.234 lượt tìm: 41 không có kết quả, 30 mở một kết quả. Bạn có tìm thấy không: 2 có, 1 không. 34 lượt tìm"
    assert said in " ".join(html.split())
    assert "từ hiếm gặp" not in html


def test_one_click_leads_to_trying_it_and_to_a_synonym():
    ask('giấy phép "con" & <b>', asked=9)
    administrator = make_portal_person(Role.ADMINISTRATOR)
    html = screen(administrator)
    assert "<b>" not in rows(html)[0]
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*)"', html)]
    assert any(link.startswith("/search/?q=gi%E1%BA%A5y+ph") for link in links)
    synonym = next(link for link in links if link.startswith(reverse("wagtailsnippets_search_synonym:add")))
    client = Client()
    client.force_login(administrator)
    form = client.get(synonym).content.decode()
    assert 'value="giấy phép &quot;con&quot; &amp; &lt;b&gt;"' in form
    assert "Thêm từ đồng nghĩa" not in screen(make_portal_person(Role.EXAMINER))


def test_a_query_that_is_longer_than_a_synonym_is_cut():
    client = Client()
    client.force_login(make_portal_person(Role.ADMINISTRATOR))
    form = client.get(reverse("wagtailsnippets_search_synonym:add"), {"typed": "a" * 200}).content.decode()
    assert f'value="{"a" * 100}"' in form


def test_before_anything_was_asked_often_it_says_so():
    assert "Chưa có từ khóa nào được tìm đủ nhiều" in screen()
    ask("giấy phép rượu", asked=9, clicked=9)
    assert "Không có từ khóa nào như vậy trong thời gian này." in screen(address="?show=empty")


def test_many_queries_stand_on_pages_read_in_few_statements(django_assert_max_num_queries):
    for number in range(60):
        ask(f"câu {number:02}", asked=100 - number)
    administrator = make_portal_person(Role.ADMINISTRATOR)
    client = Client()
    client.force_login(administrator)
    client.get(SCREEN)
    with django_assert_max_num_queries(20):
        html = client.get(SCREEN).content.decode()
    assert len(rows(html)) == 50
    assert rows(screen(administrator, "?page=2")) == [f"câu {number:02}" for number in range(50, 60)]
    assert client.get(SCREEN + "?page=3").status_code == 404
