"""Our Word files in LibreOffice: it opens them, and settling a redline's changes gives the new text or the old."""

import datetime
import random

import pytest

from regulations.text.docx.layout import provision_texts
from regulations.text.docx.redline import pair_texts, write_redline
from regulations.text.docx.writing import ARTICLE, CLAUSE, TITLE, Table, Text, write_docx
from regulations.text.structure import parse_structure
from tests.regulations.text.settling import settle
from tests.regulations.word_contents import lines_of

pytestmark = pytest.mark.libreoffice
ON = datetime.date(2026, 1, 1)
WORDS = ["điều", "khoản", "a", "b", "c", "kinh", "doanh", "hồ", "sơ", "nộp", "phí", "<x>", "&", '"y"', "1.000", "Đ"]
DECREE = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Nghị định này quy định điều kiện kinh doanh.
2. Nghị định này không áp dụng với hàng quá cảnh.
Điều 2. Hồ sơ
1. Hồ sơ gồm:
a) Đơn đề nghị;
b) Bản thuyết minh."""
AMENDED = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh, đối tượng áp dụng
1. Nghị định này quy định điều kiện kinh doanh xăng dầu.
Điều 1a. Nguyên tắc
1. Công khai, minh bạch.
2. Nghị định này không áp dụng với hàng quá cảnh.
Điều 2. Hồ sơ
1. Hồ sơ gồm:
a) Bản thuyết minh.
2. Hồ sơ nộp trực tuyến."""
PAIRS = [
    (DECREE, AMENDED), (AMENDED, DECREE), (DECREE, DECREE), ("A\nB\nC", "A\nB x\nC"), ("A", "A\nB\nC"),
    ("A\nB\nC", "A"), ("A\nB", ""), ("", "A\nB"), ("một hai\nba", "bốn\nmột hai ba\nnăm"),
    ("x y z\ncuối một", "đầu\nx y w\ngiữa\ncuối hai"),
]  # fmt: skip


def texts(text: str) -> list[Text]:
    if text.startswith("Chương"):
        return provision_texts(parse_structure(text))
    return [Text(line, (ARTICLE, CLAUSE)[at % 2]) for at, line in enumerate(text.split("\n"))] if text else []


def random_pairs(count: int):
    """Texts and what editing makes of them: words changed, lines gone, come and moved."""
    chance = random.Random(20260101)
    for _ in range(count):
        old = [" ".join(chance.choices(WORDS, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 14))]
        new = [" ".join(w if chance.random() > 0.2 else chance.choice(WORDS) for w in line.split())
               if chance.random() < 0.5 else line for line in old if chance.random() > 0.2]  # fmt: skip
        for _ in range(chance.randint(0, 4)):
            new.insert(chance.randint(0, len(new)), " ".join(chance.choices(WORDS, k=4)))
        yield "\n".join(old), "\n".join(new or ["z"])


def test_all_changes_accepted_give_the_new_text_and_rejected_the_old(tmp_path):
    pairs = [*PAIRS, *random_pairs(60)]
    files = [write_redline(pair_texts(texts(old), texts(new)), title="So sánh", on=ON) for old, new in pairs]
    for (old, new), file, (accepted, rejected) in zip(pairs, files, settle(files, tmp_path), strict=True):
        assert accepted == new.split("\n"), (old, new)
        assert rejected == old.split("\n"), (old, new)
        assert lines_of(file, changes="accepted") == ([] if not new else new.split("\n")), "as we read it ourselves"
        assert lines_of(file, changes="rejected") == ([] if not old else old.split("\n"))


def test_a_generated_file_opens_with_all_that_is_in_it(tmp_path):
    blocks = [
        Text("Nghị định 15/2018/NĐ-CP", TITLE), *provision_texts(parse_structure(DECREE)),
        Table(("Giấy tờ", "Số bản"), [("Đơn <đề nghị>", "1"), ("Bản sao\nchứng thực", "2")], (8, 2)),
    ]  # fmt: skip
    [(accepted, rejected)] = settle([write_docx(blocks, title="Nghị định", running_head="Cổng")], tmp_path)
    assert accepted == rejected
    for line in ("Nghị định 15/2018/NĐ-CP", *DECREE.split("\n"), "Đơn <đề nghị>", "chứng thực"):
        assert line in accepted, line
