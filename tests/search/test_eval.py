"""`search_eval` on a corpus of a few articles, made up here."""

import gzip
import json
import random
import subprocess
import sys
import unicodedata

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from search.analysis import syllables
from search.evaluation.metrics import figures, interval, ndcg, overlap
from search.evaluation.variants import variant

ARTICLES = [
    ("15/2018/NĐ-CP", "Nghị định về nuôi ong", "Điều 1. Đăng ký tổ ong", "Người nuôi ong đăng ký tổ ong với xã."),
    ("15/2018/NĐ-CP", "Nghị định về nuôi ong", "Điều 2. Thu hoạch mật", "Mật ong thu hoạch vào mùa khô."),
    ("so-tay-cho-phien", "Sổ tay chợ phiên", "Điều 1. Giờ mở cửa", "Chợ phiên mở cửa từ năm giờ sáng."),
    ("so-tay-cho-phien", "Sổ tay chợ phiên", "Điều 2.", "Gian hàng trả phí vệ sinh hằng tháng."),
]
QUESTIONS = [
    ("q1", "Nuôi ong có phải đăng ký tổ ong không?", "citizen-questions", "15/2018/NĐ-CP#1"),
    ("q2", "Phí vệ sinh gian hàng trả khi nào", "others", "so-tay-cho-phien#2"),
    ("q3", "Chợ phiên mở cửa mấy giờ", "others", "so-tay-cho-phien#1"),
]


@pytest.fixture
def files(tmp_path):
    """The corpus gzipped, questions and answers plain."""
    numbers = ("1", "2", "1", "2")
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as corpus:
        for (document, name, place, text), number in zip(ARTICLES, numbers, strict=True):
            title = f"{name} ({document}) — {place}"
            row = {"id": f"{document}#{number}", "document": document, "title": title, "text": text}
            corpus.write(json.dumps(row, ensure_ascii=False) + "\n")
    lines = [json.dumps({"id": q, "text": text, "set": group}) for q, text, group, _ in QUESTIONS]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("".join(f"{q}\t{a}\t1\n" for q, _, _, a in QUESTIONS), encoding="utf-8")
    return tmp_path


def arguments(folder):
    return [
        *("--corpus", str(folder / "corpus.jsonl.gz")),
        *("--queries", str(folder / "queries.jsonl")),
        *("--qrels", str(folder / "qrels.tsv")),
    ]


def test_the_right_articles_are_found_and_nothing_is_left_behind(files):
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "search_eval", *arguments(files)]
    more = ["--variant", "as-written", "nfd", "--run", str(files / "run.tsv")]
    said = subprocess.run([*command, *more], check=True, capture_output=True, text=True).stdout
    written, decomposed = (json.loads(line) for line in said.splitlines()[-2:])
    assert written["all"] == {"ndcg@10": 1.0, "recall@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0}
    assert written["sets"]["citizen-questions"]["ndcg@10_95%"] == [1.0, 1.0]
    assert written["sets"]["others"]["questions"] == 2
    assert written["fingerprint"] == decomposed["fingerprint"]
    assert {"index_s", "p50_ms", "p95_ms"} <= written.keys()
    assert "as-written\tq2\t1\tso-tay-cho-phien#2" in (files / "run.tsv").read_text(encoding="utf-8").splitlines()


def test_a_missing_file_is_named(files):
    (files / "qrels.tsv").unlink()
    with pytest.raises(CommandError, match=r"qrels\.tsv"):
        call_command("search_eval", *arguments(files))


TEXT = "Tổ chức được hoà giải, uỷ quyền cho khoẻ đúng thẩm quyền của Đội"


def test_variants_change_the_typing_and_not_the_words():
    assert variant("unaccented")(TEXT) == "To chuc duoc hoa giai, uy quyen cho khoe dung tham quyen cua Doi"
    moved = variant("tone-marks")(TEXT)
    assert moved == "Tổ chức được hòa giải, ủy quyền cho khỏe đúng thẩm quyền của Đội"
    assert variant("tone-marks")(moved) == TEXT
    for name in ("unaccented", "tone-marks", "nfd"):
        assert syllables(variant(name)(TEXT)) == syllables(TEXT)
    assert variant("nfd")(TEXT) == unicodedata.normalize("NFD", TEXT) != TEXT


def test_typing_errors_are_seeded_and_hit_one_long_word_in_five():
    chance = random.Random(7)
    words = [chance.choice(("nghiệp", "được", "về", "kinh", "ở")) for _ in range(5_000)]
    mistyped = variant("typos")(" ".join(words)).split(" ")
    assert mistyped == variant("typos")(" ".join(words)).split(" ")
    changed = [one != other for one, other in zip(words, mistyped, strict=True)]
    long = [hit for hit, word in zip(changed, words, strict=True) if len(word) > 2]
    assert 0.18 < sum(long) / len(long) < 0.22
    assert sum(changed) == sum(long)


def test_figures():
    assert ndcg(["x", "a"], {"a"}) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg(["a", "b"], {"a", "b"}) == 1.0
    assert figures([(["a"], {"a"}), (["x"] * 12 + ["b"], {"b"})]) == {
        "ndcg@10": 0.5, "recall@10": 0.5, "recall@100": 1.0, "mrr@10": 0.5,
    }  # fmt: skip
    low, high = interval([0.0, 1.0] * 18)
    assert 0.3 < low < 0.4 < 0.6 < high < 0.7
    assert overlap(["a", "b", "c"], ["c", "b", "d"]) == pytest.approx(2 / 3)
