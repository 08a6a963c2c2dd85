"""What holds for every page that the public reads: no cookie, no session, no inline code, a frame of its own."""

import pytest
from django.utils import timezone

from home.demo.reading import read_demo
from home.editorial import load_pages
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.factories.regulations import (
    make_document_version,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    """One of everything; the addresses of every sort of page."""
    demo = read_demo(today=timezone.localdate())
    load_pages(news=demo.news, guides=demo.guides)
    field, industry = make_field(), make_industry()
    regulation = make_regulation(fields=[field], industries=[industry])
    make_version(regulation)
    make_version(regulation, effective_from=timezone.localdate())
    document = make_document_version().document
    reset_engine(TantivyEngine())
    rebuild()
    yield [
        "/", "/search/", "/search/?q=kinh+doanh&kind=procedure", "/search/?in=documents&q=dieu", "/search/?q=khong+co",
        "/tin-tuc/", "/tin-tuc/mo-phan-tra-cuu/", "/huong-dan/", "/huong-dan/cach-tra-cuu/", "/gioi-thieu/",
        "/agencies/", "/fields/", "/industries/",
        regulation.get_absolute_url(), f"{regulation.get_absolute_url()}?on=2026-01-01",
        f"{regulation.get_absolute_url()}versions/1/", f"{regulation.get_absolute_url()}compare/1/2/",
        document.get_absolute_url(), regulation.agency.get_absolute_url(), field.get_absolute_url(),
        industry.get_absolute_url(), f"/industries/{industry.edition.key}/",
    ]  # fmt: skip
    reset_engine()


def test_reading_sets_no_cookie_and_allows_no_inline_code(client, portal):
    english = [f"/en{path}" for path in portal if not path.startswith(("/tin", "/huong", "/gioi"))]
    for path in [*portal, *english]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy, path
        page = response.content.decode()
        assert "<script>" not in page and " style=" not in page and " onclick" not in page, path
        assert page.count("<h1") == 1, path
        assert page.count("<main") == 1, path
