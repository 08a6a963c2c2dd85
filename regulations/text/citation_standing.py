"""Where each line of a text stands: what "Luật này", "Điều này" and a bare "Điều 5" mean there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from regulations.text.citation_chains import Cited
from regulations.text.citation_words import UPPER, CitedDocument, Numbered
from regulations.text.labels import label_for, step
from regulations.text.lines import opening_of, quoted_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands: what "Luật này", "Điều này" and "khoản này" mean in it. What is not known is "".

    `document_key` is the key of the document's number, `document_type` a key of `codes.DOCUMENT_TYPES`. The other
    numbers are as printed ("15a", "II", "đ"). `document_title` stands in for a document known by its title only.
    `kind` is the provision's kind, as in `structure.ParsedProvision`. `amended_key`, `amended_title` and
    `amended_article` name what the surrounding article amends: a provision cited there without a document is of that.
    `amends` says that it amends a document even where it is not known which.
    """

    document_key: str = ""
    document_title: str = ""
    document_type: str = ""
    part: str = ""
    chapter: str = ""
    section: str = ""
    annex: str = ""
    article: str = ""
    clause: str = ""
    point: str = ""
    kind: str = ""
    amended_key: str = ""
    amended_title: str = ""
    amended_article: str = ""
    amends: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """The document that words mean."""

    key: str = ""
    title: str = ""
    year: int | None = None
    is_self: bool = False


_INSTRUCTS = re.compile(
    r"(?:\d{1,3}[a-zđ]{0,2}\.\s*|[a-zđ]{1,2}\)\s*|[-–+]\s*)?(?:Sửa đổi|Bổ sung|Thay thế|Thay |Bãi bỏ|Bỏ |.{0,120}?"
    r"(?:được|như sau).{0,12}?(?:sửa đổi|bổ sung|thay thế|bãi bỏ|như sau))"
)
_QUOTED_ARTICLE = re.compile(r'["“]?\s*Điều\s+(\d{1,4}[a-zđ]{0,2})\s*[.:]')
_QUOTED_CLAUSE = re.compile(r'["“]?\s*(\d{1,3}[a-zđ]{0,2})\.\s')
_QUOTED_POINT = re.compile(r'["“]?\s*([a-zđ]{1,2})\)\s')
_LAWS = ("luat", "bo-luat")  # a code may be kept as a law
_NEED_MORE = ("section", "subsection", "part")
_HEADING_BEHIND = re.compile(rf"\s*[.:]?\s*[{UPPER}]{{2,}}(?![\w/-])")


class Standing:
    """The place of each line of a text, moved on from line to line as the text is read."""

    def __init__(self, text: str, here: Place) -> None:
        self.here = here
        self.now = here
        self.quoted = False
        amends = here.amends or here.amended_key or here.amended_title
        self.amended = Meant(here.amended_key, here.amended_title) if amends else None
        self._own_amended = self.amended
        self._amended_article = here.amended_article
        self._of_type: dict[str, Meant] = {}
        lines = text.split("\n")
        self._lines = lines
        self._quoted = quoted_lines(lines) if len(lines) > 1 else [False]
        self._starts = [0]
        for line in lines[:-1]:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._line = -1
        self._intro = True
        self._instructs = False

    def advance(self, place: int) -> None:
        """Go on to the line that `place` is in."""
        line = bisect_right(self._starts, place) - 1
        while self._line < line:
            self._line += 1
            self._enter(self._lines[self._line].strip(), inside=self._quoted[self._line])

    def _enter(self, line: str, *, inside: bool) -> None:
        self._instructs = bool(_INSTRUCTS.match(line))
        begins = line[:1] in ('"', "“") and len(self._lines) > 1
        if inside or begins:
            self._enter_quoted(line, first=not self.quoted)
            return
        if self.quoted:
            self.quoted, self.now = False, self._outside
        opening = opening_of(line) if line[:1].isdigit() or line[1:3].find(")") >= 0 else None
        if opening is None:
            return
        if opening.kind == "clause":
            self.now = replace(self.now, clause=opening.number, point="")
            self._intro = False
            self.amended, self._amended_article = self._own_amended, self.here.amended_article
        elif opening.kind == "point":
            self.now = replace(self.now, point=opening.number)

    def _enter_quoted(self, line: str, *, first: bool) -> None:
        if first:
            self._outside, self.quoted = self.now, True
            self.now = Place(article=self._amended_article)
        if match := _QUOTED_ARTICLE.match(line):
            self.now = Place(article=match[1])
        elif match := _QUOTED_CLAUSE.match(line):
            self.now = replace(self.now, clause=match[1], point="")
        elif match := _QUOTED_POINT.match(line):
            self.now = replace(self.now, point=match[1])

    def is_of(self, types: Collection[str]) -> bool:
        return self.here.document_type in types

    def document_of(self, cited: Cited) -> Meant | None:
        """The document meant; None where one is amended that is not known."""
        meant = self._meant(cited)
        return meant if meant and (meant.is_self or meant.key or meant.title) else None

    def _meant(self, cited: Cited) -> Meant | None:
        said = cited.document
        if said is not None and not said.is_this:
            same = bool(said.key) and said.key == self.here.document_key
            return Meant(said.key, said.title, said.year, is_self=same)
        if self.quoted:
            return self.amended
        if said is None and not cited.is_this and self.amended is not None:
            return self.amended
        if said is not None and self._is_other(said):
            return self._of_type[said.type]
        return Meant(self.here.document_key, self.here.document_title, is_self=not self.here.document_title)

    def _is_other(self, said: CitedDocument) -> bool:
        """Whether "Luật này" in a decree goes back to a law named before."""
        own = self.here.document_type
        laws = own in _LAWS and said.type in _LAWS
        return bool(own) and not laws and own not in (said.type, "van-ban-hop-nhat") and said.type in self._of_type

    def note(self, cited: Sequence[Cited]) -> None:
        """Remember what was cited: documents by their types, and what this line amends."""
        for one in cited:
            said = one.document
            if said is not None and not said.is_this and said.type:
                self._of_type[said.type] = Meant(said.key, said.title, said.year)
        if self.quoted or not self._instructs:
            return
        said = cited[0].document
        if said is not None and not said.is_this and said.key != self.here.document_key:
            self._amend(Meant(said.key, said.title, said.year))
        for one in cited:
            number = one.units.get("article")
            if number is not None and not number.this:
                self._amended_article = number.number

    def _amend(self, document: Meant) -> None:
        if self.amended is None or self.amended is self._own_amended or not (self.amended.key or self.amended.title):
            self.amended = document
            if self._intro:
                self._own_amended = document

    def label_of(self, cited: Cited, text: str) -> str | None:
        """The label of the provision; None for words that are none: "điểm 5" is a mark, "điều này" a thing."""
        units = cited.units
        alone = cited.document is None and len(units) == 1
        words = text[cited.start : cited.end]
        if alone and not self._may_stand_alone(next(iter(units)), words, cited, text):
            return None
        numbers = {kind: self._number(kind, number) for kind, number in units.items()}
        if any(number == "" and (units[kind].this or kind != "annex") for kind, number in numbers.items()):
            return None
        point = numbers.get("point", "")
        if point[:1].isdigit() and (len(units) == 1 or "." in point):
            return None
        if "article" in units or not any(
            kind in units for kind in ("section", "subsection", "chapter", "part", "annex")
        ):
            return self._in_article(numbers, cited)
        return self._in_division(numbers)

    def _may_stand_alone(self, kind: str, words: str, cited: Cited, text: str) -> bool:
        capital = words[:1].isupper()
        if cited.is_this:
            return kind in ("clause", "point") or capital
        if kind in _NEED_MORE:
            return False
        if kind in ("chapter", "annex"):
            return capital and not _HEADING_BEHIND.match(text, cited.end)
        return True

    def _number(self, kind: str, number: Numbered) -> str:
        return getattr(self.now, kind, "") if number.this else number.number

    def _in_article(self, numbers: dict[str, str], cited: Cited) -> str | None:
        own = cited.document is None or cited.document.is_this
        article = numbers.get("article", "")
        if not article:
            if not own:
                return ""  # "khoản 2 Nghị định số 15/2018/NĐ-CP": somewhere in it
            amended = self.amended is not None and not self.quoted and not cited.is_this
            article = self._amended_article if amended else self.now.article
        if not article:
            return None
        clause = numbers.get("clause", "")
        if "point" in numbers and not clause and "article" not in numbers:
            clause = self.now.clause
        return label_for(article=article, clause=clause, point=numbers.get("point", ""))

    def _in_division(self, numbers: dict[str, str]) -> str | None:
        base = next(((kind, numbers[kind]) for kind in ("chapter", "part", "annex") if kind in numbers), None)
        steps = [step(*base)] if base else []
        if base is None and self.now.chapter and len(numbers) == 1 and not self.quoted:
            steps = [step("chapter", self.now.chapter)]
        inside = ("section", "subsection", "clause", "point")
        return "-".join([*steps, *(step(kind, numbers[kind]) for kind in inside if kind in numbers)])


def amended_in(line: str, cited: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The (key, title) of the document that a line which instructs to amend names first: ("", "") where it names none.

    None for any other line.
    """
    return next(iter(cited), ("", "")) if _INSTRUCTS.match(line) else None
