"""The short ways in which people write the name of a ministry: "Bộ KH&ĐT", "Bộ KHĐT", "BKHĐT", "Bộ Kế hoạch Đầu tư"."""

import re
from collections.abc import Iterator

from search.analysis import nfc

_BODY = re.compile(r"(?P<body>bộ|sở) (?P<of>.+)", re.IGNORECASE)
_JOINTS = re.compile(r"(?:\s*[-,]\s*|\s+)và\s+|\s+và\s+|\s*[-,]\s+")
_AND = re.compile(r"\s+và\s+")


def short_names(name: str) -> Iterator[str]:
    """The initials of a ministry's or a department's name, joined in the ways people join them, and the name without
    its "và"; nothing of others."""
    match = _BODY.fullmatch(" ".join(nfc(name).split()))
    if match is None:
        return
    together = _initials(match["of"])
    ways = {together, *("&".join(map(_initials, joint.split(match["of"]))) for joint in (_AND, _JOINTS))}
    for way in sorted(ways):
        yield f"{match['body']} {way}"
    yield f"{match['body'][0].upper()}{together}"
    if _AND.search(match["of"]):
        yield _AND.sub(" ", match[0])


def _initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]+", words) if word != "và").upper()
