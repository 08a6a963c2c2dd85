"""Load the seeded speed data (regs.jsonl, versions.jsonl) into the register, through the bulk publish path.

python scripts/prove/bench_register.py DATA_FOLDER        database and index as DATABASE_URL and SEARCH_INDEX_DIR say
"""

import datetime
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
django.setup()

from regulations.models import Agency, Field, Kind, Level, Part, Regulation, RegulationVersion, State  # noqa: E402
from regulations.part_definitions import PARTS  # noqa: E402
from regulations.publishing import publish_in_bulk  # noqa: E402
from regulations.text.normalise import slugify_vi  # noqa: E402

KINDS = {kind.label: kind for kind in Kind}
REQUIRED_PARTS = {kind: [key for of, key, *_, required in PARTS if of == kind and required] for kind in Kind}
BATCH = 2000


def rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def load(folder: Path) -> dict[str, float]:
    """All regulations and versions of `folder`; returns counts and seconds."""
    started = time.monotonic()
    versions = defaultdict(list)
    for row in rows(folder / "versions.jsonl"):
        versions[row["reg_id"]].append(row)
    agencies, fields = {}, {}
    batch, loaded = [], 0
    for row in rows(folder / "regs.jsonl"):
        batch.append(row)
        if len(batch) == BATCH:
            loaded += store(batch, versions, agencies, fields)
            batch = []
    loaded += store(batch, versions, agencies, fields)
    return {"versions": loaded, "seconds": round(time.monotonic() - started, 1)}


def store(batch: list[dict], versions: dict[int, list[dict]], agencies: dict, fields: dict) -> int:
    regulations = Regulation.objects.bulk_create(
        Regulation(
            code=row["code"],
            kind=KINDS[row["type"]],
            agency=agency_named(row["agency"], agencies),
            subjects=row["summary"][:200],
        )
        for row in batch
    )  # fmt: skip
    through = Regulation.fields.through
    through.objects.bulk_create(
        through(regulation=regulation, field=field_named(name, fields))
        for regulation, row in zip(regulations, batch, strict=True)
        for name in sorted({row["sector"], *row["tags"]})
    )
    published, parts = [], []
    for regulation, row in zip(regulations, batch, strict=True):
        history = versions[row["id"]]
        for said in history:
            last = said is history[-1]
            version = RegulationVersion(
                regulation=regulation,
                title=row["title"][:500],
                effective_from=datetime.date.fromisoformat(said["date"]),
                state=State.ABOLISHED if last and row["status"] == "Đã bãi bỏ" else State.IN_FORCE,
            )
            published.append(version)
            parts += parts_of(version, said["body"])
    publish_in_bulk(versions=published, children=[parts])
    return len(published)


def parts_of(version: RegulationVersion, body: str) -> list[Part]:
    """The text's sentences dealt out over the kind's required parts, in order."""
    sentences = body.split(". ")
    keys = REQUIRED_PARTS[version.regulation.kind]
    share = -(-len(sentences) // len(keys))
    return [
        Part(version=version, key=key, sort_order=i, text=". ".join(sentences[i * share : (i + 1) * share]))
        for i, key in enumerate(keys)
        if sentences[i * share : (i + 1) * share]
    ]


def agency_named(name: str, known: dict[str, Agency]) -> Agency:
    if name not in known:
        acronym = "".join(word[0] for word in name.replace(",", "").split()).upper() + "-T"
        known[name] = Agency.objects.get_or_create(
            acronym=acronym, defaults={"code": f"T{len(known):02}", "name_vi": name, "level": Level.MINISTRY}
        )[0]
    return known[name]


def field_named(name: str, known: dict[str, Field]) -> Field:
    if name not in known:
        known[name] = Field.objects.get_or_create(slug=slugify_vi(name), defaults={"name_vi": name})[0]
    return known[name]


if __name__ == "__main__":
    print(json.dumps(load(Path(sys.argv[1]))))
