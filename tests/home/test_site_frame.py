"""Menus and the notice around every page."""

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import RequestFactory

from home.models import SiteMenu, SiteMenuItem, SiteNotice
from tests.factories.pages import make_guide, make_guide_index

pytestmark = pytest.mark.django_db


def make_menu(*items, language="vi", place=SiteMenu.Place.HEADER) -> SiteMenu:
    menu = SiteMenu.objects.create(language=language, place=place)
    for order, item in enumerate(items):
        SiteMenuItem.objects.create(menu=menu, sort_order=order, **item)
    return menu


def text(client, path="/") -> str:
    return client.get(path).content.decode()


def test_each_language_has_its_menu_in_the_order_staff_gave(client):
    make_menu({"title": "Sau", "address": "/fields/"}, {"title": "Trước", "address": "/search/?kind=report"})
    make_menu({"title": "Reports", "address": "/search/?kind=report"}, language="en")
    SiteMenuItem.objects.filter(title="Sau").update(sort_order=9)
    vietnamese, english = text(client), text(client, "/en/")
    assert vietnamese.index("Trước") < vietnamese.index("Sau")
    assert '<a href="/en/search/?kind=report">Reports</a>' in english
    assert "Reports" not in vietnamese and "Trước" not in english


def test_the_section_one_is_in_is_marked(client):
    index = make_guide_index()
    make_guide(index, slug="cach-doc")
    make_menu({"title": "Các hướng dẫn", "page": index}, {"title": "Về đầu", "address": "/"})
    assert '<a href="/huong-dan/" aria-current="page">Các hướng dẫn</a>' in text(client, "/huong-dan/cach-doc/")
    assert '<a href="/">Về đầu</a>' in text(client, "/huong-dan/cach-doc/")
    assert '<a href="/" aria-current="page">Về đầu</a>' in text(client, "/")


def test_an_item_whose_page_is_withdrawn_is_not_shown(client):
    index = make_guide_index(title="Mục hướng dẫn")
    make_menu({"title": "Mục hướng dẫn", "page": index}, {"title": "Khác", "address": "/fields/"})
    assert "Mục hướng dẫn" in text(client)
    index.unpublish()
    assert "Mục hướng dẫn" not in text(client)


def test_the_footer_has_a_menu_of_its_own(client):
    make_menu({"title": "Liên hệ", "address": "https://vi-du.vn/lien-he"}, place=SiteMenu.Place.FOOTER)
    page = text(client)
    assert '<a href="https://vi-du.vn/lien-he">Liên hệ</a>' in page[page.index("<footer") :]


def test_without_a_menu_fixed_links_stand_there(client):
    assert 'href="/search/?in=documents"' in text(client)


def test_a_place_has_one_menu():
    make_menu()
    with pytest.raises(ValidationError):
        SiteMenu(language="vi", place=SiteMenu.Place.HEADER).full_clean()


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "//evil.vn", "fields/"])
def test_an_item_needs_an_address_that_leads_somewhere(address):
    item = SiteMenuItem(menu=make_menu(), title="Mục", address=address)
    with pytest.raises(ValidationError) as refused:
        item.full_clean()
    assert "address" in refused.value.message_dict


def test_the_notice_in_the_readers_language_escaped_until_it_is_hidden(client):
    notice = SiteNotice.objects.create(text_vi="Bảo trì <b>tối nay</b>", text_en="Maintenance tonight")
    assert "Bảo trì &lt;b&gt;tối nay&lt;/b&gt;" in text(client)
    assert "Maintenance tonight" in text(client, "/en/")
    notice.text_en = ""
    notice.save()
    assert "Bảo trì" in text(client, "/en/")
    notice.shown = False
    notice.save()
    assert "site-notice" not in text(client)


def test_the_frame_takes_two_queries_and_none_while_it_is_kept(settings, django_assert_num_queries):
    index = make_guide_index()
    make_menu({"title": "Hướng dẫn", "page": index})
    assert index.url == "/huong-dan/"  # Wagtail now knows where the site's pages begin
    settings.SITE_FRAME_SECONDS = 5
    request = RequestFactory().get("/")
    with django_assert_num_queries(2):
        render_to_string("base.html", request=request)
    with django_assert_num_queries(0):
        render_to_string("base.html", request=request)


def test_a_page_without_menu_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        render_to_string("500.html", request=RequestFactory().get("/"))


def test_without_a_database_the_fixed_links_stand_there():
    def refuse(*args, **kwargs):
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        page = render_to_string("404.html", request=RequestFactory().get("/"))
    assert 'href="/search/?in=documents"' in page
