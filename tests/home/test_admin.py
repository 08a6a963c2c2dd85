"""Administrators write pages, menus and the notice in the admin; nobody else gets there."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import GuidePage, SiteMenu, SiteNotice
from regulations.models import Role
from tests.factories.pages import front_page, make_guide
from tests.factories.regulations import make_agency, make_officer, make_portal_person

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def administrator():
    return signed_in(make_portal_person(Role.ADMINISTRATOR))


@pytest.fixture
def officer():
    return signed_in(make_officer(make_agency()))


def guide_form() -> dict:
    body = streamfield([("heading", "Mục một"), ("paragraph", rich_text("<p>Lời <b>đậm</b></p>", features=["bold"]))])
    return nested_form_data(
        {"title": "Trang mới", "slug": "trang-moi", "intro": "", "body": body, "action-publish": "1"}
    )


def test_an_administrator_publishes_a_page_that_readers_see(administrator, client):
    address = reverse("wagtailadmin_pages:add", args=["home", "guidepage", front_page().pk])
    assert administrator.get(address).status_code == 200
    administrator.post(address, guide_form())
    page = client.get("/trang-moi/").content.decode()
    assert "<h2>Mục một</h2>" in page and "<b>đậm</b>" in page


def test_an_administrator_edits_menu_and_notice(administrator, client):
    form = nested_form_data(
        {
            "language": "vi",
            "place": "header",
            "items": inline_formset([{"title": "Báo cáo", "page": "", "address": "/search/?kind=report"}]),
        }
    )
    address = reverse("wagtailsnippets_home_sitemenu:add")
    assert administrator.get(address).status_code == 200
    administrator.post(address, form)
    administrator.post(reverse("wagtailsnippets_home_sitenotice:add"), {"text_vi": "Bảo trì", "shown": "on"})
    page = client.get("/").content.decode()
    assert '<a href="/search/?kind=report">Báo cáo</a>' in page
    assert "Bảo trì" in page


def test_officers_get_to_none_of_it(officer):
    page = make_guide(front_page())
    for address in (
        reverse("wagtailadmin_pages:add", args=["home", "guidepage", front_page().pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailsnippets_home_sitemenu:add"),
        reverse("wagtailsnippets_home_sitenotice:add"),
    ):
        for send in (officer.get, officer.post):
            assert send(address, guide_form()).status_code in (302, 403), address
    assert GuidePage.objects.count() == 1
    assert not SiteMenu.objects.exists() and not SiteNotice.objects.exists()
