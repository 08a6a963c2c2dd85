"""Numbers of documents and codes of regulations in what a reader typed, whole, half-typed or without their signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regulations.text.codes import ASSEMBLY, PARTY_ISSUERS, STATE_ISSUERS
from regulations.text.mentions import NumberMention, find_numbers
from search import analysis
from search.engines.base import NumberKey

# 1.004172 or its beginning from three digits on is the code of a procedure, "1.500" or "1.004.172" an amount.
_KINDS = "tthc|yc[dđ]k|c[dđ]bc|tcqc|ktcn"
_CODE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}\.\d{4,6}"
    rf"|[a-z]{{2,12}}-(?:{_KINDS})(?:-\d{{0,6}})?|[a-z]{{2,12}} (?:{_KINDS})[ -]\d{{1,6}})"
    r"(?![\w/]|[.,]\d|-\w)",
    re.IGNORECASE,
)
_CODE_WITHOUT_DOT = re.compile(r"(?<![\w.,/-])(?P<series>\d)(?P<serial>\d{6})(?![\w/]|[.,]\d|-\w)", re.ASCII)
_REST_OF_CODES = re.compile(r"/[^\W\d_]{1,6}\s*\Z")
"""What was typed of the letters behind "15/2018" so far."""
_YEAR_IN_WORDS = re.compile(r"(?<=\d)\s+n[aă]m\s+(?=(?:19|20)\d\d(?!\d|\s*-))", re.IGNORECASE)
"""Between "15" and "2018" as it is said: "nghị định 15 năm 2018"."""
_ENGLISH_TYPES = {"decree": "nd", "circular": "tt", "decision": "qd", "resolution": "nq"}
_ENGLISH = re.compile(rf"\b(?P<type>{'|'.join(_ENGLISH_TYPES)})(?:\s+no\.?)?(?=\s*\d)", re.IGNORECASE)
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_IN_FILE_NAME = re.compile(r"(?<![\w.])\d{1,4}(?P<sign>[._])(?:19|20)\d\d(?P=sign)[^\W\d_]{2,6}(?:[._-][^\W\d_]{2,6})?")
""" "15_2018_ND-CP" and "15.2018.nd.cp"."""
_REST_OF_YEAR = re.compile(r"(?<=\d)/(\d{1,3})\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number or code at `text[start:end]`: `typed` as it was typed, `key` as it is asked for."""

    key: NumberKey
    typed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What is a number only if the register has one that begins so ("nghị định 902", "1900101"), and words otherwise.

    `document_type` is the key of the type that was said, "" for any. A code without its dot is the `code` it may be.
    """

    prefix: str
    document_type: str
    typed: str
    start: int
    end: int
    code: bool = False


def code_key(code: str) -> str:
    """The key under which a regulation's code is found: "BCT-YCĐK-001" and "bct-ycdk-001" are the same."""
    return analysis.fold(code).strip()


def typed_numbers(text: str) -> list[TypedNumber | HalfTyped]:
    """The numbers and codes of an NFC text in order, none overlapping another."""
    found: list[TypedNumber | HalfTyped] = []
    for one in (*_codes(text), *_documents(text)):
        if not any(other.start < one.end and one.start < other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def number_in_field(value: str) -> HalfTyped | None:
    """What `số:902` says: the field tells that it is a number, however little of it is there."""
    serial = re.fullmatch(r"0*(\d{1,6})", value, re.ASCII)
    return HalfTyped(f"{serial[1]}-", "", value, 0, len(value)) if serial else None


def _codes(text: str) -> Iterator[TypedNumber | HalfTyped]:
    for match in _CODE.finditer(text):
        said = match.group()
        key = NumberKey(code_key(said).replace(" ", "-"), prefix=True, words=tuple(analysis.syllables(said)))
        yield TypedNumber(key, said, *match.span())
    for match in _CODE_WITHOUT_DOT.finditer(text):
        yield HalfTyped(f"{match['series']}.{match['serial']}", "", match.group(), *match.span(), code=True)


def _documents(text: str) -> Iterator[TypedNumber | HalfTyped]:
    for mention in find_numbers(_with_signs(text)):
        start, end = mention.start, mention.end
        behind = text[end:]
        if mention.number:
            yield _typed(mention, text, end, prefix=not _is_whole(mention), key=mention.number.key)
        elif mention.year and (rest := _REST_OF_CODES.match(behind)):
            begun = analysis.fold(rest.group().strip(" /"))
            yield _typed(
                mention, text, len(text), prefix=True, key=f"{mention.serial.lstrip('0')}-{mention.year}-{begun}"
            )
        elif mention.year:
            yield _typed(mention, text, end, prefix=True, key=mention.key_prefix)
        else:
            yield HalfTyped(mention.key_prefix, mention.document_type or "", text[start:end], start, end)
    if year := _REST_OF_YEAR.search(text):
        yield from _up_to_the_year(text, year)


def _with_signs(text: str) -> str:
    """The text with as many characters, in which numbers have the signs that they are known by."""
    text = _YEAR_IN_WORDS.sub(lambda match: " " * len(match.group()), text.translate(_FULL_WIDTH))
    text = _ENGLISH.sub(lambda match: _ENGLISH_TYPES[match["type"].lower()].ljust(len(match.group())), text)
    return _IN_FILE_NAME.sub(lambda match: re.sub("[._]", "-", match.group()), text)


def _up_to_the_year(text: str, year: re.Match[str]) -> Iterator[HalfTyped]:
    """ "nghị định 15/20", while the year is being typed."""
    for mention in find_numbers(text[: year.start()]):
        if mention.end == year.start() and mention.document_type and not mention.year:
            prefix = f"{mention.key_prefix}{year[1]}"
            yield HalfTyped(prefix, mention.document_type, text[mention.start :], mention.start, len(text))


def _is_whole(mention: NumberMention) -> bool:
    """Whether the last code is known: "15/2018/NĐ-C" is the beginning of a number."""
    last = mention.issuer_code.rpartition("-")[2]
    known = not last or last in STATE_ISSUERS or last in PARTY_ISSUERS or ASSEMBLY.fullmatch(last)
    return bool(known) or len(last) > 3


def _typed(mention: NumberMention, text: str, end: int, *, prefix: bool, key: str) -> TypedNumber:
    said = str(mention.number) if mention.number else f"{mention.serial}/{mention.year}/{mention.type_code}"
    words = tuple(analysis.syllables(said))
    return TypedNumber(NumberKey(key, prefix=prefix, words=words), text[mention.start : end], mention.start, end)
