"""Whether a query says something about a person: an e-mail address, a telephone number, a number of an identity paper.

In doubt it does: a query that is hidden for nothing costs staff one line of a list. Numbers of documents and codes of
procedures, sums of money, dates and years do not count. Names cannot be told from other words; against those stands
that only what was asked several times on several days is ever shown.
"""

import re
import unicodedata

from search.analysis import fold, nfc

_E_MAIL = re.compile(
    r"""
    @
    | [(\[{<]\s?(?:at|a)\s?[)\]}>]\s?[\w-]+\s?[.([]                                    # ai.do (at) vi-du.vn
    | \bat\s[\w-]+\s?(?:\.|[(\[]?(?:dot|cham)\b[)\]]?)\s?(?:com|edu|gov|net|org|vn)\b  # ai do at vi-du dot vn
    | \b(?:gmail|yahoo|hotmail|outlook|icloud)\s?(?:\.|\bdot\b|\bcham\b)?\s?com\b
    """,
    re.VERBOSE,
)
_PASSPORT = re.compile(r"\b(?:[a-z][\s-]?\d{7,8}|[a-z]{2}\d{7})\b")

# What numbers may stand for besides people; taken out before the rest is looked at. None begins inside a longer number.
_IMPERSONAL = re.compile(
    r"""
    (?<![\d.,+-])(?<!\d[ ])(?:
      \d{1,2}\.\d{6}(?:\.\d{3}(?:\.\d{2}){2})?(?:\.h\d{2})?(?![ .-]?\d)    # code of a procedure, 1.004172.000.00.00.H29
      | \d{1,5}(?:\.\d)?/(?:19|20)\d\d(?:/[a-z][\w/-]*|(?!\d))               # number of a document, 66.7/2025/NQ-CP
      | \d{1,5}(?:-\d{1,3})?:(?:19|20)\d\d(?!\d)                              # number of a standard, 01-1:2018
      | \d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?![ .-]?\d)                    # date
      | [1-9]\d{0,2}(?:[.,]\d{3})*[.,]000(?![ .-]?\d)                         # sum of money in whole thousands
      | [1-9][\d.,]*\s?(?:dong|d|vnd|trieu|ti|ty|usd)\b                       # sum of money with its unit
    )
    """,
    re.VERBOSE,
)

_CHAIN = re.compile(r"\d(?:[^\da-z;]{0,3}\d)*")
"""Digits as people group them: 0912 345 678, (024) 3825-1234, 079.123.456.789, 0912 - 345 - 678."""

_TELEPHONE = re.compile(r"(?:0|(?:00)?840?)[1-9]\d{8,9}")
_SHORTEST_PERSONAL = 9  # digits: the old identity number, a mobile number without its 0
_NAMED = re.compile(
    r"\b(?:cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|ho chieu|passport|sdt|dt|dien thoai|di dong|tel|telephone|phone|fax"
    r"|zalo|viber|telegram|whatsapp|stk|so tai khoan|mst|ma so thue|so dinh danh|ma so bhxh|so bhxh)\b"
    r"\D{0,20}\d(?:[^\da-z;]{0,3}\d){7,}"
)


def has_personal_data(text: str) -> bool:
    """Whether the text has an e-mail address, or a number that may be a person's."""
    folded = fold("".join(_plain(one) for one in nfc(text)))
    if _E_MAIL.search(folded):
        return True
    rest = _IMPERSONAL.sub(" ; ", folded)
    return bool(_PASSPORT.search(rest) or _NAMED.search(rest) or any(map(_is_personal, _CHAIN.findall(rest))))


def _plain(character: str) -> str:
    """A digit of any script as one of ours; nothing for what may stand between digits without showing."""
    if character.isdecimal():
        return str(int(character))
    return "" if unicodedata.category(character) in ("Cf", "Mn") else character


def _is_personal(chain: str) -> bool:
    groups = re.findall(r"\d+", chain)
    digits = "".join(groups)
    if len(digits) < _SHORTEST_PERSONAL or all(re.fullmatch("(?:19|20)[0-9]{2}", group) for group in groups):
        return False
    longest = max(map(len, groups))
    as_printed = len({len(group) for group in groups[:-1]}) == 1 and longest in (3, 4)
    return longest >= _SHORTEST_PERSONAL or bool(_TELEPHONE.fullmatch(digits)) or digits[0] == "0" or as_printed
