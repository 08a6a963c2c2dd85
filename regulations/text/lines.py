"""Lines of a legal text: which of them open a provision, and which are quoted and open nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from regulations.text.labels import ORDINALS
from regulations.text.normalise import normalise_text

_ROMAN = r"[IVXLC]+[a-zđ]?"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_HEADED = [
    (
        "part",
        re.compile(rf"(?:Phần|PHẦN)\s+(?:(?:thứ|THỨ)\s+)?(?P<number>{_ROMAN}(?!\w)|\d{{1,2}}|(?i:{_ORDINAL})(?!\w))"),
    ),
    ("chapter", re.compile(rf"(?:Chương|CHƯƠNG)\s+(?P<number>(?:{_ROMAN}|\d{{1,3}}[a-zđ]?)(?!\w))")),
    ("subsection", re.compile(rf"(?:Tiểu mục|TIỂU MỤC)\s+(?P<number>(?:\d{{1,3}}[a-zđ]?|{_ROMAN})(?!\w))")),
    ("section", re.compile(rf"(?:Mục|MỤC)\s+(?P<number>(?:\d{{1,3}}[a-zđ]?|{_ROMAN}|[A-ZĐ])(?!\w))")),
    (
        "annex",
        re.compile(
            rf"(?:Phụ lục|PHỤ LỤC)(?:\s+(?:(?:số|SỐ)\s+)?(?P<number>(?:{_ROMAN}|\d{{1,3}}[a-zđ]?|[A-ZĐ])(?!\w)))?"
        ),
    ),
]
_ARTICLE = re.compile(r"(?:Điều|ĐIỀU)\s+(?P<number>\d{1,4}[a-zđ]{0,2})\s*(?:[.:]\s*(?=[^\s.,;]|$)|$)")
_CLAUSE = re.compile(r"(?P<number>[1-9]\d{0,2}[a-zđ]{0,2}) ?\.{1,2}(?:\s+(?=[^\s.,;)])|(?=[^\s\d.,;)]))(?![a-z]\.\d)")
_NOTED_CLAUSE = re.compile(
    r"(?P<number>[1-9]\d{0,2})\.\d{1,3}(?:\s+(?=[^\s.,;)])|(?=[A-ZĐ]))"
)  # "2.10 ": khoản 2, footnote 10
_POINT = re.compile(r"(?P<number>[a-zđ]{1,2}\d{0,2}) ?\)\s*(?=\S)")
_CITING = re.compile(r"(?:\b(?:khoản|điểm|Mục|Chương)\s+\w{1,4}|\b(?:tại|của|và|hoặc|theo|đến|từ|với|các)|,)$")
_CITED = re.compile(r"(?:Điều|Khoản|Điểm|Chương|Mục|Phụ lục|Luật|Bộ luật|Nghị định|Thông tư|Quyết định)\s")
_SENTENCE_ENDS = '.;:!?…”"/-–—_'
_AFTER_NUMBER = re.compile(r"\s*[.:\-–—]+\s*|\s+")
# From here on a form or an annex is printed: the motto of the state over it, its number alone on a line.
_FORM = re.compile(
    r"(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|Độc lập\s*[-–]\s*Tự do|(?:Mẫu|MẪU|Biểu|BIỂU)(?: (?:mẫu|biểu|MẪU))?"
    r"\s+(?:số|SỐ)?\s*[\dIVX]+[\w./-]*\s*$|PHỤ LỤC(?!\w))"
)
_MENDED = 10_000  # characters from which a line is not joined any further
_QUOTES = re.compile('[“”"]')


@dataclass(frozen=True)
class Opening:
    """The beginning of a line that opens a provision: `marker` is what was printed, `rest` what follows it.

    `noted` says that a footnote's mark was read behind the number: it may as well be a number with a dot in it.
    """

    kind: str
    number: str
    marker: str
    rest: str
    noted: bool = False


def opening_of(line: str) -> Opening | None:
    """What a stripped line opens, judged by the line alone; None for running text."""
    match = _ARTICLE.match(line)
    if match and not line[match.end() : match.end() + 1].islower():  # "Điều 5. của" is a sentence broken over two lines
        return _opening("article", match, line)
    for kind, pattern in _HEADED:
        match = pattern.match(line)
        if match:
            return _headed(kind, match, line)
    match = _CLAUSE.match(line)
    if match:
        return _opening("clause", match, line)
    match = _NOTED_CLAUSE.match(line)
    if match:
        return replace(_opening("clause", match, line), noted=True)
    match = _POINT.match(line)
    return _opening("point", match, line) if match else None


def _opening(kind: str, match: re.Match[str], line: str) -> Opening:
    return Opening(kind, match["number"], line[: match.end()], line[match.end() :])


def _headed(kind: str, match: re.Match[str], line: str) -> Opening | None:
    """A heading line stands alone, or its title follows a dot or is in capitals; "Mục 5 Chương II của" is none."""
    number = match["number"] or ""
    if kind == "part":
        number = str(ORDINALS.get(number.lower(), number))
    gap = _AFTER_NUMBER.match(line, match.end())
    if not gap:
        return Opening(kind, number, line, "") if match.end() == len(line) else None
    rest = line[gap.end() :]
    if gap.group().isspace() and not is_capitals(rest):
        return None
    if not number and rest and not is_capitals(rest):
        return None  # "Phụ lục: ..." without a number is as a rule a mention
    return Opening(kind, number, line[: gap.end()], rest)


def is_capitals(text: str) -> bool:
    """Whether the text is written in capitals, as headings are: it has letters and none is small."""
    return text == text.upper() and text != text.lower()


def quoted_lines(lines: list[str]) -> list[bool]:
    """For each line whether it begins inside a quotation opened on a line before.

    Amending documents quote whole articles; those open nothing. A quotation that is never closed quotes nothing, so one
    missing mark does not swallow the rest of a law: a quoted article that begins a line behind "như sau:" tells that
    the one before it has ended, closed or not.
    """
    opened: list[tuple[int, bool]] = []
    blocks = 0  # of the open quotations, those that begin a line
    change = [0] * (len(lines) + 1)
    for index, line in enumerate(lines):
        for mark in _QUOTES.finditer(line):
            if _opens(mark, line, bool(opened)):
                begins = mark.start() == 0
                while blocks and begins and index and lines[index - 1].endswith(":"):
                    blocks -= opened.pop()[1]
                opened.append((index, begins))
                blocks += begins
            elif opened:
                start, begins = opened.pop()
                blocks -= begins
                change[start + 1] += 1
                change[index + 1] -= 1
    inside, result = 0, []
    for index in range(len(lines)):
        inside += change[index]
        result.append(inside > 0)
    return result


def mend_line_breaks(text: str) -> str:
    """The text with sentences whole again that a page or column broke over lines, where that is certain.

    A line is joined to the one before with a space if it begins with a small letter, or with a provision that the line
    before was about to cite, and opens nothing itself. What ends a sentence, headings in capitals and blank lines stand
    between paragraphs. Only line breaks change, no other character; mending twice changes nothing more.
    """
    mended: list[str] = []
    for line in normalise_text(text).split("\n"):
        # A paragraph has an end, however hostile the text: each joining copies what was joined before.
        if mended and len(mended[-1]) < _MENDED and _continues(mended[-1].rstrip(), line.strip()):
            mended[-1] = f"{mended[-1]} {line.lstrip()}"
        else:
            mended.append(line)
    return "\n".join(mended)


def _continues(before: str, line: str) -> bool:
    if not before or not line or before[-1] in _SENTENCE_ENDS:
        return False
    sure = " " in line if line[0].islower() else bool(_CITED.match(line) and _CITING.search(before))
    a_cell = before[0].islower() and " " not in before
    if not sure or a_cell or is_capitals(before):
        return False
    opening = opening_of(line)
    return opening is None or goes_on_citing(before, opening)


def goes_on_citing(before: str, opening: Opening) -> bool:
    """Whether a line that looks like an article ends the sentence of the line before: "khoản 3 / Điều 19."."""
    return opening.kind == "article" and not opening.rest and bool(_CITING.search(before))


def begins_form(line: str) -> bool:
    """Whether a form or annex begins with the line: numbers behind it are not those of the article it stands in."""
    return bool(_FORM.match(line))


def _opens(mark: re.Match[str], line: str, inside: bool) -> bool:
    if mark.group() != '"':
        return mark.group() == "“"
    before = line[: mark.start()].rstrip()
    at_word = mark.end() < len(line) and not line[mark.end()].isspace()
    spaced = len(before) < mark.start() or not before or before[-1] in "(:"
    return at_word and (spaced or not inside)
