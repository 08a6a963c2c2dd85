"""Which lines are provisions, by how they count, and what explains a number left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.gaps import RULES, find_gaps
from regulations.text.lines import mend_line_breaks
from regulations.text.normalise import normalise_text
from regulations.text.report import characters_lost
from regulations.text.structure import ArticleText, parse_articles, parse_structure, render_structure


def labels(text):
    return [provision.label.removeprefix("dieu-1-") for provision in parse_structure(f"Điều 1. Tên\n{text}")[1:]]


def points(*letters):
    return [f"khoan-1-diem-{letter}" for letter in letters]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Một\n2. Hai\n3. Ba", ["khoan-1", "khoan-2", "khoan-3"]),
        ("1 . Một\n2. 01 bản sao\n3..Ba\n4.Bốn", ["khoan-1", "khoan-2", "khoan-3", "khoan-4"]),
        ("a ) Một\nb) Hai\nc ) Ba", ["diem-a", "diem-b", "diem-c"]),
        ("1. Một\n1a. Xen\n1b. Nữa\n2. Hai", ["khoan-1", "khoan-1a", "khoan-1b", "khoan-2"]),
        ("1. Một\na) A\nd) D\nđ) Đ\nđ1) Xen\ne) E", ["khoan-1", *points("a", "d", "dd", "dd1", "e")]),
        ("d) D\ne) E", ["diem-d", "diem-e"]),
        # the mark of a footnote behind the number, with a dot or before it
        ("1. Một\n2.10 Nhà nước\n3.11 (được bãi bỏ)\n4. Bốn", ["khoan-1", "khoan-2", "khoan-3", "khoan-4"]),
        ("1. Một\n218. (được bãi bỏ)\n3. Ba", ["khoan-1", "khoan-2", "khoan-3"]),
        # 1.1 and 1.2 are parts of khoản 1
        ("1. Một\n1.1. Con\n1.2. Con\n2. Hai\n2.1 Con\n2.2 Con\n3. Ba", ["khoan-1", "khoan-2", "khoan-3"]),
        # a list inside a khoản, whose numbers begin anew
        ("1. Một:\n1. Con\n2. Con\n3. Con\n2. Hai", ["khoan-1", "khoan-2"]),
        ("1. Một\na) A\nb) B:\na) Con\nb) Con\nc) Con\nc) C", ["khoan-1", *points("a", "b", "c")]),
        # sentences broken before a number or letter
        ("1. Một, từ ngày\n15. Tháng ấy\n2. Hai", ["khoan-1", "khoan-2"]),
        ("1. Dài\nm) theo đường\n2. Hai", ["khoan-1", "khoan-2"]),
        ("05. Mã\n1. Một", ["khoan-1"]),
        # a form behind the article
        ("1. Một\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n2. Họ tên\n3. Địa chỉ", ["khoan-1"]),
        ("1. Theo mẫu:\nMẫu số 01. Đơn\n2. Hai", ["khoan-1", "khoan-2"]),
        ("1. Một\nMẫu số 01\n2. Họ tên", ["khoan-1"]),
    ],
)  # fmt: skip
def test_what_counts_on_opens_a_provision(text, expected):
    assert labels(text) == expected


def test_a_citation_broken_before_its_article_opens_none():
    text = "Điều 1. Tên\n2. Hợp đồng theo quy định tại khoản 3\nĐiều 19.\nĐiều 2. Hồ sơ"
    assert [provision.label for provision in parse_structure(text)] == ["dieu-1", "dieu-1-khoan-2", "dieu-2"]


def test_a_quotation_left_open_ends_where_the_next_one_begins():
    text = (
        "1. Bổ sung Điều 5 như sau:\n“Điều 5. Một\n“1. Thừa dấu mở\n2. Hai”.\n2. Bổ sung Điều 6 như sau:\n"
        "“Điều 6. Ba\n1. Bốn”.\n3. Sửa như sau:\n“Điều 7. Năm\n2. Sáu”."
    )
    assert labels(text) == ["khoan-1", "khoan-2", "khoan-3"]


def articles(*texts):
    return parse_articles(
        [ArticleText(str(n), heading, text, f"dieu-{n}") for n, (heading, text) in enumerate(texts, start=1)]
    )


def test_what_a_source_counts_to_an_article_stays_in_it_and_leaves_the_labels_of_others_alone():
    provisions = articles(
        ("của câu ngắt", "1. Một\nMục 2. KHO\nChương II\nTỔ CHỨC\nĐiều 2. Nuốt\na) A\nPHỤ LỤC\nMẪU"), ("Hai", "1. B")
    )
    assert [(provision.label, provision.depth) for provision in provisions] == [
        ("dieu-1", 0), ("dieu-1-khoan-1", 1), ("muc-2", 1), ("chuong-ii", 1), ("dieu-2-lan-2", 2),
        ("dieu-2-lan-2-diem-a", 3), ("phu-luc", 1), ("dieu-2", 0), ("dieu-2-khoan-1", 1),
    ]  # fmt: skip
    assert provisions[0].heading == "của câu ngắt"


@pytest.mark.parametrize(
    ("reason", "texts"),
    [
        ("misprinted", [("A", "1. Một\n2. Hai\n2. Hai nữa\n4. Bốn")]),
        ("misprinted", [("A", "a) Một\nb) Hai\nc) Ba\nb) Bốn\nđ) Năm")]),
        ("printed_otherwise", [("A", "1. Một\n2 Thiếu chấm\n3. Ba")]),
        ("printed_otherwise", [("A", "Biện pháp sau đây:1. Một\n2. Hai\n3. Ba")]),
        ("lost_by_source", [("A", "1. Một\n2. Hai\n4. Bốn")]),
        ("lost_by_source", [("A", "a) Một\nb) Hai\nd) Bốn")]),
        ("unnumbered_first", [("A", "Đoạn đầu không số.\n2. Hai\n3. Ba")]),
        ("unnumbered_first", [("Tên. Câu đầu trong tên.", "2. Hai\n3. Ba")]),
        ("continues", [("A", "Một"), ("B", "Hai\nĐiều 3. Nuốt\nBa\nĐiều 4. Nuốt\nBốn")]),
        ("begins_anew", [("A", "Một"), ("B", "QUY CHẾ\nĐiều 1. Quy chế\nMột\nĐiều 2. Hai\nHỢP ĐỒNG\nĐiều 1. Mẫu")]),
        ("excerpt", [("Sửa đổi", "Sửa đổi như sau:\nĐiều 40. Trích\nMột")]),
    ],
)
def test_a_gap_is_explained_by_what_stands_in_the_text(reason, texts):
    gaps = find_gaps(articles(*texts))
    assert {gap.reason for gap in gaps} == {reason}
    assert reason in RULES


def test_numbers_that_run_have_no_gap():
    text = "1. Một\n1a. Xen\n2. Hai\na) A\nb) B\nc) C\nd) D\nđ) Đ\ne) E\ng) G\n3. Ba"
    assert find_gaps(articles(("A", text), ("B", text))) == []
    assert find_gaps(parse_structure("Chương I\nMỘT\nĐiều 1. A\nChương II\nHAI\nĐiều 2. B\nPHỤ LỤC\n5. Năm")) == []


def test_a_gap_without_a_reason_in_the_text_is_left_to_a_person():
    provisions = parse_structure("\n".join(f"Điều {number}. Tên" for number in (1, 2, 40, 41)))
    assert [(gap.before.label, gap.provision.label, gap.reason) for gap in find_gaps(provisions)] == [
        ("dieu-2", "dieu-40", "")
    ]


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Tổ chức kinh doanh\nphải có giấy phép.", "Tổ chức kinh doanh phải có giấy phép."),
        ("theo quy định tại khoản 2\nĐiều 6 của Nghị định này.", "theo quy định tại khoản 2 Điều 6 của Nghị định này."),
        ("quy định tại Điều 5,\nĐiều 6 và\nĐiều 7 Luật này", "quy định tại Điều 5, Điều 6 và Điều 7 Luật này"),
    ],
)
def test_sentences_broken_over_lines_are_mended(broken, whole):
    assert mend_line_breaks(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "1. Một;\n2. Hai", "Hồ sơ gồm:\na) Đơn\nb) Bản sao", "QUY ĐỊNH CHUNG\nvề kho", "Một đoạn.\nđoạn sau",
        "Một đoạn\n\nđoạn sau", "Dung dịch (HCFC)\nkg", "Bộ trưởng\nNguyễn Văn A",
        "- Một\n- Hai", "quy định tại\nĐiều 6. Hồ sơ",
    ],
)  # fmt: skip
def test_what_may_be_a_line_of_its_own_stays_one(text):
    assert mend_line_breaks(text) == text


TEXT = st.lists(
    st.sampled_from(
        ["1. Một", "2. Hai", "a) đơn", "khoản 2", "Điều 6.", "Điều 6. Tên", "nhỏ chữ", "tại", "CHỮ HOA", "", "”."]
    )
    | st.text(max_size=15),
    max_size=20,
).map("\n".join)  # fmt: skip


@given(TEXT)
def test_mending_changes_line_breaks_only_and_once(text):
    mended = mend_line_breaks(text)
    assert mended.split() == normalise_text(text).split()
    assert mend_line_breaks(mended) == mended


@given(st.lists(TEXT, max_size=4))
def test_articles_lose_nothing_and_keep_their_labels(texts):
    given_articles = [ArticleText(str(n), "Tên", text, f"dieu-{n}") for n, text in enumerate(texts, start=1)]
    provisions = parse_articles(given_articles)
    source = "\n".join(f"Điều {article.number}. {article.heading}\n{article.text}" for article in given_articles)
    assert characters_lost(source, render_structure(provisions)) == 0
    found = [provision.label for provision in provisions]
    assert len(set(found)) == len(found)
    assert [provision.label for provision in provisions if provision.depth == 0] == [
        article.label for article in given_articles
    ]
    assert all(gap.provision in provisions for gap in find_gaps(provisions))


def test_lost_characters_are_counted():
    assert characters_lost("Một  hai\nba", "Một hai ba") == 0
    assert characters_lost("Một hai ba", "Một ba") == 3
    assert characters_lost("Một hai", "hai Một") == 6
