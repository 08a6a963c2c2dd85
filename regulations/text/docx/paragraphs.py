"""One paragraph of a Word file: what is printed of it, and what stands in it that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from regulations.text.docx.package import DocxRefused
from regulations.text.docx.parsing import Node
from regulations.text.docx.styles import Look, Styles

_FETCHING_FIELD = re.compile(
    r"(?:^|\x00)[\s\\]*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE)\b", re.I
)
"""Fields with which Word fetches from elsewhere. Nobody here runs a field; who reads the file on would."""

_CHARACTERS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_TRANSPARENT = frozenset({
    "w:hyperlink", "w:smartTag", "w:sdt", "w:sdtContent", "w:customXml", "w:bdo", "w:dir", "w:fldSimple", "w:ruby",
    "w:rubyBase", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "m:oMath", "m:oMathPara", "w:smartTagPr",
})  # fmt: skip
_DRAWN = frozenset({"w:drawing", "w:pict", "w:object"})
_IMAGES = frozenset({"blip", "v:imagedata"})
_CONTENTS = re.compile(r"(?:toc \d|table of figures)", re.I)


@dataclass(frozen=True)
class Piece:
    """A run of characters with one fate: "kept", "inserted" (kept as well), "deleted" or "hidden"."""

    text: str
    fate: str = "kept"
    who: str = ""


@dataclass
class Paragraph:
    """`mark_is_gone`: its end is deleted or hidden, so what follows goes on in the same line."""

    style: str = ""
    num_id: str | None = None
    level: int | None = None
    mark_is_gone: bool = False
    is_contents: bool = False
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    """Texts of text boxes and WordArt, and what pictures say of themselves."""
    pictures: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    """References to notes and comments: ("footnote", id)."""
    formatted_by: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is printed, all changes accepted."""
        return "".join(piece.text for piece in self.pieces if piece.fate in ("kept", "inserted"))

    @property
    def everything(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class _State:
    """What holds where the walk is."""

    fate: str = "kept"
    who: str = ""


def read_paragraph(node: Node, styles: Styles) -> Paragraph:
    """The paragraph of a w:p. Raises DocxRefused for a field that fetches from elsewhere."""
    return _Reader(styles).read(node)


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.paragraph = Paragraph()
        self.look = Look()
        self.instructions: list[str] = []

    def read(self, node: Node) -> Paragraph:
        properties = node.child("w:pPr")
        self._properties(properties)
        for child in node.children:
            if child is not properties:
                self._walk(child, _State())
        if match := _FETCHING_FIELD.search("".join(self.instructions)):
            raise DocxRefused("external_field", match[1].upper())
        return self.paragraph

    def _properties(self, properties: Node | None) -> None:
        style = (properties.value("w:pStyle") if properties else None) or self.styles.default
        self.look = self.styles.look(style)
        paragraph = self.paragraph
        paragraph.style = style
        paragraph.is_contents = bool(_CONTENTS.match(self.look.name))
        paragraph.num_id, paragraph.level = self.look.num_id, self.look.level
        if properties is None:
            return
        numbered = properties.child("w:numPr")
        if numbered is not None:
            level = numbered.value("w:ilvl")
            paragraph.num_id = numbered.value("w:numId") or paragraph.num_id
            paragraph.level = int(level) if level and level.isdecimal() and len(level) < 3 else (paragraph.level or 0)
        if (change := properties.child("w:pPrChange")) is not None:
            paragraph.formatted_by.append(_author(change))
        mark = properties.child("w:rPr")
        if mark is not None:
            gone = mark.child("w:del") is not None or mark.child("w:moveFrom") is not None
            paragraph.mark_is_gone = gone or bool(mark.is_on("w:vanish"))

    def _walk(self, node: Node, state: _State) -> None:
        tag = node.tag
        if tag == "w:r":
            self._run(node, state)
        elif tag in ("w:ins", "w:moveTo"):
            fate = "inserted" if state.fate == "kept" else state.fate
            self._walk_all(node, replace(state, fate=fate, who=state.who or _author(node)))
        elif tag in ("w:del", "w:moveFrom"):
            self._walk_all(node, _State("deleted", _author(node)))
        elif tag == "m:r":
            self._add("".join(part.text for part in node.all("m:t")), state)
        elif tag == "w:commentRangeStart":
            self.paragraph.notes.append(("comment", node.attributes.get("w:id", "")))
        elif tag in _TRANSPARENT or tag.startswith("m:"):
            self.instructions += "\0", node.attributes.get("w:instr", "")
            self._walk_all(node, state)

    def _walk_all(self, node: Node, state: _State) -> None:
        for child in node.children:
            self._walk(child, state)

    def _run(self, run: Node, state: _State) -> None:
        properties = run.child("w:rPr")
        hidden, caps = self._hidden_and_caps(properties)
        if properties is not None and (change := properties.child("w:rPrChange")) is not None:
            self.paragraph.formatted_by.append(_author(change))
        if hidden and state.fate != "deleted":
            state = replace(state, fate="hidden")
        for child in run.children:
            if child is not properties:
                self._in_run(child, state, caps)

    def _hidden_and_caps(self, properties: Node | None) -> tuple[bool, bool]:
        if properties is None:
            return bool(self.look.hidden), bool(self.look.caps)
        style = self.styles.look(properties.value("w:rStyle") or "")
        hidden = next(
            (one for one in (properties.is_on("w:vanish"), style.hidden, self.look.hidden) if one is not None), False
        )
        caps = next((one for one in (properties.is_on("w:caps"), style.caps, self.look.caps) if one is not None), False)
        return hidden, caps

    def _in_run(self, node: Node, state: _State, caps: bool) -> None:
        tag = node.tag
        if tag in ("w:t", "w:delText"):
            self._add(node.text.upper() if caps else node.text, state)
        elif tag in _CHARACTERS:
            self._add(_CHARACTERS[tag], state)
        elif tag == "w:sym":
            self._add(_symbol(node), state)
        elif tag in ("w:footnoteReference", "w:endnoteReference", "w:commentReference"):
            self.paragraph.notes.append((tag[2:].removesuffix("Reference"), node.attributes.get("w:id", "")))
        elif tag == "w:fldChar":
            self.instructions += ["\0"] if node.attributes.get("w:fldCharType") == "begin" else []
        elif tag in ("w:instrText", "w:delInstrText"):
            self.instructions.append(node.text)
        elif tag in _DRAWN:
            inside = list(_descendants(node))
            self.paragraph.pictures += any(one.tag in _IMAGES for one in inside)
            self.paragraph.boxes += _words_of(inside, self.styles)
        elif tag in _TRANSPARENT:
            for child in node.children:
                self._in_run(child, state, caps)

    def _add(self, text: str, state: _State) -> None:
        if text:
            self.paragraph.pieces.append(Piece(text, state.fate, state.who))


def _author(node: Node) -> str:
    return node.attributes.get("w:author", "")


def _symbol(node: Node) -> str:
    """A character of a symbol font; those have no meaning without it and are shown as a bullet."""
    try:
        code = int(node.attributes.get("w:char", ""), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 < code < 0xD800 else "•"


def _words_of(drawn: list[Node], styles: Styles) -> list[str]:
    """Text boxes by paragraph, WordArt, and descriptions: all that can be read in or behind a picture."""
    words = []
    for inner in drawn:
        if inner.tag == "w:p":
            words.append(read_paragraph(inner, styles).everything)
        elif inner.tag == "v:textpath":
            words.append(inner.attributes.get("string", ""))
        elif inner.tag == "wp:docPr":
            words += [inner.attributes.get(key, "") for key in ("title", "descr")]
    return [one for one in words if one.strip()]


def _descendants(node: Node) -> Iterator[Node]:
    """All below, but what is inside a paragraph, which is read as one."""
    for child in node.children:
        yield child
        if child.tag != "w:p":
            yield from _descendants(child)
