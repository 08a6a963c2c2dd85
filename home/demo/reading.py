"""Reads the demo's files into one checked whole before anything is written."""

import datetime
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from regulations.text.codes import DOCUMENT_TYPES

from .checking import Checker
from .refusing import DemoFileError, day_said
from .wording import fill

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"


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
    programmes: list[dict] = field(default_factory=list)
    plans: list[dict] = field(default_factory=list)
    consultations: list[dict] = field(default_factory=list)
    news: list[dict] = field(default_factory=list)
    guides: list[dict] = field(default_factory=list)
    attachments: list[dict] = field(default_factory=list)
    comparisons: list[dict] = field(default_factory=list)
    error_reports: list[dict] = field(default_factory=list)


def read_demo(*, today: datetime.date, folder: Path = FOLDER) -> Demo:
    """Everything in `folder`, with dates, numbers and mentions as of `today`. Raises DemoFileError."""
    try:
        demo = _read(folder, today)
        Checker(demo, today=today).check()
    except KeyError as error:
        raise DemoFileError(f"{folder.name}: a key is missing: {error}") from error
    return demo


def _read(folder: Path, today: datetime.date) -> Demo:
    documents = [_parsed(path) | {"file": path.name} for path in sorted((folder / "documents").glob("*.toml"))]
    mentions = _mentions(documents, today)
    demo = Demo()
    lists = {
        "agencies.toml": {"agency": demo.agencies, "succession": demo.successions},
        "fields.toml": {"field": demo.fields},
        "industries.toml": {"edition": demo.editions, "industry": demo.industries, "crosswalk": demo.crosswalk},
        "programmes.toml": {"programme": demo.programmes},
        "news.toml": {"news": demo.news},
        "guides.toml": {"guide": demo.guides},
        "comparisons.toml": {"comparison": demo.comparisons},
        "originals.toml": {"attachment": demo.attachments, "error_report": demo.error_reports},
    }
    for name, tables in lists.items():
        said = _parsed(folder / name)
        for table, rows in tables.items():
            rows.extend(_filled(said.get(table, []), mentions, today, name))
    demo.documents += [_filled(document, mentions, today, document["file"]) for document in documents]
    for path in sorted((folder / "regulations").rglob("*.toml")):
        said = _parsed(path)
        for row in said.get("regulation", [said]):  # one alone fills its file, short ones share one
            demo.regulations.append(_filled(row | {"file": path.name}, mentions, today, path.name))
    for name, rows in (("plans", demo.plans), ("consultations", demo.consultations)):
        for path in sorted((folder / name).glob("*.toml")):
            rows.append(_filled(_parsed(path) | {"file": path.name}, mentions, today, path.name))
    for news in demo.news:
        news["date"] = day_said(news["date"], "news.toml", today=today)
    return demo


def _parsed(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DemoFileError(f"{path.name}: {error}") from error


def _mentions(documents: list[dict], today: datetime.date) -> dict[str, str]:
    mentions = {}
    for document in documents:
        year = day_said(document["issued"], document["file"], today=today).year
        document["number"] = number = document["number"].replace("{year}", str(year))
        mentions[f"{document['key']}.number"] = number
        mentions[document["key"]] = f"{DOCUMENT_TYPES.get(document['type'], '')} số {number}"
    return mentions


def _filled(said, mentions: dict[str, str], today: datetime.date, where: str):
    try:
        return fill(said, mentions=mentions, today=today)
    except ValueError as error:
        raise DemoFileError(f"{where}: {error}") from error
