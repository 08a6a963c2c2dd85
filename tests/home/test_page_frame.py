"""The frame of a page and the error pages, as a browser gets them."""

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation


def test_the_frame_needs_no_context():
    page = render_to_string("base.html")
    assert '<html lang="vi">' in page
    assert 'href="#main"' in page
    assert "site-notice" not in page


def test_a_site_notice_is_shown_escaped():
    assert "Dữ liệu minh họa &lt;b&gt;" in render_to_string("base.html", {"site_notice": "Dữ liệu minh họa <b>"})


def test_staff_menu_replaces_the_fixed_one():
    page = render_to_string("base.html", {"menu_items": [{"title": "Tin tức", "url": "/tin-tuc/", "current": True}]})
    assert '<a href="/tin-tuc/" aria-current="page">Tin tức</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "path", "other"),
    [("vi", "/search/", "/en/search/"), ("vi", "/", "/en/"), ("en", "/en/search/", "/search/"), ("en", "/en/", "/")],
)
def test_the_other_language_is_one_link_away(language, path, other):
    with translation.override(language):
        page = render_to_string("base.html", request=RequestFactory().get(path, {"q": "hoá chất", "page": 2}))
    assert f'href="{other}?q=ho%C3%A1+ch%E1%BA%A5t&amp;page=2"' in page
    assert f'<link rel="canonical" href="http://testserver{path}">' in page
    for code, alternate in {language: path, "en" if language == "vi" else "vi": other}.items():
        assert f'hreflang="{code}" href="http://testserver{alternate}"' in page


@pytest.mark.django_db
def test_a_page_kept_from_search_engines_names_no_address():
    page = render_to_string("base.html", {"noindex": True}, request=RequestFactory().get("/x/"))
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page


@pytest.mark.parametrize("code", ["400", "403", "404", "429"])
def test_error_pages_say_what_happened_and_lead_out(code):
    page = get_template(f"{code}.html").render()
    assert page.count("<h1>") == 1
    assert "Về trang chủ" in page or code == "429"
    assert '<meta name="robots" content="noindex">' in page


def test_too_many_requests_says_how_long_to_wait():
    assert "sau 30 giây" in get_template("429.html").render({"retry_after": 30})


def test_the_failure_page_depends_on_nothing():
    template = get_template("500.html")
    assert "{%" not in template.template.source and "{{" not in template.template.source
    assert "Hệ thống đang gặp sự cố" in template.render() and "Something went wrong" in template.render()
