import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.mentions import find_numbers
from regulations.text.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "found", "key"),
    [
        ("so 15/2018/nd-cp", "so 15/2018/nd-cp", "15-2018-nd-cp"),
        ("nd 15 2018 nd cp", "nd 15 2018 nd cp", "15-2018-nd-cp"),
        ("luat 64 2025 qh15", "luat 64 2025 qh15", "64-2025-qh15"),
        ("thông tư 2 2017 vpcp", "thông tư 2 2017 vpcp", "2-2017-tt-vpcp"),
        ("nq 68 nq cp", "nq 68 nq cp", "68-nq-cp"),
        ("1994 qd ttg", "1994 qd ttg", "1994-qd-ttg"),
        ("theo Nghị quyết số 68-NQ/TW.", "Nghị quyết số 68-NQ/TW", "68-nq-tw-dang"),
        ("theo Nghị quyết số 66.16/2026/NQ-CP, thì", "Nghị quyết số 66.16/2026/NQ-CP", "66-16-2026-nq-cp"),
        ("37/2017/qđ - ubnd", "37/2017/qđ - ubnd", "37-2017-qd-ubnd"),
        ("15/2018/ndcp", "15/2018/ndcp", "15-2018-nd-cp"),
        ("xem 12/2020/QĐTTg", "12/2020/QĐTTg", "12-2020-qd-ttg"),
        ("NĐ15/2018ND-CP", "NĐ15/2018ND-CP", "15-2018-nd-cp"),
        ("10/2020/TTCP", "10/2020/TTCP", "10-2020-ttcp"),
        ("Nghị định số 15 / 2018 / NÐ – CP", "Nghị định số 15 / 2018 / NÐ – CP", "15-2018-nd-cp"),
        ("cấp theo 28/CCTTHC", "28/CCTTHC", "28-cctthc"),
        ("quy chuẩn QCVN 01:2009/BYT về nước", "QCVN 01:2009/BYT", "qcvn-1-2009-byt"),
        ("Điều 5 NQ 68/NQ-CP", "NQ 68/NQ-CP", "68-nq-cp"),
    ],
)
def test_a_complete_number_is_found_however_it_is_typed(text, found, key):
    (mention,) = find_numbers(text)
    assert text[mention.start : mention.end] == found
    assert mention.key == mention.key_prefix == key


@pytest.mark.parametrize(
    ("text", "found", "serial", "year", "kind", "prefix"),
    [
        ("nghị định 15/2018", "nghị định 15/2018", "15", 2018, "nghi-dinh", "15-2018-nd-"),
        ("nđ15/2018", "nđ15/2018", "15", 2018, "nghi-dinh", "15-2018-nd-"),
        ("nghi dinh 15 2018", "nghi dinh 15 2018", "15", 2018, "nghi-dinh", "15-2018-nd-"),
        ("nghị định 15", "nghị định 15", "15", None, "nghi-dinh", "15-"),
        ("điểm a khoản 2 Điều 15 NĐ 15/2018", "NĐ 15/2018", "15", 2018, "nghi-dinh", "15-2018-nd-"),
        ("luật số 64/2025", "luật số 64/2025", "64", 2025, "luat", "64-2025-"),
        ("xem 02/2017 nhé", "02/2017", "02", 2017, None, "2-2017-"),
    ],
)
def test_a_partial_number_says_what_is_known(text, found, serial, year, kind, prefix):
    (mention,) = find_numbers(text)
    assert text[mention.start : mention.end] == found
    assert (mention.serial, mention.year, mention.document_type, mention.key) == (serial, year, kind, None)
    assert mention.key_prefix == prefix


@pytest.mark.parametrize(
    "text",
    [
        "", "15", "15 2018", "tháng 01/2018", "ngày 31/05/2020", "302/Ng", "15/9716/NĐ-CP", "1.012345",
        "2.001234.000.00.00.H01", "Điều 44.5.NĐ.8", "luật đất đai 2013",
        "5 đồng/ha, 3/4 số phiếu", "trong 15 nghị định",
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_found(text):
    assert find_numbers(text) == []


def test_several_in_one_text_in_order():
    text = "Nghị định số 15/2018/NĐ-CP; 68-NQ/TW và thông tư 2/2017"
    assert [mention.key_prefix for mention in find_numbers(text)] == ["15-2018-nd-cp", "68-nq-tw-dang", "2-2017-tt-"]


def test_places_hold_in_text_with_separate_marks():
    text = unicodedata.normalize("NFD", "theo Nghị định 15/2018/NĐ-CP ấy")
    (mention,) = find_numbers(text)
    assert unicodedata.normalize("NFC", text[mention.start : mention.end]) == "Nghị định 15/2018/NĐ-CP"


@pytest.mark.parametrize(
    ("typed", "number", "matches"),
    [
        ("nghị định 15", "15/2018/NĐ-CP", True),
        ("nghị định 15/2018", "15/2018/NĐ-CP", True),
        ("nghị định 15/2018", "15/2018/TT-BTC", False),
        ("nghị định 15/2018", "15/2019/NĐ-CP", False),
        ("nghị định 1", "15/2018/NĐ-CP", False),
        ("2/2017", "02/2017/TT-VPCP", True),
        ("luật 64/2025", "64/2025/QH15", True),
        ("68-NQ/TW", "68/NQ-CP", False),
        ("nd 15 2018 nd cp", "15/2018/NĐ-CP", True),
    ],
)
def test_a_mention_matches_the_numbers_it_may_mean(typed, number, matches):
    (mention,) = find_numbers(typed)
    assert mention.matches(parse_number(number)) is matches


@given(st.text(alphabet="0123456789/-.: abNĐndÐđCPcpTWQHịsố\u0301\u00a0\u200b", max_size=80) | st.text())
def test_any_text_can_be_searched_and_mentions_never_overlap(text):
    end = 0
    for mention in find_numbers(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
