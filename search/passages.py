"""The pieces of a legal document that can be found: its articles, each with its clauses and points, and what else has
text. The same piece is indexed, shown as a hit and linked to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from regulations.text.labels import label_parts, marker_for
from regulations.text.structure import printed

FRAME = frozenset({"part", "chapter", "section", "subsection"})


class Node(NamedTuple):
    """A provision's columns; read with `.values_list(*Node._fields)`, in document order."""

    pk: int
    version_id: int
    parent_id: int | None
    kind: str
    number: str
    label: str
    marker: str
    heading: str
    text: str


@dataclass(slots=True)
class Passage:
    """One piece. `heading` is "Điều 9. Điều kiện", "" where the piece has neither number nor heading; `lines` are its
    own text and those of the clauses and points in it, `labels` where each stands."""

    version_id: int
    label: str
    heading: str
    lines: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(line for line in self.lines if line)


def passages_of(nodes: Iterable[Node]) -> Iterator[Passage]:
    """The pieces of nodes in document order, one version after the other.

    Parts, chapters and sections frame pieces and are pieces only where they have text of their own. Any other node
    that is not inside a piece begins one.
    """
    inside: set[int] = set()
    current: Passage | None = None
    for node in nodes:
        if current is not None and node.parent_id in inside:
            inside.add(node.pk)
            current.lines.append(printed(node))
            current.labels.append(node.label)
            continue
        if current is not None:
            yield current
        current, inside = None, set()
        if node.kind not in FRAME or node.text:
            current = Passage(node.version_id, node.label, heading_of(node), [node.text], [node.label])
        if node.kind not in FRAME:
            inside.add(node.pk)
    if current is not None:
        yield current


def heading_of(node: Node) -> str:
    """How a piece is called: number and heading as printed, on one line."""
    if node.kind in ("clause", "point"):
        return label_parts(node.label)
    return f"{_printed_marker(node)}{node.heading}".replace("\n", ". ").strip(" .")


def _printed_marker(node: Node) -> str:
    return node.marker or marker_for(node.kind, node.number)
