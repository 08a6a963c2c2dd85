"""Codes of procedures and numbers of the codification are read, put right and printed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.mentions import find_numbers
from regulations.text.numbers import parse_number
from regulations.text.record_codes import CodifiedArticle, ProcedureCode, parse_codified, parse_procedure_code


@pytest.mark.parametrize(
    ("typed", "printed", "key"),
    [
        ("1.012345", "1.012345", "1.012345"),
        ("2.001234.000.00.00.H01", "2.001234.000.00.00.H01", "2.001234"),
        (" 2.001234.000.00.00.h01. ", "2.001234.000.00.00.H01", "2.001234"),
        ("1.012\u200b345", "1.012345", "1.012345"),
        ("3.000123.000.00.00.G10", "3.000123.000.00.00.G10", "3.000123"),
    ],
)
def test_codes_of_procedures(typed, printed, key):
    code = parse_procedure_code(typed)
    assert str(code) == printed
    assert code.key == key
    assert parse_procedure_code(printed) == code


def test_both_forms_name_the_same_procedure():
    assert parse_procedure_code("2.001234").key == parse_procedure_code("2.001234.000.00.00.H01").key
    assert parse_procedure_code("2.001234") == ProcedureCode(2, "001234")


@pytest.mark.parametrize(
    "text", ["", "1.500", "1.000.000", "1.012345.000", "1.0123456", "12345", "44.5.NĐ.8", "1.012345/2020"]
)
def test_what_is_no_procedure(text):
    assert parse_procedure_code(text) is None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Điều 44.5.NĐ.8", "Điều 44.5.NĐ.8"),
        ("44.5.ND.8", "Điều 44.5.NĐ.8"),
        ("điều  44.5.NÐ.8.", "Điều 44.5.NĐ.8"),
        ("Điều 20.1.LQ.5", "Điều 20.1.LQ.5"),
        ("Điều 20.1.TT.3.12", "Điều 20.1.TT.3.12"),
    ],
)
def test_numbers_of_the_codification(typed, printed):
    assert str(parse_codified(typed)) == printed
    assert parse_codified(printed) == parse_codified(typed)


def test_what_the_parts_mean():
    assert parse_codified("Điều 44.5.NĐ.8") == CodifiedArticle(44, 5, "NĐ", (8,))


@pytest.mark.parametrize("text", ["", "44.5.NĐ", "44.5.XX.8", "Điều 44", "1.2.3.4", "15/2018/NĐ-CP", "1.012345"])
def test_what_is_no_number_of_the_codification(text):
    assert parse_codified(text) is None


@pytest.mark.parametrize("text", ["1.012345", "2.001234.000.00.00.H01", "Điều 44.5.NĐ.8"])
def test_none_of_them_passes_for_a_document(text):
    assert parse_number(text) is None
    assert not any(mention.number for mention in find_numbers(text))


@given(st.text(alphabet="0123456789.HGNĐđdtlq điều", max_size=24))
def test_what_is_read_is_read_the_same_from_its_own_print(text):
    for parse in (parse_procedure_code, parse_codified):
        read = parse(text)
        assert read is None or parse(str(read)) == read
