"""What readers type is taken apart the way they meant it, and any text is a query."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parser import MAX_TERMS, compile_query, parse
from search.query import SearchQuery
from search.understanding.typed_numbers import code_key

TODAY = datetime.date(2026, 11, 22)


def compiled(text):
    return compile_query(SearchQuery(on=TODAY, text=text))


def keys(text):
    return [(number.key, number.prefix) for number in parse(text).numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15/2018/NĐ-CP", [("15-2018-nd-cp", False)]),
        ("15/2018/nd-cp", [("15-2018-nd-cp", False)]),
        ("15/2018/NÐ-CP", [("15-2018-nd-cp", False)]),
        ('"15/2018/NĐ-CP"', [("15-2018-nd-cp", False)]),
        ("nd 15/2018", [("15-2018-nd-", True)]),
        ("nghị định 15 2018", [("15-2018-nd-", True)]),
        ("so 15/2018", [("15-2018-", True)]),
        ("66.7/2025/NQ-CP", [("66-7-2025-nq-cp", False)]),
        ("68/NQ-CP", [("68-nq-cp", False)]),
        ("68-NQ/TW", [("68-nq-tw-dang", False)]),
        ("1.004172", [("1.004172", True)]),
        ("1.0041", [("1.0041", True)]),
        ("BCT-YCĐK-001", [("bct-ycdk-001", True)]),
        ("bct-ycdk", [("bct-ycdk", True)]),
        ("phí 1.000.000 đồng", []),
        ("2.500 đồng", []),
        ("điều 15", []),
        ("nghị định 15", []),
        ("ngày 15/2018", []),
    ],
)
def test_numbers_and_codes(text, expected):
    assert keys(text) == expected


def test_code_key():
    assert code_key(" BCT-YCĐK-001 ") == code_key("bct-ycdk-001") == "bct-ycdk-001"


def test_words_around_a_number_stay_words_but_are_no_neighbours():
    query = compiled("thực phẩm 15/2018/NĐ-CP an toàn")
    assert query.wordings[0].syllables == ("thuc", "pham", "an", "toan")
    assert query.wordings[0].pairs == ("thuc_pham", "an_toan")


def test_phrases_and_exclusions():
    query = compiled('“điều kiện” kinh doanh -thuốc -"rượu bia" NĐ-CP - x')
    assert query.phrases == (("dieu", "kien"),)
    assert query.excluded == (("ruou", "bia"), ("thuoc",))
    assert query.wordings[0].syllables == ("kinh", "doanh", "nd", "cp", "x")
    assert query.wordings[0].title_syllables == (*query.wordings[0].syllables, "dieu", "kien")


@pytest.mark.parametrize(("count", "required"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (8, 4), (13, 7)])
def test_how_many_syllables_must_match(count, required):
    assert compiled(" ".join(f"t{n}" for n in range(count))).wordings[0].required == required


def test_long_text_is_cut():
    (typed,) = compiled(" ".join(f"t{n}" for n in range(1_000))).wordings
    assert len(typed.syllables) == len(typed.pairs) == len(typed.title_syllables) == MAX_TERMS
    assert typed.required == MAX_TERMS // 2


def test_text_without_anything_to_look_for():
    assert compiled("?!").nothing
    assert not compiled("").nothing
    assert not compiled("-a").nothing


@given(st.text(alphabet=st.sampled_from('ađ0159./-"“” nNĐCPq:,()\n\0'), max_size=80) | st.text())
def test_any_text_is_a_query(text):
    query = compiled(text)
    assert query.wordings[0].required <= len(query.wordings[0].syllables) <= MAX_TERMS
