"""The speed data (regs.jsonl, versions.jsonl) as published regulations of the register."""

import datetime
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from regulations.models import Agency, Field, Kind, Level, Part, Regulation, RegulationVersion, State
from regulations.part_definitions import PARTS
from regulations.publishing import publish_in_bulk
from regulations.text.normalise import slugify_vi

Row = dict[str, Any]

_KINDS = {kind.label: kind for kind in Kind}
_REQUIRED_PARTS = {kind: [key for of, key, *_, required in PARTS if of == kind and required] for kind in Kind}
_ABOLISHED = "Đã bãi bỏ"
_BATCH = 2_000


def load(folder: Path) -> int:
    """Publish all regulations and versions of the folder, both files in the order of the regulations; how many
    versions. Only a piece of them is in memory at a time."""
    agencies: dict[str, Agency] = {}
    fields: dict[str, Field] = {}
    versions = itertools.groupby(_rows(folder / "versions.jsonl"), key=lambda row: row["reg_id"])
    histories = ((row, _history(row, versions)) for row in _rows(folder / "regs.jsonl"))
    loaded = 0
    while batch := list(itertools.islice(histories, _BATCH)):
        loaded += _store(batch, agencies, fields)
    return loaded


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _history(regulation: Row, versions: Iterator[tuple[int, Iterable[Row]]]) -> list[Row]:
    key, found = next(versions, (None, ()))
    if key != regulation["id"]:
        raise ValueError(f"versions.jsonl goes on with regulation {key} where regs.jsonl has {regulation['id']}.")
    return list(found)


def _store(batch: list[tuple[Row, list[Row]]], agencies: dict[str, Agency], fields: dict[str, Field]) -> int:
    regulations = Regulation.objects.bulk_create(
        Regulation(
            code=row["code"],
            kind=_KINDS[row["type"]],
            agency=_agency_named(row["agency"], agencies),
            subjects=row["summary"][:200],
        )
        for row, _history in batch
    )
    through = Regulation.fields.through
    through.objects.bulk_create(
        through(regulation=regulation, field=_field_named(name, fields))
        for regulation, (row, _history) in zip(regulations, batch, strict=True)
        for name in sorted({row["sector"], *row["tags"]})
    )
    published, parts = [], []
    for regulation, (row, history) in zip(regulations, batch, strict=True):
        for said in history:
            abolished = said is history[-1] and row["status"] == _ABOLISHED
            version = RegulationVersion(
                regulation=regulation,
                title=row["title"][:500],
                effective_from=datetime.date.fromisoformat(said["date"]),
                state=State.ABOLISHED if abolished else State.IN_FORCE,
            )
            published.append(version)
            parts += _parts_of(version, said["body"])
    publish_in_bulk(versions=published, children=[parts])
    return len(published)


def _parts_of(version: RegulationVersion, body: str) -> list[Part]:
    """The text's sentences dealt out over the kind's required parts, in order."""
    sentences = body.split(". ")
    keys = _REQUIRED_PARTS[version.regulation.kind]
    share = -(-len(sentences) // len(keys))
    return [
        Part(version=version, key=key, sort_order=i, text=". ".join(sentences[i * share : (i + 1) * share]))
        for i, key in enumerate(keys)
        if sentences[i * share : (i + 1) * share]
    ]


def _agency_named(name: str, known: dict[str, Agency]) -> Agency:
    if name not in known:
        acronym = "".join(word[0] for word in name.replace(",", "").split()).upper() + "-T"
        known[name] = Agency.objects.get_or_create(
            acronym=acronym, defaults={"code": f"T{len(known):02}", "name_vi": name, "level": Level.MINISTRY}
        )[0]
    return known[name]


def _field_named(name: str, known: dict[str, Field]) -> Field:
    if name not in known:
        known[name] = Field.objects.get_or_create(slug=slugify_vi(name), defaults={"name_vi": name})[0]
    return known[name]
