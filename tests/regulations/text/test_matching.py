import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.matching import match_provisions
from regulations.text.structure import parse_structure


def law(*articles):
    """Articles as (number, heading, clauses)."""
    return "\n".join(
        "\n".join([f"Điều {number}. {heading}", *(f"{place}. {text}" for place, text in enumerate(clauses, start=1))])
        for number, heading, clauses in articles
    )


STORE = "Kho chứa hóa chất phải cách khu dân cư ít nhất 500 m và có tường ngăn cháy."
SEAT = "Trụ sở chính phải đặt trong khu công nghiệp được cơ quan có thẩm quyền phê duyệt."
STAFF = "Người phụ trách kỹ thuật phải có bằng đại học chuyên ngành hóa chất trở lên."
FEES = "Phí thẩm định hồ sơ nộp một lần khi nộp hồ sơ tại bộ phận một cửa."


def pairs(old, new, **options):
    return match_provisions(parse_structure(old), parse_structure(new), **options)


def told(found):
    return [(pair.kind, pair.old and pair.old.label, pair.new and pair.new.label) for pair in found]


def by_new(found):
    return {pair.new.label: pair for pair in found if pair.new}


def test_pairs_stand_in_the_order_of_the_new_text_and_removed_ones_where_they_were():
    old = "Điều 1. A\nnhư cũ\nĐiều 2. B\nbị bãi bỏ\nĐiều 3. C\n15 ngày"
    new = "Điều 1. A\nnhư cũ\nĐiều 1a. X\nđược thêm\nĐiều 3. C\n10 ngày"
    assert told(pairs(old, new)) == [
        ("unchanged", "dieu-1", "dieu-1"), ("removed", "dieu-2", None), ("added", None, "dieu-1a"),
        ("changed", "dieu-3", "dieu-3"),
    ]  # fmt: skip


def test_an_inserted_article_15a_is_new_and_moves_nothing():
    old = law(("15", "Kho", [STORE]), ("16", "Trụ sở", [SEAT]))
    new = law(("15", "Kho", [STORE]), ("15a", "Phí", [FEES]), ("16", "Trụ sở", [SEAT]))
    assert [pair.kind for pair in pairs(old, new)] == ["unchanged"] * 2 + ["added"] * 2 + ["unchanged"] * 2


def test_an_article_inserted_under_an_old_number_renumbers_those_behind_it_and_not_their_clauses():
    old = law(("1", "Phí", [FEES]), ("2", "Kho", [STORE, STAFF]), ("3", "Trụ sở", [SEAT]))
    new = law(
        ("1", "Phí", [FEES]), ("2", "Hồ sơ", ["Đơn đề nghị theo mẫu."]), ("3", "Kho", [STORE, STAFF]),
        ("4", "Trụ sở", [SEAT]),
    )  # fmt: skip
    assert told(pairs(old, new)) == [
        ("unchanged", "dieu-1", "dieu-1"), ("unchanged", "dieu-1-khoan-1", "dieu-1-khoan-1"),
        ("added", None, "dieu-2"), ("added", None, "dieu-2-khoan-1"),
        ("renumbered", "dieu-2", "dieu-3"), ("unchanged", "dieu-2-khoan-1", "dieu-3-khoan-1"),
        ("unchanged", "dieu-2-khoan-2", "dieu-3-khoan-2"), ("renumbered", "dieu-3", "dieu-4"),
        ("unchanged", "dieu-3-khoan-1", "dieu-4-khoan-1"),
    ]  # fmt: skip


def test_a_renumbered_article_whose_words_changed_a_little_is_still_known():
    old = law(("1", "Phí", [FEES]), ("2", "Kho", [STORE, STAFF]))
    new = law(("1", "Phí", [FEES]), ("2", "Hồ sơ", ["Đơn."]), ("3", "Kho", [STORE.replace("500 m", "700 m"), STAFF]))
    found = by_new(pairs(old, new))
    assert (found["dieu-3"].kind, found["dieu-3"].old.label) == ("renumbered", "dieu-2")
    assert 0.8 < found["dieu-3"].confidence < 1
    assert (found["dieu-3-khoan-1"].kind, found["dieu-3-khoan-1"].text_changed) == ("changed", True)


def test_a_clause_that_went_to_another_article_has_moved():
    old = law(("1", "Kho", [STORE, STAFF]), ("2", "Trụ sở", [SEAT]))
    new = law(("1", "Kho", [STORE]), ("2", "Trụ sở", [SEAT, STAFF]))
    found = by_new(pairs(old, new))
    assert (found["dieu-2-khoan-2"].kind, found["dieu-2-khoan-2"].old.label) == ("moved", "dieu-1-khoan-2")
    assert found["dieu-2-khoan-2"].text_changed is False


def test_a_clause_removed_in_the_middle_renumbers_the_next():
    found = by_new(pairs(law(("1", "A", [STORE, SEAT, STAFF])), law(("1", "A", [STORE, STAFF]))))
    assert (found["dieu-1-khoan-2"].kind, found["dieu-1-khoan-2"].old.label) == ("renumbered", "dieu-1-khoan-3")


def test_articles_that_changed_places_have_moved():
    kinds = [pair.kind for pair in pairs("Điều 1. A\nĐiều 2. B", "Điều 2. B\nĐiều 1. A")]
    assert sorted(kinds) == ["moved", "unchanged"]


def test_a_number_over_wholly_other_words_is_a_weak_reason():
    pair = by_new(pairs(law(("1", "Kho", [STORE])), law(("1", "Phí", [FEES]))))["dieu-1-khoan-1"]
    assert (pair.kind, pair.confidence < 0.6) == ("changed", True)


def test_an_editors_word_wins():
    old = law(("1", "Kho", [STORE]), ("2", "Trụ sở", [SEAT]))
    new = law(("1", "Kho", [STORE]), ("2", "Trụ sở", [SEAT]))
    found = pairs(old, new, corrections=[("dieu-1", ""), ("", "dieu-1"), ("dieu-9", "dieu-2"), ("dieu-1", "dieu-2")])
    assert {(pair.kind, pair.label) for pair in found if pair.corrected} == {("removed", "dieu-1"), ("added", "dieu-1")}
    assert all(pair.confidence == 1 for pair in found if pair.corrected)
    assert by_new(found)["dieu-2"].old.label == "dieu-2"
    crossed = by_new(pairs(old, new, corrections=[("dieu-1", "dieu-2"), ("dieu-2", "dieu-1")]))
    assert (crossed["dieu-1"].old.label, crossed["dieu-2"].old.label) == ("dieu-2", "dieu-1")
    assert crossed["dieu-1-khoan-1"].old.label == "dieu-2-khoan-1"


def test_paragraphs_without_numbers_are_never_renumbered():
    found = pairs("Một đoạn văn dài đủ.\nĐoạn thứ hai khác.", "Lời mới.\nMột đoạn văn dài đủ.\nĐoạn thứ hai khác.")
    assert [pair.kind for pair in found] == ["added", "unchanged", "unchanged"]


LINES = st.lists(
    st.sampled_from(
        ["Chương I", "QUY ĐỊNH", "Điều 1. A", "Điều 2. B", "Điều 2a. C", "Điều 3. A", "1. Một", "2. Hai", "1a. Xen vào",
         f"3. {STORE}", f"1. {STORE}", f"2. {SEAT}", "a) Đơn;", "b) Bản sao;", "PHỤ LỤC", "Lời."]
    ),
    max_size=25,
).map("\n".join)  # fmt: skip


@given(LINES, LINES)
def test_every_provision_of_both_texts_is_in_one_pair(old, new):
    before, after = parse_structure(old), parse_structure(new)
    found = match_provisions(before, after)
    assert [pair.new for pair in found if pair.new] == after
    assert sorted(pair.old.position for pair in found if pair.old) == list(range(len(before)))
    for pair in found:
        assert 0 <= pair.confidence <= 1
        assert (pair.kind == "added") == (pair.old is None)
        assert (pair.kind == "removed") == (pair.new is None)
        assert pair.kind != "unchanged" or not pair.text_changed


@given(LINES)
def test_a_text_beside_itself_is_unchanged_and_sure(text):
    provisions = parse_structure(text)
    found = match_provisions(provisions, provisions)
    assert all((pair.kind, pair.confidence, pair.old) == ("unchanged", 1, pair.new) for pair in found)


@given(LINES, LINES)
def test_what_stays_in_order_rises_on_both_sides(old, new):
    found = match_provisions(parse_structure(old), parse_structure(new))
    stays = [pair.old.position for pair in found if pair.old and pair.new and pair.new.kind == "article"
             and pair.kind != "moved"]  # fmt: skip
    assert all(before < after for before, after in pairwise(stays))


def long_law(seed):
    choose = random.Random(seed)
    words = ["tổ chức", "cá nhân", "kinh doanh", "hóa chất", "phải", "có", "giấy phép", "do", "cơ quan", "cấp", "theo"]
    return "\n".join(
        f"Điều {number}. Tên điều {number}\n"
        + "\n".join(f"{clause}. {' '.join(choose.choices(words, k=30))}" for clause in range(1, 6))
        for number in range(1, 401)
    )


@pytest.mark.parametrize("other", [1, 2])
def test_a_law_of_400_articles_is_matched_in_less_than_half_a_second(other):
    old = parse_structure(long_law(1))
    new = parse_structure(long_law(other).replace("giấy phép do", "giấy chứng nhận do").replace("Điều 7.", "Điều 7a."))
    start = time.process_time()
    assert len(match_provisions(old, new)) >= 2400
    assert time.process_time() - start < 0.5
