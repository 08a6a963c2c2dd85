import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.codes import type_from_name, type_from_slug
from regulations.text.numbers import (
    DocumentNumber,
    number_from_slug,
    number_key,
    parse_number,
    plausible_year,
    type_from_number,
)

SHAPES = [
    # printed, key, serial, year, type code, issuer code, of the Party
    ("64/2025/QH15", "64-2025-qh15", "64", 2025, "", "QH15", False),
    ("206/2025/QH15", "206-2025-qh15", "206", 2025, "", "QH15", False),
    ("17/2022/UBTVQH15", "17-2022-ubtvqh15", "17", 2022, "", "UBTVQH15", False),
    ("33/2004/PL-UBTVQH11", "33-2004-pl-ubtvqh11", "33", 2004, "PL", "UBTVQH11", False),
    ("15/2018/NĐ-CP", "15-2018-nd-cp", "15", 2018, "NĐ", "CP", False),
    ("27/2018/QĐ-TTg", "27-2018-qd-ttg", "27", 2018, "QĐ", "TTg", False),
    ("1994/QĐ-TTg", "1994-qd-ttg", "1994", None, "QĐ", "TTg", False),
    ("68/NQ-CP", "68-nq-cp", "68", None, "NQ", "CP", False),
    ("66.7/2025/NQ-CP", "66-7-2025-nq-cp", "66.7", 2025, "NQ", "CP", False),
    ("68-NQ/TW", "68-nq-tw-dang", "68", None, "NQ", "TW", True),
    ("12-KL/TU", "12-kl-tu-dang", "12", None, "KL", "TU", True),
    ("02/2017/TT-VPCP", "2-2017-tt-vpcp", "02", 2017, "TT", "VPCP", False),
    ("01/2011/TTLT-VPCP-BNV", "1-2011-ttlt-vpcp-bnv", "01", 2011, "TTLT", "VPCP-BNV", False),
    ("03/VBHN-VPQH", "3-vbhn-vpqh", "03", None, "VBHN", "VPQH", False),
    ("267/QĐ-LĐTBXH", "267-qd-ldtbxh", "267", None, "QĐ", "LĐTBXH", False),
    ("1837/QĐ-UBND", "1837-qd-ubnd", "1837", None, "QĐ", "UBND", False),
    ("37/2017/QĐ-UBND", "37-2017-qd-ubnd", "37", 2017, "QĐ", "UBND", False),
    ("7417/VPCP-KSTT", "7417-vpcp-kstt", "7417", None, "", "VPCP-KSTT", False),
    ("28/CCTTHC", "28-cctthc", "28", None, "", "CCTTHC", False),
    ("220/CĐ-TTg", "220-cd-ttg", "220", None, "CĐ", "TTg", False),
    ("20/CT-TTg", "20-ct-ttg", "20", None, "CT", "TTg", False),
    ("304/TB-VPCP", "304-tb-vpcp", "304", None, "TB", "VPCP", False),
    ("3616/BC-BNV", "3616-bc-bnv", "3616", None, "BC", "BNV", False),
    ("1680/PTM-VP", "1680-ptm-vp", "1680", None, "", "PTM-VP", False),
    ("18-L/CTN", "18-l-ctn", "18", None, "L", "CTN", False),
    ("15-LCT/HĐNN8", "15-lct-hdnn8", "15", None, "LCT", "HĐNN8", False),
    ("102-SL/L-004", "102-sl-l-004", "102", None, "SL", "L-004", False),
    ("64/CP", "64-cp", "64", None, "", "CP", False),
    ("12a/2020/TT-BTC", "12a-2020-tt-btc", "12a", 2020, "TT", "BTC", False),
    ("80/2015/QH13", "80-2015-qh13", "80", 2015, "", "QH13", False),
    ("2671/QĐ-TTg", "2671-qd-ttg", "2671", None, "QĐ", "TTg", False),
    ("57-NQ/TW", "57-nq-tw-dang", "57", None, "NQ", "TW", True),
    ("03/2022/TT-BTP", "3-2022-tt-btp", "03", 2022, "TT", "BTP", False),
    ("QCĐP 01:2021/HN", "qcdp-1-2021-hn", "01", 2021, "QCĐP", "HN", False),
    ("QCVN 01:2009/BYT", "qcvn-1-2009-byt", "01", 2009, "QCVN", "BYT", False),
    ("TCVN 7909-3-2:2020", "tcvn-7909-3-2-2020", "7909-3-2", 2020, "TCVN", "", False),
]


@pytest.mark.parametrize(("printed", "key", "serial", "year", "kind", "issuer", "party"), SHAPES)
def test_every_shape_is_read_and_printed_again(printed, key, serial, year, kind, issuer, party):
    number = parse_number(printed)
    assert number == DocumentNumber(serial, year, kind, issuer, party)
    assert str(number) == printed
    assert number.key == number_key(printed) == key


def test_no_two_shapes_share_a_key():
    assert len({number_key(row[0]) for row in SHAPES}) == len(SHAPES)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("15/2018/ND-CP", "15/2018/NĐ-CP"),
        ("15/2018/NÐ-CP", "15/2018/NĐ-CP"),
        ("15/2018/nđ-cp", "15/2018/NĐ-CP"),
        ("15/2018/NĐ/CP", "15/2018/NĐ-CP"),
        ("Số: 15 / 2018 / NĐ – CP", "15/2018/NĐ-CP"),
        ("Nghị định số 15/2018/NĐ-CP.", "15/2018/NĐ-CP"),
        ("15/2018/NĐ\u2011CP", "15/2018/NĐ-CP"),
        ("\u200b15/2018/\u00a0NĐ-CP", "15/2018/NĐ-CP"),
        ("27/2018/QD-TTG", "27/2018/QĐ-TTg"),
        ("01/2025/tt-bldtbxh", "01/2025/TT-BLĐTBXH"),
        ("68/NQ-TW", "68-NQ/TW"),
        ("Nghị quyết 68-NQ/CP", "68/NQ-CP"),
        ("64-CP", "64/CP"),
    ],
)
def test_wrong_letters_and_signs_are_put_right(typed, printed):
    assert str(parse_number(typed)) == printed


@pytest.mark.parametrize(
    "text",
    [
        "", "15", "15/2018", "nghị định 15", "302/Ng", "01/2022/TTLT-VKSNDTC-", "15/9716/NĐ-CP", "15/NĐ", "31/05/2020",
        "1.012345", "2.001234.000.00.00.H01", "44.5.NĐ.8", "Luật Đất đai", "NĐ-CP", "/2018/NĐ-CP", "x" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_number_has_no_key(text):
    assert parse_number(text) is None
    assert number_key(text) is None


def test_the_party_and_the_government_never_share_a_number():
    assert number_key("68-NQ/TW") != number_key("68/NQ-CP")
    assert number_key("57-NQ/ABC") != number_key("57/NQ-ABC")


def test_leading_zeros_are_printed_but_do_not_tell_documents_apart():
    assert str(parse_number("02/2017/TT-VPCP")) == "02/2017/TT-VPCP"
    assert number_key("02/2017/TT-VPCP") == number_key("2/2017/TT-VPCP")
    assert number_key("27/2018/QĐ-TTg") != number_key("27/QĐ-TTg")


@given(st.text(alphabet="0123456789/-.: abNĐndÐđCPcpTWQH", max_size=30))
def test_a_number_read_is_read_the_same_from_its_own_print(text):
    number = parse_number(text)
    if number:
        assert parse_number(str(number)).key == number.key
        assert str(parse_number(str(number))) == str(number)


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    key = number_key(text)
    assert key is None or (key.isascii() and key)


@pytest.mark.parametrize(
    ("slug", "printed"),
    [
        ("thong-tu-so-18-2026-tt-bxd-469591", "18/2026/TT-BXD"),
        ("nghi-dinh-so-145-2020-nd-cp-32732", "145/2020/NĐ-CP"),
        ("thong-tu-so-01-2025-tt-bldtbxh-43956", "01/2025/TT-BLĐTBXH"),
        ("luat-so-59-2020-qh14-31674", "59/2020/QH14"),
        ("bo-luat-lao-dong-so-45-2019-qh14-29268", "45/2019/QH14"),
        ("nghi-quyet-so-17-2022-ubtvqh15-36956", "17/2022/UBTVQH15"),
        ("nghi-quyet-so-113-nq-cp-469448", "113/NQ-CP"),
        ("nghi-quyet-so-6616-2026-nq-cp-469362", "66.16/2026/NQ-CP"),
        ("66-7-2025-nq-cp", "66.7/2025/NQ-CP"),
        ("van-ban-hop-nhat-so-9716-vbhn-bkhdt-43315", "9716/VBHN-BKHĐT"),
        ("van-ban-hop-nhat-so-4496-vbhn-bldtbxh-34936", "4496/VBHN-BLĐTBXH"),
        ("van-ban-hop-nhat-so-2021-vbhn-bldtbxh-37407", "2021/VBHN-BLĐTBXH"),
        (
            "thong-tu-lien-tich-so-01-2022-ttlt-vksndtc-tandtc-bca-bqp-bldtbxh-36844",
            "01/2022/TTLT-VKSNDTC-TANDTC-BCA-BQP-BLĐTBXH",
        ),
        ("15-2018-nd-cp", "15/2018/NĐ-CP"),
        ("quyet-dinh-so-798-qd-ttg-469485", "798/QĐ-TTg"),
    ],
)
def test_the_number_in_a_slug(slug, printed):
    assert str(number_from_slug(slug)) == printed


@pytest.mark.parametrize("slug", ["", "luat-dat-dai", "tin-tuc-2024", "45/2019/QH14", "so-15"])
def test_a_slug_without_a_number(slug):
    assert number_from_slug(slug) is None


def test_years_a_document_can_bear():
    assert plausible_year(1957)
    assert plausible_year(2026)
    assert not any(plausible_year(year) for year in (9716, 4496, 0, 1889))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("15/2018/NĐ-CP", "nghi-dinh"),
        ("68-NQ/TW", "nghi-quyet"),
        ("03/VBHN-VPQH", "van-ban-hop-nhat"),
        ("01/2011/TTLT-VPCP-BNV", "thong-tu-lien-tich"),
        ("18-L/CTN", "luat"),
        ("12/2009/L-CTN", "lenh"),
        ("7417/VPCP-KSTT", "cong-van"),
        ("64/2025/QH15", None),
    ],
)
def test_the_type_that_a_number_names(number, kind):
    assert type_from_number(parse_number(number)) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Nghị định", "nghi-dinh"), ("NGHỊ  ĐỊNH", "nghi-dinh"), ("nghi dinh", "nghi-dinh"), ("NQ", "nghi-quyet"),
        ("VB HN", "van-ban-hop-nhat"), ("TT Liên tịch", "thong-tu-lien-tich"), ("QĐ", "quyet-dinh"),
        ("Bộ luật", "bo-luat"), ("Khác", None), ("", None),
    ],
)  # fmt: skip
def test_the_type_that_a_name_means(name, kind):
    assert type_from_name(name) == kind


def test_the_type_that_a_slug_begins_with():
    assert type_from_slug("van-ban-hop-nhat-so-04-vbhn-byt-26289") == "van-ban-hop-nhat"
    assert type_from_slug("thong-tu-lien-tich-so-01-2022") == "thong-tu-lien-tich"
    assert type_from_slug("bo-luat-lao-dong-so-45-2019-qh14-29268") == "bo-luat"
    assert type_from_slug("luatdat") is None
