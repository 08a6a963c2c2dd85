"""robots.txt and the sitemaps: everything public, nothing else, in both languages."""

from xml.etree import ElementTree

import pytest
from django.utils import timezone

from home import sitemaps
from tests.factories.consult import make_round, make_round_draft
from tests.factories.pages import front_page, make_guide
from tests.factories.plans import make_plan, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def entries(client, section: str, query: str = "") -> dict[str, ElementTree.Element]:
    response = client.get(f"/sitemap-{section}.xml{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    tree = ElementTree.fromstring(response.getvalue())
    return {
        url.find("s:loc", NAMES).text.removeprefix("http://testserver"): url for url in tree.findall("s:url", NAMES)
    }


def listed(client, section: str) -> set[str]:
    return set(entries(client, section))


def test_the_index_names_files_that_all_exist(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    files = [loc.text for loc in tree.findall("s:sitemap/s:loc", NAMES)]
    assert len(files) == len(sitemaps.SECTIONS)
    for address in files:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_regulations_the_public_knows_in_both_languages(client):
    version = make_version(make_regulation(code="1.000001"))
    make_draft(make_regulation(code="1.000002"))
    found = entries(client, "regulations")
    assert set(found) == {"/regulations/1.000001/", "/en/regulations/1.000001/"}
    url = found["/regulations/1.000001/"]
    assert url.find("s:lastmod", NAMES).text == timezone.localtime(version.recorded_at).date().isoformat()
    alternates = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
    assert alternates == {
        "vi": "http://testserver/regulations/1.000001/",
        "en": "http://testserver/en/regulations/1.000001/",
    }


def test_documents_by_their_own_address(client):
    version = make_document_version()
    make_document()
    path = version.document.get_absolute_url()
    assert listed(client, "documents") == {path, f"/en{path}"}


def test_reference_lists_and_pages(client):
    agency, field, industry = make_agency(), make_field(), make_industry()
    guide = make_guide(front_page())
    assert agency.get_absolute_url() in listed(client, "agencies")
    assert field.get_absolute_url() in listed(client, "fields")
    assert f"/en{industry.get_absolute_url()}" in listed(client, "industries")
    assert listed(client, "pages") == {"/", "/en/", guide.url}
    assert {"/search/", "/en/industries/"} <= listed(client, "lists")


def test_every_listed_address_opens(client):
    make_version(make_regulation(fields=[make_field()], industries=[make_industry()]))
    make_document_version()
    make_guide(front_page())
    for section in sitemaps.SECTIONS:
        for path in listed(client, section):
            assert client.get(path).status_code == 200, path


def test_many_records_are_cut_into_files(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)
    for _ in range(5):
        make_field()
    assert client.get("/sitemap.xml").content.count(b"/sitemap-fields.xml?p=") == 3
    with django_assert_max_num_queries(1):
        pages = [entries(client, "fields", "?p=3")]
    assert [len(page) for page in pages] == [2]
    assert client.get("/sitemap-fields.xml?p=4").status_code == 404


@pytest.mark.parametrize("name", ["users", *(f"fields.xml?p={number}" for number in ("0", "-1", "x", "99999999"))])
def test_files_that_do_not_exist(client, name):
    assert client.get(f"/sitemap-{name if '?' in name else name + '.xml'}").status_code == 404


def test_robots_are_led_to_the_sitemap_and_kept_from_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines


def test_plans_and_rounds_that_are_public(client):
    plan = publish_plan()
    asked = make_round(plan)
    make_round_draft(plan)
    make_plan()
    assert listed(client, "plans") == {f"/plans/{plan.plan_id}/", f"/en/plans/{plan.plan_id}/"}
    assert listed(client, "rounds") == {f"/consultations/{asked.pk}/", f"/en/consultations/{asked.pk}/"}
    for path in (*listed(client, "plans"), *listed(client, "rounds")):
        assert client.get(path).status_code == 200, path
