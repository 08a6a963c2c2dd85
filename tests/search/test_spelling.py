"""What is read as mistyped, and what never is."""

import pytest

from search import kept_vocabulary
from search.parser import parse
from search.rebuild import rebuild
from search.schema import REGULATIONS, IndexRow
from search.spelling import respell
from search.understanding.mistyped import mistyped
from search.vocabulary import NO_WORDS, Vocabulary, WordCounter

TEXTS = [
    "Cấp giấy phép kinh doanh rượu",
    "Giấy phép kinh doanh xăng dầu cho thương nhân",
    "Điều kiện kinh doanh xăng dầu, điều kiện bán lẻ rượu",
    "Người lao động ký hợp đồng lao động",
    "Trung tâm y tế 24 giờ",
] * 30


@pytest.fixture(scope="module")
def words():
    counter = WordCounter()
    for number, text in enumerate(TEXTS):
        counter.add(IndexRow(id=f"r:{number}", tab=REGULATIONS, owner=f"regulation:{number}", title=text))
    return Vocabulary.from_bytes(counter.vocabulary().to_bytes())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("giấy phé kinh doanh", [("phé", "phép")]),
        ("giay pehp kinh doanh", [("pehp", "phép")]),
        ("giay phep knih daonh", [("knih", "kinh"), ("daonh", "doanh")]),
        ("điềuu kiện", [("điềuu", "điều")]),
        ("xăng gầu", [("gầu", "dầu")]),
    ],
)
def test_a_letter_too_few_too_many_swapped_or_wrong(words, typed, found):
    _meant, corrections = respell(typed, words)
    assert [(one.typed, one.shown) for one in corrections] == found


@pytest.mark.parametrize(
    "typed",
    [
        "Giấy phép kinh doanh rượu",
        "giay phep kinh doanh ruou",
        "dieu kien lao dong",
        "15/2018/NĐ-CP",
        "qwertyuiopasdf",
        "hop dong 24h",
        "",
    ],
)
def test_what_is_right_stays(words, typed):
    assert respell(typed, words)[1] == ()


def test_a_piece_that_the_reader_means_is_left_alone(words):
    assert respell("giấy phé kinh doanh", words, as_typed=["phé"])[1] == ()


def test_without_words_nothing_is_wrong():
    assert respell("giấy phé", NO_WORDS) == (("giay", "phe"), ())


def test_the_neighbours_say_how_a_word_is_written(words):
    assert words.written("dong", left="lao") == "động"
    assert words.written("dong", left="hop") == "đồng"
    assert words.pair_count("lao", "dong") > words.pair_count("hop", "dong") > 0
    assert words.pair_count("dong", "phep") == 0
    assert "24" not in words


def test_a_mistyped_query_gets_a_wording_and_says_so(words):
    (wording,), (understood,) = mistyped(parse("giay phep knih doanh"), words)
    assert wording.syllables == ("giay", "phep", "kinh", "doanh")
    assert (understood.typed, understood.meant) == ("knih", "kinh")
    assert mistyped(parse("giay phep knih doanh"), words, literal=["knih"]) == ((), ())
    assert mistyped(parse("kinh doanh gì"), words) == ((), ())


def test_a_rebuild_keeps_the_words_of_its_index(embedded):
    before = kept_vocabulary.vocabulary()
    assert len(before) == 0
    rebuild()
    assert kept_vocabulary.vocabulary() is not before
    assert kept_vocabulary.vocabulary() is kept_vocabulary.vocabulary()
