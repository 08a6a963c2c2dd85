"""Characters: one spelling for what looks the same, and the forms without marks for keys, slugs and search."""

from __future__ import annotations

import re
import sys
import unicodedata

# Icelandic eth and African D look like Đ and stand for it in scanned and converted texts; no Vietnamese law means them.
_LOOKALIKES = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ"}
_LINE_ENDS = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def _cleaning_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(wrong): right for wrong, right in _LOOKALIKES.items()}
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        category = unicodedata.category(char)
        if category == "Cs":
            table[code] = "\ufffd"  # a lone surrogate cannot be stored by any database
        elif char in _LINE_ENDS:
            table[code] = "\n"
        elif category == "Zs" or char == "\t":
            table[code] = " "
        elif category in ("Cc", "Cf") and char != "\n":
            table[code] = None  # soft hyphen, zero-width, direction marks, control characters
    return table


def _folding_table() -> dict[int, str]:
    table = {ord(char): "d" if char.islower() else "D" for char in "đĐ" + "".join(_LOOKALIKES)}
    for code in [*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)]:
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha() and code not in table:
            table[code] = base
    return table


_CLEANING = _cleaning_table()

FOLD_TABLE: dict[int, str] = _folding_table()
"""For `str.translate`: every precomposed Latin letter with marks to its bare letter, one character for one."""


def normalise_text(text: str) -> str:
    """The text in the one form that is stored and compared.

    NFC; every kind of space is a space and every line end `\\n`; Ð is Đ; soft hyphens, zero-width, direction and
    control characters are gone; no space at the end of a line. Words, line breaks, blank lines and indents stay.
    Idempotent.
    """
    cleaned = text.replace("\r\n", "\n").translate(_CLEANING)
    # Looking back, a run of spaces is tried once and not from each of its places: a million of them take no minutes.
    return re.sub(r"(?<! ) +(?=\n|\Z)", "", unicodedata.normalize("NFC", cleaned))


def strip_marks(text: str) -> str:
    """The text without diacritics, case kept: "Nghị định" is "Nghi dinh", đ is d."""
    composed = unicodedata.normalize("NFC", text).translate(FOLD_TABLE)
    decomposed = unicodedata.normalize("NFD", composed)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def fold(text: str) -> str:
    """The text without diacritics in lower case, for comparison: "Điều kiện" is "dieu kien"."""
    return strip_marks(text).lower()


def slugify_vi(text: str, *, max_length: int | None = None) -> str:
    """An ASCII address part: "Khoản 2, Điều 5" is "khoan-2-dieu-5". `max_length` cuts between words where it can."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(normalise_text(text))).strip("-")
    if max_length is None or len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1]
    return cut.rpartition("-")[0] if "-" in cut else slug[:max_length]
