"""Text to tokens, the same for both engines, for queries and for highlighting. Engines only match what comes out here.

A token is a syllable: lower case, without marks, `đ` as `d`. Every character is folded to exactly one, so a token's
place in the folded text is its place in the (NFC) original.
"""

import codecs
import contextlib
import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LONGEST_TOKEN = 40
"""Characters of a token that count; the rest of a longer run is dropped (Elasticsearch would split at 255)."""

TITLE_END = "title_end"
"""Stands between title and body, so that no phrase runs from one into the other. No token has an underscore."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_MARKS = "\u0300-\u036f" + _INVISIBLE
_TOKEN = re.compile(rf"[^\W_]+(?:[{_MARKS}][^\W_]*)*")
_ASCII_TOKEN = re.compile("[0-9a-z]+")
_CODE_POINT = re.compile("u([0-9a-f]{4})")
_SUNDRY = re.compile(f"[{_MARKS}]+")
# The law writes kỹ and kĩ, lý and lí, công ty and công ti, quý and quí: an open final y after these is an i.
_FINAL_I = {f"{initial}y": f"{initial}i" for initial in ("h", "k", "l", "m", "s", "t", "qu")}

# Vietnamese order: a ă â ... d đ ... then the tone. The signs after the letter stand behind z.
_LETTER_ORDER = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}
_TONE_ORDER = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


class Token(NamedTuple):
    """A syllable with its place in the NFC text: text[start:end]."""

    text: str
    start: int
    end: int


class _FoldTable(dict[int, str]):
    """Character -> one folded character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in "đĐÐð":
        return "d"
    # NFKD also opens up what typing varies in: full-width letters, subscripts of formulas (H₂SO₄), ª and º.
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)).lower()
    if len(base) == 1:
        return base
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


_FOLD = _FoldTable()

# Vietnamese text needs fewer than 256 lower case characters, so it can be folded as bytes: much faster than one
# by one, and folding is most of what highlighting and indexing cost.
_COMMON = "".join(map(chr, range(128))) + (
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵð“”‘’«»–—…•·§°×²³½€\xa0"
)
_TO_BYTES = codecs.charmap_build(_COMMON.ljust(256, "\ufffe"))
_FROM_BYTES = "".join(map(_fold_character, _COMMON)).ljust(256, "\ufffe")
# Signs end a token as a blank does. Without them nearly every text is plain ASCII, which is cut faster still.
_WITHOUT_SIGNS = "".join(c if c.isascii() or _TOKEN.match(c) else " " for c in _FROM_BYTES)


def nfc(text: str) -> str:
    """The composed form, in which offsets are counted."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """NFC text in lower case without marks, character for character."""
    return _fold_by(_FROM_BYTES, text)


def _fold_by(from_bytes: str, text: str) -> str:
    text = nfc(text)
    lowered = text.lower()
    if len(lowered) == len(text):
        with contextlib.suppress(UnicodeEncodeError):
            common = codecs.charmap_encode(lowered, "strict", _TO_BYTES)[0]
            return codecs.charmap_decode(common, "strict", from_bytes)[0]
    return text.translate(_FOLD)


def tokenize(text: str) -> Iterator[Token]:
    """The syllables of a text in order. Offsets are those of `nfc(text)`."""
    for match in _TOKEN.finditer(fold(text)):
        yield Token(_normal(match.group()), match.start(), match.end())


def syllables(text: str) -> list[str]:
    """The syllables of a text in order, repetitions kept."""
    folded = _fold_by(_WITHOUT_SIGNS, text)
    if folded.isascii():
        return [_FINAL_I.get(token, token)[:LONGEST_TOKEN] for token in _ASCII_TOKEN.findall(folded)]
    return [_normal(token) for token in _TOKEN.findall(folded)]


def pairs(tokens: Iterable[str]) -> list[str]:
    """Neighbours joined: `dieu_kien`. One token has none."""
    return [f"{left}_{right}" for left, right in itertools.pairwise(tokens)]


@functools.lru_cache(maxsize=4)
def cut(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The syllables of a text and their pairs. Kept for a moment: a row is counted, then indexed."""
    tokens = tuple(syllables(text))
    return tokens, tuple(pairs(tokens))


def spellings(token: str) -> tuple[str, ...]:
    """The folded spellings that become this token: `ti` stands for `ti` and `ty`, `u03b1` for itself and α."""
    if _FINAL_I.get(f"{token[:-1]}y") == token:
        return token, f"{token[:-1]}y"
    return distinct((token, _CODE_POINT.sub(lambda match: chr(int(match[1], 16)), token)))


def distinct(tokens: Iterable[str], limit: int | None = None) -> tuple[str, ...]:
    """Each token once, in order of first occurrence, at most `limit` of them."""
    return tuple(dict.fromkeys(tokens))[:limit]


def _normal(token: str) -> str:
    if not token.isascii():
        token = _SUNDRY.sub("", token)
    token = token[:LONGEST_TOKEN]
    if token.isascii():
        return _FINAL_I.get(token, token)
    # Greek, Han and others: the engines' tokenizers differ there, on their code points they do not.
    return "".join(c if c.isascii() else f"u{ord(c):04x}" for c in token)


def sort_key(text: str) -> str:
    """A key whose code point order is the order of the Vietnamese alphabet; tones decide only between equal letters.

    Numbers sort by size (`Điều 2` before `Điều 10`).
    """
    placed = [_place_of(character) for character in nfc(text).lower()[:200]]
    letters, tones = "".join(letter for letter, _ in placed), "".join(tone for _, tone in placed)
    primary = re.sub(r"\d+", lambda match: match.group().zfill(6), " ".join(letters.split()))
    return f"{primary} {tones.rstrip('0')}".rstrip()


@functools.lru_cache(maxsize=1_024)
def _place_of(character: str) -> tuple[str, str]:
    """The letter and the tone by which a character is sorted."""
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONE_ORDER[c] for c in decomposed if c in _TONE_ORDER), "0")
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONE_ORDER))
    return _LETTER_ORDER.get(toneless, toneless if toneless.isalnum() else " "), tone
