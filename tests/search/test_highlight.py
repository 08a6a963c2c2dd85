"""Marks stand on the original text, whatever spelling was typed, and nothing else of the text is markup."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.highlight import SNIPPET_LENGTH, Highlighter


def mark(query, text):
    return Highlighter.of(query).mark(text)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("dieu kien", "Các Điều kiện mới", "Các <mark>Điều kiện</mark> mới"),
        ("hòa", "hoà giải", "<mark>hoà</mark> giải"),
        ("công ty", "Công ti ABC", "<mark>Công ti</mark> ABC"),
        ("15/2018/nd-cp", "Nghị định 15/2018/NĐ-CP nêu", "Nghị định <mark>15/2018/NĐ-CP</mark> nêu"),
        ('"hóa chất" -dầu', "hóa chất, dầu", "<mark>hóa chất</mark>, dầu"),
        ("kinh doanh", "<b>Kinh doanh</b> & kinh", "&lt;b&gt;<mark>Kinh doanh</mark>&lt;/b&gt; &amp; kinh"),
        ("α", "α-amylase", "<mark>α</mark>-amylase"),
        ("", "không gì", "không gì"),
        ("doanh", "doanhnghiep doanh", "doanhnghiep <mark>doanh</mark>"),
    ],
)
def test_marks(query, text, expected):
    assert mark(query, text) == expected


def test_single_syllable_is_marked_only_where_there_are_no_two_together():
    assert mark("an toàn lao động", "an ủi người lao động") == "an ủi người <mark>lao động</mark>"
    assert mark("an toàn lao động", "công an") == "công <mark>an</mark>"


def test_snippet_is_where_the_words_are():
    text = "mở đầu " * 200 + "điều kiện kinh doanh hóa chất " + "kết thúc " * 200
    snippet = Highlighter.of("dieu kien kinh doanh").snippet(text)
    assert "<mark>điều kiện kinh doanh</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(re.sub("<[^>]+>", "", snippet)) < SNIPPET_LENGTH + 10


def test_snippet_without_a_match_is_the_beginning():
    assert Highlighter.of("xyz").snippet("một hai ba " * 100).startswith("một hai ba")
    assert Highlighter.of("xyz").snippet("ngắn\nthôi") == "ngắn thôi"


def test_of_several_texts_the_one_with_most_of_it_is_shown():
    texts = ["doanh nghiệp nộp hồ sơ", "kho phải kinh qua hóa nghiệm, chất dễ cháy, doanh số", "kinh doanh hóa chất"]
    highlighter = Highlighter.of("kinh doanh hoa chat")
    assert highlighter.best_snippet(texts) == (2, "<mark>kinh doanh hóa chất</mark>")
    assert highlighter.best_snippet(texts[:2])[0] == 1
    assert Highlighter.of("xyz").best_snippet(texts) == (None, texts[0])
    assert highlighter.best_snippet([]) == (None, "")


@given(st.text(), st.text())
def test_without_its_marks_a_marked_text_is_the_text(query, text):
    marked = mark(query, text)
    assert html.unescape(re.sub("</?mark>", "", marked)) == html.unescape(html.escape(analysis.nfc(text)))


@given(st.text(), st.text(min_size=300))
def test_any_snippet_is_balanced(query, text):
    snippet = Highlighter.of(query).snippet(text)
    assert snippet.count("<mark>") == snippet.count("</mark>")
