"""Numbers of legal documents: read in any spelling, printed in one, and the key that says which are the same.

"15/2018/NĐ-CP", "68/NQ-CP" without a year, the Party's "68-NQ/TW", "66.7/2025/NQ-CP", "64/2025/QH15", "03/VBHN-VPQH",
"18-L/CTN", "QCVN 01:2009/BYT". `regulations.text.mentions` finds them inside running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.text.codes import (
    ASSEMBLY,
    DOCUMENT_TYPES,
    ISSUER_PRINTED,
    PARTY_ISSUERS,
    STANDARD_CODES,
    STATE_ISSUERS,
    TYPE_CODES,
    TYPE_NAMES,
    TYPE_PRINTED,
    printed_code,
    split_code,
)
from regulations.text.normalise import fold, normalise_text

FIRST_YEAR = 1945
LAST_YEAR = 2099
_LONGEST = 200  # characters; a joint circular of six ministries has about 60

_SERIAL = r"\d{1,6}(?:\.\d{1,4})?[a-z]?"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_NAMES = "|".join(sorted((re.escape(name) for name in TYPE_NAMES), key=len, reverse=True))
_LEAD = re.compile(rf"(?:(?:{_NAMES})\b)?\s*(?:so\b)?[\s.:]*")
_NUMBER = re.compile(
    rf"(?P<serial>{_SERIAL})\s*(?P<mark>[/-])\s*(?:(?P<year>\d{{4}})\s*[/-]\s*)?"
    r"(?P<codes>[a-z][a-z0-9.]*(?:\s*[/&,-]\s*[a-z0-9][a-z0-9.]*)*)"
)
_STANDARD = re.compile(
    r"(?P<type>qcvn|qcdp|tcvn|tccs)\s*(?P<serial>\d+(?:-\d+)*)\s*:\s*(?P<year>\d{4})(?:\s*/\s*(?P<issuer>[a-z]+))?"
)
_SLUG = re.compile(
    rf"(?:(?P<type>{'|'.join(sorted(DOCUMENT_TYPES, key=len, reverse=True))})(?:-[a-z-]+?)??-)?(?:so-)?"
    r"(?P<serial>\d+[a-z]?)(?:-(?P<part>\d{1,2})(?=-\d{4}-))?(?:-(?P<year>(?:19|20)\d\d))?"
    r"-(?P<codes>[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:-\d+)?"
)
# The dots of the Government's normative resolutions (66.16/2026/NQ-CP) are lost in slugs: "so-6616-2026-nq-cp".
_LOST_DOT = re.compile(r"(66)(\d{1,2})")


@dataclass(frozen=True)
class DocumentNumber:
    """A document number taken apart. `str()` prints it in the official spelling.

    `serial` is as printed ("15", "01", "66.7"). `type_code` is "" where the number names no type (64/2025/QH15,
    7417/VPCP-KSTT). Two numbers are the same number when their `key` is equal: 02/2017 is 2/2017.
    """

    serial: str
    year: int | None
    type_code: str
    issuer_code: str
    party: bool = False

    def __str__(self) -> str:
        if self.type_code in STANDARD_CODES:
            return f"{self.type_code} {self.serial}:{self.year}" + (f"/{self.issuer_code}" if self.issuer_code else "")
        if self._is_dashed():
            return f"{self.serial}-{self.type_code}/{self.issuer_code}"
        year = f"{self.year}/" if self.year else ""
        return f"{self.serial}/{year}{'-'.join(code for code in (self.type_code, self.issuer_code) if code)}"

    def _is_dashed(self) -> bool:
        """The Party prints the dash first (68-NQ/TW), so did the state before 2002: 18-L/CTN, 102-SL/L-004."""
        old_law = self.issuer_code == "CTN" or self.issuer_code.startswith("HĐNN") or self.type_code == "SL"
        return self.year is None and bool(self.type_code) and (self.party or old_law)

    @property
    def key(self) -> str:
        """Identity in ASCII, also the base of a slug: "15-2018-nd-cp", "68-nq-cp", "68-nq-tw-dang"."""
        serial = re.sub(r"^0+(?=\d)", "", self.serial)
        standard = self.type_code in STANDARD_CODES
        order = [serial, self.year, self.type_code, self.issuer_code]
        if standard:
            order = [self.type_code, serial, self.year, self.issuer_code]
        if self.party:
            order.append("dang")
        return re.sub(r"[^a-z0-9]+", "-", "-".join(fold(str(part)) for part in order if part)).strip("-")


def plausible_year(year: int) -> bool:
    """Whether a document of this state can bear the year: 2018 can; 9716, 4496 and 1889 cannot."""
    return FIRST_YEAR <= year <= LAST_YEAR


def parse_number(text: str) -> DocumentNumber | None:
    """The number that the whole text is, or None: a gazette header ("302/Ng"), a cut or a partial one is not a number.

    Words before it ("Nghị định số") and punctuation after it do not matter, nor do wrong letters (ND-CP, NÐ-CP, nđ-cp).
    """
    if len(text) > _LONGEST:
        return None
    printed = _DASHES.sub("-", normalise_text(text)).strip().rstrip(" .,;:)")
    folded = fold(printed)
    if len(folded) != len(printed):  # stray marks that belong to no letter: without them the two agree again
        printed = folded
    standard = _STANDARD.fullmatch(folded)
    if standard:
        return _standard(standard)
    start = _LEAD.match(folded).end()  # the pattern matches the empty text too
    match = _NUMBER.fullmatch(folded, start)
    if not match:
        return None
    codes = re.split(r"\s*[/&,-]\s*", printed[match.start("codes") : match.end("codes")])
    return build_number(match["serial"], match["year"], codes, dashed=match["mark"] == "-")


def _standard(match: re.Match[str]) -> DocumentNumber | None:
    year = int(match["year"])
    if not plausible_year(year):
        return None
    issuer = printed_code(match["issuer"]) if match["issuer"] else ""
    return DocumentNumber(match["serial"], year, TYPE_PRINTED[match["type"]], issuer)


def build_number(serial: str, year: str | None, codes: list[str], *, dashed: bool = False) -> DocumentNumber | None:
    """Put the pieces together with the right letters; None where they cannot be a number.

    `codes` is what follows the year, split at its separators. `dashed` says that the serial was followed by a dash.
    """
    if year and not plausible_year(int(year)):
        return None
    if year and len(codes) == 1:
        codes = split_code(codes[0])
    printed = [printed_code(code) for code in codes]
    if len(printed) == 1:
        return _single_code(serial, year, printed[0], dashed=dashed)
    when = int(year) if year else None
    of_party = printed[1] in PARTY_ISSUERS or printed[1].endswith("TW")
    if printed[0] not in TYPE_CODES and not of_party:
        return DocumentNumber(serial, when, "", "-".join(printed))
    state = printed[1] in STATE_ISSUERS or bool(ASSEMBLY.fullmatch(printed[1])) or printed[0] == "SL"
    party = of_party or (dashed and not year and not state)
    return DocumentNumber(serial, when, printed[0], "-".join(printed[1:]), party)


def _single_code(serial: str, year: str | None, code: str, *, dashed: bool) -> DocumentNumber | None:
    """64/2025/QH15, 28/CCTTHC, the old 64-CP: one code alone must be an issuer, not a type or a gazette's "Ng"."""
    known = code in STATE_ISSUERS or bool(ASSEMBLY.fullmatch(code))
    if code in TYPE_CODES or (not known and (dashed or len(code) < 4)):
        return None
    return DocumentNumber(serial, int(year) if year else None, "", code)


def number_key(text: str) -> str | None:
    """The key of the number that the text is ("15/2018/ND-CP" gives "15-2018-nd-cp"), None where it is none.

    None is no identity: two texts without a number are not the same document.
    """
    number = parse_number(text)
    return number.key if number else None


def number_from_slug(slug: str) -> DocumentNumber | None:
    """The number in an address part: "thong-tu-so-18-2026-tt-bxd-469591" is 18/2026/TT-BXD, the last digits are an id.

    Only a number of four digits after the serial is a year: "van-ban-hop-nhat-so-9716-vbhn-bkhdt-43315" has none.
    """
    match = _SLUG.fullmatch(slug.strip().lower())
    if not match:
        return None
    serial, codes = match["serial"], match["codes"].split("-")
    if match["part"]:
        serial = f"{serial}.{match['part']}"
    elif match["year"] and codes == ["nq", "cp"] and _LOST_DOT.fullmatch(serial):
        serial = _LOST_DOT.sub(r"\1.\2", serial)
    return build_number(serial, match["year"], codes)


def type_from_number(number: DocumentNumber) -> str | None:
    """The key of the document's type where the number names it; None for 64/2025/QH15: a law or a resolution."""
    if number.type_code == "L" and number.year:
        return "lenh"
    if number.type_code:
        return TYPE_CODES.get(number.type_code)
    if ASSEMBLY.fullmatch(number.issuer_code) or number.issuer_code in ISSUER_PRINTED.values():
        return None
    return "cong-van"
