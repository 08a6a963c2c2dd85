"""What is found by what is typed, in every engine."""

import datetime
import unicodedata
from dataclasses import replace

import pytest

from search.engines.base import Batch
from search.parser import compile_query
from search.query import SearchQuery
from search.schema import DOCUMENTS, PLANS
from tests.contract.corpus import TODAY, ask, provision, regulation


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("điều kiện kinh doanh hóa chất", "r:1"),
        ("dieu kien kinh doanh hoa chat", "r:1"),
        ("ĐIỀU KIỆN KINH DOANH HOÁ CHẤT", "r:1"),
        (unicodedata.normalize("NFD", "điều kiện kinh doanh hóa chất"), "r:1"),
        ("kinh doanh xăng dầu", "r:2"),
        ("kỹ thuật viên", "r:2"),
        ("công ty giữ sổ", "r:2"),
        ("bao cao su dung lao dong", "r:3"),
        ("1.004172", "r:1"),
        ("BCT-YCDK-001", "r:2"),
        ("bct-ycđk-001", "r:2"),
        ("902/2021/NĐ-CP", "r:1"),
    ],
)
def test_finds(engine, text, first):
    assert ask(engine, text).ids[0] == first


@pytest.mark.parametrize(
    "text", ["15/2018/NĐ-CP", "15/2018/nd-cp", "nd 15/2018", "nghị định 15 2018", "15/2018/NÐ-CP", "so 15/2018"]
)
def test_number_in_any_spelling_opens_the_document(engine, text):
    assert ask(engine, text, tab=DOCUMENTS).ids == ("d:1:dieu-1", "d:1:dieu-2", "d:1:dieu-10")


def test_number_of_the_government_is_not_that_of_the_party(engine):
    assert ask(engine, "68/NQ-CP", tab=DOCUMENTS).ids == ("d:3:dieu-1",)
    assert ask(engine, "68-NQ/TW", tab=DOCUMENTS).ids == ("d:2:dieu-1",)
    assert ask(engine, "66.7/2025/NQ-CP", tab=DOCUMENTS).ids == ("d:4:dieu-1",)


def test_number_with_or_without_leading_zero(engine):
    assert ask(engine, "2/2017/TT-BCT").ids == ask(engine, "02/2017/TT-BCT").ids == ("r:5",)


def test_beginning_of_a_code(engine):
    assert set(ask(engine, "1.0041").ids) == {"r:1"}
    assert set(ask(engine, "1.0049").ids) == {"r:5"}


def test_mention_in_the_text_is_found_after_the_bearer_of_the_number(engine):
    # r:1 only speaks of the decree.
    assert ask(engine, "15/2018/NĐ-CP").ids == ("r:1",)


def test_number_narrows_words(engine):
    assert ask(engine, "thực phẩm nghị định 15/2018/NĐ-CP", tab=DOCUMENTS).ids[0].startswith("d:1")
    assert ask(engine, "thực phẩm nghị định 16/2018/NĐ-CP", tab=DOCUMENTS).total == 0


def test_one_or_two_syllables_must_all_be_there(engine):
    assert set(ask(engine, "hóa chất").ids) == {"r:1"}
    assert ask(engine, "hóa dầu").total == 0


def test_half_of_more_syllables_is_enough(engine):
    assert ask(engine, "hóa chất kkk").ids == ("r:1",)
    assert ask(engine, "hóa chất kkk qqq").ids == ("r:1",)
    assert ask(engine, "hóa chất kkk qqq zzz").total == 0


def test_repeated_syllables_count_once(engine):
    assert ask(engine, "hóa hóa hóa dầu dầu").total == 0


def test_phrase_stands_side_by_side(engine):
    assert set(ask(engine, '"điều kiện kinh doanh"').ids) == {"r:1", "r:2"}
    assert ask(engine, '"kinh doanh điều kiện"').total == 0
    # The end of a title and the beginning of the text are no phrase.
    assert ask(engine, '"xăng dầu thương nhân"').total == 0


def test_excluded_word_and_phrase(engine):
    assert set(ask(engine, "kinh doanh -hóa").ids) == {"r:2", "r:5"}
    assert set(ask(engine, 'kinh doanh -"xăng dầu"').ids) == {"r:1", "r:5"}
    assert "r:2" not in ask(engine, "-xăng").ids


def test_title_weighs_more(engine):
    assert ask(engine, "điều kiện kinh doanh").ids[-1] == "r:5"


def test_as_of_date(engine):
    assert ask(engine, "báo cáo lao động").ids == ("r:3",)
    assert ask(engine, "báo cáo lao động", on=datetime.date(2026, 11, 30)).ids == ("r:3",)
    assert ask(engine, "báo cáo lao động", on=datetime.date(2026, 12, 1)).ids == ("r:4",)
    assert ask(engine, "báo cáo lao động", on=datetime.date(2019, 12, 31)).total == 0


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("dang ky doanh nghiep", ("p:2:1",)),
        ("xăng dầu", ("p:2:2", "p:2:")),
        ("1661/qđ-ttg", ("p:2:1", "p:2:")),
        ("bct-ycdk-001", ("p:2:2",)),
        ("902/2021/NĐ-CP", ("p:2:1",)),
        ("lĩnh vực", ()),
    ],
)
def test_plans_have_words_numbers_and_codes_of_their_own(engine, text, ids):
    assert set(ask(engine, text, tab=PLANS).ids) == set(ids)


def test_plans_as_of_a_day(engine):
    assert ask(engine, "lĩnh vực", tab=PLANS, on=datetime.date(2026, 9, 30)).ids == ("p:1:",)
    assert ask(engine, tab=PLANS, on=datetime.date(2026, 2, 28)).total == 0


def test_without_a_text_everything_is_listed_newest_first(engine):
    found = ask(engine)
    assert found.total == 4
    assert found.ids == ("r:2", "r:3", "r:1", "r:5")


def test_nothing_to_look_for_is_not_everything(engine):
    found = ask(engine, "?! ...")
    assert (found.ids, found.total, found.tab_counts) == ((), 0, {"regulations": 0, "documents": 0, "plans": 0})


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "a\0b",
        '"',
        '"" -""',
        "- -- -a",
        "+(){}[]^~*?:\\/ AND OR NOT",
        "text:* OR id:r\\:1",
        "x" * 10_000,
        "đ" * 10_000,
        "một hai ba bốn năm " * 200,
        " ".join(f"t{i}" for i in range(1_000)),
        '"' + "a " * 1_000 + '"',
        "𝓐𝓑 中国 العربية α-amylase H₂SO₄ 👩‍👩‍👧",
        "\ud800",
        "15/2018/NĐ-CP " * 50,
        "1.0041 " * 100,
    ],
)
def test_any_text_is_a_query(engine, text):
    found = ask(engine, text)
    assert found.total >= len(found.ids)


def test_any_filter_value_is_harmless(engine):
    for value in ("\0", 'x" OR "y', "a" * 5_000, "*", ""):
        assert ask(engine, filters={"agency": (value,)}).total == 0


def test_a_row_matches_in_either_wording_and_counts_once(engine):
    typed, meant = (compile_query(SearchQuery(on=TODAY, text=text)) for text in ("thang máy", "hóa chất"))
    assert engine.search(typed).total == 0
    both = replace(typed, wordings=(*typed.wordings, *meant.wordings))
    assert engine.search(both) == engine.search(meant)


def test_what_is_called_as_typed_comes_first(empty):
    """However often others say the words, and however long what bears the name is; what is in force before the rest."""
    named = regulation("r:1", "Luật Giáo dục", "Về việc học. " * 60, names=("Luật Giáo dục",))
    others = [regulation(f"r:{n}", "Luật Giáo dục đại học", "Luật giáo dục.") for n in range(2, 30)]
    articles = ((3, "Điều 7, điều 7"), (7, "Việc khác"))
    cited = [provision(f"d:1:dieu-{n}", f"Điều {n}. Phạm vi", said, number="1/2020/QH14") for n, said in articles]
    gone = regulation("r:90", "Luật Giáo dục", "Luật giáo dục.", status="abolished")
    empty.write(Batch(put=(*others, gone, named, *cited)))
    for text in ("luật giáo dục", "LUAT GIAO DUC", '"luật giáo dục"', "luật giáo dục -xăng"):
        assert ask(empty, text).ids[:2] == ("r:1", "r:90"), text
    assert not {"r:1", "r:90"} & set(ask(empty, "luật giáo dục đại học").ids[:20])
    assert ask(empty, "điều 7 1/2020/QH14", tab=DOCUMENTS).ids[0] == "d:1:dieu-7"
    assert ask(empty, "phạm vi", tab=DOCUMENTS).total == 2
