"""Provisions as readers cite them: "điểm a khoản 2 điều 15 ...", "đ 15 k 2 ...", "dieu 4 luat doanh nghiep"."""

import re
from dataclasses import dataclass

from regulations.text.labels import label_for, label_parts
from regulations.text.law_names import LAW_NAME
from regulations.text.normalise import fold as fold_name
from regulations.text.normalise import slugify_vi
from search.analysis import fold, syllables

_ARTICLE = r"(?:dieu|d)\.? *(?P<article>\d{1,4}[a-z]{0,2})"
_CLAUSE = r"(?:khoan|k)\.? *(?P<clause>\d{1,3}[a-z]{0,2})"
_POINT = r"(?:(?:diem|d)\.? +)?(?P<point>[a-z]{1,2})"
_NEXT = r" ?,? "
_LINK = r"(?: (?:cua|tai|thuoc|trong|theo|of))?"
_ENGLISH = {"article": "dieu", "clause": "khoan", "point": "diem"}
_IN_ENGLISH = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})(?= )")
_UPWARDS = re.compile(rf"(?<![\w/-])(?:(?:{_POINT}{_NEXT}(?=k|diem))?{_CLAUSE}{_NEXT})?{_ARTICLE}(?![\w/]){_LINK}")
_POINT_OF_ARTICLE = re.compile(rf"(?<![\w/-])diem +(?P<point>[a-z]{{1,2}}){_NEXT}{_ARTICLE}(?![\w/]){_LINK}")
_DOWNWARDS = re.compile(
    rf"(?<![\w/-]){_ARTICLE}{_NEXT}{_CLAUSE}(?:{_NEXT}(?:diem|d)\.? *(?P<point>[a-z]{{1,2}}))?(?![\w/]){_LINK}"
)
_LAW = re.compile(
    rf"(?<!\w)(?P<name>(?:bo luat|luat|phap lenh) (?:{fold_name(LAW_NAME)}))(?!\w)"
    r"(?: (?:nam )?(?P<year>(?:19|20)\d\d)(?![\w/]))?"
)


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A provision cited at `text[start:end]`, as `typed`. `labels` are those it may have, the likeliest first: of a "d"
    that was typed without accents nobody knows whether it is đ."""

    labels: tuple[str, ...]
    typed: str
    start: int
    end: int

    @property
    def tokens(self) -> tuple[str, ...]:
        """The provision in full, as texts have it, however short it was typed."""
        return tuple(syllables(label_parts(self.labels[0])))


def typed_place(text: str) -> TypedPlace | None:
    """The first provision cited in an NFC text; an article must be named."""
    # With as many characters, so that places stay.
    folded = _IN_ENGLISH.sub(lambda match: _ENGLISH[match[0]].ljust(len(match[0])), fold(text))
    match = next(filter(None, (way.search(folded) for way in (_DOWNWARDS, _POINT_OF_ARTICLE, _UPWARDS))), None)
    if match is None:
        return None
    parts = {name: text[slice(*match.span(name))].lower() for name, found in match.groupdict().items() if found}
    labels = [label_for(**parts)]
    if parts.get("point") == "d":
        labels.append(label_for(**parts | {"point": "đ"}))
    return TypedPlace(tuple(labels), text[slice(*match.span())].strip(), *match.span())


def named_law(text: str) -> str:
    """The key of the law that a text names, as `regulations.cited_documents` knows it, with the year where it is said:
    "luat-doanh-nghiep-2020". "" where it names none."""
    match = _LAW.search(fold(text))
    return _law_key(match) if match else ""


def law_alone(text: str) -> str:
    """The same of a text that is a law's name and nothing else; else ""."""
    match = _LAW.fullmatch(" ".join(fold(text).split()))
    return _law_key(match) if match else ""


def _law_key(match: re.Match[str]) -> str:
    return slugify_vi(match["name"]) + (f"-{match['year']}" if match["year"] else "")
