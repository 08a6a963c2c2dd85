"""Text becomes the same tokens however it was typed, and each token knows its place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("uỷ ban", "ủy ban"),
        ("kĩ thuật", "kỹ thuật"),
        ("lí lịch", "lý lịch"),
        ("công ti", "công ty"),
        ("quí", "quý"),
        ("Điều kiện", "dieu kien"),
        ("NÐ-CP", "NĐ-CP"),
        ("H₂SO₄", "H2SO4"),
        ("ĐIỀU", unicodedata.normalize("NFD", "điều")),
        ("đi\u00adều", "điều"),
        ("３", "3"),
    ],
)
def test_spellings_that_mean_the_same(one, other):
    assert analysis.syllables(one) == analysis.syllables(other) != []


def test_syllables_and_pairs():
    assert analysis.syllables("Điều 15a, khoản 2: 66.7/2025/NQ-CP") == [
        "dieu",
        "15a",
        "khoan",
        "2",
        "66",
        "7",
        "2025",
        "nq",
        "cp",
    ]
    assert analysis.pairs(["dieu", "kien", "moi"]) == ["dieu_kien", "kien_moi"]
    assert analysis.pairs(["dieu"]) == analysis.pairs([]) == []


def test_other_scripts_become_ascii_that_no_engine_splits():
    assert analysis.syllables("α-amylase 中国") == ["u03b1", "amylase", "u4e2du56fd"]


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(analysis.fold(text)) == len(analysis.nfc(text))


@given(st.text())
def test_tokens_are_plain_and_at_their_places(text):
    original = analysis.nfc(text)
    tokens = list(analysis.tokenize(text))
    assert [token.text for token in tokens] == analysis.syllables(text)
    for token in tokens:
        assert token.text.isascii()
        assert token.text.isalnum()
        assert len(token.text) <= 255
        assert analysis.syllables(original[token.start : token.end]) == [token.text]


@given(st.text())
def test_composed_and_decomposed_text_give_the_same(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert analysis.syllables(composed) == analysis.syllables(decomposed)


def test_spellings_lead_back_to_the_token():
    for text in ("công ty", "α", "kỹ", "điều", "li"):
        for token in analysis.syllables(text):
            assert {t for spelling in analysis.spellings(token) for t in analysis.syllables(spelling)} == {token}


def test_distinct_keeps_first_places_and_stops():
    assert analysis.distinct(["a", "b", "a", "c"]) == ("a", "b", "c")
    assert analysis.distinct(["a", "b", "a", "c"], 2) == ("a", "b")


@pytest.mark.parametrize(
    "in_order",
    [
        ["bang", "bàng", "bảng", "bãng", "báng", "bạng", "băng", "bằng", "bâng", "bz"],
        ["da", "dz", "đa", "e", "ê"],
        ["Điều 2", "Điều 2a", "Điều 10"],
        ["an ninh", "an toàn", "ăn"],
    ],
)
def test_vietnamese_order(in_order):
    assert sorted(in_order, key=analysis.sort_key) == in_order
