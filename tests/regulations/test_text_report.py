import gzip
import json

import pytest
from django.core.management import CommandError, call_command

KEYS = [
    "documents", "articles", "provisions", "characters_lost", "unexplained_gaps", "citations_found",
    "citations_resolved", "seconds",
]  # fmt: skip


def row(number, text, *, doc_id="15/2018/NĐ-CP", title="Tên"):
    return {
        "id": f"{doc_id}#{number}",
        "doc_id": doc_id,
        "doc_title": "",
        "article": number,
        "title": title,
        "text": text,
    }


@pytest.fixture
def report(tmp_path, capsys):
    """Runs the command over rows and gives its last line, and what it said on standard error."""

    def run(rows, *options, packed=True):
        path = tmp_path / "articles.jsonl.gz"
        data = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in rows).encode()
        path.write_bytes(gzip.compress(data) if packed else data)
        call_command("text_report", str(path), *options)
        said = capsys.readouterr()
        return json.loads(said.out.splitlines()[-1]), said.err

    return run


@pytest.mark.parametrize("packed", [True, False])
def test_the_line_counts_what_was_read_and_asks_no_database(report, packed):
    # without the `db` fixture any query fails the test
    rows = [
        row("1", "1. Một\n2. Theo khoản 1 Điều này.\na) A\nb) B"),
        row("2", "Theo điểm b khoản 2 Điều 1 Nghị định này và Nghị định số 99/2019/NĐ-CP."),
        row("1", "Theo Điều 2 Nghị định số 15/2018/NĐ-CP.", doc_id="thong-tu-so-18-2026-tt-bxd-469591"),
    ]
    figures, _said = report(rows, packed=packed)
    assert list(figures) == KEYS
    assert (figures["documents"], figures["articles"], figures["provisions"]) == (2, 3, 7)
    assert (figures["characters_lost"], figures["unexplained_gaps"]) == (0, 0)
    assert (figures["citations_found"], figures["citations_resolved"]) == (4, 3)


def test_details_name_each_gap_with_its_reason(report):
    figures, said = report([row("1", "1. Một\n2. Hai\n4. Bốn"), row("40", "Một")], "--details")
    assert figures["unexplained_gaps"] == 1
    assert "15/2018/NĐ-CP: dieu-1-khoan-2 -> dieu-1-khoan-4: lost_by_source" in said
    assert "15/2018/NĐ-CP: dieu-1 -> dieu-40: UNEXPLAINED" in said


def test_a_row_that_is_no_article_is_named_and_the_others_count(report):
    figures, said = report([row("1", "Một"), row("x", "Hai"), "[]"])
    assert figures["articles"] == 1
    assert "line 2 (15/2018/NĐ-CP#x): not the number of an article" in said
    assert "line 3" in said


def test_a_broken_file_is_refused(tmp_path):
    path = tmp_path / "broken.jsonl"
    path.write_text("{")
    with pytest.raises(CommandError, match="line 1: not JSON"):
        call_command("text_report", str(path))


def test_an_empty_file_counts_nothing(report):
    assert report([])[0] | {"seconds": 0} == dict.fromkeys(KEYS, 0)
