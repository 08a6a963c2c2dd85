"""XML read in pieces, without what makes XML dangerous: no DOCTYPE, no entities, no depth or token without end."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

DEPTH = 200
ELEMENTS = 1_500_000
TOKEN_BYTES = 1_000_000
"""Of one tag, comment or run of text before the parser has told us anything about it."""

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r:",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}
"""The vocabularies that are told apart, in both editions of the standard; other names come without a prefix."""


class BrokenXml(Exception):
    """Not well-formed, or beyond any measure of a document people write."""


class ForbiddenXml(Exception):
    """It has a DOCTYPE: where external entities and exponential ones come from. No Word file has one."""


class Handler:
    """Told what is in the XML. Names are short: "w:p" whatever prefix the file uses, attributes likewise."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


def parse_xml(pieces: Iterable[bytes], handler: Handler) -> None:
    """Raises ForbiddenXml, BrokenXml, and whatever the handler raises."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    counts = _Counts()
    names = _Names()

    def start(name, attributes):
        counts.enter()
        handler.start(names[name], {names[key]: value for key, value in attributes.items()})

    def end(name):
        counts.depth -= 1
        handler.end(names[name])

    def forbidden(*_):
        raise ForbiddenXml

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, handler.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = forbidden
    # Comments and instructions are nobody's business, but without a handler the parser's place would stand still.
    parser.CommentHandler = parser.ProcessingInstructionHandler = lambda *_: None
    fed = 0
    try:
        for piece in pieces:
            fed += len(piece)
            parser.Parse(piece, False)
            if fed - parser.CurrentByteIndex > TOKEN_BYTES + len(piece):
                raise BrokenXml("a token without end")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise BrokenXml(str(error)) from error


class _Counts:
    def __init__(self) -> None:
        self.depth = self.elements = 0

    def enter(self) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH or self.elements > ELEMENTS:
            raise BrokenXml("too many elements")


class _Names(dict):
    """Short names by expanded ones ("http://... p"); kept, as a document uses few."""

    def __missing__(self, expanded: str) -> str:
        space, _, local = expanded.rpartition(" ")
        short = _PREFIXES.get(space, "") + local
        if len(self) < 10_000:
            self[expanded] = short
        return short


class Node:
    """An element with its children; `text` is what stands directly in it."""

    __slots__ = ("attributes", "children", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node] = []
        self.text = ""

    def child(self, tag: str) -> Node | None:
        return next((one for one in self.children if one.tag == tag), None)

    def all(self, tag: str) -> list[Node]:
        return [one for one in self.children if one.tag == tag]

    def value(self, tag: str) -> str | None:
        """The w:val of a child: "" where it has none, None where there is no such child."""
        found = self.child(tag)
        return None if found is None else found.attributes.get("w:val", "")

    def is_on(self, tag: str) -> bool | None:
        """A property that is there or not ("w:vanish"); None where nothing is said."""
        value = self.value(tag)
        return None if value is None else value.lower() not in ("0", "false", "off", "none")


class TreeTooBig(Exception):
    """More elements at once than a document that people write has."""


NODES = 300_000
"""Elements that are held at once."""


class Trees(Handler):
    """Builds a tree of each outermost element for which `begins` says so and hands it to `take` when it ends."""

    def __init__(self, begins, take, *, without: frozenset[str] = frozenset()) -> None:
        self.begins, self.take, self.without = begins, take, without
        self.path: list[Node] = []
        self.words: list[list[str]] = []
        self.nodes = self.left_out = 0

    def start(self, tag, attributes):
        if self.left_out or (self.path and self._is_left_out(tag)):
            self.left_out += 1
            return
        if not self.path and not self.begins(tag, attributes):
            return
        self.nodes += 1
        if self.nodes > NODES:
            raise TreeTooBig
        node = Node(tag, {key: value for key, value in attributes.items() if not key.startswith("w:rsid")})
        if self.path:
            self.path[-1].children.append(node)
        self.path.append(node)
        self.words.append([])

    def end(self, tag):
        if self.left_out:
            self.left_out -= 1
        elif self.path:
            node = self.path.pop()
            node.text = "".join(self.words.pop())
            if not self.path:
                self.nodes = 0
                self.take(node)

    def text(self, data):
        if self.path and not self.left_out:
            self.words[-1].append(data)

    def _is_left_out(self, tag: str) -> bool:
        # The fallback repeats its choice for programs that do not know it.
        return tag in self.without or (tag == "mc:Fallback" and self.path[-1].child("mc:Choice") is not None)
