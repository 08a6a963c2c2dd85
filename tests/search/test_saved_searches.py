"""Searches that people save: kept once, for themselves alone, and gone with the account."""

from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import User
from accounts.people import erase_account
from regulations.models import Kind
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.models import SavedSearch
from tests.accounts.citizens import EMAIL, signed_in
from tests.factories.accounts import PASSWORD, make_citizen
from tests.factories.regulations import make_agency, make_regulation, make_version

pytestmark = pytest.mark.django_db
LIST, ADD = "/account/searches/", "/account/searches/add/"


@pytest.fixture
def browser():
    """Of a citizen who is signed in."""
    make_citizen(EMAIL)
    return signed_in()


def save(browser, address: str, name: str = "Rượu"):
    return browser.post(f"{ADD}?{address}", {"name": name})


def own(browser, page: str = LIST) -> str:
    response = browser.get(page)
    assert response.status_code == 200
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    return " ".join(response.content.decode().split())


def test_a_search_is_saved_from_its_results_and_opened_again(browser, embedded):
    make_version(make_regulation(make_agency("BCT"), kind=Kind.REPORT), title="Báo cáo về rượu")
    embedded()
    assert f'href="{ADD}?q=ruou&amp;kind=report&amp;agency=BCT"' in own_html(
        browser.get("/search/?q=ruou&agency=bct&kind=report&page=1&utm=x")
    )
    form = own(browser, f"{ADD}?q=ruou&agency=bct&kind=report&page=7&utm=x")
    assert 'name="name" value="ruou"' in form
    assert "từ khóa “ruou”; loại quy định: Chế độ báo cáo; cơ quan: Cơ quan BCT" in form
    assert save(browser, "q=ruou&agency=bct&kind=report&page=7&utm=x").url == LIST
    page = own(browser)
    assert "Đã lưu tìm kiếm." in page
    assert '<a href="/search/?q=ruou&amp;kind=report&amp;agency=BCT">Rượu</a>' in page
    assert "<strong>1 kết quả</strong>" in page
    assert "Xem 1 tìm kiếm đã lưu" in own(browser, "/account/")


def own_html(response) -> str:
    return response.content.decode()


def test_who_is_not_signed_in_signs_in_and_comes_back():
    make_citizen(EMAIL)
    address = f"{ADD}?q=r%C6%B0%E1%BB%A3u&kind=report"
    browser = Client()
    sign_in = browser.get(address)
    assert sign_in.url == f"/account/sign-in/?next={quote(address)}"
    assert browser.post(sign_in.url, {"login": EMAIL, "password": PASSWORD, "next": address}).url == address
    assert "từ khóa “rượu”" in own(browser, address)
    assert "Tìm kiếm đã lưu" not in own(browser, "/account/")
    assert "Bạn chưa lưu tìm kiếm nào" in own(browser)


def test_the_same_search_is_saved_once_under_its_newest_name(browser, embedded):
    save(browser, "q=ruou&kind=report", "Một")
    save(browser, "kind=REPORT&q=++ruou&page=3", "Hai")
    assert [saved.name for saved in SavedSearch.objects.all()] == ["Hai"]


def test_what_came_since_is_told_until_it_is_seen(browser, embedded):
    make_version(title="Rượu vang")
    embedded()
    save(browser, "q=ruou")
    assert "thêm" not in own(browser)
    make_version(title="Rượu nếp")
    embedded()
    assert "<strong>2 kết quả</strong>, thêm 1 so với ngày" in own(browser)
    saved = SavedSearch.objects.get()
    assert browser.get(f"{LIST}{saved.pk}/seen/").status_code == 405
    browser.post(f"{LIST}{saved.pk}/seen/")
    assert "thêm" not in own(browser)


def test_without_an_index_nothing_is_counted(browser, embedded, tmp_path):
    reset_engine(TantivyEngine(tmp_path / "nothing"))
    save(browser, "q=ruou")
    assert "Rượu" in own(browser) and "kết quả</strong>" not in own(browser)
    assert SavedSearch.objects.get().seen_total is None


def test_it_is_renamed_and_deleted(browser):
    save(browser, "q=ruou")
    pk = SavedSearch.objects.get().pk
    assert 'value="Rượu"' in own(browser, f"{LIST}{pk}/rename/")
    browser.post(f"{LIST}{pk}/rename/", {"name": "Vang"})
    assert "Vang" in own(browser, f"{LIST}{pk}/delete/")
    assert SavedSearch.objects.get().name == "Vang"
    browser.post(f"{LIST}{pk}/delete/")
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_a_name_is_needed_and_has_an_end(browser, name):
    response = save(browser, "q=ruou", name)
    assert response.status_code == 422
    assert "Có chỗ cần sửa" in response.content.decode()
    assert not SavedSearch.objects.exists()


def test_hostile_words_and_names_are_only_text(browser):
    save(browser, "q=" + quote('"><script>alert(1)</script>'), "<b>x</b>")
    for page in (own(browser), own(browser, f"{LIST}{SavedSearch.objects.get().pk}/delete/")):
        assert "<script>alert" not in page and "<b>x" not in page


def test_the_search_of_another_person_does_not_exist(browser):
    save(browser, "q=ruou")
    saved = SavedSearch.objects.get()
    make_citizen("khac@vi-du.vn")
    other = signed_in("khac@vi-du.vn")
    assert "Rượu" not in own(other)
    for job in ("rename", "seen", "delete"):
        assert other.post(f"{LIST}{saved.pk}/{job}/", {"name": "Của tôi"}).status_code == 404
    assert other.get(f"{LIST}{saved.pk}/rename/").status_code == 404
    saved.refresh_from_db()
    assert saved.name == "Rượu"


def test_a_form_of_another_site_saves_nothing():
    make_citizen(EMAIL)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(email=EMAIL))
    assert save(browser, "q=ruou").status_code == 403
    assert not SavedSearch.objects.exists()


def test_they_go_with_the_account(browser):
    save(browser, "q=ruou")
    erase_account(User.objects.get(email=EMAIL))
    assert not SavedSearch.objects.exists()


def test_a_value_that_is_gone_is_left_out(browser, embedded):
    agency = make_agency("BCT")
    save(browser, "q=ruou&agency=BCT")
    agency.delete()
    assert '<a href="/search/?q=ruou">Rượu</a>' in own(browser)


def test_the_list_takes_few_queries_a_search(browser, embedded, django_assert_max_num_queries):
    for address in ("q=mot&kind=report", "q=hai&kind=procedure"):
        save(browser, address)
    with django_assert_max_num_queries(5 + 2 * 5):
        browser.get(LIST)
