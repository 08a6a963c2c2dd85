"""Document numbers inside running text and search boxes, typed any way: "nd 15 2018 nd cp", "nghị định 15/2018"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from regulations.text.codes import ISSUER_PRINTED, TYPE_CODES, TYPE_NAMES, TYPE_PRINTED, printed_code, split_code
from regulations.text.normalise import FOLD_TABLE
from regulations.text.numbers import DocumentNumber, build_number, plausible_year, type_from_number


@dataclass(frozen=True)
class NumberMention:
    """A number, or the part of one, in a text: `text[start:end]`, with "nghị định số" before it where it stands there.

    What was not said is "" or None. `number` and `key` are there when the number is complete, else None.
    `document_type` is the key of the type named by a word or by the number itself.
    """

    start: int
    end: int
    serial: str
    year: int | None
    type_code: str
    issuer_code: str
    document_type: str | None
    number: DocumentNumber | None = None

    @property
    def key(self) -> str | None:
        """The key of the complete number, None for a partial one."""
        return self.number.key if self.number else None

    @property
    def key_prefix(self) -> str:
        """What every key that is meant begins with: "15-2018-nd-" for "nghị định 15/2018", "15-" for "nghị định 15"."""
        if self.number:
            return self.number.key
        return DocumentNumber(self.serial, self.year, self.type_code if self.year else "", "").key + "-"

    def matches(self, number: DocumentNumber) -> bool:
        """Whether the number may be the one meant: everything that was said agrees."""
        if self.number:
            return self.number.key == number.key
        said = DocumentNumber(self.serial, self.year, "", "").key
        return (
            DocumentNumber(number.serial, number.year if self.year else None, "", "").key == said
            and self.issuer_code in ("", number.issuer_code)
            and self.document_type in (None, type_from_number(number) or self.document_type)
        )


def _alternatives(words: set[str] | list[str]) -> str:
    return "|".join(sorted((re.escape(word).replace(r"\ ", " +") for word in words), key=len, reverse=True))


_SERIAL = r"(?P<serial>\d{1,6}(?:\.\d{1,4})?[a-z]?)"
_WORD = rf"(?:(?P<word>{_alternatives(list(TYPE_NAMES))})(?: +|(?=\d)))?(?:so *:? *)?"
_START = r"(?<![\w./:-])"
_SEP = r"(?: ?[/-] ?| +)"
_TYPE = _alternatives([code for code in TYPE_PRINTED if len(code) > 1])
_ISSUER = _alternatives(list(ISSUER_PRINTED))
_STRICT = re.compile(
    rf"{_START}{_WORD}{_SERIAL} ?(?P<mark>[/-]) ?(?:(?P<year>\d{{4}})(?: ?[/-] ?|(?=[a-z])))?"
    r"(?P<codes>[a-z][a-z0-9]*(?:\.\d+)?(?:(?: [/-] |[/-])[a-z][a-z0-9]*(?:[.-]\d+)?)*)(?![\w/])"
)
_LOOSE = re.compile(
    rf"{_START}{_WORD}{_SERIAL}(?:{_SEP}(?P<year>(?:19|20)\d\d)(?!\d))?"
    rf"(?:{_SEP}(?P<type>{_TYPE})(?={_SEP}(?:{_ISSUER})(?!\w)|(?!\w)))?"
    rf"(?:{_SEP}(?P<issuer>(?:qh|ubtvqh|hdnn)\d{{1,2}}|{_ISSUER})(?!\w))?(?!\w|[./]\d)"
)
_STANDARD = re.compile(
    rf"{_START}(?P<type>qcvn|qcdp|tcvn|tccs) *(?P<serial>\d+(?:-\d+)*) ?: ?(?P<year>\d{{4}})"
    r"(?: ?/ ?(?P<issuer>[a-z]+))?"
)
# "ngày 15/2018", "tháng 01/2018", "quý 1/2020", "Điều 44/2010": no document
_OTHER_COUNT = re.compile(r"(?:ngay|thang|quy|nam|dieu|khoan|ky|dot|lan|chuong|muc|phan|trang) *$")


def find_numbers(text: str) -> list[NumberMention]:
    """Every document number that the text mentions, complete or partial, in order, none overlapping another.

    A number alone is no mention ("15", "15 2018"): a word ("nghị định 15"), a year behind a slash or a code is needed.
    """
    folded, places = _fold_with_places(text)
    found = [
        _from_strict(match, folded, text[places[match.start("codes")] : places[match.end("codes")]])
        for match in _STRICT.finditer(folded)
    ]
    found += [_from_standard(match) for match in _STANDARD.finditer(folded)]
    mentions = sorted((mention for mention in found if mention), key=lambda mention: mention.start)
    taken = [(mention.start, mention.end) for mention in mentions]
    rest, place = _blanked(folded, taken), 0
    while match := _LOOSE.search(rest, place):
        mention = _from_loose(match, folded)
        # what is no mention may hide one: the "15" of "Điều 15 NĐ 15/2018" is not the decree's
        place = match.end() if mention else match.end("serial")
        if mention:
            mentions.append(mention)
    return [_moved(mention, places) for mention in sorted(mentions, key=lambda mention: mention.start)]


def _fold_with_places(text: str) -> tuple[str, list[int]]:
    """The text folded, and for each of its characters (and its end) the place of that character in the original."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if category in ("Mn", "Cf"):
            continue
        if category == "Zs" or char == "\t":
            plain = " "
        elif category == "Pd" or char == "\u2212":
            plain = "-"
        else:
            plain = char.translate(FOLD_TABLE).lower()
        folded.append(plain if len(plain) == 1 else char)
        places.append(place)
    places.append(len(text))
    return "".join(folded), places


def _blanked(folded: str, taken: list[tuple[int, int]]) -> str:
    for start, end in taken:
        folded = folded[:start] + "\x00" * (end - start) + folded[end:]
    return folded


def _moved(mention: NumberMention, places: list[int]) -> NumberMention:
    values = {**mention.__dict__, "start": places[mention.start], "end": places[mention.end - 1] + 1}
    if places[mention.end] > values["end"]:  # combining marks behind the last letter belong to it
        values["end"] = places[mention.end]
    return NumberMention(**values)


def _from_number(match: re.Match[str], number: DocumentNumber, word: str | None) -> NumberMention:
    kind = type_from_number(number) or _named(word)
    parts = (number.serial, number.year, number.type_code, number.issuer_code)
    return NumberMention(match.start(), match.end(), *parts, kind, number)


def _named(word: str | None) -> str | None:
    return TYPE_NAMES[" ".join(word.split())] if word else None


def _from_strict(match: re.Match[str], folded: str, printed: str) -> NumberMention | None:
    codes = re.split(r" ?[/-] ?(?=[a-z])", match["codes"])
    if match["year"] and len(codes) == 1:
        codes = split_code(codes[0])
    known = any(code in TYPE_PRINTED or code in ISSUER_PRINTED or printed_code(code) != code.upper() for code in codes)
    announced = match["word"] or printed.isupper() or re.search(r"\bso *:? *$", folded[: match.start("serial")])
    if not known and (match["mark"] == "-" or not announced):
        return None
    number = build_number(match["serial"], match["year"], codes, dashed=match["mark"] == "-")
    return _from_number(match, number, match["word"]) if number else None


def _from_standard(match: re.Match[str]) -> NumberMention | None:
    year = int(match["year"])
    if not plausible_year(year):
        return None
    issuer = printed_code(match["issuer"]) if match["issuer"] else ""
    return _from_number(match, DocumentNumber(match["serial"], year, TYPE_PRINTED[match["type"]], issuer), None)


def _code_of(kind: str | None) -> str:
    """The code that a named type has in numbers: "NĐ" for nghi-dinh, "" for a law, whose number names no type."""
    return next((code for code, key in TYPE_CODES.items() if key == kind and len(code) > 1 and code != "LCT"), "")


def _from_loose(match: re.Match[str], folded: str) -> NumberMention | None:
    word, year, code, issuer = match["word"], match["year"], match["type"], match["issuer"]
    between = folded[match.end("serial") : match.start("year")] if year else ""
    if not word and not code and not (issuer and re.search(r"\d", issuer)) and "/" not in between:
        return None
    if not word and (_OTHER_COUNT.search(folded[: match.start()]) or (code and not issuer and not year)):
        return None
    kind = _named(word)
    type_code = TYPE_PRINTED[code] if code else _code_of(kind)
    if issuer and (type_code or re.search(r"\d", issuer)):
        codes = [issuer] if re.search(r"\d", issuer) and not code else [type_code, issuer]
        number = build_number(match["serial"], year, codes)
        if number:
            return _from_number(match, number, word)
    kind = TYPE_CODES[type_code] if code else kind
    year_said = int(year) if year else None
    return NumberMention(match.start(), match.end(), match["serial"], year_said, type_code, "", kind)
