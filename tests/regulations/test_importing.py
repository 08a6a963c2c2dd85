"""`manage.py import_documents`: every row ends as taken, merged or refused, and a broken file changes nothing."""

import datetime
import gzip
import io
import json
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulations.models import Agency, DocumentSlug, DocumentVersion, LegalDocument, Provision, State
from search.document_rows import document_rows
from search.references import References
from tests.factories.regulations import make_agency, make_document, make_document_version

pytestmark = pytest.mark.django_db
LAW = {
    "doc_id": "45/2019/QH14", "title": "Bộ luật lao động 2019 số 45/2019/QH14 áp dụng 2024 mới nhất",
    "so_hieu": "45/2019/QH14", "loai": "Luật", "co_quan": "Quốc hội", "nguoi_ky": "Nguyễn Thị Kim Ngân",
    "ngay_ban_hanh": "20/11/2019", "ngay_hieu_luc": "01/01/2021", "n_articles": 2, "chars": 40,
}  # fmt: skip
CIRCULAR = {
    "doc_id": "thong-tu-so-18-2026-tt-bxd-469591", "title": "thong-tu-so-18-2026-tt-bxd-469591",
    "so_hieu": "302/Ng", "loai": "Thông tư", "co_quan": None, "nam": 9716,
    "url": "https://congbao.chinhphu.vn/van-ban/thong-tu-so-18-2026-tt-bxd-469591.htm", "n_articles": 1,
}  # fmt: skip


def article(document=LAW, number="1", title="Phạm vi điều chỉnh", text="Bộ luật này quy định tiêu chuẩn.", **other):
    doc_id = document["doc_id"] if isinstance(document, dict) else document
    return {
        "id": f"{doc_id}#{number}", "doc_id": doc_id, "doc_title": "…", "article": number, "title": title, "text": text,
    } | other  # fmt: skip


@pytest.fixture
def files(tmp_path):
    """Runs the command over rows of articles and metadata; returns what it said and the report's rows."""

    def run(articles, metadata, *, packed=False, **options):
        lines = "\n".join(json.dumps(row) for row in articles).encode()
        (tmp_path / "articles").write_bytes(gzip.compress(lines) if packed else lines)
        (tmp_path / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
        return command(tmp_path, **options)

    return run


def command(folder, **options):
    said, report = io.StringIO(), folder / "report.jsonl"
    call_command(
        "import_documents", folder / "articles", metadata=folder / "metadata.json", report=report, stdout=said,
        stderr=io.StringIO(), **options,
    )  # fmt: skip
    return said.getvalue(), [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def rows_of_every_table():
    """Counts of every table of the register."""
    return {model.__name__: model._base_manager.count() for model in apps.get_app_config("regulations").get_models()}


def outcomes(report, file="articles"):
    return [(row["outcome"], row.get("reason", "")) for row in report if row["file"] == file]


def test_articles_become_provisions_of_a_published_version(files):
    said, report = files([article(), article(number="10a", title="  Giờ  làm\nviệc ")], [LAW], packed=True)
    document = LegalDocument.objects.get()
    assert (document.number, document.doc_type, document.issued_on) == (
        "45/2019/QH14", "bo-luat", datetime.date(2019, 11, 20),
    )  # fmt: skip
    assert document.title == "Bộ luật lao động 2019 số 45/2019/QH14"
    assert document.signer == "Nguyễn Thị Kim Ngân"
    assert document.maintained_by is None
    assert [agency.name_vi for agency in document.issuers.all()] == ["Quốc hội"]
    version = document.versions.get()
    assert (version.live, version.number, version.state) == (True, 1, State.IN_FORCE)
    assert version.effective_from == datetime.date(2021, 1, 1)
    assert list(version.provisions.values_list("label", "kind", "number", "heading", "text", "depth")) == [
        ("dieu-1", "article", "1", "Phạm vi điều chỉnh", "Bộ luật này quy định tiêu chuẩn.", 0),
        ("dieu-10a", "article", "10a", "Giờ làm việc", "Bộ luật này quy định tiêu chuẩn.", 0),
    ]
    assert outcomes(report) == [("taken", "")] * 2
    assert report[1]["document"] == document.slug == "45-2019-qh14"
    assert report[1]["label"] == "dieu-1"
    assert "Articles: 2 rows: 2 taken, 0 merged, 0 refused" in said
    assert "Added: 1 documents, 1 versions, 2 articles, 1 agencies" in said


CLAUSES = (
    "Hồ sơ gồm:\n1. Giấy tờ theo\nquy định sau:\na) Đơn;\nb) Bản sao.\n\n2. Một bộ.\nĐiều 3. Nuốt\n1. Trong điều khác."
)


def test_an_article_is_stored_with_its_clauses_and_points_and_what_the_file_counts_to_it(files):
    said, report = files([article(text=CLAUSES), article(number="3")], [LAW])
    rows = Provision.objects.order_by("position").values_list("label", "parent__label", "text")
    assert list(rows) == [
        ("dieu-1", None, "Hồ sơ gồm:"),
        ("dieu-1-khoan-1", "dieu-1", "Giấy tờ theo quy định sau:"),
        ("dieu-1-khoan-1-diem-a", "dieu-1-khoan-1", "Đơn;"),
        ("dieu-1-khoan-1-diem-b", "dieu-1-khoan-1", "Bản sao."),
        ("dieu-1-khoan-2", "dieu-1", "Một bộ."),
        ("dieu-3-lan-2", "dieu-1", ""),
        ("dieu-3-lan-2-khoan-1", "dieu-3-lan-2", "Trong điều khác."),
        ("dieu-3", None, "Bộ luật này quy định tiêu chuẩn."),
    ]
    assert [row["label"] for row in report if row["file"] == "articles"] == ["dieu-1", "dieu-3"]
    assert "2 articles" in said
    assert "8 provisions" in said


def test_articles_with_clauses_are_known_again_and_other_words_in_one_are_refused(files):
    documents = [LAW | {"ngay_hieu_luc": ""}, CIRCULAR]  # of one day, and so mixed unless read version by version
    rows = [article(text=CLAUSES), article(number="3"), article(CIRCULAR, text=CLAUSES), article(CIRCULAR, "2")]
    files(rows, documents)
    before = rows_of_every_table()
    _said, report = files(rows, documents)
    assert rows_of_every_table() == before
    assert outcomes(report) == [("merged", "already in the register")] * 4
    _said, report = files([article(text=CLAUSES.replace("Một bộ", "Hai bộ")), *rows[1:]], documents)
    assert outcomes(report)[0] == ("refused", "the published article reads otherwise")


def test_an_imported_article_is_one_hit_with_all_its_words(files):
    files(
        [article(text=CLAUSES), article(number="3"), article(CIRCULAR, text=CLAUSES)],
        [LAW | {"ngay_hieu_luc": ""}, CIRCULAR],
    )
    keys = list(LegalDocument.objects.order_by("pk").values_list("pk", flat=True))
    found = {row.id.split(":")[-1]: row.body for row in document_rows(keys[:1], References.load())}
    assert set(found) == {"dieu-1", "dieu-3"}
    assert found["dieu-1"].split()[-len(CLAUSES.split()) :] == CLAUSES.split()
    assert len(list(document_rows(keys, References.load()))) == 3


def test_the_issuer_is_the_agency_the_register_has(files):
    assembly = make_agency("QHVN", name_vi="QUỐC HỘI")
    files([article()], [LAW])
    assert list(LegalDocument.objects.get().issuers.all()) == [assembly]


def test_an_issuer_that_is_new_gets_an_acronym_and_a_code_nobody_has(files):
    make_agency("QH", name_vi="Quỹ hỗ trợ", code="QH")
    files([article()], [LAW])
    assert Agency.objects.filter(name_vi="Quốc hội", acronym="QH-2", code="QH-2", level="central").exists()


def test_the_number_behind_a_gazette_header_stands_in_the_id_and_a_wrong_year_is_nobodys(files):
    _said, report = files([article(CIRCULAR)], [CIRCULAR])
    document = LegalDocument.objects.get()
    assert (document.number, document.doc_type) == ("18/2026/TT-BXD", "thong-tu")
    assert document.title == "Thông tư số 18/2026/TT-BXD"
    assert document.slug == "18-2026-tt-bxd"
    assert document.issued_on is None
    assert document.source_url == CIRCULAR["url"]
    version = document.versions.get()
    assert (version.effective_from, version.state) == (None, State.UNKNOWN)
    assert report[0]["notes"] == ["so_hieu 302/Ng is no number: 18/2026/TT-BXD taken"]


def test_a_consolidated_text_keeps_its_own_number_not_its_bases(files):
    row = CIRCULAR | {
        "doc_id": "van-ban-hop-nhat-so-9716-vbhn-bkhdt-43315", "so_hieu": "35/2022/NĐ-CP", "loai": "VB HN",
    }  # fmt: skip
    files([article(row)], [row])
    document = LegalDocument.objects.get()
    assert (document.number, document.consolidated) == ("9716/VBHN-BKHĐT", True)
    assert document.versions.get().source == "consolidated"


def test_a_number_of_a_consolidated_text_wins_over_an_id_made_of_its_base(files):
    row = CIRCULAR | {
        "doc_id": "bo-luat-lao-dong-so-45-2019-qh14-29268", "so_hieu": "125/VBHN-VPQH", "loai": "Bộ luật",
        "title": "45/2019/QH14",
    }  # fmt: skip
    files([article(row)], [row])
    document = LegalDocument.objects.get()
    assert (document.number, document.consolidated) == ("125/VBHN-VPQH", True)
    assert document.title == "Văn bản hợp nhất số 125/VBHN-VPQH"


@pytest.mark.parametrize("written", ["Đã biết", "31/02/2021", "01/01/9716", "2021", ""])
def test_a_day_that_is_none_leaves_the_effect_unknown(files, written):
    files([article()], [LAW | {"ngay_hieu_luc": written}])
    version = DocumentVersion.objects.get()
    assert (version.effective_from, version.state) == (None, State.UNKNOWN)


def test_records_that_lack_issuer_and_date_are_never_one(files):
    other = CIRCULAR | {"doc_id": "thong-tu-so-18-2026-tt-bxd-470000"}
    said, _report = files([article(CIRCULAR), article(other)], [CIRCULAR, other])
    assert LegalDocument.objects.count() == 2
    assert DocumentSlug.objects.filter(slug="18-2026-tt-bxd").count() == 2
    assert "Documents: 2 rows: 2 taken, 0 merged, 0 refused" in said


def test_two_ids_of_one_known_document_are_merged_and_both_named(files):
    again = LAW | {"doc_id": "bo-luat-so-45-2019-qh14-1"}
    articles = [
        article(), article(number="2"), article(again), article(again, "2", text="Khác."), article(again, "3"),
    ]  # fmt: skip
    said, report = files(articles, [LAW, again])
    assert LegalDocument.objects.count() == DocumentVersion.objects.count() == 1
    merged = report[1]
    assert (merged["outcome"], merged["id"]) == ("merged", "bo-luat-so-45-2019-qh14-1")
    assert merged["merged_with"] == "row 1 (45/2019/QH14)"
    assert outcomes(report) == [
        ("taken", ""), ("taken", ""), ("merged", "the same article under two ids"),
        ("refused", "the published article reads otherwise"), ("refused", "not in the published text"),
    ]  # fmt: skip
    assert report[4]["merged_with"] == "row 1 (45/2019/QH14#1)"
    assert "Articles: 5 rows: 2 taken, 1 merged, 2 refused" in said


def test_a_doc_id_that_stands_twice_is_merged_or_where_it_says_otherwise_refused(files):
    rows = [CIRCULAR, CIRCULAR | {"topic": "Hợp đồng"}, CIRCULAR | {"loai": "Nghị định"}]
    _said, report = files([article(CIRCULAR)], rows)
    assert outcomes(report, "metadata") == [
        ("taken", ""), ("merged", "the same doc_id twice"), ("refused", "another row of this doc_id says otherwise"),
    ]  # fmt: skip
    assert report[1]["merged_with"] == "row 1 (thong-tu-so-18-2026-tt-bxd-469591)"
    assert report[2]["detail"] == "row 1: doc_type, title"


def test_an_article_that_stands_twice_is_merged_where_it_says_the_same_and_kept_where_not(files):
    _said, report = files([article(), article(text="Bản thứ hai."), article(), article(text="Bản thứ hai.")], [LAW])
    assert list(Provision.objects.values_list("label", "text")) == [
        ("dieu-1", "Bộ luật này quy định tiêu chuẩn."), ("dieu-1-lan-2", "Bản thứ hai."),
    ]  # fmt: skip
    assert [(row["outcome"], row.get("merged_with"), row["label"]) for row in report[1:]] == [
        ("taken", None, "dieu-1"),
        ("taken", None, "dieu-1-lan-2"),
        ("merged", "row 1 (45/2019/QH14#1)", "dieu-1"),
        ("merged", "row 2 (45/2019/QH14#1)", "dieu-1-lan-2"),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ([1], "not an object"),
        (article(number="mười"), "not the number of an article"),
        (article(number="1-lan-2"), "not the number of an article"),
        (article(number=True), "article is not a text"),
        (article(title=" ", text="\u0000\n"), "neither title nor text"),
        (article(text=["a"]), "text is not a text"),
        (article("không có"), "no metadata for its doc_id"),
        (article(""), "no doc_id"),
        (article("x" * 201), "doc_id is too long"),
        ({}, "no doc_id"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_and_the_others_are_not(files, row, reason):
    said, report = files([article(), row], [LAW])
    assert outcomes(report) == [("taken", ""), ("refused", reason)]
    assert report[-1]["row"] == 2
    assert f"1 refused: {reason}" in said


def test_a_title_or_a_text_alone_is_enough_and_what_no_database_takes_is_left_out(files):
    files([article(text=""), article(number=2, title=None), article(number="3", text="a\u0000b\ud800")], [LAW])
    assert list(Provision.objects.values_list("label", "heading", "text")) == [
        ("dieu-1", "Phạm vi điều chỉnh", ""),
        ("dieu-2", "", "Bộ luật này quy định tiêu chuẩn."),
        ("dieu-3", "Phạm vi điều chỉnh", "ab\ufffd"),
    ]


def test_a_document_without_articles_is_refused_not_published_empty(files):
    _said, report = files([article(), article(CIRCULAR, "x")], [LAW, CIRCULAR, CIRCULAR | {"doc_id": "a-1"}])
    assert [reason for _outcome, reason in outcomes(report, "metadata")] == [
        "", "none of its articles can be taken", "no articles",
    ]  # fmt: skip
    assert LegalDocument.objects.count() == 1


def test_articles_of_a_refused_document_say_which_row_it_was(files):
    _said, report = files([article()], [LAW | {"loai": 7}])
    assert outcomes(report) == [("refused", "its document was refused: metadata row 1")]
    assert report[0]["reason"] == "loai is not a text"


def test_a_second_run_adds_no_row_to_any_table_and_says_so(files):
    rows = [article(), article(), article(number="2"), article(CIRCULAR)]
    files(rows, [LAW, CIRCULAR])
    before = rows_of_every_table()
    said, report = files(rows, [LAW, CIRCULAR])
    assert rows_of_every_table() == before
    assert "Nothing was added" in said
    assert {outcome for outcome, _reason in outcomes(report)} == {"merged"}
    assert report[2]["merged_with"] == "45-2019-qh14#dieu-1"


def test_what_is_published_is_not_changed_by_a_file_that_says_otherwise(files):
    files([article()], [LAW])
    _said, report = files([article(text="Khác."), article(text="Khác.")], [LAW])
    assert outcomes(report) == [("refused", "the published article reads otherwise")] * 2
    assert Provision.objects.get().text == "Bộ luật này quy định tiêu chuẩn."


def test_a_document_that_officers_entered_gets_its_text_if_it_has_none_and_else_keeps_it(files):
    assembly = make_agency("QH", name_vi="Quốc hội")
    given = {"issuers": [assembly], "doc_type": "bo-luat", "issued_on": datetime.date(2019, 11, 20)}
    document = make_document("45/2019/QH14", **given)
    files([article()], [LAW])
    assert document.versions.get().provisions.count() == 1
    other = make_document("46/2019/QH14", **given)
    make_document_version(other)
    _said, report = files([article()], [LAW | {"so_hieu": "46/2019/QH14", "doc_id": "46/2019/QH14"}])
    assert outcomes(report, "metadata")[0] == ("refused", "no articles")
    row = LAW | {"so_hieu": "46/2019/QH14", "doc_id": "46/2019/QH14"}
    _said, report = files([article(row)], [row])
    assert outcomes(report, "metadata") == [("merged", "the same document is in the register")]
    assert other.versions.count() == 1


def broken(folder):
    """Files that are broken, by what is wrong with them."""
    good = json.dumps(article()).encode() + b"\n"
    many = b"".join(json.dumps(article(number=str(n))).encode() + b"\n" for n in range(1, 2000))
    metadata = json.dumps([LAW]).encode()
    return {
        "cut gzip": (gzip.compress(many)[:-200], metadata),
        "damaged gzip": (gzip.compress(many)[:300] + b"\x00" * 500, metadata),
        "not JSON": (good + b"{'doc_id': 1}\n", metadata),
        "cut JSON": (good + good[:40], metadata),
        "wrong encoding": (good + json.dumps(article(), ensure_ascii=False).encode("utf-16"), metadata),
        "another code page": (good + "Điều".encode("cp1258", "replace") + b"\xff\n", metadata),
        "nested too deeply": (good + b"[" * 200_000 + b"\n", metadata),
        "a number without end": (good + b"1" * 10_000 + b"\n", metadata),
        "metadata is no list": (good, json.dumps(LAW).encode()),
        "metadata is no JSON": (good, b"doc_id,title\n"),
        "metadata is empty": (good, b""),
    }


@pytest.mark.parametrize("what", broken(None))
def test_a_broken_file_is_named_and_the_database_stays_as_it_was(tmp_path, what):
    articles, metadata = broken(tmp_path)[what]
    (tmp_path / "articles").write_bytes(articles)
    (tmp_path / "metadata.json").write_bytes(metadata)
    before = rows_of_every_table()
    with pytest.raises(CommandError) as refused:
        command(tmp_path)
    name = "metadata.json" if what.startswith("metadata") else "articles"
    assert str(refused.value).startswith(name)
    assert "Nothing was changed" in str(refused.value)
    assert rows_of_every_table() == before
    assert not (tmp_path / "report.jsonl").exists()


@pytest.mark.parametrize("missing", ["articles", "metadata.json"])
def test_a_missing_file_is_named(tmp_path, missing):
    (tmp_path / "articles").write_text("")
    (tmp_path / "metadata.json").write_text("[]")
    (tmp_path / missing).unlink()
    with pytest.raises(CommandError, match=missing):
        command(tmp_path)


def test_a_report_that_cannot_be_written_is_told_before_anything_is(files, tmp_path):
    with pytest.raises(CommandError, match="--report"):
        call_command("import_documents", "x", metadata="y", report=tmp_path / "none" / "report.jsonl")


def test_empty_files_are_no_error(files):
    said, report = files([], [])
    assert report == []
    assert "Nothing was added: no article could be taken" in said


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
texts = st.text(st.characters(exclude_categories=()), max_size=30)
values = (
    anything | texts | st.sampled_from(["45/2019/QH14", "1", "2", "15/2018/NĐ-CP", "01/01/2020", "Luật", "x" * 400])
)


def objects(keys):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(keys, values))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(objects(["id", "doc_id", "article", "title", "text"]) | anything, max_size=6),
    st.lists(objects(LAW.keys() | {"url"}) | anything, max_size=4),
)
def test_no_row_whatever_it_holds_stops_the_import(files, articles, metadata):
    said, report = files([article(), *articles], [LAW, *metadata])
    for file, expected in (("articles", len(articles) + 1), ("metadata", len(metadata) + 1)):
        rows = [row for row in report if row["file"] == file]
        assert len(rows) == expected
        assert {row["outcome"] for row in rows} <= {"taken", "merged", "refused"}
        assert all(row.get("reason") for row in rows if row["outcome"] != "taken")
    counts = Counter(outcome for outcome, _reason in outcomes(report))
    assert f"{counts['taken']} taken, {counts['merged']} merged, {counts['refused']} refused" in said
