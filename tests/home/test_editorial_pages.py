"""News and guides as readers meet them, and what editors may put there."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.models import PageViewRestriction
from wagtail.rich_text import RichText

from home.blocks import BodyBlock
from home.models import GuidePage, NewsPage
from tests.factories.pages import front_page, make_guide, make_guide_index, make_news, make_news_index, publish

pytestmark = pytest.mark.django_db


def text(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_news_newest_first_ten_a_page(client):
    index = make_news_index()
    for day in range(1, 13):
        make_news(index, f"Tin ngày {day:02}", date=datetime.date(2026, 3, day))
    first, second = text(client, "/tin-tuc/"), text(client, "/tin-tuc/?page=2")
    assert first.index("Tin ngày 12") < first.index("Tin ngày 03")
    assert "Tin ngày 02" not in first
    assert "Tin ngày 02" in second and "Tin ngày 01" in second
    assert '<link rel="canonical" href="http://testserver/tin-tuc/">' in first
    assert '<link rel="canonical" href="http://testserver/tin-tuc/?page=2">' in second
    assert "<title>Tin tức, trang 2 –" in second


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", "Tin cũ"), ("999", "Tin cũ"), ("abc", "Tin mới"), ("\0", "Tin mới")]
)
def test_a_page_that_does_not_exist_is_answered_with_one_that_does(client, asked, shown):
    index = make_news_index()
    make_news(index, "Tin cũ", date=datetime.date(2020, 1, 1))
    for _ in range(9):
        make_news(index)
    make_news(index, "Tin mới", date=datetime.date(2026, 9, 9))
    response = client.get("/tin-tuc/", {"page": asked})
    assert response.status_code == 200
    assert shown in response.content.decode()


@pytest.mark.parametrize(("make", "path"), [(make_news_index, "/tin-tuc/"), (make_guide_index, "/huong-dan/")])
def test_an_empty_list_says_so(client, make, path):
    make()
    assert "data-empty" in text(client, path)


def test_what_is_not_public_is_neither_listed_nor_shown(client):
    index = make_news_index()
    gone, private = make_news(index, "Tin đã gỡ", slug="da-go"), make_news(index, "Tin nội bộ", slug="noi-bo")
    gone.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    index.add_child(instance=NewsPage(title="Tin nháp", slug="nhap", date=datetime.date(2026, 1, 1), live=False))
    for path in ("/", "/tin-tuc/"):
        page = text(client, path)
        assert not [title for title in ("Tin đã gỡ", "Tin nội bộ", "Tin nháp") if title in page]
    assert client.get("/tin-tuc/da-go/").status_code == 404
    assert client.get("/tin-tuc/nhap/").status_code == 404
    assert client.get("/tin-tuc/noi-bo/").status_code == 302


def test_a_page_leads_to_its_translation_and_search_engines_know(client):
    vietnamese = make_guide(front_page("vi"), "Giới thiệu", slug="gioi-thieu")
    english = GuidePage(title="About", slug="about", translation_key=vietnamese.translation_key)
    publish(english, front_page("en"))
    page = text(client, "/gioi-thieu/?page=2")
    assert '<a href="/en/about/" hreflang="en"' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/about/">' in page
    assert '<link rel="alternate" hreflang="vi" href="http://testserver/gioi-thieu/">' in page
    assert '<a href="/gioi-thieu/" hreflang="vi"' in text(client, "/en/about/")


def test_a_page_without_translation_leads_to_the_other_front_page(client):
    make_guide(front_page("vi"), slug="chi-tieng-viet")
    page = text(client, "/chi-tieng-viet/")
    assert '<a href="/en/" hreflang="en"' in page
    assert 'rel="alternate" hreflang="en"' not in page


def test_breadcrumbs_lead_home(client):
    make_guide(make_guide_index(), "Cách đọc", slug="cach-doc")
    page = text(client, "/huong-dan/cach-doc/")
    assert page.index('<a href="/">Trang chủ</a>') < page.index('<a href="/huong-dan/">Hướng dẫn</a>')
    assert '<span aria-current="page">Cách đọc</span>' in page


def test_blocks_are_rendered_and_what_editors_type_is_escaped(client):
    body = [
        ("heading", "Mục <b>một</b>"),
        ("paragraph", RichText("<p>Đoạn <b>đậm</b></p>")),
        ("list", ["Ý <i>một</i>", "Ý hai"]),
        ("quote", {"text": "Lời nói", "source": "Người nói"}),
        ("link", {"text": "Tra cứu", "page": None, "url": "/search/?kind=report"}),
    ]
    make_guide(front_page("vi"), slug="cac-khoi", body=body)
    make_guide(front_page("en"), slug="blocks", body=body)
    page = text(client, "/cac-khoi/")
    assert "<h2>Mục &lt;b&gt;một&lt;/b&gt;</h2>" in page
    assert "<li>Ý &lt;i&gt;một&lt;/i&gt;</li>" in page
    assert "<b>đậm</b>" in page
    assert "Người nói" in page
    assert '<a href="/search/?kind=report">Tra cứu</a>' in page
    assert '<a href="/en/search/?kind=report">Tra cứu</a>' in text(client, "/en/blocks/")


def test_a_link_to_a_withdrawn_page_is_only_text(client):
    target = make_guide(front_page(), slug="dich")
    make_guide(front_page(), slug="nguon", body=[("link", {"text": "Đi tiếp", "page": target, "url": ""})])
    assert '<a href="/dich/">Đi tiếp</a>' in text(client, "/nguon/")
    target.unpublish()
    assert "<p>Đi tiếp</p>" in text(client, "/nguon/")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//nơi-khác.vn/", "/\\evil.vn", "search/", "data:text/html,x", "/có dấu cách/"]
)
def test_a_link_leads_nowhere_dangerous(url):
    block = BodyBlock().child_blocks["link"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "Bấm", "page": None, "url": url}))


@pytest.mark.parametrize("url", ["/search/?q=a", "https://vi-du.vn/trang"])
def test_a_link_leads_to_the_portal_or_the_web(url):
    block = BodyBlock().child_blocks["link"]
    assert block.clean(block.to_python({"text": "Bấm", "page": None, "url": url}))["url"] == url


def test_a_link_needs_one_target():
    block = BodyBlock().child_blocks["link"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "Bấm", "page": None, "url": ""}))


def test_rich_text_from_a_browser_is_cut_down_to_what_is_allowed():
    """A forged request can hold any HTML; Wagtail's converter keeps only the features of the block."""
    block = BodyBlock().child_blocks["paragraph"]
    forged = (
        '{"blocks": [{"key": "a", "text": "<script>x</script> bấm", "type": "header-two", "depth": 0,'
        ' "inlineStyleRanges": [], "entityRanges": [{"offset": 19, "length": 3, "key": 0}]}],'
        ' "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}}}}'
    )
    value = block.value_from_datadict({"body": forged}, {}, "body")
    stored = value.source
    assert "<script" not in stored
    assert "javascript:" not in stored
    assert "<h2" not in stored


@pytest.mark.parametrize("slug", ["search", "admin", "regulations", "en"])
def test_a_page_cannot_take_an_address_of_the_portal(slug):
    page = GuidePage(title="Trang", slug=slug, locale=front_page().locale)
    with pytest.raises(ValidationError) as refused:
        front_page().add_child(instance=page)
    assert "slug" in refused.value.message_dict


def test_pages_can_be_previewed():
    page = make_news(make_news_index(), "Xem trước")
    response = page.make_preview_request(RequestFactory().get("/admin/"), page.default_preview_mode)
    response.render()
    assert "Xem trước" in response.content.decode()
