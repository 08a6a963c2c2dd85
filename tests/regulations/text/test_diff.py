import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.text.diff import Segment, diff_paragraphs, diff_words


def marked(old, new):
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[segment.op].format(segment.text) for segment in diff_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "redline"),
    [
        (
            "giải quyết là 15 ngày làm việc",
            "giải quyết là 10 ngày làm việc",
            "giải quyết là[- 15-][+ 10+] ngày làm việc",
        ),
        ("nhận đủ hồ sơ.", "nhận đủ hồ sơ hợp lệ.", "nhận đủ hồ sơ[+ hợp lệ+]."),
        ("lệ phí 15.000 đồng", "lệ phí 20.000 đồng", "lệ phí[- 15.000-][+ 20.000+] đồng"),
        ("tổ chức và cá nhân", "tổ chức, cá nhân", "tổ chức[- và-][+,+] cá nhân"),
        ("a) Một đơn;\nb) Bản sao;\nc) Ảnh.", "a) Một đơn;\nc) Ảnh.", "a) Một đơn;\n[-b) Bản sao;\n-]c) Ảnh."),
        ("", "mới", "[+mới+]"),
        ("cũ", "", "[-cũ-]"),
        ("như nhau", "như nhau", "như nhau"),
        ("", "", ""),
    ],
)
def test_a_redline_shows_the_words_that_changed(old, new, redline):
    assert marked(old, new) == redline


def test_a_paragraph_of_other_words_is_replaced_whole():
    old, new = (
        "Tổ chức nộp hồ sơ trực tiếp tại bộ phận một cửa",
        "Cơ quan tra cứu dữ liệu dân cư, không yêu cầu giấy tờ",
    )
    assert diff_words(old, new) == [Segment("removed", old), Segment("added", new)]


def test_short_words_left_between_two_changes_are_not_confetti():
    old = "Hồ sơ gồm đơn đề nghị cấp phép và bản sao chứng thực gửi cơ quan thuế theo quy định của Luật này"
    new = "Hồ sơ gồm tờ khai điện tử mẫu và dữ liệu dân cư quốc gia theo quy định của Luật này"
    ops = [segment.op for segment in diff_words(old, new)]
    assert ops == ["same", "removed", "added", "same"]


TEXTS = st.lists(
    st.sampled_from(["một", "hai", "ba", "hồ sơ", "\n", ",", "  ", "15.000", "\r\n", "\t"]), max_size=60
).map(" ".join)


@given(TEXTS | st.text(), TEXTS | st.text())
def test_both_texts_can_be_read_off_the_redline(old, new):
    segments = diff_words(old, new)
    assert "".join(segment.text for segment in segments if segment.op != "added") == old
    assert "".join(segment.text for segment in segments if segment.op != "removed") == new
    assert all(segment.text for segment in segments)
    assert not any(one.op == two.op for one, two in pairwise(segments))


@given(TEXTS | st.text(), TEXTS | st.text())
def test_both_texts_can_be_read_off_the_rows(old, new):
    rows = diff_paragraphs(old, new)
    left = ["".join(segment.text for segment in row.left) for row in rows if row.op != "added"]
    right = ["".join(segment.text for segment in row.right) for row in rows if row.op != "removed"]
    assert "\n".join(left) == old
    assert "\n".join(right) == new


def test_rows_put_like_paragraphs_side_by_side():
    rows = diff_paragraphs("a) Một đơn;\nb) Hai bản sao;\nc) Cũ", "a) Một đơn;\nb) Ba bản sao;\nd) Giấy tờ mới")
    assert [row.op for row in rows] == ["same", "changed", "removed", "added"]
    assert [segment.text for segment in rows[1].left] == ["b)", " Hai", " bản sao;"]
    assert [segment.text for segment in rows[1].right] == ["b)", " Ba", " bản sao;"]


def long_law(seed):
    choose = random.Random(seed)
    words = ["tổ chức", "cá nhân", "kinh doanh", "hóa chất", "phải", "có", "giấy phép", "do", "cơ quan", "cấp", "theo"]
    return "\n".join(
        f"Điều {number}. Tên điều {number}\n"
        + "\n".join(f"{clause}. {' '.join(choose.choices(words, k=30))}" for clause in range(1, 6))
        for number in range(1, 401)
    )


def test_a_text_of_50_kb_takes_less_than_a_second():
    old = long_law(1)
    new = old.replace("giấy phép do", "giấy chứng nhận do").replace("Điều 7.", "Điều 7a.")
    start = time.process_time()
    diff_words(old[:50_000], new[:50_000])
    diff_words(old[:50_000].replace("\n", " "), long_law(2)[:50_000].replace("\n", " "))
    assert time.process_time() - start < 2
