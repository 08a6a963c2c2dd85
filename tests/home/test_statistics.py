"""/statistics/: every number opens a list of exactly that many."""

import datetime
import random
import re
from html import unescape

import pytest
from django.utils import timezone

from consult.models import Outcome, Phase
from regulations.models import Action, AgencySuccession, DocumentType, Kind, State
from regulations.publishing import publish_version
from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.factories.consult import in_phase, make_answer, make_comment, make_round, make_round_draft
from tests.factories.plans import make_decision, make_implementation, make_item, make_plan, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
)
from tests.search.draining import drain_jobs

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<a href="([^"]+)">([\d.,]+)</a>')


@pytest.fixture(autouse=True)
def index(db):
    """Call it to have all that was published found."""
    reset_engine(TantivyEngine())
    rebuild()
    yield drain_jobs
    reset_engine()


def main_of(client, path="/statistics/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def numbers(html: str) -> list[tuple[str, int]]:
    """Every number that is a link, with its address."""
    return [(unescape(url), int(re.sub(r"\D", "", text))) for url, text in NUMBER.findall(html)]


def stated_total(client, url: str) -> int:
    """What the list behind a number says of itself."""
    heading = main_of(client, url).partition("results__title")[2].partition(">")[2].partition("</h2>")[0]
    return int(re.sub(r"\D", "", heading) or 0)


def fill(draw: random.Random) -> None:
    """A register in which everything occurs: units, a succession, upcoming and corrected versions, drafts."""
    ministry, other, ended = make_agency("BCT"), make_agency("BYT"), make_agency("BNN")
    agencies = [ministry, other, ended, make_agency("CHC", parent=ministry), make_agency("CTT", parent=ministry)]
    agencies.append(make_agency("PHC", parent=agencies[3]))
    AgencySuccession.objects.create(old=ended, new=other, date=datetime.date(2025, 3, 1), primary=True)
    AgencySuccession.objects.create(old=ended, new=agencies[4], date=datetime.date(2025, 3, 1))
    for _ in range(30):
        regulation = make_regulation(draw.choice(agencies), kind=draw.choice(list(Kind)))
        version = make_version(regulation, state=draw.choice(list(State)), effective_from=datetime.date(2025, 1, 1))
        if draw.random() < 0.3:
            days = draw.choice([-100, 100])
            make_version(regulation, effective_from=timezone.localdate() + datetime.timedelta(days=days))
        elif draw.random() < 0.3:
            correction = make_draft(regulation, corrects=version, effective_from=version.effective_from)
            publish_version(version=correction)
    for _ in range(4):
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        make_version(make_regulation(draw.choice(agencies), kind=draw.choice(list(Kind))), effective_from=tomorrow)
        make_draft(make_regulation(draw.choice(agencies)))
    for _ in range(8):
        kind = draw.choice([DocumentType.DECREE, DocumentType.LAW, DocumentType.CIRCULAR])
        make_document_version(make_document(doc_type=kind))
    make_document_draft()


def plans_in_every_state() -> None:
    agency, heir = make_agency("BTC"), make_agency("BTCM")
    AgencySuccession.objects.create(old=agency, new=heir, date=datetime.date(2026, 3, 1), primary=True)
    make_item(make_plan(agency))
    publish_plan(agency=agency)
    publish_plan(agency=heir)
    approved, amended = publish_plan(agency=agency), publish_plan(agency=agency)
    for version in (approved, amended):
        make_decision(version)
    amending = make_plan(agency, amends=amended.plan)
    make_item(amending, action=Action.ABOLISH)
    publish_plan(amending)
    done = publish_plan(agency=agency)
    make_decision(done)
    make_implementation(done.items.get())


def rounds_and_comments() -> None:
    make_round_draft()
    for phase in (Phase.SCHEDULED, Phase.CLOSED):
        in_phase(make_round(), phase)
    asked = make_round()
    comments = [make_comment(asked) for _ in range(5)]
    make_comment(asked, parent=comments[0])
    make_comment(asked, published=False)
    make_answer(asked, *comments[:2])
    make_answer(asked, comments[2], outcome=Outcome.NOT_ACCEPTED)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_opens_a_list_of_exactly_that_many(client, index, seed):
    fill(random.Random(seed))
    index()
    seen, pages = {}, ["/statistics/"]
    for page in pages:
        html = main_of(client, page)
        units = [unescape(url).partition("#")[0] for url in re.findall(r'href="(/statistics/\?agency=[^"]+)"', html)]
        pages += [url for url in units if url not in pages]
        for url, count in numbers(html):
            assert seen.setdefault(url, count) == count
    assert {"/statistics/?agency=BCT", "/statistics/?agency=CHC"} <= set(pages)
    assert len(seen) > 25
    for url, count in seen.items():
        assert stated_total(client, url) == count, url


def test_plans_rounds_and_comments_open_their_lists(client, index):
    plans_in_every_state()
    rounds_and_comments()
    index()
    html = main_of(client)
    found = dict(numbers(html))
    states = {url.partition("state=")[2]: count for url, count in found.items() if "/plans/?state=" in url}
    assert states.keys() == {"proposed", "approved", "implemented", "amended"}
    assert found["/consultations/comments/"] == 6
    assert found["/consultations/comments/?answered=yes"] == 3
    assert found["/consultations/comments/?outcome=not_accepted"] == 1
    for url, count in found.items():
        assert stated_total(client, url) == count, url
    assert "Tỷ lệ đã trả lời: 50,0% (3 trong 6 ý kiến đang hiện công khai)." in words(html)
    assert "Các đợt đã nhận 7 ý kiến. 1 ý kiến không hiện công khai" in words(html)


def test_an_empty_portal_says_nought_and_links_nothing(client):
    html = main_of(client)
    assert numbers(html) == []
    assert "Tỷ lệ đã trả lời" not in words(html)
    assert f"Số liệu tính đến ngày {timezone.localdate():%d/%m/%Y}." in words(html)


def test_units_are_opened_level_by_level_and_back(client, index):
    ministry = make_agency("BCT", name_vi="Bộ Công Thương")
    unit = make_agency("CHC", parent=ministry, name_vi="Cục Hóa chất")
    make_version(make_regulation(ministry))
    for _ in range(2):
        make_version(make_regulation(unit))
    index()
    top = main_of(client)
    assert "Bộ Công Thương 3 Xem từng đơn vị" in words(top)
    assert ("/search/?agency=BCT&agency=CHC", 3) in numbers(top)
    below = main_of(client, "/statistics/?agency=bct")
    assert "Bộ Công Thương, không kể đơn vị trực thuộc 1" in words(below)
    assert "Cục Hóa chất 2" in words(below)
    assert "Lên một cấp: Mọi cơ quan" in words(below)
    assert "Lên một cấp: Bộ Công Thương" in words(main_of(client, "/statistics/?agency=CHC"))


@pytest.mark.parametrize("asked", ["KHONGCO", "%00", "<b>", "a" * 5000])
def test_an_agency_that_does_not_exist_is_named_and_left_out(client, asked):
    html = main_of(client, f"/statistics/?agency={asked}")
    assert "<b>" not in html
    assert ("Không có cơ quan" in html) == (asked != "%00")


def test_documents_are_listed_one_by_one(client, index):
    law = make_document("64/2025/QH15", doc_type=DocumentType.LAW, title="Luật Hóa chất")
    make_document_version(law)
    make_document_version(make_document("15/2018/NĐ-CP"))
    make_document_draft()
    html = main_of(client, "/statistics/documents/?type=luat&type=khongco")
    assert "1 văn bản" in words(html)
    assert law.get_absolute_url() in html
    assert "15/2018" not in html
    assert "Không có văn bản nào" in words(main_of(client, "/statistics/documents/?type=chi-thi"))
    assert client.get("/statistics/documents/?page=2").status_code == 404


def test_the_page_takes_few_queries_whatever_there_is(client, index, django_assert_max_num_queries):
    fill(random.Random(3))
    rounds_and_comments()
    index()
    with django_assert_max_num_queries(30):
        client.get("/statistics/")


def test_it_is_in_the_menu_the_sitemap_and_on_the_front_page(client):
    for language in ("", "/en"):
        assert client.get(f"{language}/").content.decode().count(f'href="{language}/statistics/"') >= 2
    assert b"/en/statistics/" in client.get("/sitemap-lists.xml").getvalue()
    assert client.post("/statistics/").status_code == 405
