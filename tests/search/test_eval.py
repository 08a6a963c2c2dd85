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
from search.evaluation.corpus import publish
from search.evaluation.metrics import figures, interval, ndcg, overlap
from search.evaluation.reading import Article, Task
from search.evaluation.variants import variant
from search.sources import all_records, rows_of

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
    more = ["--variant", "as-written", "nfd", "--run", str(files / "run.tsv"), "--top", "3"]
    said = subprocess.run([*command, *more], check=True, capture_output=True, text=True).stdout.splitlines()
    assert "# others: nDCG@10 1.000 of 2, 95 % 1.000 to 1.000" in said
    written, decomposed = (json.loads(line) for line in said if not line.startswith("#"))
    assert written["all"] == {"ndcg@10": 1.0, "recall@10": 1.0, "recall@100": 1.0, "mrr@10": 1.0}
    assert written["sets"] == {"citizen-questions": written["all"], "others": written["all"]}
    assert written["fingerprint"] == decomposed["fingerprint"]
    assert list(json.loads(said[-1])) == ["all", "sets", "index_s", "p50_ms", "p95_ms", "fingerprint"]
    assert "as-written\tq2\t1\tso-tay-cho-phien#2" in (files / "run.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("qrels.tsv", None, r"qrels\.tsv"),
        ("qrels.tsv", b"q1 so-tay-cho-phien#2 1\n", r"qrels\.tsv, line 1: not question"),
        ("qrels.tsv", b"q1\ta\t1\n\nq1\ta\tmuch\n", r"qrels\.tsv, line 3: the relevance"),
        ("qrels.tsv", b"q9\ta\t1\n", r"qrels\.tsv answers none of the questions of .*queries\.jsonl"),
        ("queries.jsonl", b'{"id": "q1", "text": "a"}\n{"id"', r"queries\.jsonl, line 2: no JSON"),
        ("queries.jsonl", b'["q1"]', r"queries\.jsonl, line 1: not an object"),
        ("queries.jsonl", b'{"id": "q1"}', r"queries\.jsonl, line 1: there is no text"),
        ("queries.jsonl", b'{"id": 1, "text": "a"}', r"queries\.jsonl, line 1: id is not a text"),
        ("queries.jsonl", b'{"id": "q1", "text": "a"}\n' * 2, r"queries\.jsonl, line 2: q1 was already in line 1"),
        ("queries.jsonl", b'{"id": "q1", "text": "\xff"}', r"queries\.jsonl, line 1: .*0xff"),
        ("corpus.jsonl.gz", b"", r"corpus\.jsonl\.gz is empty"),
        ("corpus.jsonl.gz", gzip.compress(b"{}\n" * 9, mtime=0)[:-9], r"corpus\.jsonl\.gz, line 1: "),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(files, name, content, said):
    (files / name).unlink()
    if content is not None:
        (files / name).write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("search_eval", *arguments(files))


def test_plain_and_packed_files_are_told_apart_by_what_is_in_them(files):
    """And a byte order mark, blank lines and questions without an answer change nothing."""
    corpus, queries, qrels = (files / name for name in ("corpus.jsonl.gz", "queries.jsonl", "qrels.tsv"))
    asked = {"corpus": corpus, "queries": queries, "qrels": qrels}
    read = Task.read(**asked)
    assert [question.id for question in read.questions] == ["q1", "q2", "q3"]
    corpus.write_bytes(b"\xef\xbb\xbf" + gzip.decompress(corpus.read_bytes()) + b"\n\n")
    queries.write_bytes(gzip.compress(queries.read_bytes() + b'\n{"id": "q4", "text": "", "set": "others"}'))
    qrels.write_bytes(qrels.read_bytes() + b"q4\tso-tay-cho-phien#2\t0\n")
    assert Task.read(**asked) == read


@pytest.mark.django_db
def test_any_names_and_texts_can_be_published():
    """Names are as long as they like, alike or missing; every article keeps its own row."""
    names = ["15/2018/NĐ-CP", "15-2018-nd-cp", "", "x" * 900, "Sổ tay/№ 7"]
    articles = [
        Article(f"{name[:20]}#{n}", name, title, text)
        for name in names
        for n, (title, text) in enumerate([("", ""), ("Điều 1. Ong", "mật " * 20_000), ("Phụ lục", "Ong\n\nmật")])
    ]
    article_at = publish(articles)
    rows = rows_of(list(all_records()))
    assert sorted(article_at[int(version), label] for _, version, label in (row.id.split(":", 2) for row in rows)) == (
        sorted(article.id for article in articles)
    )


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
