"""Which queries say something about a person, and so are neither kept nor shown."""

import time

import pytest

from search.learning.keys import PERSONAL, key_of, may_be_shown
from search.learning.privacy import has_personal_data

ABOUT_PEOPLE = [
    # e-mail addresses
    "an.nguyen@vi-du.vn", "hỏi nguyen van a @ vi-du.vn", "ten(at)vi-du.vn", "hop thu ai.do gmail.com", "ai＠vi-du.vn",
    "ai.do(a)vi-du.vn", "ai do at vi-du dot vn", "ai.do at vi-du.vn", "gmail dot com", "nguyenvana@",
    # telephone numbers
    "0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "091 234 5678", "09.123456.78", "+84912345678",
    "+84 912 345 678", "(+84) 912 345 678", "84912345678", "0084912345678", "024 3825 1234", "(024) 3825-1234",
    "02838251234", "912345678", "số điện thoại 38251234", "gọi 0912345678 để hỏi thủ tục", "zalo 0385.123.456",
    "0912 345 678 đ", "0912.345.000", "0912345678 đồng", "０９１２３４５６７８",
    "0912,345,678", "0912–345–678", "0912\u2011345\u2011678", "0912_345_678", "0912/345/678", "0912 - 345 - 678",
    "0 9 1 2 3 4 5 6 7 8",
    "+84 (0) 912 345 678", "٠٩١٢ ٣٤٥ ٦٧٨", "⁰⁹¹²³⁴⁵⁶⁷⁸", "091\u200b2345678", "09\u03081\u00ad2345678", "đt: 3825 1234",
    # identity papers, tax codes, accounts
    "079123456789", "079 123 456 789", "079.123.456.789", "CCCD 001199012345", "cmnd 123456789", "123 456 789",
    "123.456.789", "001,199,012,345", "001/199/012345", "hộ chiếu B1234567", "C12345678", "passport n1234567",
    "hộ chiếu số B-1234567", "PT1234567", "0101234567", "0101234567-001",
    "mst 8123456789", "tài khoản 19031234567890", "4111 1111 1111 1111",
    # beside what is nobody's
    "15/2018/NĐ-CP 0912345678", "thủ tục 1.004172 cho 001199012345",
]  # fmt: skip

ABOUT_RULES = [
    "", "giấy phép kinh doanh rượu", "hồ sơ 2 bộ 15 ngày", "nộp thuế trước bạ 2% xe 9 chỗ", "H2SO4 98%", "covid-19",
    # numbers of documents and codes, however they are typed
    "15/2018/NĐ-CP", "nghị định 15/2018", "15 2018 nd cp", "66.7/2025/NQ-CP", "68-NQ/TW", "thông tư 02/2017/TT-VPCP",
    "tt 02 2017 vpcp", "luật 59/2020/QH14", "luật căn cước 26 2023 qh15", "mã số thuế thông tư 105 2020",
    "điểm a khoản 2 Điều 15 NĐ 15/2018", "1.004172", "1.004172.000.00.00.H29", "2.001234 1.004173 1.000001",
    "cấp hộ chiếu 1.004172", "BCT-YCĐK-001", "QCVN 01:2018/BYT", "TCVN 7711:2013", "TCVN ISO 9001:2015, 9001:2008",
    "15/2018, 16/2019", "điều 1, 2, 3, 4, 5, 6, 7, 8, 9",
    "bán hàng tại sàn (a) mục 2.1", "mã HS 8517.12.00", "hs 85171200",
    "ngành 4711 4719",
    # sums, days and years
    "10.000.000 đồng", "phạt 1.000.000.000 đồng", "500000000 đồng", "vốn 20 tỷ", "1.500.000", "ngày 01/07/2025",
    "01.07.2025", "từ 1-7-2025 đến 31-12-2025", "năm 2018 2019 2020 2021",
]  # fmt: skip


@pytest.mark.parametrize("text", ABOUT_PEOPLE)
def test_what_may_be_a_persons_is_neither_shown_nor_has_a_key_of_its_own(text):
    assert has_personal_data(text)
    assert not may_be_shown(text)
    assert key_of(text) == PERSONAL


@pytest.mark.parametrize("text", ABOUT_RULES)
def test_numbers_of_documents_sums_and_days_are_nobodys(text):
    assert not has_personal_data(text)
    assert may_be_shown(text)
    assert key_of(text) != PERSONAL


def test_a_pasted_letter_is_not_shown():
    assert may_be_shown("xin " * 50)
    assert not may_be_shown("xin " * 51)


def test_spellings_of_one_query_have_one_key():
    assert (
        len({key_of(text) for text in ("Giấy phép  rượu?", "giay phep ruou", "GIẤY PHÉP RƯỢU", "giấy phép rượu")}) == 1
    )
    assert key_of('"giấy phép" rượu') != key_of("giấy phép rượu") != key_of("giấy phép -rượu")


def test_a_key_needs_the_portals_secret(settings):
    before = key_of("giấy phép rượu")
    settings.SECRET_KEY = "another"
    assert key_of("giấy phép rượu") != before


@pytest.mark.parametrize(
    "text", ["1 " * 1000, "1" * 2000, "a" * 2000, "1.000" * 400, "can cuoc 1 2 3 4 " * 120, "( " * 1000]
)
def test_a_hostile_text_takes_no_time(text):
    start = time.process_time()
    has_personal_data(text[:2000])
    assert time.process_time() - start < 0.05
