"""What changed between two versions of a legal document: article by article, by provision inside, and in one line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulations.document_plan import title_of
from regulations.models import DocumentVersion, Provision, ProvisionMatch
from regulations.text.labels import marker_for
from regulations.text.matching import ProvisionPair, match_provisions
from regulations.text.structure import parse_structure

UNSURE = 0.8
"""Confidence below which a match is shown as "possibly" and offered to officers first."""
UNSURE_IN_PLACE = 0.5
"""The same for a provision that kept its label: there it is its wording that changed."""
_HEADED = ("part", "chapter", "section", "subsection", "article", "annex")
_UNITS = ("article", "annex")


@dataclass(frozen=True, slots=True)
class Row:
    """A provision as comparison needs it, read without building a model's instance: a law has thousands."""

    pk: int
    parent_id: int | None
    position: int
    depth: int
    kind: str
    number: str
    label: str
    marker: str
    heading: str
    text: str

    @property
    def printed(self) -> str:
        """As it stands in the text: marker, heading and words, without what is below it."""
        if self.kind in _HEADED:
            return f"{title_of(self)}\n{self.text}".strip()
        return f"{self.marker or marker_for(self.kind, self.number)}{self.text}".strip()


Pair = ProvisionPair[Row]


@dataclass(frozen=True)
class Unit:
    """An article, an annex, or what stands outside of both: its own pair, and the pairs of what is inside."""

    own: Pair
    inner: tuple[Pair, ...]

    @cached_property
    def changed(self) -> tuple[Pair, ...]:
        """Its pairs that are not the same in both texts, in order."""
        return tuple(pair for pair in (self.own, *self.inner) if is_changed(pair))

    @property
    def row(self) -> Row:
        return self.own.new or self.own.old

    @property
    def weight(self) -> int:
        """Characters that its redline shows."""
        return sum(len(row.text) for pair in self.changed for row in (pair.old, pair.new) if row is not None)


@dataclass(frozen=True)
class DocumentRedline:
    """All units of two texts in the order of the later one; removed ones stand where they were."""

    units: tuple[Unit, ...]

    @cached_property
    def changed(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.changed)

    @cached_property
    def same(self) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if not unit.changed)

    @property
    def pairs(self) -> Iterable[Pair]:
        return (pair for unit in self.units for pair in (unit.own, *unit.inner))


def is_changed(pair: Pair) -> bool:
    return pair.kind != "unchanged" or pair.text_changed


def is_unsure(pair: Pair) -> bool:
    """Whether the two are taken for one provision without much certainty, and nobody has confirmed it."""
    if pair.old is None or pair.new is None or pair.corrected:
        return False
    return pair.confidence < (UNSURE_IN_PLACE if pair.old.label == pair.new.label else UNSURE)


def compare_documents(old: DocumentVersion, new: DocumentVersion) -> DocumentRedline:
    """The differences of two versions of one document, drafts too. Officers' corrections of matches win.

    Three queries for published versions, however long the texts are.
    """
    corrections = ProvisionMatch.objects.filter(old_version=old, new_version=new).order_by("pk")
    pairs = match_provisions(rows_of(old), rows_of(new), corrections=corrections.values_list("old_label", "new_label"))
    return DocumentRedline(tuple(_units(pairs)))


def rows_of(version: DocumentVersion) -> list[Row]:
    """The provisions of a published version as they are stored, of a draft as its text gives them."""
    if not version.live:
        drafted = parse_structure(version.text)
        return [
            Row(
                row.position, row.parent, row.position, row.depth, row.kind, row.number, row.label, row.marker,
                row.heading, row.text,
            )
            for row in drafted
        ]  # fmt: skip
    columns = tuple(Row.__dataclass_fields__)
    provisions = Provision.objects.filter(version=version).order_by("position")
    return [Row(*values) for values in provisions.values_list(*columns)]


def _units(pairs: list[Pair]) -> list[Unit]:
    """Pairs gathered below the article or annex that they stand in; a removed one below what became of its article."""
    new_heads = _heads([pair.new for pair in pairs if pair.new is not None])
    old_heads = _heads(sorted((pair.old for pair in pairs if pair.old is not None), key=lambda row: row.position))
    by_old = {pair.old.pk: pair for pair in pairs if pair.old is not None}
    by_new = {pair.new.pk: pair for pair in pairs if pair.new is not None}
    inner: dict[int, list[Pair]] = {}
    own: list[Pair] = []
    for pair in pairs:
        head = by_new[new_heads[pair.new.pk]] if pair.new is not None else by_old[old_heads[pair.old.pk]]
        if head is pair:
            own.append(pair)
        else:
            inner.setdefault(id(head), []).append(pair)
    return [Unit(pair, tuple(inner.get(id(pair), ()))) for pair in own]


def _heads(rows: list[Row]) -> dict[int, int]:
    """For each row of one text, by key, the row that its unit goes by: its article, else its annex, else itself."""
    parents = {row.pk: row for row in rows}
    heads: dict[int, int] = {}
    for row in rows:
        above = parents.get(row.parent_id)
        if row.kind in _UNITS or above is None:
            heads[row.pk] = row.pk
        else:
            head = parents[heads[above.pk]]
            heads[row.pk] = head.pk if head.kind in _UNITS else row.pk
    return heads


def redline_summary(redline: DocumentRedline) -> list[str]:
    """What changed, counted: "3 điều sửa đổi", "2 khoản bãi bỏ", "1 điều đánh số lại".

    What is inside an added or removed unit is not counted again, nor is a clause reworded in an article that changed.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for unit in redline.changed:
        kind = unit.row.kind
        if unit.own.kind in ("added", "removed"):
            counts[unit.own.kind, kind] += 1
            continue
        if unit.own.kind in ("moved", "renumbered"):
            counts[unit.own.kind, kind] += 1
        if unit.own.text_changed or any(is_changed(pair) for pair in unit.inner):
            counts["changed", kind] += 1
        for pair in unit.inner:
            if pair.kind != "unchanged" and pair.kind != "changed":
                counts[pair.kind, (pair.new or pair.old).kind] += 1
    return [_counted(fate, kind, n) for fate in _FATES for kind in _KINDS if (n := counts[fate, kind])]


def _counted(fate: str, kind: str, n: int) -> str:
    return _FATES[fate](n) % {"what": _KINDS[kind](n) % {"n": n}}


_FATES = {
    "changed": lambda n: ngettext("%(what)s sửa đổi", "%(what)s sửa đổi", n),
    "added": lambda n: ngettext("%(what)s thêm mới", "%(what)s thêm mới", n),
    "removed": lambda n: ngettext("%(what)s bãi bỏ", "%(what)s bãi bỏ", n),
    "renumbered": lambda n: ngettext("%(what)s đánh số lại", "%(what)s đánh số lại", n),
    "moved": lambda n: ngettext("%(what)s chuyển chỗ", "%(what)s chuyển chỗ", n),
}
_KINDS = {
    "part": lambda n: ngettext("%(n)d phần", "%(n)d phần", n),
    "chapter": lambda n: ngettext("%(n)d chương", "%(n)d chương", n),
    "section": lambda n: ngettext("%(n)d mục", "%(n)d mục", n),
    "subsection": lambda n: ngettext("%(n)d tiểu mục", "%(n)d tiểu mục", n),
    "article": lambda n: ngettext("%(n)d điều", "%(n)d điều", n),
    "clause": lambda n: ngettext("%(n)d khoản", "%(n)d khoản", n),
    "point": lambda n: ngettext("%(n)d điểm", "%(n)d điểm", n),
    "annex": lambda n: ngettext("%(n)d phụ lục", "%(n)d phụ lục", n),
    "preamble": lambda n: ngettext("%(n)d phần mở đầu", "%(n)d phần mở đầu", n),
    "paragraph": lambda n: ngettext("%(n)d đoạn", "%(n)d đoạn", n),
}


def same_line(redline: DocumentRedline) -> str:
    """How much stayed: "47 điều không đổi", "" where nothing did; units of any kind where no article is among them."""
    articles = [unit for unit in redline.same if unit.row.kind == "article"]
    n = len(articles) or len(redline.same)
    if not n:
        return ""
    if articles:
        return ngettext("%(n)d điều không đổi", "%(n)d điều không đổi", n) % {"n": n}
    return _("%(n)d mục của văn bản không đổi") % {"n": n}
