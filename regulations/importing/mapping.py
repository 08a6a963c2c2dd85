"""Maps: how the columns of somebody else's file become ours, so that the file itself needs no editing.

A map is a TOML file, described in docs/importing.md. Every column of the source is either used or named in `ignore`:
nothing is left out in silence.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from regulations.models import Kind, PartDefinition

from . import cells
from .columns import Columns
from .reading import BrokenFileError
from .sheets import Sheet, SheetRow, read_sheet

_HOLE = re.compile(r"\{([^{}]+)\}")
_TABLES = {"about", "ignore", "join", "columns", "constants", "parts", "agencies", "fields", "documents"}
_RULE = {"from", "joined", "text", "values", "otherwise", "earlier"}
_JOIN = {"file", "key", "by", "prefix"}
_PARTS = {"from", "at"}
_PRESUPPOSED = {
    "agencies": ({"name_vi", "acronym", "level"}, {"name_en", "code"}),
    "fields": ({"name_vi", "slug"}, {"name_en"}),
    "documents": ({"number", "doc_type", "title", "issuers", "issued_on"}, set()),
}


@dataclass(frozen=True)
class Rule:
    """How one column of ours is made: from columns of the source, or by a text with holes for them."""

    sources: tuple[str, ...]
    joined: str = "\n"
    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    otherwise: Any = None
    """What stands for a value that `values` does not name; None keeps it."""
    earlier: Any = None
    """What stands in all versions of a regulation but the last."""

    def apply(self, row: dict[str, Any]) -> Any:
        if self.text:
            return _HOLE.sub(lambda hole: cells.text_of(row.get(hole[1])), self.text)
        if len(self.sources) > 1:
            return self.joined.join(filter(None, (cells.text_of(row.get(name)) for name in self.sources)))
        said = row.get(self.sources[0])
        if not self.values and self.otherwise is None:
            return said
        return self.values.get(cells.text_of(said), said if self.otherwise is None else self.otherwise)


@dataclass(frozen=True)
class FileMap:
    """A map as read; `presupposed` are rows of reference lists that the file speaks of, by list."""

    rules: dict[str, Rule] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    join: dict[str, str] = field(default_factory=dict)
    split: dict[str, str] = field(default_factory=dict)
    presupposed: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def used(self) -> set[str]:
        names = {name for rule in self.rules.values() for name in rule.sources}
        return names | set(filter(None, [self.split.get("from"), self.join.get("by")]))


def read_map(path: Path, columns: Columns) -> FileMap:
    """The map in the file. Raises BrokenFileError naming what is wrong in it."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenFileError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BrokenFileError(_("%(file)s không phải TOML: %(error)s") % {"file": path.name, "error": error}) from error
    try:
        return _parsed(said, {column.key for column in columns})
    except _WrongMap as wrong:
        raise BrokenFileError(f"{path.name}: {wrong}") from wrong


class _WrongMap(Exception):
    pass


def _known(said: Any, where: str, allowed: set[str], needed: Iterable[str] = ()) -> dict:
    if not isinstance(said, dict):
        raise _WrongMap(_("[%(where)s] phải là một bảng") % {"where": where})
    unknown, missing = sorted(set(said) - allowed), sorted(set(needed) - set(said))
    if unknown:
        raise _WrongMap(_("[%(where)s] không có mục %(names)s") % {"where": where, "names": ", ".join(unknown)})
    if missing:
        raise _WrongMap(_("[%(where)s] thiếu %(names)s") % {"where": where, "names": ", ".join(missing)})
    return said


def _parsed(said: dict, keys: set[str]) -> FileMap:
    _known(said, "map", _TABLES)
    rules = {
        key: _rule(key, rule) for key, rule in _known(said.get("columns", {}), "columns", keys).items()
    }  # fmt: skip
    presupposed = {}
    for name, (needed, optional) in _PRESUPPOSED.items():
        presupposed[name] = [_known(row, name, needed | optional, needed) for row in said.get(name, [])]
    constants = _known(said.get("constants", {}), "constants", keys)
    twice = sorted(rules.keys() & constants.keys())
    if twice:
        raise _WrongMap(_("%(names)s vừa ở [columns] vừa ở [constants]") % {"names": ", ".join(twice)})
    return FileMap(
        rules=rules,
        constants=constants,
        ignored=frozenset(said.get("ignore", [])),
        join=_known(said["join"], "join", _JOIN, ("file", "key", "by")) if "join" in said else {},
        split=_known(said["parts"], "parts", _PARTS, _PARTS) if "parts" in said else {},
        presupposed=presupposed,
    )


def _rule(key: str, said: Any) -> Rule:
    if isinstance(said, str):
        return Rule(sources=(said,))
    where = f"columns.{key}"
    _known(said, where, _RULE)
    text, sources = said.get("text", ""), said.get("from", [])
    if bool(text) == bool(sources):
        raise _WrongMap(_("[%(where)s] cần đúng một trong hai: from, text") % {"where": where})
    sources = _HOLE.findall(text) if text else [sources] if isinstance(sources, str) else sources
    return Rule(
        sources=tuple(sources), joined=said.get("joined", "\n"), text=text, values=said.get("values", {}),
        otherwise=said.get("otherwise"), earlier=said.get("earlier"),
    )  # fmt: skip


def apply_map(file_map: FileMap, sheet: Sheet, *, path: Path) -> list[SheetRow]:
    """The rows of the sheet by our column keys. Raises BrokenFileError for columns the map and file do not share."""
    headings, rows = sheet.headings, list(sheet.rows)
    if file_map.join:
        headings, rows = _joined(file_map, headings, rows, path)
    absent = sorted(file_map.used - set(headings))
    if absent:
        raise BrokenFileError(_("Tệp không có cột %(names)s mà bản đồ cần") % {"names": ", ".join(absent)})
    unused = [name for name in headings if name not in file_map.used | file_map.ignored]
    if unused:
        raise BrokenFileError(_("Bản đồ không nói gì về cột %(names)s") % {"names": ", ".join(unused)})
    required = _required_parts() if file_map.split else {}
    mapped = [_mapped(file_map, row, required) for row in rows]
    _set_earlier(file_map, mapped)
    return mapped


def _mapped(file_map: FileMap, row: SheetRow, required: dict[str, list[str]]) -> SheetRow:
    said: dict[str, Any] = dict(file_map.constants)
    problem = row.problem
    for key, rule in file_map.rules.items():
        try:
            said[key] = rule.apply(row.cells)
        except cells.CellRefused as refused:
            problem = problem or f"{', '.join(rule.sources)}: {refused}"
    if file_map.split:
        said |= _dealt_out(file_map.split, said, row.cells, required)
    return SheetRow(row.number, said, problem)


def _dealt_out(
    split: dict[str, str], said: dict[str, Any], row: dict[str, Any], required: dict[str, list[str]]
) -> dict[str, str]:
    """One text in as many pieces as the kind has required parts, in order, cut only where `at` stands.

    A text with fewer sentences than there are parts is cut between words.
    """
    at = split["at"]
    try:
        keys = required.get(cells.choice(Kind)(said.get("kind")), [])
        text = row.get(split["from"])
        pieces = (text if isinstance(text, str) else cells.text_of(text)).strip().split(at)
    except cells.CellRefused:
        return {}  # the kind is refused in its own column
    if len(pieces) < len(keys):
        pieces, at = at.join(pieces).split(" "), " "
    ends = [round(len(pieces) * place / len(keys)) for place in range(len(keys) + 1)] if keys else []
    return {key: at.join(pieces[ends[n] : ends[n + 1]]) for n, key in enumerate(keys)}


def _required_parts() -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for kind, key in PartDefinition.objects.filter(required=True).order_by("position").values_list("kind", "key"):
        keys.setdefault(kind, []).append(key)
    return keys


def _set_earlier(file_map: FileMap, rows: list[SheetRow]) -> None:
    earlier = {key: rule.earlier for key, rule in file_map.rules.items() if rule.earlier is not None}
    if not earlier:
        return
    last: dict[str, tuple] = {}
    for row in rows:
        code, day = _place(row)
        if day is not None and (code not in last or last[code][0] <= day):
            last[code] = (day, row.number)
    for row in rows:
        code, _day = _place(row)
        if code in last and last[code][1] != row.number:
            row.cells.update(earlier)


def _place(row: SheetRow) -> tuple[str, Any]:
    try:
        return str(row.cells.get("code")).lower(), cells.read_day(row.cells.get("effective_from"))
    except cells.CellRefused:
        return "", None


def _joined(
    file_map: FileMap, headings: tuple[str, ...], rows: list[SheetRow], path: Path
) -> tuple[tuple[str, ...], list[SheetRow]]:
    """Each row with the columns of its row in the other file, which lies beside this one."""
    join = file_map.join
    other = read_sheet(path.parent / Path(join["file"]).name)
    prefix = join.get("prefix", "")
    if join["key"] not in other.headings:
        raise BrokenFileError(_("%(file)s không có cột %(name)s") % {"file": join["file"], "name": join["key"]})
    found: dict[str, dict[str, Any]] = {}
    for row in other.rows:
        found.setdefault(_key(row.cells.get(join["key"])), row.cells)
    whole = []
    for row in rows:
        said = found.get(_key(row.cells.get(join["by"])))
        missing = _("không có dòng tương ứng trong %(file)s") % {"file": join["file"]}
        problem = row.problem or ("" if said else missing)
        beside = {prefix + name: value for name, value in (said or {}).items()}
        whole.append(SheetRow(row.number, row.cells | beside, problem))
    return (*headings, *(prefix + name for name in other.headings)), whole


def _key(value: Any) -> str:
    return str(value) if isinstance(value, cells.Unreadable) else cells.text_of(value)
