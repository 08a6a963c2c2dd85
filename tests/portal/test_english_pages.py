"""Pages under /en/, of a register that is written without a Vietnamese letter: any that is left is the portal's own."""

import datetime

import pytest
from django.utils import timezone

from home.models import HomePage
from regulations.models import DocumentType, Kind, Level
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_edition,
    make_field,
    make_industry,
    make_regulation,
    make_version,
    required_parts,
)
from tests.portal.reader import vietnamese_in

TODAY = timezone.localdate()
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def register(db):
    """One of everything that public pages show, found by the lookup."""
    HomePage.objects.update(examples="hoa chat")
    ministry = make_agency("MIT", name_vi="MIT", name_en="Ministry of Trade", level=Level.MINISTRY)
    old = make_agency("OLD", name_vi="OLD", name_en="Old ministry", valid_to=TODAY)
    make_agency("UNIT", parent=ministry, name_vi="UNIT", name_en="A unit")
    field = make_field("Chemicals", slug="chemicals", name_en="Chemicals")
    section = make_industry("G", edition=make_edition("2018", name_vi="VSIC", name_en="VSIC"), name_vi="Trade")
    trade = make_industry("46", parent=section, name_vi="Wholesale")
    law = make_document("1/2020/QH14", title="Law", doc_type=DocumentType.LAW, maintained_by=ministry)
    make_document_version(law, text="Text.\nMore text.", effective_from=TODAY - 3 * YEAR)
    make_document_version(make_document("2/2020/TT-BCT", title="Circular"), effective_from=TODAY - YEAR)
    for kind in Kind:
        regulation = make_regulation(
            ministry, code=f"1.{kind}", kind=kind, subjects="Shops", fields=[field], industries=[trade]
        )
        parts = {"parts": dict.fromkeys(required_parts(kind), "Text.")}
        rows = {
            "papers": [{"name": "Form", "copies": 2}],
            "fees": [{"name": "Fee", "amount": 1_000_000}, {"name": "Other", "amount": None}],
            "time_limits": [{"label": "Permit", "number": 1, "unit": "working_days"}],
            "frequencies": [{"number": 1, "period": "half_year"}],
            "bases": [{"document": law, "label": ""}],
        }
        make_version(regulation, title="Permit", effective_from=TODAY - 2 * YEAR, note="First.", **parts)
        make_version(regulation, title="Permit", effective_from=TODAY - YEAR, card_who="Shops", **parts, **rows)
    parts = {"parts": dict.fromkeys(required_parts(Kind.PROCEDURE), "Text.")}
    for code, begins, state in (("gone", TODAY - YEAR, "abolished"), ("soon", TODAY + YEAR, "in_force")):
        make_version(make_regulation(old, code=f"1.{code}"), title=code, effective_from=begins, state=state, **parts)
    reset_engine(TantivyEngine())
    rebuild()
    yield
    reset_engine()


PAGES = [
    ("/en/", 200),
    ("/en/search/", 200),
    ("/en/search/?q=permit&kind=procedure&agency=MIT&sort=newest", 200),
    ("/en/search/?q=permit&on=2020-01-01&status=gap", 200),
    ("/en/search/?kind=nothing&on=never&page=99&sort=odd&in=odd", 200),
    ("/en/search/?in=documents", 200),
    ("/en/regulations/", 200),
    ("/en/regulations/1.procedure/", 200),
    ("/en/regulations/1.report/", 200),
    ("/en/regulations/1.standard/", 200),
    ("/en/regulations/1.procedure/?on=2001-01-01", 200),
    ("/en/regulations/1.procedure/?on=never", 400),
    ("/en/regulations/1.procedure/versions/1/", 200),
    ("/en/regulations/1.procedure/compare/1/2/", 200),
    ("/en/regulations/1.procedure/compare/1/2/?view=inline", 200),
    ("/en/regulations/1.gone/", 200),
    ("/en/regulations/1.soon/", 200),
    ("/en/documents/1-2020-qh14/", 200),
    ("/en/documents/1-2020-qh14/?on=2001-01-01", 200),
    ("/en/documents/2-2020-tt-bct/", 200),
    ("/en/documents/2-2020-tt-bct/chuong-i/", 200),
    ("/en/documents/2-2020-tt-bct/dieu-99/", 404),
    ("/en/documents/2-2020-tt-bct/cite/dieu-1/", 200),
    ("/en/regulations/1.procedure/cite/steps/", 200),
    ("/en/report-error/?regulation=1.procedure&version=1&part=steps", 200),
    ("/en/report-error/received/?regulation=1.procedure&version=1", 200),
    ("/en/agencies/", 200),
    ("/en/agencies/MIT/", 200),
    ("/en/agencies/OLD/", 200),
    ("/en/fields/", 200),
    ("/en/fields/chemicals/", 200),
    ("/en/industries/", 200),
    ("/en/industries/2018/", 200),
    ("/en/industries/2018/46/", 200),
    ("/en/nothing-here/", 404),
]


def test_english_pages_speak_english(client, register):
    found = {}
    for address, status in PAGES:
        response = client.get(address, follow=True)
        said = vietnamese_in(response)
        if response.status_code != status or said:
            found[address] = (response.status_code, said)
    assert found == {}


@pytest.mark.django_db
def test_an_empty_portal_speaks_english(client):
    HomePage.objects.update(examples="hoa chat")
    for address in ("/en/", "/en/search/", "/en/agencies/", "/en/fields/", "/en/industries/"):
        assert vietnamese_in(client.get(address)) == [], address


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language"), [("/", "vi"), ("/search/", "vi"), ("/nothing/", "vi"), ("/en/search/", "en")]
)
def test_the_address_alone_says_the_language(client, address, language):
    """Whatever the browser prefers, the same address is the same page."""
    other = "en" if language == "vi" else "vi"
    client.cookies["django_language"] = other
    response = client.get(address, headers={"accept-language": other})
    assert f'<html lang="{language}">' in response.content.decode()
    assert response.headers["Content-Language"] == language
