"""The front page: what it offers, on an empty portal and on a full one, in both languages."""

import datetime
import re

import pytest
from django.utils import timezone

from home.installing import install_front_pages
from home.models import HomePage
from regulations.models import Kind
from tests.factories.pages import front_page, make_guide, make_guide_index, make_news, make_news_index
from tests.factories.plans import make_plan, publish_plan
from tests.factories.regulations import make_draft, make_field, make_regulation, make_version

pytestmark = pytest.mark.django_db


def page_text(client, path="/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(("path", "heading"), [("/", "Bạn phải thực hiện quy định nào?"), ("/en/", "Which rules bind")])
def test_a_portal_without_any_content_has_a_front_page_in_both_languages(client, path, heading):
    page = page_text(client, path)
    assert heading in page
    assert "data-empty" in page
    assert f'action="{path}search/"' in page


def test_installing_again_changes_nothing():
    home = front_page()
    home.heading = "Câu của quản trị"
    home.save_revision().publish()
    install_front_pages()
    assert HomePage.objects.count() == 2
    assert front_page().heading == "Câu của quản trị"


def test_the_languages_lead_to_each_other(client):
    assert 'href="/en/" hreflang="en"' in page_text(client, "/")
    assert 'href="/" hreflang="vi"' in page_text(client, "/en/")


def test_each_kind_opens_its_search_and_counts_what_the_public_may_see(client):
    make_version(make_regulation(kind=Kind.REPORT))
    make_version(make_regulation(kind=Kind.REPORT))
    make_draft(make_regulation(kind=Kind.REPORT))
    page = page_text(client)
    card = page[page.index("/search/?kind=report") :]
    assert "2 quy định" in words(card[:300])
    for kind in Kind.values:
        assert f'href="/search/?kind={kind}"' in page


def test_fields_are_counted_and_sorted_as_vietnamese_is(client):
    electricity, medicine, pharmacy = make_field("Điện lực"), make_field("Y tế"), make_field("Dược phẩm")
    make_version(make_regulation(fields=[electricity, medicine]))
    make_draft(make_regulation(fields=[electricity, pharmacy]))
    page = words(page_text(client))
    assert page.index("Dược phẩm 0") > page.index("Điện lực 1")
    assert page.index("Y tế 1") > page.index("Dược phẩm 0")


def test_changed_and_upcoming_regulations_by_their_dates(client):
    today = timezone.localdate()
    long_ago, lately, soon = (today + datetime.timedelta(days=days) for days in (-400, -3, 20))
    make_version(title="Đã lâu", effective_from=long_ago)
    regulation = make_regulation()
    make_version(regulation, title="Bản vừa áp dụng", effective_from=lately)
    make_version(regulation, title="Bản sắp áp dụng", effective_from=soon)
    make_draft(title="Bản đang soạn", effective_from=lately)
    page = page_text(client)
    changed, upcoming = page.split('id="upcoming"')
    assert changed.index("Bản vừa áp dụng") < changed.index("Đã lâu")
    assert "Bản sắp áp dụng" in upcoming
    assert f"/regulations/{regulation.code}/?on={soon.isoformat()}" in upcoming
    assert "Bản đang soạn" not in page


def test_a_regulation_stands_once_in_a_list(client):
    today = timezone.localdate()
    regulation = make_regulation()
    for days in (-30, -20, -10):
        make_version(regulation, title=f"Bản {days}", effective_from=today + datetime.timedelta(days=days))
    page = page_text(client)
    assert "Bản -10" in page
    assert "Bản -20" not in page


def test_titles_are_escaped(client):
    make_version(title="<script>alert(1)</script>")
    assert "<script>alert" not in page_text(client)


def test_staff_write_the_opening_and_the_examples(client):
    home = front_page()
    home.heading, home.examples = "Tìm gì?", "giấy phép & phí\n\n  xăng dầu  "
    home.save_revision().publish()
    page = page_text(client)
    assert "Tìm gì?" in page
    assert 'href="/search/?q=gi%E1%BA%A5y+ph%C3%A9p+%26+ph%C3%AD"' in page
    assert ">xăng dầu</a>" in page


def test_the_newest_news_and_the_guides(client):
    index = make_news_index()
    for day in range(1, 6):
        make_news(index, f"Tin ngày {day}", date=datetime.date(2026, 5, day))
    make_guide(make_guide_index(), "Cách tra cứu")
    make_guide(front_page(), "Giới thiệu cổng")
    page = page_text(client)
    assert [f"Tin ngày {day}" in page for day in (5, 4, 3, 2)] == [True, True, True, False]
    assert "Cách tra cứu" in page
    assert "Giới thiệu cổng" not in page


def test_news_of_one_language_stay_there(client):
    make_news(make_news_index(), "Tin tiếng Việt")
    make_news(make_news_index("en", slug="news", title="News"), "English news")
    assert "English news" not in page_text(client, "/")
    assert "Tin tiếng Việt" not in page_text(client, "/en/")


def test_few_queries_whatever_there_is(client, settings, django_assert_max_num_queries):
    settings.OVERVIEW_SECONDS = 30
    index, guides = make_news_index(), make_guide_index()
    for _ in range(4):
        make_news(index)
        make_guide(guides)
        make_version(make_regulation(fields=[make_field()]))
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get("/")


def test_the_newest_plans_lead_to_their_list(client):
    draft = make_plan(title="Phương án <mới>")
    publish_plan(draft)
    make_plan(title="Phương án bí mật")
    html = client.get("/").content.decode()
    assert "Phương án &lt;mới&gt;" in html and "bí mật" not in html
    assert f'href="/plans/{draft.plan_id}/"' in html and 'href="/plans/"' in html
