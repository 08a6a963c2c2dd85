"""What `search_bench` is made of: the register it loads, the addresses it asks for, and what it makes of figures."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from regulations.models import Part, RegulationVersion, State
from search.benchmark.measuring import MeasuringError, checked, growth, read_peer, summary
from search.benchmark.mixes import MIXES, write_mixes
from search.benchmark.register import load

FIRST = {
    "id": 1, "code": "1.000001", "title": "Cấp: Giấy phép bán lẻ rượu", "summary": "Thương nhân nộp hồ sơ.",
    "agency": "Bộ Công Thương", "sector": "Rượu, thuốc lá", "tags": ["Quảng cáo"], "type": "Thủ tục hành chính",
    "status": "Đã bãi bỏ",
}  # fmt: skip
SECOND = {**FIRST, "id": 2, "code": "2.000002", "title": "Gia hạn: Giấy phép kinh doanh xăng dầu", "status": "Dự thảo"}
VERSIONS = [
    {"reg_id": 1, "date": "2010-02-15", "body": "Thương nhân nộp hồ sơ. Cơ quan trả kết quả."},
    {"reg_id": 1, "date": "2011-03-22", "body": "Thương nhân nộp một bộ hồ sơ. Cơ quan trả kết quả. Lệ phí là 0 đồng."},
    {"reg_id": 2, "date": "2012-01-01", "body": "Thương nhân có cửa hàng. Cơ quan kiểm tra."},
]


@pytest.fixture
def data(tmp_path):
    """Two regulations with three versions as the speed data has them."""
    for name, rows in (("regs", [FIRST, SECOND]), ("versions", VERSIONS)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "queries.txt").write_text("giấy phép\nban le & ruou\n", encoding="utf-8")
    return tmp_path


@pytest.mark.django_db
def test_every_version_is_published_with_its_whole_text(data):
    assert load(data) == 3
    found = RegulationVersion.objects.published().order_by("pk")
    assert list(found.values_list("regulation__code", "number", "state")) == [
        ("1.000001", 1, State.IN_FORCE),
        ("1.000001", 2, State.ABOLISHED),
        ("2.000002", 1, State.IN_FORCE),
    ]
    assert list(found[0].regulation.fields.order_by("slug").values_list("slug", flat=True)) == [
        "quang-cao",
        "ruou-thuoc-la",
    ]
    for version, said in zip(found, VERSIONS, strict=True):
        parts = Part.objects.filter(version=version).order_by("sort_order").values_list("text", flat=True)
        assert ". ".join(parts) == said["body"]


@pytest.mark.django_db
def test_versions_in_another_order_are_refused(data):
    (data / "versions.jsonl").write_text(json.dumps({**VERSIONS[2]}) + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match="goes on with regulation 2 where regs.jsonl has 1"):
        load(data)


def test_the_addresses_ask_for_what_the_data_has(data, tmp_path):
    files = write_mixes(data, tmp_path / "mixes")
    assert tuple(files) == MIXES
    paths = {mix: file.read_text(encoding="utf-8").splitlines() for mix, file in files.items()}
    assert parse_qs(urlsplit(paths["search"][1]).query) == {"q": ["ban le & ruou"]}
    filtered = urlsplit(paths["json_two_filters"][1])
    assert filtered.path == "/api/search"
    assert parse_qs(filtered.query) == {"q": ["ban le & ruou"], "kind": ["procedure"], "status": ["in-force"]}
    assert sorted(paths["detail"]) == ["/regulations/1.000001/", "/regulations/2.000002/"]
    for path in paths["suggest"]:
        (typed,) = parse_qs(urlsplit(path).query)["q"]
        assert any(name.startswith(typed) for row in (FIRST, SECOND) for name in (row["code"], row["title"]))


def _round(p95: float, rps: float, mixes: tuple[str, ...]) -> dict:
    return {mix: {"one": {"p50": p95 / 2, "p95": p95}, "eight": {"rps": rps}} for mix in mixes}


def test_ratios_are_of_each_round_and_their_median_counts():
    peer_mixes = ("facet_html", "detail_html")
    ours = [_round(20, 100, MIXES), _round(90, 30, MIXES), _round(16, 120, MIXES)]
    theirs = [_round(40, 20, peer_mixes), _round(100, 10, peer_mixes), _round(20, 40, peer_mixes)]
    said = summary(ours, theirs)
    assert said["search_p95_ratio"] == said["search_two_filters_p95_ratio"] == 0.8
    assert said["search_throughput_ratio"] == 3
    assert (said["median_ms"], said["suggest_p95_ms"]) == (10, 20)
    assert "search_p95_ratio" not in summary(ours, [])


def test_growth_is_of_the_medians():
    small, large = (summary([_round(p95, 100, MIXES)], []) for p95 in (20, 30))
    assert growth(small, large) == {
        "median_ratio": 1.5,
        "search_two_filters_median_ratio": 1.5,
        "suggest_median_ratio": 1.5,
        "json_median_ratio": 1.5,
    }


def test_answers_that_are_not_200_spoil_the_figures():
    assert checked("search", '{"p95": 3.0, "non200": 0}')["p95"] == 3
    with pytest.raises(MeasuringError, match="search: 2 answers were not 200"):
        checked("search", '{"p95": 3.0, "non200": 2}')
    with pytest.raises(MeasuringError, match="said no figures"):
        checked("search", "wrk: unable to connect")


def test_the_peer_must_say_all_its_figures():
    said = 'facet_html   lat {"p95": 30.0}\nfacet_html   c8  {"rps": 39.0}\nsearch_json  lat {"p95": 6.0}\n'
    with pytest.raises(MeasuringError, match="did not say all"):
        read_peer(said)
    found = read_peer(f'{said}detail_html  lat {{"p95": 4.2}}\ndetail_html  c8  {{"rps": 270.0}}\n')
    assert found == {
        "facet_html": {"one": {"p95": 30.0}, "eight": {"rps": 39.0}},
        "detail_html": {"one": {"p95": 4.2}, "eight": {"rps": 270.0}},
    }


def test_without_the_shared_driver_it_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="no bench/make_data.py"):
        call_command("search_bench", "--shared", str(tmp_path))
