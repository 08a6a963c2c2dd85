"""Articles of a file as provisions to store, and stored provisions as whole articles to compare a file with."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection

from regulations.models import DocumentVersion, Provision
from regulations.text.structure import ParsedProvision, printed

CHUNK = 500
_COLUMNS = ("version", "parent", "position", "depth", "kind", "number", "label", "marker", "heading", "text")


class StoredRow(NamedTuple):
    """A provision's columns; read with `.values_list(*StoredRow._fields)`, ordered by version and position."""

    version_id: int
    depth: int
    kind: str
    number: str
    label: str
    marker: str
    heading: str
    text: str


def store_provisions_in_bulk(texts: Sequence[tuple[DocumentVersion, Sequence[ParsedProvision]]]) -> None:
    """Insert the provisions of stored versions, level by level, without making a model of each.

    A national text has hundreds of thousands, and the database is locked for writing meanwhile.
    """
    depths = sorted({provision.depth for _version, parsed in texts for provision in parsed})
    keys: dict[tuple[int, int], int] = {}
    for depth in depths:
        _insert(_values(version.pk, parsed, depth, keys) for version, parsed in texts)
        if depth != depths[-1]:
            keys = _keys_at(depth, [version.pk for version, _parsed in texts])


def _values(
    version: int, parsed: Sequence[ParsedProvision], depth: int, keys: dict[tuple[int, int], int]
) -> list[tuple[Any, ...]]:
    return [
        (
            version, keys[version, one.parent] if one.parent is not None else None, one.position, one.depth,
            one.kind, one.number, one.label, one.marker, one.heading, one.text,
        )
        for one in parsed
        if one.depth == depth
    ]  # fmt: skip


def _insert(texts: Iterable[list[tuple[Any, ...]]]) -> None:
    fields = [Provision._meta.get_field(name).column for name in _COLUMNS]
    names = ", ".join(connection.ops.quote_name(name) for name in [*fields])
    table = connection.ops.quote_name(Provision._meta.db_table)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - own names
    with connection.cursor() as cursor:
        for rows in texts:
            if rows:
                cursor.executemany(statement, rows)


def _keys_at(depth: int, versions: Sequence[int]) -> dict[tuple[int, int], int]:
    """(version, position) -> key of the provisions of one level."""
    keys: dict[tuple[int, int], int] = {}
    for start in range(0, len(versions), CHUNK):
        rows = Provision.objects.filter(version__in=versions[start : start + CHUNK], depth=depth).order_by()
        keys |= {(version, position): pk for version, position, pk in rows.values_list("version", "position", "pk")}
    return keys


def whole_articles(rows: Iterable[StoredRow]) -> Iterator[tuple[int, str, str, str]]:
    """(version, label, heading, text with all that stands in it) of each article, innermost ones first."""
    for version, found in groupby(rows, key=lambda row: row.version_id):
        inside: list[tuple[StoredRow, list[str]]] = []
        for row in found:
            yield from _closed(version, inside, row.depth)
            for _, lines in inside:
                lines.append(printed(row))
            if row.kind == "article":
                inside.append((row, [row.text]))
        yield from _closed(version, inside, 0)


def _closed(version: int, inside: list[tuple[StoredRow, list[str]]], depth: int) -> Iterator[tuple[int, str, str, str]]:
    while inside and inside[-1][0].depth >= depth:
        article, lines = inside.pop()
        yield version, article.label, article.heading, "\n".join(lines)


def same_words(text: str) -> str:
    """The text as it is compared: lines and spaces are the file's own."""
    return " ".join(text.split())
