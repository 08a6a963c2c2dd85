"""The pieces of a plan's item: why, and what would change in the regulation. The same pieces are indexed and shown."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from regulations.models import Fee, Paper, Part, PartDefinition, RegulationVersion

RATIONALE = ""
_ROWS = ((Paper, "papers"), (Fee, "fees"))


@dataclass(frozen=True, slots=True)
class Piece:
    """`key` is RATIONALE, the key of a changed part, or what happens to rows: "papers_added", "fees_removed" ..."""

    key: str
    text: str

    @property
    def anchor(self) -> str:
        """The part of the item to lead to on the plan's page, as in `muc-3-steps`; "" for the item's beginning."""
        return "" if self.key.endswith(("_added", "_removed")) else self.key


@dataclass(slots=True)
class _Texts:
    """What one version of a regulation says: parts by key, and the names of its papers and fees in their order."""

    parts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=lambda: {name: [] for _model, name in _ROWS})


def pieces_of(items: Iterable[tuple[int, int, str]]) -> dict[int, list[Piece]]:
    """The pieces of items given as (key, key of the base version, rationale), by the item's key. Four queries."""
    items = list(items)
    proposed = RegulationVersion.objects.filter(proposed_in__in=[item for item, _base, _why in items]).order_by()
    proposals = dict(proposed.values_list("proposed_in", "pk"))
    compared = {base for item, base, _why in items if item in proposals}
    texts = _texts({*proposals.values(), *compared})
    pieces = {}
    for item, base, rationale in items:
        pieces[item] = [Piece(RATIONALE, rationale)]
        if item in proposals:
            pieces[item] += _changes(texts[base], texts[proposals[item]])
    return pieces


def piece_names(pieces: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(kind of regulation, key) -> what the piece is called in the reader's language; the rationale is called nothing.

    At most one query.
    """
    fixed = {
        RATIONALE: "",
        "papers_added": _("Giấy tờ thêm hoặc sửa"),
        "papers_removed": _("Giấy tờ được bỏ"),
        "fees_added": _("Khoản thu thêm hoặc sửa"),
        "fees_removed": _("Khoản thu được bỏ"),
    }
    wanted = set(pieces)
    names = {(kind, key): fixed.get(key, key) for kind, key in wanted}
    keys = {key for _kind, key in wanted} - fixed.keys()
    if keys:
        definitions = PartDefinition.objects.filter(key__in=keys).order_by()
        names |= {(one.kind, one.key): one.label for one in definitions if (one.kind, one.key) in wanted}
    return names


def _texts(versions: Collection[int]) -> dict[int, _Texts]:
    texts: dict[int, _Texts] = defaultdict(_Texts)
    parts = Part.objects.filter(version__in=versions).order_by("version", "sort_order", "pk")
    for version, key, text in parts.values_list("version", "key", "text"):
        texts[version].parts[key] = text
    for model, name in _ROWS:
        rows = model.objects.filter(version__in=versions).order_by("version", "sort_order", "pk")
        for version, text in rows.values_list("version", "name"):
            texts[version].rows[name].append(text)
    return texts


def _changes(base: _Texts, proposal: _Texts) -> Iterable[Piece]:
    for key, text in proposal.parts.items():
        if text != base.parts.get(key):
            yield Piece(key, text)
    for name, proposed in proposal.rows.items():
        before = base.rows[name]
        for suffix, texts in (
            ("added", [text for text in proposed if text not in before]),
            ("removed", [text for text in before if text not in proposed]),
        ):
            if texts:
                yield Piece(f"{name}_{suffix}", "\n".join(texts))
