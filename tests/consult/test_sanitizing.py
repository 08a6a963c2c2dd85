"""What people type is shown safely: nothing runs, nothing typed is lost, and cleaning it again changes nothing."""

from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.sanitizing import PROTOCOLS, REL, TAGS, sanitize
from tests.consult.hostile import PAYLOADS

ALLOWED = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "blockquote", "a"}
PIECES = ["<b>", "</b>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<a href='https://vi.vn'>", "</a>", "<script>",
          "<img src=x onerror=y>", "\n\n", "\n", "&lt;", "&", "<", ">", '"', "'", "chữ", " ", "<!--", "-->",
          "<blockquote>", "</blockquote>", "<br>", "<svg/onload=x>", "<a href=javascript:x>", "\0", "</"]  # fmt: skip


class Read(HTMLParser):
    """What a browser makes of it, in the order of the document: tags with attributes, and text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.seen, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, tuple(sorted(attrs))))

    def handle_endtag(self, tag):
        self.seen.append(("/" + tag, ()))

    def handle_data(self, data):
        self.text += data
        if self.seen and self.seen[-1][0] == "text":
            data = self.seen.pop()[1] + data
        self.seen.append(("text", data))

    def handle_comment(self, data):
        self.seen.append(("comment", data))


def purged(html):
    """The oracle: another library, another parser, the same few tags."""
    return nh3.clean(
        html, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}, link_rel=REL
    )


def check(typed):
    shown = sanitize(typed)
    assert sanitize(shown) == shown
    assert Read(purged(shown)).seen == Read(shown).seen, "the oracle has something to remove"
    for tag, attributes in Read(shown).seen:
        assert tag.strip("/") in {*ALLOWED, "text"}
        if tag not in ("text",):
            assert {name for name, _value in attributes} <= ({"href", "rel"} if tag == "a" else set())
            assert all(
                value.lower().startswith(("http:", "https:", "mailto:")) for name, value in attributes if name == "href"
            )
    return shown


def test_there_are_enough_hostile_texts():
    assert len(set(PAYLOADS)) >= 200
    assert TAGS == ALLOWED and set(PROTOCOLS) == {"http", "https", "mailto"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_is_shown_and_does_nothing(payload):
    check(payload)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_put_together(typed):
    check(typed)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="<", exclude_categories=["C", "Z"]), max_size=200))
def test_plain_text_is_shown_letter_for_letter(typed):
    assert Read(check(typed)).text == typed


@pytest.mark.parametrize(("typed", "shown"), [
    ("một\nhai\n\nba", "<p>một<br>hai</p><p>ba</p>"),
    ("5 < 6 & \"7\" > 3", '<p>5 &lt; 6 &amp; "7" &gt; 3</p>'),
    ("<ul><li>một</li></ul>", "<ul><li>một</li></ul>"),
    ("xem <a href='https://vi.vn' onclick='x()'>đây</a>", f'<p>xem <a href="https://vi.vn" rel="{REL}">đây</a></p>'),
    ("<a href='/admin/logout/'>x</a>", f'<p><a rel="{REL}">x</a></p>'),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ("giữ <!-- lời này -->", "<p>giữ &lt;!-- lời này --&gt;</p>"),
    ("<a href=\"https://dở", '<p>&lt;a href="https://dở</p>'),
    ("", ""),
])  # fmt: skip
def test_examples(typed, shown):
    assert check(typed) == shown


@pytest.mark.parametrize(
    "unit", ["<b>", "<ul><li>", "<p><b>", "<a href=https://x.vn>", "<", "&", "\n\n", "</p>", "<blockquote>"]
)
def test_the_longest_text_takes_no_time(unit):
    import time

    began = time.process_time()
    check((unit * 10_000)[:10_000])
    assert time.process_time() - began < 5
