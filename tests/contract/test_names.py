"""Names offered while a reader types, in every engine."""

import pytest

from search.engines.base import Batch
from search.names import NameQuery, patterns_of
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from tests.contract.corpus import TODAY, rebuild, regulation


def named(number: int, *names: str, tab=REGULATIONS, **more):
    """A row that is offered under these names."""
    return regulation(f"r:{number}", names[0], names=names, tab=tab, **more)


NAMED = [
    named(1, "Cấp giấy phép kinh doanh vận tải", "1.004172 Cấp giấy phép kinh doanh vận tải"),
    named(2, "Giấy phép kinh doanh"),
    named(3, "Kinh phí duy trì giấy phép"),
    named(4, "Giấy phép kinh doanh cũ", status="abolished"),
    named(5, "Giấy phép kinh doanh sau này", since="2027-01-01"),
    named(6, "Giấy phép kinh doanh trước kia", until="2026-11-22"),
    named(7, "Chế độ kỹ thuật của công ty"),
    named(8, "Quyết toán thuế"),
    named(10, "Thu phí rồi thu hồi sổ"),
    named(11, "Thu hồi sổ của người không nộp"),
    named(9, "H₂SO₄ Ω và những chất khác"),
    regulation("r:20", "Giấy phép kinh doanh không được gợi ý"),
    named(30, "15/2018/NĐ-CP Về an toàn thực phẩm", "nghi-dinh 15/2018/NĐ-CP Về an toàn", tab=DOCUMENTS),
    named(31, "02/2017/TT-BCT Về giấy phép", "2-2017-tt-bct Về giấy phép", tab=DOCUMENTS),
    named(32, "150/2020/NĐ-CP Về hồ sơ", tab=DOCUMENTS),
]


@pytest.fixture
def offered(empty):
    rebuild(empty, NAMED)

    def ask(text: str, *, tab: str = REGULATIONS, limit: int = 10) -> list[int]:
        query = NameQuery(patterns_of(text), TODAY.toordinal(), {REGULATIONS: limit, DOCUMENTS: limit, PLANS: limit})
        found = empty.suggest(query)
        assert found[PLANS] == ()
        return [int(row_id.partition(":")[2]) for row_id in found[tab]]

    return ask


def test_what_begins_so_comes_first_then_what_stands_together_then_the_rest(offered):
    assert offered("giấy phép k") == [2, 4, 1, 3]
    assert offered("giay phep kinh do") == offered("GIẤY PHÉP KINH DO") == [2, 4, 1]
    assert offered("thu h") == offered("thu hồi") == offered("thu hồi ") == [11, 10]
    assert offered("thu hoi s") == [11, 10]
    assert offered("kinh giấy") == [2, 3, 1, 4]
    assert offered("kinh phi") == [3]
    assert offered("kinh p") == [3, 2, 1, 4]


def test_in_force_before_others_and_short_before_long(offered):
    assert offered("gi") == [2, 4, 3, 1]
    assert offered("kinh doanh ") == [2, 1, 4]


def test_only_the_last_syllable_may_be_unfinished(offered):
    assert offered("phe ki") == []
    assert offered("phép ki") == [2, 1, 4, 3]
    assert offered("gia ") == []
    assert offered("gia") == [2, 4, 3, 1]


def test_spellings_that_meet_in_one_token_are_both_begun(offered):
    assert offered("chế độ ky") == offered("chế độ kỹ") == offered("che do ki") == [7]
    assert offered("quy") == [8]
    assert offered("công t") == offered("công ty") == offered("công ti") == [7]
    assert offered("h2so4 ω") == offered("h2s") == [9]


def test_numbers_and_codes_are_found_half_typed(offered):
    assert offered("15/20", tab=DOCUMENTS) == [30]
    assert offered("15", tab=DOCUMENTS) == [30, 32]
    assert offered("150", tab=DOCUMENTS) == [32]
    assert offered("15/", tab=DOCUMENTS) == [30]
    assert offered("nghị định 15/2018/n", tab=DOCUMENTS) == [30]
    assert offered("2/2017", tab=DOCUMENTS) == offered("02/2017/TT", tab=DOCUMENTS) == [31]
    assert offered("1.0041") == [1]


def test_it_is_of_the_day_and_has_an_end(offered):
    assert offered("giấy phép kinh doanh ") == [2, 4, 1]
    assert offered("giấy phép kinh doanh ", limit=2) == [2, 4]
    assert offered("giấy phép kinh", limit=3) == [2, 4, 1]


def test_nothing_like_it_or_nothing_to_go_by_offers_nothing(offered):
    assert offered("xyzzy") == []
    assert offered("phép xyzzy") == []
    for text in ("", " ", "g", "?!", "\0", "́"):
        assert patterns_of(text) == ()


@pytest.mark.parametrize("text", ["a" * 10_000, "giấy " * 3_000, "*:* OR __proto__", "\ud800\U0010ffff giấy", "ﷺﷺ ½ ǆ"])
def test_no_text_is_an_error(offered, text):
    offered(text)


def test_a_withdrawn_name_is_not_offered(empty):
    rebuild(empty, NAMED[:2])
    empty.write(Batch(delete_owners=("regulation:2",)))
    query = NameQuery(patterns_of("giấy phép"), TODAY.toordinal(), {REGULATIONS: 5})
    assert empty.suggest(query) == {REGULATIONS: ("r:1",)}
