"""What people typed, as HTML that is safe to show: a few tags stay, everything else is shown as it was typed.

Bleach does the judging. Around it: line breaks of plain text become paragraphs, and the result is a fixed point, so
that text that was cleaned once does not change when it is cleaned again.
"""

import re
from collections.abc import Iterator
from html import escape

from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner

TAGS = frozenset({"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "blockquote", "a"})
PROTOCOLS = ("http", "https", "mailto")
REL = "nofollow ugc noopener"
MOST_TAGS = 300
"""A text with more of those that nest is shown as typed: nobody writes that by hand, and nesting costs."""
_BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote"})
_CONTROLS = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+)"""
_TAG = rf"/?(?:{'|'.join(sorted(TAGS, key=len, reverse=True))})(?:\s+[a-z-]+(?:\s*=\s*{_VALUE})?)*\s*/?>"
_ANY_TAG = re.compile(f"<{_TAG}", re.IGNORECASE)
_FLAT_TAG = re.compile(r"</?(?:p|br)\b", re.IGNORECASE)
_NO_TAG = re.compile(f"<(?!{_TAG})", re.IGNORECASE)
_REST = r"[^\s\"'<>`\\]"
_ADDRESS = re.compile(rf"https?://\w(?:[\w.-]*\w)?(?::[0-9]{{1,4}})?(?:[/?#]{_REST}*)?|mailto:{_REST}+", re.IGNORECASE)
_TRIES = 4


def sanitize(html: str) -> str:
    """Safe HTML of `html`. Tags that are not allowed are escaped, not dropped: nothing that was typed is lost."""
    typed = _CONTROLS.sub("", html.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if _ANY_TAG.search(typed) and not _nests_too_much(typed):
        shown = _once(_NO_TAG.sub("&lt;", typed))
        for _try in range(_TRIES):
            if _nests_too_much(shown):
                break
            again = _once(shown)
            if again == shown:
                return shown
            shown = again
    return _once(escape(typed, quote=False))


def _nests_too_much(html: str) -> bool:
    return len(_ANY_TAG.findall(html)) - len(_FLAT_TAG.findall(html)) > MOST_TAGS


def _once(html: str) -> str:
    # A Cleaner keeps what it parses: one for all threads would mix their texts.
    cleaner = Cleaner(
        tags=TAGS,
        attributes={"a": _is_address},
        protocols=PROTOCOLS,
        strip_comments=False,
        filters=[_Paragraphs, _LinksOfOthers],
    )
    return cleaner.clean(html)


def _is_address(_tag: str, name: str, value: str) -> bool:
    """Complete addresses only: a relative one would be a link into the portal that somebody else wrote."""
    return name == "href" and _ADDRESS.fullmatch(value.strip()) is not None


class _LinksOfOthers(Filter):
    """Tells search engines and browsers that the portal does not stand for where these links lead."""

    def __iter__(self) -> Iterator[dict]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                token["data"] = {**token["data"], (None, "rel"): REL}
            yield token


class _Paragraphs(Filter):
    """Text outside any block becomes paragraphs: a blank line ends one, a line break breaks the line."""

    def __iter__(self) -> Iterator[dict]:
        self.is_open = False
        blocks = inline = 0
        for token in super().__iter__():
            step = {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
            if step and not inline and token["name"] in _BLOCKS:
                if not blocks:
                    yield from self._ended()
                blocks += step
                yield token
                continue
            yield from [token] if blocks else self._within(token, at_top=not inline)
            inline += step
        yield from self._ended()

    def _within(self, token: dict, *, at_top: bool) -> Iterator[dict]:
        for part in _parts(token, at_top=at_top):
            if part is None:
                yield from self._ended()
                continue
            if not self.is_open and part["type"] != "SpaceCharacters":
                self.is_open = True
                yield _tag("StartTag", "p")
            if self.is_open:
                yield part

    def _ended(self) -> Iterator[dict]:
        if self.is_open:
            self.is_open = False
            yield _tag("EndTag", "p")


def _parts(token: dict, *, at_top: bool) -> Iterator[dict | None]:
    """A token of text as its lines, None where a paragraph ends; any other token as it is."""
    if token["type"] not in ("Characters", "SpaceCharacters"):
        yield token
        return
    for number, paragraph in enumerate(_BLANK_LINES.split(token["data"])):
        if number:
            yield from [None] if at_top else 2 * [_BREAK]
        for line_number, line in enumerate(paragraph.split("\n")):
            if line_number:
                yield _BREAK
            if line:
                yield {"type": "Characters" if line.strip() else "SpaceCharacters", "data": line}


def _tag(kind: str, name: str) -> dict:
    return {"type": kind, "namespace": None, "name": name, "data": {}}


_BREAK = _tag("EmptyTag", "br")
