"""Styles and list numbers of a Word file: what it prints that does not stand in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from regulations.text.docx.package import DocxRefused, Package
from regulations.text.docx.parsing import Node, Trees, TreeTooBig
from regulations.text.labels import ordinal_words

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What a style says of its text, each None where it says nothing. `num_id` and `level` number its paragraphs."""

    name: str = ""
    hidden: bool | None = None
    caps: bool | None = None
    num_id: str | None = None
    level: int | None = None
    numbered_as: str | None = None
    """The style that names the list: this one or an ancestor."""


class Styles:
    """The styles by their ids, each with what it inherits."""

    def __init__(self, roots: list[Node]) -> None:
        self._nodes = {node.attributes.get("w:styleId", ""): node for root in roots for node in root.all("w:style")}
        self._looks: dict[str, Look] = {}
        self.default = next(
            (
                key
                for key, node in self._nodes.items()
                if node.attributes.get("w:type") == "paragraph" and node.attributes.get("w:default") in ("1", "true")
            ),
            "",
        )

    def look(self, style: str) -> Look:
        if style not in self._looks:
            self._looks[style] = self._inherited(style)
        return self._looks[style]

    def _inherited(self, style: str) -> Look:
        """From the style up its ancestors, the nearest word on each property; a circle of styles ends."""
        name, said, seen = "", {}, set()
        while style in self._nodes and style not in seen:
            seen.add(style)
            node = self._nodes[style]
            name = name or node.value("w:name") or ""
            for key, value in _said_by(node, style).items():
                if said.get(key) is None:
                    said[key] = value
            style = node.value("w:basedOn") or ""
        return Look(name=name, **said)


def _said_by(style: Node, key: str) -> dict:
    run, paragraph = style.child("w:rPr"), style.child("w:pPr")
    said = {"hidden": run.is_on("w:vanish") if run else None, "caps": run.is_on("w:caps") if run else None}
    numbered = paragraph.child("w:numPr") if paragraph else None
    if numbered is not None:
        said |= {"num_id": numbered.value("w:numId"), "level": _number(numbered.value("w:ilvl"), None)}
        said["numbered_as"] = key if said["num_id"] else None
    return said


@dataclass(frozen=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str
    legal: bool
    restart: int | None
    style: str


class Numbering:
    """The automatic numbers of lists, as they are printed: "1.", "a)", "Điều 5."."""

    def __init__(self, roots: list[Node], styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Node] = {}
        self._numbers: dict[str, Node] = {}
        for root in roots:
            self._abstract |= {node.attributes.get("w:abstractNumId", ""): node for node in root.all("w:abstractNum")}
            self._numbers |= {node.attributes.get("w:numId", ""): node for node in root.all("w:num")}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of_style(self, num_id: str, style: str | None) -> int:
        """On which level a style that names only its list is numbered."""
        return next((at for at, level in self._levels_of(num_id).items() if level.style == style), 0)

    def next_label(self, num_id: str, at: int) -> str:
        """What is printed before the next paragraph on this level, with the space behind; "" for no number."""
        levels = self._levels_of(num_id)
        level = levels.get(at)
        if level is None:
            return ""
        counters = self._counters.setdefault(self._abstract_id(num_id), [None] * _LEVELS)
        self._count(counters, levels, num_id, at)
        if level.format == "bullet":
            return "- "
        printed = _PLACEHOLDER.sub(lambda match: self._printed(counters, levels, int(match[1]) - 1, level), level.text)
        return printed + ("" if level.suffix == "nothing" or not printed else " ")

    def _count(self, counters: list[int | None], levels: dict[int, _Level], num_id: str, at: int) -> None:
        override = self._start_override(num_id, at)
        if override is not None and (num_id, at) not in self._begun:
            self._begun.add((num_id, at))
            counters[at] = override
        else:
            before = counters[at]
            counters[at] = levels[at].start if before is None else before + 1
        for below in range(at + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or at < restart:
                counters[below] = None

    def _printed(self, counters: list[int | None], levels: dict[int, _Level], at: int, shown: _Level) -> str:
        level = levels.get(at)
        if level is None:
            return ""
        number = counters[at]
        return _formatted(level.start if number is None else number, "decimal" if shown.legal else level.format)

    def _abstract_id(self, num_id: str) -> str:
        node = self._numbers.get(num_id)
        return (node.value("w:abstractNumId") or "") if node else ""

    def _start_override(self, num_id: str, at: int) -> int | None:
        node = self._numbers.get(num_id)
        for override in node.all("w:lvlOverride") if node else ():
            if _number(override.attributes.get("w:ilvl"), -1) == at:
                return _number(override.value("w:startOverride"), None)
        return None

    def _levels_of(self, num_id: str) -> dict[int, _Level]:
        if num_id not in self._levels:
            node = self._numbers.get(num_id)
            levels = self._of_abstract(self._abstract_id(num_id), 0)
            for override in node.all("w:lvlOverride") if node else ():
                levels |= _levels(override)
            self._levels[num_id] = levels
        return self._levels[num_id]

    def _of_abstract(self, key: str, hops: int) -> dict[int, _Level]:
        node = self._abstract.get(key)
        if node is None:
            return {}
        link = node.value("w:numStyleLink")
        if link and hops < 5:
            return self._of_abstract(self._abstract_id(self._styles.look(link).num_id or ""), hops + 1)
        return _levels(node)


def _levels(parent: Node) -> dict[int, _Level]:
    found = {}
    for node in parent.all("w:lvl"):
        at = _number(node.attributes.get("w:ilvl"), -1)
        if 0 <= at < _LEVELS:
            found[at] = _Level(
                start=_number(node.value("w:start"), 1),
                format=node.value("w:numFmt") or "decimal",
                text=node.value("w:lvlText") or "",
                suffix=node.value("w:suff") or "tab",
                legal=bool(node.is_on("w:isLgl")),
                restart=_number(node.value("w:lvlRestart"), None),
                style=node.value("w:pStyle") or "",
            )
    return found


def _formatted(number: int, kind: str) -> str:
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{number:02d}"
    if kind in ("upperLetter", "lowerLetter") and 0 < number < 1000:
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if kind == "upperLetter" else letters.lower()
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 4000:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in ("vietnameseCounting", "cardinalText") and 0 < number < 30:
        return {1: "một", 4: "bốn"}.get(number) or ordinal_words(number)
    return str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, written in _ROMAN:
        while number >= value:
            letters, number = letters + written, number - value
    return letters


def _number(given: str | None, otherwise):
    return int(given) if given and given.isdecimal() and len(given) < 9 else otherwise


def roots_of(package: Package, name: str) -> list[Node]:
    """The whole tree of a small part. Raises DocxRefused where it is no small one."""
    found: list[Node] = []
    try:
        package.parse(name, Trees(lambda _tag, _attributes: True, found.append))
    except TreeTooBig as error:
        raise DocxRefused("broken", name) from error
    return found
