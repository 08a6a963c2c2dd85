from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.normalise import normalise_text
from regulations.text.structure import (
    ParsedProvision,
    label_for,
    label_for_article,
    label_parts,
    marker_for,
    parse_structure,
    render_structure,
)

LAW = """\
QUỐC HỘI
Căn cứ Hiến pháp;
Phần thứ nhất
QUY ĐỊNH CHUNG
Chương I
PHẠM VI VÀ ĐỐI TƯỢNG
Điều 1. Phạm vi điều chỉnh
1. Luật này quy định:
a) Điều kiện kinh doanh;
đ) Trách nhiệm của cơ quan:
- cấp tỉnh;
2. Không áp dụng với hộ gia đình.
Điều 15a. Đối tượng áp dụng
Tổ chức, cá nhân có liên quan.
Chương II của Luật khác không thuộc phạm vi này.
Chương II
ĐIỀU KIỆN
Mục 1. KINH DOANH
Tiểu mục 1. Hóa chất
Điều 16. Giấy phép
a) Bản chính;
Mục 2
SẢN XUẤT
Điều 17. Hiệu lực
1a. Từ ngày ký.
PHỤ LỤC I
DANH MỤC HÀNG HÓA
(Kèm theo Luật này)
1. Hàng thứ nhất
Điều 1. Điều khoản của hợp đồng mẫu
Phụ lục II. Mẫu đơn"""

AMENDING = """\
Điều 1. Sửa đổi, bổ sung Nghị định số 15
1. Bổ sung Điều 15a vào sau Điều 15 như sau:
“Điều 15a. Điều kiện
1. Có kho.
a) Kho riêng;”.
2. Sửa đổi điểm a như sau: "a) Bản sao
b) Bản chính".
Điều 2. Hiệu lực thi hành
1. Từ ngày ký."""


def labels(text):
    return [provision.label for provision in parse_structure(text)]


def by_label(text):
    return {provision.label: provision for provision in parse_structure(text)}


def test_the_tree_of_a_law_with_its_labels():
    assert labels(LAW) == [
        "mo-dau",
        "phan-1",
        "chuong-i",
        "dieu-1",
        "dieu-1-khoan-1",
        "dieu-1-khoan-1-diem-a",
        "dieu-1-khoan-1-diem-dd",
        "dieu-1-khoan-2",
        "dieu-15a",
        "chuong-ii",
        "chuong-ii-muc-1",
        "chuong-ii-muc-1-tieu-muc-1",
        "dieu-16",
        "dieu-16-diem-a",
        "chuong-ii-muc-2",
        "dieu-17",
        "dieu-17-khoan-1a",
        "phu-luc-i",
        "phu-luc-ii",
    ]


def test_each_provision_keeps_its_own_words():
    law = by_label(LAW)
    assert law["phan-1"].heading == "QUY ĐỊNH CHUNG"
    assert law["chuong-ii-muc-2"].heading == "SẢN XUẤT"
    assert (law["dieu-1"].number, law["dieu-1"].heading, law["dieu-1"].text) == ("1", "Phạm vi điều chỉnh", "")
    assert law["dieu-1-khoan-1-diem-dd"].text == "Trách nhiệm của cơ quan:\n- cấp tỉnh;"
    assert law["dieu-15a"].text.endswith("\nChương II của Luật khác không thuộc phạm vi này.")
    assert law["phu-luc-i"].text.splitlines()[-1] == "Điều 1. Điều khoản của hợp đồng mẫu"


def test_parents_depths_and_positions_agree():
    provisions = parse_structure(LAW)
    for position, provision in enumerate(provisions):
        assert provision.position == position
        above = provisions[provision.parent] if provision.parent is not None else None
        assert provision.depth == (above.depth + 1 if above else 0)
        assert above is None or above.position < position
    paths = {
        provision.label: provisions[provision.parent].label for provision in provisions if provision.parent is not None
    }
    assert paths["chuong-ii"] == "phan-1"
    assert paths["dieu-16"] == "chuong-ii-muc-1-tieu-muc-1"
    assert paths["dieu-17"] == "chuong-ii-muc-2"
    assert "phu-luc-i" not in paths


def test_quoted_articles_of_an_amending_decree_open_nothing():
    assert labels(AMENDING) == [
        "dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-2", "dieu-2", "dieu-2-khoan-1"
    ]  # fmt: skip
    assert "“Điều 15a. Điều kiện\n1. Có kho.\na) Kho riêng;”." in by_label(AMENDING)["dieu-1-khoan-1"].text


def test_a_quotation_never_closed_does_not_swallow_the_rest():
    text = "Điều 1. Một\nSửa như sau: “Điều 9 bỏ\nĐiều 2. Hai\nđoạn “trích” đủ\nĐiều 3. Ba"
    assert labels(text) == ["dieu-1", "dieu-2", "dieu-3"]


def test_the_second_equal_label_says_so():
    text = "Điều 1. Một\n1. A\n1. B\nĐiều 2. Hai\nĐiều 1. Quy chế\n1. C\nChương I\nMỘT\nChương I\nHAI"
    assert labels(text) == [
        "dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-1-lan-2", "dieu-2", "dieu-1-lan-2", "dieu-1-lan-2-khoan-1",
        "chuong-i", "chuong-i-lan-2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n\n", []),
        ("Một đoạn.\nHai đoạn.", ["doan-1", "doan-2"]),
        ("Kính gửi:\n1. Một\na) Hai\n2. Ba", ["mo-dau", "khoan-1", "khoan-1-diem-a", "khoan-2"]),
        ("PHẦN THỨ MƯỜI MỘT\nCUỐI\nPhần II\nKHÁC", ["phan-11", "phan-ii"]),
        ("Chương 2. Tổ chức\nĐiều 1. Một", ["chuong-2", "dieu-1"]),
        ("Điều 1: Một\nĐiều 2\nĐiều 3 của Luật này", ["dieu-1", "dieu-2"]),
        ("Điều 1. Điều kiện\nĐiều 2. của câu bị ngắt", ["dieu-1"]),
        ("Ðiều\u00a01. Một", ["dieu-1"]),
        ("Điều 1. Một\nPhụ lục I. Danh mục\nĐiều 2. Hai\nPHỤ LỤC\nDANH MỤC", ["dieu-1", "dieu-2", "phu-luc"]),
        ("Điều 1. Một\n1.1. Con\n2025. Năm\n1. Có", ["dieu-1", "dieu-1-khoan-1"]),
        ("Chương I\nQUY ĐỊNH\nCHUNG\nMục 5 Chương XIV của Bộ luật\nĐiều 1. A", ["chuong-i", "dieu-1"]),
    ],
)
def test_what_lines_open(text, expected):
    assert labels(text) == expected


def test_a_text_comes_back_as_it_was():
    assert render_structure(parse_structure(LAW)) == LAW
    assert render_structure(parse_structure(AMENDING)) == AMENDING


def test_a_broken_heading_comes_back_on_one_line():
    provisions = parse_structure("Chương I\nPHẠM VI VÀ\nĐỐI TƯỢNG\nĐiều 1. Một")
    assert provisions[0].heading == "PHẠM VI VÀ ĐỐI TƯỢNG"
    assert render_structure(provisions) == "Chương I\nPHẠM VI VÀ ĐỐI TƯỢNG\nĐiều 1. Một"


def test_provisions_made_elsewhere_are_printed_with_the_usual_markers():
    article = ParsedProvision("article", "9", "Điều kiện", "", "dieu-9", 0, None, 0)
    point = ParsedProvision("point", "đ", "", "Có kho.", "dieu-9-diem-dd", 1, 0, 1)
    assert render_structure([article, point]) == "Điều 9. Điều kiện\nđ) Có kho."
    assert marker_for("part", "2") == "Phần thứ hai\n"


def test_stored_provisions_which_keep_no_marker_print_a_text_with_the_same_labels():
    stored = [replace(provision, marker="") for provision in parse_structure(LAW)]
    assert labels(render_structure(stored)) == labels(LAW)


LINES = st.lists(
    st.sampled_from([*LAW.splitlines(), *AMENDING.splitlines(), "1.", "a)", "“", "”", '"', "Phụ lục", "Chương V", "X"])
    | st.text(max_size=20),
    max_size=30,
)


@given(LINES)
def test_nothing_is_lost_and_labels_are_unique(lines):
    text = "\n".join(lines)
    provisions = parse_structure(text)
    assert render_structure(provisions).split() == normalise_text(text).split()
    assert len({provision.label for provision in provisions}) == len(provisions)
    assert all(provision.label.isascii() for provision in provisions)


@given(LINES)
def test_reading_what_was_printed_gives_the_same_tree(lines):
    provisions = parse_structure("\n".join(lines))
    assert parse_structure(render_structure(provisions)) == provisions


@pytest.mark.parametrize(
    ("label", "cited"),
    [
        ("dieu-15a-khoan-2-diem-dd", "điểm đ khoản 2 Điều 15a"),
        ("dieu-16-diem-a", "điểm a Điều 16"),
        ("dieu-9", "Điều 9"),
        ("dieu-1-lan-2-khoan-1", "khoản 1 Điều 1 (lần 2)"),
        ("phan-1", "Phần thứ nhất"),
        ("phan-15", "Phần thứ mười lăm"),
        ("phan-ii", "Phần II"),
        ("chuong-ii", "Chương II"),
        ("chuong-ii-muc-1-tieu-muc-3", "Tiểu mục 3 Mục 1 Chương II"),
        ("phu-luc-i", "Phụ lục I"),
        ("phu-luc", "Phụ lục"),
        ("mo-dau", "Phần mở đầu"),
        ("khoan-3", "khoản 3"),
        ("khong-phai-nhan", "khong-phai-nhan"),
        ("", ""),
    ],
)
def test_a_label_reads_as_it_is_cited(label, cited):
    assert label_parts(label) == cited


def test_labels_of_cited_places():
    assert label_for_article("10a") == "dieu-10a"
    assert label_for_article(" 15Đ ") == "dieu-15dd"
    assert label_for(article="15", clause="2", point="đ") == "dieu-15-khoan-2-diem-dd"
    assert label_for(article="15", point="a") == "dieu-15-diem-a"
