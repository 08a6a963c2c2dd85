"""/timeliness/: what the four figures count, and that every number opens a list of exactly that many."""

import csv
import datetime
import io
import random
import re
from html import unescape

import pytest
from django.utils import timezone

from home.timeliness.figures import Share
from home.timeliness.tables import percent
from regulations.models import (
    AgencySuccession,
    DocumentRelation,
    EnteredChange,
    NationalProcedure,
    Part,
    RelationType,
    State,
)
from regulations.publishing import publish_version
from tests.factories.comparisons import make_comparison, set_period
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_regulation,
    make_version,
    required_parts,
)

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r'<a href="([^"]+)">([\d.,]+)</a>')
DAY = datetime.timedelta(days=1)


def main_of(client, path="/timeliness/") -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    assert not response.cookies
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def numbers(html: str) -> dict[str, int]:
    """Every number that is a link, by its address."""
    found = {}
    for url, text in NUMBER.findall(html):
        count = int(re.sub(r"\D", "", text))
        assert found.setdefault(unescape(url), count) == count
    return found


def listed(client, url: str) -> int:
    """What the list behind a number says of itself, held against the records that its pages show."""
    html = main_of(client, url)
    heading = html.partition("results__title")[2].partition(">")[2].partition("</h2>")[0]
    shown = html.count('<article class="result">')
    total = int(re.sub(r"\D", "", heading) or 0)
    assert shown == min(total, 50)
    return total


def counts(client, measure: str, agency: str = "") -> tuple[int, int]:
    """How many are as they should be, of how many."""
    query = f"?agency={agency}" if agency else ""
    found = numbers(main_of(client, f"/timeliness/{query}"))
    base = f"/timeliness/{measure}/{query}"
    return found.get(f"{base}{'&' if query else '?'}result=yes", 0), found.get(base, 0)


def today_less(days: int) -> datetime.date:
    return timezone.localdate() - days * DAY


def moment(days: int) -> datetime.datetime:
    return timezone.now() - days * DAY


def change(target, *, issued: int, effect: int, kind=RelationType.AMENDS, number: str = "") -> DocumentRelation:
    """A public document, issued and in effect so many days ago, that changes `target`."""
    document = make_document(number, issued_on=today_less(issued))
    make_document_version(document, effective_from=today_less(effect), at=moment(0))
    return DocumentRelation.objects.create(document=document, target=target, type=kind)


def enter(relation: DocumentRelation, *, days: int, effect: int | None = None) -> None:
    """The target's text with the change, published so many days ago."""
    draft = make_document_draft(relation.target, effective_from=today_less(days if effect is None else effect))
    EnteredChange.objects.create(version=draft, relation=relation)
    publish_version(version=draft, at=moment(days))


def fill(draw: random.Random) -> None:
    """A register in which everything occurs: units, a succession, comparisons, changes entered and open, drafts."""
    top, other, ended = make_agency("BCT"), make_agency("BYT"), make_agency("BNN")
    agencies = [top, other, ended, make_agency("CHC", parent=top), make_agency("CTT", parent=top)]
    agencies.append(make_agency("PHC", parent=agencies[3]))
    AgencySuccession.objects.create(old=ended, new=other, date=today_less(300), primary=True)
    AgencySuccession.objects.create(old=ended, new=agencies[4], date=today_less(300))
    set_period(30)
    set_period(10, agencies[3])
    documents = []
    for _ in range(12):
        keeper = draw.choice([*agencies, None])
        document = make_document(maintained_by=keeper, issuers=draw.sample(agencies, draw.randint(0, 2)))
        documents.append(document)
        if draw.random() < 0.7:
            text = draw.choice(["", "Điều 1. Một\nHai"])
            state = draw.choice([State.IN_FORCE] * 3 + [State.ABOLISHED])
            version = make_document_version(document, text=text, state=state, at=moment(60))
            if keeper is not None and draw.random() < 0.6:
                make_comparison(version, today_less(draw.randint(0, 60)), differs=draw.random() < 0.3)
    for _ in range(10):
        relation = change(draw.choice(documents), issued=draw.randint(40, 90), effect=draw.randint(-10, 50))
        if relation.target.versions.exists() and draw.random() < 0.6:
            enter(relation, days=draw.randint(0, 39), effect=draw.randint(100, 200) + relation.pk)
    for _ in range(25):
        regulation = make_regulation(draw.choice(agencies))
        parts = required_parts("procedure")
        if draw.random() < 0.4:
            del parts[draw.choice(sorted(parts))]
        version = make_version(
            regulation, parts=parts, state=draw.choice(list(State)), effective_from=today_less(90), at=moment(60),
            bases=[{"document": draw.choice(documents), "label": ""}],
        )  # fmt: skip
        if draw.random() < 0.6:
            make_comparison(version, today_less(draw.randint(0, 60)), differs=draw.random() < 0.3)
    for number in range(3):
        NationalProcedure.objects.create(
            code=f"9.{number}", title="Thủ tục", content={"agency": draw.choice(agencies).acronym}, content_hash="x"
        )
        make_draft(make_regulation(draw.choice(agencies)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_opens_a_list_of_exactly_that_many(client, seed):
    fill(random.Random(seed))
    seen, pages = {}, ["/timeliness/"]
    for page in pages:
        html = main_of(client, page)
        units = re.findall(r'href="(/timeliness/\?agency=[^"#]+)', html)
        pages += [unescape(url) for url in units if unescape(url) not in pages]
        for url, count in numbers(html).items():
            assert seen.setdefault(url, count) == count
    assert {"/timeliness/?agency=BCT", "/timeliness/?agency=CHC"} <= set(pages)
    assert {url.split("/")[2] for url in seen} == {"complete", "accurate", "public", "timely"}
    for url, count in seen.items():
        assert listed(client, url) == count, url


def test_full_is_every_required_part_and_a_text(client):
    agency = make_agency("BCT")
    make_version(make_regulation(agency))
    parts = required_parts("procedure")
    lacking = make_version(make_regulation(agency, code="THIEU.1"), parts=parts)
    Part.objects.filter(version=lacking, key=sorted(parts)[0]).update(text="")
    make_version(make_regulation(agency), parts={}, state=State.ABOLISHED)
    make_version(make_regulation(agency), parts={}, effective_from=today_less(-5))
    make_document_version(make_document(maintained_by=agency))
    make_document_version(make_document("7/2026/TT-BCT", maintained_by=agency), text="")
    assert counts(client, "complete") == counts(client, "complete", "BCT") == (2, 4)
    said = words(main_of(client, "/timeliness/complete/?result=no"))
    assert "THIEU.1" in said
    assert "Thiếu:" in said
    assert "7/2026/TT-BCT" in said
    assert "Chưa có toàn văn." in said
    assert "50,0%" in words(main_of(client))


def test_accurate_is_compared_in_time_and_equal(client):
    agency = make_agency("BCT")
    set_period(10)
    for days, differs in ((10, False), (11, False), (0, True), (None, None)):
        version = make_version(make_regulation(agency), at=moment(20))
        if days is not None:
            make_comparison(version, today_less(days), differs=differs)
    assert counts(client, "accurate") == (1, 4)
    again = make_version(make_regulation(agency), at=moment(20))
    make_comparison(again, today_less(5), differs=True)
    make_comparison(again, today_less(4))
    assert counts(client, "accurate") == (2, 5)
    said = words(main_of(client, "/timeliness/accurate/?result=no"))
    assert "Đã quá kỳ hạn đối chiếu 1 ngày" in said


def test_public_counts_what_is_known_and_shows_nothing_of_drafts(client):
    issuer = make_agency("BCT")
    shown = make_document("1/2026/TT-BCT", issuers=[issuer], title="Đọc được")
    make_document_version(shown)
    named = make_document("2/2026/TT-BCT", issuers=[issuer], issued_on=None, title="BÍ MẬT MỘT")
    cited = make_document("3/2026/TT-BCT", issuers=[issuer], issued_on=None, title="BÍ MẬT HAI")
    make_document("4/2026/TT-BCT", issuers=[issuer], title="BÍ MẬT BA")
    make_document("5/2026/TT-BCT", issuers=[issuer], issued_on=None, title="BÍ MẬT BỐN")
    make_document("6/2026/TT-BCT", issuers=[issuer], issued_on=today_less(-1), title="BÍ MẬT NĂM")
    DocumentRelation.objects.create(document=shown, target=named, type=RelationType.GUIDES)
    make_version(make_regulation(issuer, code="BCT.1"), bases=[{"document": cited, "label": ""}])
    make_draft(make_regulation(issuer, code="NHAP.1"), title="BÍ MẬT SÁU")
    NationalProcedure.objects.create(code="BCT.1", title="Có rồi", content={"agency": "BCT"}, content_hash="x")
    NationalProcedure.objects.create(code="9.000001", title="Chưa có", content={"agency": "bct"}, content_hash="x")
    assert counts(client, "public") == counts(client, "public", "BCT") == (2, 6)
    html = main_of(client, "/timeliness/public/")
    assert "BÍ MẬT" not in html
    said = words(html)
    for number in ("1/2026", "2/2026", "3/2026", "4/2026", "BCT.1", "9.000001"):
        assert number in said
    for number in ("5/2026", "6/2026", "NHAP.1"):
        assert number not in said


def test_timely_is_days_from_issue_and_from_effect(client):
    agency = make_agency("BCT")
    targets = [make_document(maintained_by=agency) for _ in range(4)]
    for target in targets:
        make_document_version(target, effective_from=today_less(400), at=moment(400))
    for target, issued, effect, days in ((targets[0], 60, 30, 40), (targets[1], 60, 30, 30), (targets[2], 60, 30, 10)):
        enter(change(target, issued=issued, effect=effect), days=days)
    change(targets[3], issued=50, effect=20)
    change(targets[3], issued=5, effect=-30)
    make_document_draft(targets[3])
    assert counts(client, "timely") == counts(client, "timely", "BCT") == (3, 5)
    said = words(main_of(client))
    assert "Từ ngày ban hành 30 ngày 50 ngày 3" in said
    assert "Từ ngày có hiệu lực 0 ngày 20 ngày 3" in said
    assert "Thay đổi chưa nhập lâu nhất đã có hiệu lực 20 ngày." in said
    entered = words(main_of(client, "/timeliness/timely/?result=yes"))
    assert "từ hiệu lực: trước hạn 10 ngày" in entered
    waiting = words(main_of(client, "/timeliness/timely/?result=no"))
    assert "Chưa nhập, đã có hiệu lực 20 ngày." in waiting
    assert "Chưa nhập, còn 30 ngày đến ngày hiệu lực." in waiting


def test_a_draft_enters_nothing_and_a_correction_takes_it_out_again(client):
    target = make_document(maintained_by=make_agency("BCT"))
    make_document_version(target, effective_from=today_less(400), at=moment(400))
    relation = change(target, issued=60, effect=30)
    EnteredChange.objects.create(version=make_document_draft(target, effective_from=today_less(30)), relation=relation)
    assert counts(client, "timely") == (0, 1)
    enter(relation, days=20, effect=29)
    assert counts(client, "timely") == (1, 1)
    wrong = relation.entries.get(version__live=True).version
    publish_version(version=make_document_draft(target, effective_from=wrong.effective_from, corrects=wrong))
    assert counts(client, "timely") == (0, 1)


def test_what_is_repealed_is_entered_by_the_version_that_says_so(client):
    target = make_document(maintained_by=make_agency("BCT"))
    make_document_version(target, effective_from=today_less(400), at=moment(400))
    change(target, issued=60, effect=30, kind=RelationType.REPEALS)
    assert counts(client, "timely") == (0, 1)
    make_document_version(target, effective_from=today_less(30), state=State.ABOLISHED, at=moment(25))
    assert counts(client, "timely") == (1, 1)
    assert "từ hiệu lực: 5 ngày" in words(main_of(client, "/timeliness/timely/"))


def test_an_ended_agencys_records_count_for_its_heir(client):
    ended, heir = make_agency("BNN"), make_agency("BNNMT")
    AgencySuccession.objects.create(old=ended, new=heir, date=today_less(300), primary=True)
    make_version(make_regulation(ended))
    for agency in ("BNN", "BNNMT"):
        assert counts(client, "complete", agency) == (1, 1)
    assert counts(client, "complete") == (1, 1)


def test_the_table_is_a_file_that_no_spreadsheet_runs(client):
    agency = make_agency("BCT", name_vi="=1+1 Bộ")
    make_version(make_regulation(agency))
    response = client.get("/timeliness/table.csv")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[1:3] for row in rows[1:]] == [["", "Mọi cơ quan"], ["BCT", "'=1+1 Bộ"]]
    assert rows[1][3:7] == ["1", "1", "0", "1"]
    alone = client.get("/timeliness/table.csv?agency=BCT").content.decode("utf-8-sig")
    assert len(alone.splitlines()) == 2


def test_an_empty_register_says_so_and_links_nothing(client):
    html = main_of(client)
    assert numbers(html) == {}
    assert "Chưa có hồ sơ nào." in words(html)
    for measure in ("complete", "accurate", "public", "timely"):
        assert "data-empty" in main_of(client, f"/timeliness/{measure}/")


def test_what_is_asked_wrongly(client):
    for asked in ("KHONGCO", "%00", "<b>", "a" * 5000):
        html = main_of(client, f"/timeliness/?agency={asked}")
        assert "<b>" not in html
        assert ("Không có cơ quan" in html) == (asked != "%00")
        main_of(client, f"/timeliness/complete/?agency={asked}&result=x")
    assert client.get("/timeliness/khac/").status_code == 404
    assert client.get("/timeliness/complete/?page=2").status_code == 404
    assert client.post("/timeliness/").status_code == 405


def test_the_pages_take_few_queries_whatever_there_is(client, django_assert_max_num_queries):
    fill(random.Random(4))
    for path in ("", "complete/", "accurate/", "public/", "timely/"):
        with django_assert_max_num_queries(30):
            client.get(f"/timeliness/{path}")


def test_it_is_linked_and_in_the_sitemap(client):
    assert 'href="/timeliness/"' in client.get("/statistics/").content.decode()
    assert 'href="/en/timeliness/"' in client.get("/en/statistics/").content.decode()
    assert b"/en/timeliness/" in client.get("/sitemap-lists.xml").getvalue()


def test_never_a_hundred_while_one_is_amiss():
    assert percent(Share(9999, 10000)) == "99,9%"
    assert percent(Share(2, 3)) == "66,7%"
    assert percent(Share(10000, 10000)) == "100,0%"
    assert percent(Share()) == "–"
