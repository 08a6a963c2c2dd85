import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.normalise import FOLD_TABLE, fold, normalise_text, slugify_vi, strip_marks


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        (unicodedata.normalize("NFD", "Nghị định về điều kiện"), "Nghị định về điều kiện"),
        ("NGHỊ ÐỊNH", "NGHỊ ĐỊNH"),
        ("Điều\u00a05", "Điều 5"),
        ("a\u2009b\u3000c\td", "a b c d"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("kinh\u00ad doanh\u200b có\ufeff", "kinh doanh có"),
        ("a\x00b\x1bc", "abc"),
        ("cuối dòng  \nđầu", "cuối dòng\nđầu"),
        ("lẻ \ud800", "lẻ \ufffd"),
        ("  thụt\n\n\nvào", "  thụt\n\n\nvào"),
    ],
)
def test_what_looks_the_same_is_spelt_the_same(dirty, clean):
    assert normalise_text(dirty) == clean


@given(st.text(alphabet=st.characters()))
def test_normalising_twice_changes_nothing_and_the_result_can_be_stored(text):
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


def test_folding_takes_marks_and_case_away():
    assert strip_marks("Điều kiện ĐƯỜNG") == "Dieu kien DUONG"
    assert fold("Ủy ban NHÂN DÂN tỉnh Đắk Lắk") == "uy ban nhan dan tinh dak lak"
    assert fold(unicodedata.normalize("NFD", "hòa")) == fold("hoà") == "hoa"


def test_the_fold_table_gives_one_ascii_letter_for_one():
    letters = "àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđĐƯ"
    folded = letters.translate(FOLD_TABLE)
    assert len(folded) == len(letters)
    assert folded.isascii()


@pytest.mark.parametrize(
    ("text", "limit", "slug"),
    [
        ("Khoản 2, Điều 5 — Ðất đai", None, "khoan-2-dieu-5-dat-dai"),
        ("  ", None, ""),
        ("an toàn thực phẩm", 10, "an-toan"),
        ("an toàn thực phẩm", 7, "an-toan"),
        ("antoanthucpham", 5, "antoa"),
    ],
)
def test_slugs_are_ascii_and_cut_between_words(text, limit, slug):
    assert slugify_vi(text, max_length=limit) == slug
