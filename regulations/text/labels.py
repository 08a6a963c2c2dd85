"""Labels of provisions: the ASCII path that is anchor and address at once, and how a person reads it.

`dieu-15a-khoan-2-diem-dd` is "điểm đ khoản 2 Điều 15a". A label is the same in every version of a document.
"""

from __future__ import annotations

import re

from regulations.text.normalise import slugify_vi

_WORDS = {
    "part": "phan", "chapter": "chuong", "section": "muc", "subsection": "tieu-muc", "article": "dieu",
    "clause": "khoan", "point": "diem", "annex": "phu-luc", "preamble": "mo-dau", "paragraph": "doan",
}  # fmt: skip
LEVELS = {
    "part": 0, "annex": 0, "chapter": 1, "section": 2, "subsection": 3, "article": 4, "clause": 5, "point": 6,
    "preamble": 9, "paragraph": 9,
}  # fmt: skip
"""Kinds of provisions and how deep they stand: a lower number holds a higher one."""

_READABLE = {
    "phan": "Phần", "chuong": "Chương", "muc": "Mục", "tieu-muc": "Tiểu mục", "dieu": "Điều", "khoan": "khoản",
    "diem": "điểm", "phu-luc": "Phụ lục", "mo-dau": "Phần mở đầu", "doan": "đoạn",
}  # fmt: skip
_STEP = re.compile(
    r"(phan|chuong|tieu-muc|muc|dieu|khoan|diem|phu-luc|mo-dau|doan)(?:-(?!lan-)([a-z0-9]+))?(?:-lan-(\d+))?"
)
_UNITS = ["", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"]

_CITED_ARTICLE = re.compile(r"(?:điều|dieu)[ -]*(\d+[a-zđ]{0,2})\b")
_CITED_CLAUSE = re.compile(r"(?:khoản|khoan)[ -]*(\d+[a-zđ]{0,2})\b")
_CITED_POINT = re.compile(r"(?:điểm|diem)[ -]*([a-zđ]{1,2})\b")


def ordinal_words(number: int) -> str:
    """1 to 29 as a Part is numbered: "nhất", "hai", "mười một", "hai mươi". ValueError outside."""
    if not 1 <= number <= 29:
        raise ValueError(f"no Part has the number {number}")
    if number <= 10:
        return _UNITS[number]
    tens, rest = divmod(number, 10)
    unit = ["", "một", *_UNITS[2:]][rest] if rest != 5 else "lăm"
    return f"{'mười' if tens == 1 else 'hai mươi'} {unit}".strip()


ORDINALS: dict[str, int] = {ordinal_words(number): number for number in range(1, 30)} | {"bốn": 4, "mười bốn": 14}
"""Words of ordinal numbers ("nhất", "mười một") to the number."""


def step(kind: str, number: str) -> str:
    """One step of a path: ("point", "đ") is "diem-dd", ("chapter", "II") is "chuong-ii", ("annex", "") is "phu-luc"."""
    written = slugify_vi(number.lower().replace("đ", "dd"))
    return f"{_WORDS[kind]}-{written}" if written else _WORDS[kind]


def label_for_article(number: str) -> str:
    """The label of an article by its number as printed: "10a" gives "dieu-10a", "15đ" gives "dieu-15dd"."""
    return step("article", number)


def label_for(*, article: str, clause: str = "", point: str = "") -> str:
    """The label of a cited place: article "15", clause "2", point "đ" give "dieu-15-khoan-2-diem-dd"."""
    steps = [("article", article), ("clause", clause), ("point", point)]
    return "-".join(step(kind, number) for kind, number in steps if number)


def label_of(typed: str) -> str:
    """The label of a provision as it is cited: "điểm a khoản 2 Điều 15" is "dieu-15-khoan-2-diem-a"; labels stay."""
    text = typed.strip().lower()
    article, clause, point = (pattern.search(text) for pattern in (_CITED_ARTICLE, _CITED_CLAUSE, _CITED_POINT))
    if " " not in text or article is None:
        return text
    return label_for(article=article[1], clause=clause[1] if clause else "", point=point[1] if clause and point else "")


def label_parts(label: str) -> str:
    """The label as it is cited, smallest part first; a text that is no label comes back as it is.

    "dieu-15-khoan-2-diem-dd" is "điểm đ khoản 2 Điều 15"; "phan-1" is "Phần thứ nhất".
    """
    words: list[str] = []
    place = 0
    while place < len(label):
        match = _STEP.match(label, place)
        if not match or label[match.end() : match.end() + 1] not in ("", "-"):
            return label
        words.insert(0, _readable(*match.groups()))
        place = match.end() + 1
    return " ".join(words)


def wider_labels(label: str) -> list[str]:
    """The labels of what a provision is in, from the inside out: "dieu-5-khoan-2-diem-a" is in "dieu-5-khoan-2"."""
    steps, place = [], 0
    while match := _STEP.match(label, place):
        steps.append(match.end())
        place = match.end() + 1
    return [label[:end] for end in reversed(steps[:-1])]


def _readable(word: str, number: str | None, again: str | None) -> str:
    shown = number or ""
    if word in ("chuong", "phu-luc") or (word in ("muc", "phan") and shown.isalpha()):
        shown = shown.upper()
    elif word == "phan" and shown.isdigit() and 1 <= int(shown) <= 29:
        shown = f"thứ {ordinal_words(int(shown))}"
    else:
        shown = shown.replace("dd", "đ")
    return f"{_READABLE[word]} {shown}".strip() + (f" (lần {again})" if again else "")


def marker_for(kind: str, number: str) -> str:
    """How a provision begins when printed: "Điều 15a. ", "2. ", "đ) ", "Chương II\\n" (its heading on a line below)."""
    if kind in ("clause", "point"):
        return f"{number}{'. ' if kind == 'clause' else ') '}"
    if kind in ("preamble", "paragraph"):
        return ""
    if kind == "part" and number.isdigit() and 1 <= int(number) <= 29:
        number = f"thứ {ordinal_words(int(number))}"
    name = f"{_READABLE[_WORDS[kind]]} {number}".strip()
    return name + ("\n" if kind in ("part", "chapter", "annex") else ". ")
