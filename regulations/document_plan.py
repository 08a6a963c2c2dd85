"""How the text of a document is laid out on pages: a short one on one page, a long one a chapter a page.

The rule for a long text: every chapter, annex, and part without chapters begins a page; what stands before the first
of them, and a part's own heading, go with the page that follows. A chapter longer than a page, and a text without
chapters, is cut between articles, at a section where the page is half full already. What cannot be cut there, an
article or annex longer than a page, is shown in pieces cut between paragraphs.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from django.db.models.functions import Length

from regulations.models import DocumentVersion, Provision
from regulations.text.labels import label_parts, marker_for

PAGE_LENGTH = 50_000
"""Characters of law text on one page: about 65 kB, 15 kB compressed."""

_HEADED = ("part", "chapter", "section", "subsection", "article", "annex")
_OPENERS = ("part", "chapter", "section", "subsection")
_UNITS = ("part", "chapter", "annex")
_CUTS = ("section", "subsection", "article", "paragraph")
_HEADING_LENGTH = 1_000  # characters: a heading with a line or two below it is not left alone at the foot of a page


class Placed(Protocol):
    """A provision as far as layout needs it."""

    position: int
    depth: int
    kind: str
    number: str
    label: str
    marker: str
    heading: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    position: int
    depth: int
    kind: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """The provisions at positions [start, end), under the label of the unit that begins it."""

    label: str
    title: str
    start: int
    end: int
    pieces: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a text and its table of contents."""

    pages: tuple[TextPage, ...]
    entries: tuple[Entry, ...]

    @property
    def on_one_page(self) -> bool:
        return len(self.pages) <= 1 and all(page.pieces == 1 for page in self.pages)

    def page_labelled(self, label: str) -> int | None:
        """The place among the pages of the one with this label."""
        return next((index for index, page in enumerate(self.pages) if page.label == label), None)

    def page_at(self, position: int) -> TextPage:
        return next(page for page in self.pages if page.start <= position < page.end)


def title_of(provision: Placed) -> str:
    """A provision's heading as printed on one line: "Chương II. ĐIỀU KIỆN KINH DOANH", "Điều 9. Hồ sơ"."""
    marker = (provision.marker or marker_for(provision.kind, provision.number)).strip()
    if provision.heading and marker and marker[-1] not in ".:-–—":
        marker += "."
    return f"{marker} {provision.heading}".strip() or label_parts(provision.label)


def plan_of(version: DocumentVersion) -> Plan:
    """The layout of a published version. It is kept in the process: what is published never changes."""
    return _stored_plan(version.pk, version.recorded_at)


@lru_cache(maxsize=128)
def _stored_plan(version_id: int, _recorded_at) -> Plan:
    rows = (
        Provision.objects.filter(version=version_id)
        .order_by("position")
        .only("position", "depth", "kind", "number", "label", "marker", "heading")
        .annotate(length=Length("text"))
    )
    return make_plan([(row, row.length + len(row.heading)) for row in rows])


def make_plan(provisions: Iterable[tuple[Placed, int]]) -> Plan:
    """The layout of provisions in document order, each with the number of its characters."""
    rows = list(provisions)
    entries = tuple(
        Entry(row.position, row.depth, row.kind, row.label, title_of(row)) for row, _ in rows if row.kind in _HEADED
    )
    if sum(length for _, length in rows) <= PAGE_LENGTH:
        return Plan(tuple(_page(rows, 0, len(rows)) for _ in rows[:1]), entries)
    pages: list[TextPage] = []
    for start, end in _units(rows):
        pages += [_page(rows, first, last) for first, last in _cut(rows, start, end)]
    return Plan(tuple(pages), entries)


def _units(rows: Sequence[tuple[Placed, int]]) -> Iterable[tuple[int, int]]:
    """Ranges of chapters, annexes and parts without chapters, each with the headings right before it."""
    starts: list[int] = []
    open_lead = True  # only headings and preamble since the last cut: a unit here joins them
    for index, (row, _) in enumerate(rows):
        if row.kind in _UNITS:
            if not open_lead:
                starts.append(index)
            open_lead = row.kind == "part"
        elif row.kind != "preamble":
            open_lead = False
    starts = [0, *starts]
    return zip(starts, [*starts[1:], len(rows)], strict=True)


def _cut(rows: Sequence[tuple[Placed, int]], start: int, end: int) -> Iterable[tuple[int, int]]:
    """Cut a unit that is too long for one page."""
    if sum(length for _, length in rows[start:end]) <= PAGE_LENGTH:
        yield start, end
        return
    first, filled = start, 0
    for block, block_end in _blocks(rows, start, end):
        length = sum(length for _, length in rows[block:block_end])
        at_section = rows[block][0].kind in ("section", "subsection") and filled > PAGE_LENGTH // 2
        if filled and (filled + length > PAGE_LENGTH or at_section):
            yield first, block
            first, filled = block, 0
        filled += length
    yield first, end


def _blocks(rows: Sequence[tuple[Placed, int]], start: int, end: int) -> list[tuple[int, int]]:
    """What stays together: an article with its clauses, headings with what follows; a long article by its clauses."""
    starts = [
        start,
        *(i for i in range(start + 1, end) if rows[i][0].kind in _CUTS and not _is_heading(*rows[i - 1], _OPENERS)),
    ]
    blocks: list[tuple[int, int]] = []
    for first, last in zip(starts, [*starts[1:], end], strict=True):
        if sum(length for _, length in rows[first:last]) <= PAGE_LENGTH:
            blocks.append((first, last))
        else:
            inner = [first, *(i for i in range(first + 1, last) if not _is_heading(*rows[i - 1], _HEADED))]
            blocks += zip(inner, [*inner[1:], last], strict=True)
    return blocks


def _is_heading(row: Placed, length: int, kinds: Collection[str]) -> bool:
    return row.kind in kinds and length <= _HEADING_LENGTH


def _page(rows: Sequence[tuple[Placed, int]], start: int, end: int) -> TextPage:
    lead = next((index for index in range(start, end) if rows[index][0].kind not in ("preamble", "part")), start)
    row = rows[lead][0]
    length = sum(length for _, length in rows[start:end])
    pieces = -(-length // PAGE_LENGTH) if length > PAGE_LENGTH else 1
    title = title_of(row) if row.kind in _HEADED else label_parts(row.label)
    return TextPage(row.label, title, rows[start][0].position, rows[end - 1][0].position + 1, pieces)


def piece_of(text: str, number: int, pieces: int) -> str:
    """The `number`th (from 1) of `pieces` nearly equal pieces of a text, cut between paragraphs where there are any."""
    edges = [0]
    for cut in range(1, pieces):
        target = len(text) * cut // pieces
        line_end = text.rfind("\n", edges[-1], target)
        edges.append(line_end + 1 if line_end > edges[-1] else target)
    edges.append(len(text))
    return text[edges[number - 1] : edges[number]]
