"""The demo's news and guides become pages, once."""

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.demo.reading import read_demo
from home.editorial import load_pages
from home.models import GuidePage, NewsPage, SiteMenuItem, SiteNotice

pytestmark = pytest.mark.django_db
NOTICE = {"vi": "Dữ liệu minh họa", "en": "Demonstration data"}


@pytest.fixture
def demo():
    return read_demo(today=timezone.localdate())


def test_every_page_of_the_demo_opens_in_both_languages(client, demo):
    load_pages(news=demo.news, guides=demo.guides, notice=NOTICE)
    assert NewsPage.objects.count() == 2 * len(demo.news)
    assert GuidePage.objects.count() == 2 * len(demo.guides)
    for page in Page.objects.filter(depth__gte=2):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        # Every page's language switch leads to its translation, which the demo always has.
        other = page.get_translations().get()
        assert f'href="{other.url}" hreflang=' in response.content.decode()


def test_menus_lead_to_pages_that_exist(client, demo):
    load_pages(news=demo.news, guides=demo.guides, notice=NOTICE)
    for path, notice in (("/", NOTICE["vi"]), ("/en/", NOTICE["en"])):
        page = client.get(path).content.decode()
        assert notice in page
        assert f'href="{path}{"tin-tuc" if path == "/" else "news"}/"' in page
        assert f'href="{path}{"gioi-thieu" if path == "/" else "about"}/"' in page


def test_loading_again_adds_nothing_and_keeps_what_staff_changed(demo):
    load_pages(news=demo.news, guides=demo.guides, notice=NOTICE)
    guide = GuidePage.objects.first()
    guide.title = "Sửa bởi quản trị"
    guide.save_revision().publish()
    SiteMenuItem.objects.filter(title="News").delete()
    before = Page.objects.count(), SiteMenuItem.objects.count()
    load_pages(news=demo.news, guides=demo.guides, notice=NOTICE)
    assert (Page.objects.count(), SiteMenuItem.objects.count()) == before
    assert SiteNotice.objects.count() == 1
    assert GuidePage.objects.get(pk=guide.pk).title == "Sửa bởi quản trị"
