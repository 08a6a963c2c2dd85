"""Reads the demo's files into one checked whole before anything is written."""

import datetime
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from regulations.models import DocumentType
from regulations.text.structure import parse_structure

from .wording import demo_date, fill

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"


class DemoFileError(Exception):
    """A demo file that cannot be used; the message names the file and the key."""


@dataclass
class Demo:
    agencies: list[dict] = field(default_factory=list)
    successions: list[dict] = field(default_factory=list)
    fields: list[dict] = field(default_factory=list)
    editions: list[dict] = field(default_factory=list)
    industries: list[dict] = field(default_factory=list)
    crosswalk: list[dict] = field(default_factory=list)
    documents: list[dict] = field(default_factory=list)
    regulations: list[dict] = field(default_factory=list)
    news: list[dict] = field(default_factory=list)
    guides: list[dict] = field(default_factory=list)


def read_demo(*, today: datetime.date, folder: Path = FOLDER) -> Demo:
    """Everything in `folder`, with dates, numbers and mentions as of `today`. Raises DemoFileError."""
    documents = [_parsed(path) for path in sorted((folder / "documents").glob("*.toml"))]
    mentions = _mentions(documents, today)
    demo = Demo()
    lists = {
        "agencies.toml": {"agency": demo.agencies, "succession": demo.successions},
        "fields.toml": {"field": demo.fields},
        "industries.toml": {"edition": demo.editions, "industry": demo.industries, "crosswalk": demo.crosswalk},
        "news.toml": {"news": demo.news},
        "guides.toml": {"guide": demo.guides},
    }
    for name, tables in lists.items():
        for table, rows in tables.items():
            rows += _filled(_parsed(folder / name).get(table, []), mentions, today, name)
    for document in documents:
        demo.documents.append(_filled(document, mentions, today, f"documents/{document['key']}.toml"))
    for path in sorted((folder / "regulations" / "full").glob("*.toml")):
        demo.regulations.append(_filled(_parsed(path), mentions, today, path.name))
    for path in sorted((folder / "regulations").glob("short-*.toml")):
        demo.regulations += _filled(_parsed(path)["regulation"], mentions, today, path.name)
    _check_bases(demo)
    return demo


def _parsed(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DemoFileError(f"{path.name}: {error}") from error


def _mentions(documents: list[dict], today: datetime.date) -> dict[str, str]:
    mentions = {}
    for document in documents:
        year = demo_date(document["issued"], today=today).year
        document["number"] = number = document["number"].replace("{year}", str(year))
        mentions[f"{document['key']}.number"] = number
        mentions[document["key"]] = f"{DocumentType(document['type']).label} số {number}"
    return mentions


def _filled(said, mentions: dict[str, str], today: datetime.date, where: str):
    try:
        return fill(said, mentions=mentions, today=today)
    except ValueError as error:
        raise DemoFileError(f"{where}: {error}") from error


def _check_bases(demo: Demo) -> None:
    labels = {
        document["key"]: {row.label for version in document["versions"] for row in parse_structure(version["text"])}
        for document in demo.documents
    }
    for regulation in demo.regulations:
        for version in regulation["versions"]:
            for basis in version.get("bases", []):
                key, _hash, label = basis.partition("#")
                if key not in labels or (label and label not in labels[key]):
                    raise DemoFileError(f"{regulation['code']}: no provision {basis}")
