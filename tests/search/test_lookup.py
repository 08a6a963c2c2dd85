import datetime

import pytest

from regulations.models import AgencySuccession, Kind, Regulation, RegulationVersion, State
from regulations.publishing import publish_version
from search.engines import get_engine
from search.models import IndexJob
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_draft,
    make_edition,
    make_field,
    make_industry,
    make_regulation,
    make_version,
)
from tests.search.asking import ask, codes, counts, places

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(index):
    """Twelve regulations of two agencies, three kinds, two fields, some abolished."""
    bct, byt = make_agency("BCT"), make_agency("BYT")
    fields = [make_field(slug="hoa-chat"), make_field(slug="duoc")]
    kinds = [Kind.PROCEDURE, Kind.CONDITION, Kind.REPORT]
    for number in range(12):
        regulation = make_regulation(
            bct if number % 3 else byt, kind=kinds[number % 3], code=f"2.{number:06d}", fields=[fields[number % 2]]
        )
        state = State.ABOLISHED if number % 4 == 0 else State.IN_FORCE
        make_version(regulation, title=f"Quy định chung số {number:02d}", state=state)
    index()


def truth(**filters) -> int:
    """How many regulations the database has with these."""
    return Regulation.objects.public().filter(**filters).count()


def test_counts_are_those_of_the_database(register):
    assert counts("", "kind") == {kind: truth(kind=kind) for kind in ("procedure", "condition", "report")}
    assert counts("", "agency") == {acronym: truth(agency__acronym=acronym) for acronym in ("BCT", "BYT")}
    assert counts("", "field") == {slug: truth(fields__slug=slug) for slug in ("hoa-chat", "duoc")}
    by_state = {state: RegulationVersion.objects.filter(state=state).count() for state in ("in_force", "abolished")}
    assert counts("", "status") == {"in-force": by_state["in_force"], "abolished": by_state["abolished"]}
    assert ask("").total == 12


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ("kind=procedure", {"kind": "procedure"}),
        ("kind=procedure&kind=report", {"kind__in": ["procedure", "report"]}),
        ("kind=condition&field=duoc", {"kind": "condition", "fields__slug": "duoc"}),
        ("q=quy+dinh&agency=bct&status=abolished", {"agency__acronym": "BCT", "versions__state": "abolished"}),
        ("agency=b%E1%BB%99", {}),
    ],
)
def test_filters_find_what_the_database_has(register, address, filters):
    assert ask(address).total == truth(**filters)


def test_a_facet_keeps_the_counts_of_what_its_own_filter_leaves_out(register):
    assert counts("kind=report", "kind") == counts("", "kind")
    assert sum(counts("kind=report", "agency").values()) == truth(kind="report")


@pytest.mark.parametrize("written", ["đkkd", "DKKD", "ĐKKD", "Đkkd"])
def test_an_agency_may_be_written_in_any_case_and_without_accents(index, written):
    version = make_version(make_regulation(make_agency("ĐKKD")))
    make_version()
    index()
    assert codes(f"agency={written}") == [version.regulation.code]


def test_the_old_name_and_the_new_one_of_an_agency_find_its_rules(index):
    old, new = make_agency("BNN"), make_agency("BNNMT")
    AgencySuccession.objects.create(old=old, new=new, date=datetime.date(2025, 3, 1), primary=True)
    inherited, own = make_version(make_regulation(old)).regulation, make_version(make_regulation(new)).regulation
    index()
    assert codes("agency=bnn") == [inherited.code]
    assert set(codes("agency=bnnmt")) == {inherited.code, own.code}


def test_an_industry_finds_what_is_below_it(index):
    sector = make_industry("C", edition=make_edition("2025"))
    below = make_industry("10", parent=sector)
    regulation = make_version(make_regulation(industries=[below])).regulation
    make_version()
    index()
    for code in ("2025:C", "2025:10", "c", "2025:c"):
        assert codes(f"industry={code}") == [regulation.code]


def test_on_a_day_speaks_the_version_of_that_day(index):
    first = make_version(title="Bản đầu tiên", effective_from=datetime.date(2024, 1, 1))
    make_version(first.regulation, title="Bản kế tiếp", effective_from=datetime.date(2026, 1, 1))
    index()
    assert [hit.plain_title for hit in ask("q=ban").hits] == ["Bản kế tiếp"]
    [hit] = ask("q=ban&on=2025-12-31").hits
    assert (hit.plain_title, hit.url) == ("Bản đầu tiên", f"/regulations/{first.regulation.code}/?on=2025-12-31")
    assert [hit.plain_title for hit in ask("q=ban&on=01/01/2026").hits] == ["Bản kế tiếp"]
    assert ask("q=ban&on=2023-12-31").total == 0


def test_what_is_to_come_is_upcoming_until_its_day(index):
    version = make_version(
        title="Sẽ có hiệu lực",
        effective_from=datetime.date(2027, 1, 1),
        at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
    )
    index()
    [hit] = ask("status=upcoming").hits
    assert (hit.status, hit.code) == ("upcoming", version.regulation.code)
    assert ask("status=upcoming", today=datetime.date(2027, 1, 1)).total == 0
    [hit] = ask("", today=datetime.date(2027, 1, 1)).hits
    assert hit.status == "in-force"


def test_a_correction_is_found_and_not_what_it_corrects(index):
    wrong = make_version(title="Bản sai sót")
    publish_version(version=make_draft(wrong.regulation, title="Bản đính chính", corrects=wrong))
    index()
    assert [hit.plain_title for hit in ask("").hits] == ["Bản đính chính"]


def test_an_article_is_found_with_the_address_that_opens_it(index):
    document = make_document("15/2018/NĐ-CP")
    make_document_version(document)
    index()
    [hit] = ask("q=thuyet+minh+co+so&in=documents").hits
    [passage] = hit.provisions
    assert passage.url == f"/documents/{document.slug}/dieu-2/"
    assert "<mark>thuyết minh cơ sở</mark>" in passage.snippet


def test_a_document_on_a_day_before_its_amendment(index):
    document = make_document("15/2018/NĐ-CP")
    make_document_version(document, text="Điều 1. Thời hạn\nMười lăm ngày.", effective_from=datetime.date(2025, 1, 1))
    make_document_version(document, text="Điều 1. Thời hạn\nMười ngày.", effective_from=datetime.date(2026, 1, 1))
    index()
    assert places("q=muoi+lam+ngay") == ["Điều 1. Thời hạn"]
    assert "lăm" not in ask("q=thoi+han&in=documents").hits[0].provisions[0].snippet
    assert "lăm" in ask("q=thoi+han&in=documents&on=2025-06-01").hits[0].provisions[0].snippet


def test_a_document_without_a_date_is_found_with_unknown_status(index):
    make_document_version(make_document(issued_on=datetime.date(2020, 1, 1)), effective_from=None)
    index()
    assert [hit.status for hit in ask("in=documents&status=unknown").hits] == ["unknown"]
    assert ask("in=documents&on=2019-01-01").total == 0


@pytest.mark.parametrize("typed", ["15/2018/NĐ-CP", "15/2018/nd-cp", "nghị định 15/2018", "nd 15 2018 nd cp"])
def test_a_document_number_in_any_spelling_comes_first(index, typed):
    make_document_version(make_document("16/2018/NĐ-CP"), text="Điều 1. Dẫn\nNghị định số 15/2018/NĐ-CP được sửa đổi.")
    make_document_version(make_document("15/2018/NĐ-CP", title="Về an toàn thực phẩm"))
    index()
    assert ask(f"in=documents&q={typed}").hits[0].number == "15/2018/NĐ-CP"


def test_a_regulation_is_found_by_its_code_and_by_the_number_of_its_basis(index):
    basis = make_document("15/2018/NĐ-CP")
    regulation = make_version(make_regulation(code="1.004172"), bases=[{"document": basis}]).regulation
    make_version()
    index()
    assert codes("q=1.004172") == [regulation.code]
    assert codes("q=15/2018/nd-cp") == [regulation.code]


def test_other_tabs_are_counted(index):
    make_version(title="Hồ sơ đăng ký")
    make_document_version()
    index()
    assert ask("q=ho+so").tab_counts == {"regulations": 1, "documents": 1, "plans": 0}


def test_what_the_index_still_has_and_the_database_not_drops_out(index):
    kept, gone = make_version(title="Cấp phép một"), make_version(title="Cấp phép hai")
    index()
    RegulationVersion.objects.filter(pk=gone.pk).update(is_corrected=True)
    assert codes("q=cap+phep") == [kept.regulation.code]
    assert not IndexJob.objects.exists()


def test_pages_follow_each_other_without_gap_or_repetition(index):
    for number in range(45):
        make_version(title=f"Thủ tục số {number}")
    index()
    found = [code for page in (1, 2, 3) for code in codes(f"q=thu+tuc&page={page}")]
    assert len(found) == len(set(found)) == 45
    assert ask("q=thu+tuc&page=9999").query.page == 3


def test_sorting_by_day_and_by_name(index):
    for title, year in (("Đăng ký", 2024), ("Ấn định", 2026), ("Bán lẻ", 2025)):
        make_version(title=title, effective_from=datetime.date(year, 1, 1))
    index()
    assert [hit.plain_title for hit in ask("sort=title").hits] == ["Ấn định", "Bán lẻ", "Đăng ký"]
    assert [hit.plain_title for hit in ask("sort=newest").hits] == ["Ấn định", "Bán lẻ", "Đăng ký"]


def test_what_a_rule_costs_is_said_in_a_few_words(index):
    make_version(
        time_limits=[{"number": 3}, {"number": 10}],
        papers=[{"name": "Đơn"}, {"name": "Bản sao"}],
        fees=[{"name": "Phí", "amount": 1_200_000}],
    )
    index()
    assert ask("").hits[0].facts == ("10 ngày làm việc", "2 giấy tờ", "1.200.000 đồng")


def test_a_page_takes_as_many_queries_with_one_hit_as_with_twenty(index, django_assert_num_queries):
    make_version(title="Một mình")
    for number in range(20):
        make_version(title=f"Nhiều bản {number}")
    index()
    for address, hits in (("q=mot+minh", 1), ("q=nhieu+ban", 20)):
        with django_assert_num_queries(7):  # four of them are kept for seconds outside of tests
            assert len(ask(address).hits) == hits


def test_the_engine_holds_a_row_an_interval(register):
    assert get_engine().health().rows == 12


def test_an_article_leads_to_the_clause_or_point_that_matches(index):
    text = """Điều 9. Điều kiện bán rượu
1. Có kho lạnh.
2. Có một trong các giấy tờ sau:
a) Hợp đồng thuê kho;
b) Giấy chứng nhận an toàn thực phẩm."""
    make_document_version(make_document("15/2018/NĐ-CP"), text=text)
    index()

    def found(typed):
        [passage] = ask(f"in=documents&on=2026-06-01&q={typed}").hits[0].provisions
        return passage.part, passage.part_url

    place = "/documents/15-2018-nd-cp/dieu-9-khoan-"
    assert found("giay chung nhan") == ("Điểm b khoản 2", f"{place}2-diem-b/?on=2026-06-01")
    assert found("kho lanh") == ("Khoản 1", f"{place}1/?on=2026-06-01")
    assert found("dieu kien ban ruou") == ("", "")
