"""Whether what the demo's files say can be loaded: every name is one that exists, on the day it is used."""

import datetime
from collections.abc import Collection, Iterable

from regulations.models import (
    DocumentType,
    Effect,
    FirmSize,
    Kind,
    Level,
    OnlineLevel,
    Period,
    RegulationVersion,
    RelationType,
    Stage,
    State,
    TimeUnit,
    VersionSource,
)
from regulations.part_definitions import PARTS
from regulations.text.structure import parse_structure

from .changes import touching
from .plan_checking import PlanChecker
from .refusing import DemoFileError, day_said

EARLIEST = datetime.date.min
CARD_LINES = [name.removeprefix("card_") for name in RegulationVersion.CARD_FIELDS]
CHOICES = {
    "kind": Kind.values, "deciding_level": Level.values, "stage": Stage.values, "firm_size": FirmSize.values,
    "online_level": OnlineLevel.values,
}  # fmt: skip


class Checker:
    """Knows every name that the demo's files give, and says which of their uses have none."""

    def __init__(self, demo, *, today: datetime.date) -> None:
        self.demo, self.today = demo, today
        self.agencies = {row["acronym"] for row in demo.agencies}
        self.fields = {row["slug"] for row in demo.fields}
        self.industries = {f"{row['edition']}:{row['code']}" for row in demo.industries}
        self.documents = {row["key"] for row in demo.documents}
        self.labels: dict[str, list[tuple[datetime.date, set[str]]]] = {}

    def check(self) -> None:
        """Raises DemoFileError for the first thing that is wrong."""
        for row in self.demo.agencies:
            self.known("agencies.toml", "parent", filter(None, [row.get("parent")]), self.agencies)
        for row in self.demo.documents:
            self._document(row)
        codes = [row["code"].lower() for row in self.demo.regulations]
        for row in self.demo.regulations:
            if codes.count(row["code"].lower()) > 1:
                raise DemoFileError(f"{row['file']}: {row['code']} stands twice")
            self._regulation(row)
        PlanChecker(self).check()

    def _document(self, row: dict) -> None:
        place = row["file"]
        self.known(place, "type", [row["type"]], DocumentType.values)
        self.known(place, "issuers", row["issuers"], self.agencies)
        self.known(place, "maintained_by", [row["maintained_by"]], self.agencies)
        for relation in row.get("relations", []):
            self.known(place, "relation", [relation["type"]], RelationType.values)
            self.known(place, "target", [relation["target"]], self.documents)
            effects = [touching(said).effect for said in relation.get("touched", [])]
            self.known(place, "touched", effects, Effect.values)
        texts = []
        for version in row["versions"]:
            self.known(place, "state", [version["state"]], State.values)
            self.known(place, "source", [version["source"]], VersionSource.values)
            self.known(place, "entered", version.get("entered", []), self.documents)
            said = version.get("effective_from")
            labels = {provision.label for provision in parse_structure(version["text"])}
            texts.append((day_said(said, place, today=self.today) if said else EARLIEST, labels))
        self._in_order(place, [day for day, _labels in texts])
        self.labels[row["key"]] = texts

    def _regulation(self, row: dict) -> None:
        place = f"{row['file']}, {row['code']}"
        self.known(place, "agency", [row["agency"]], self.agencies)
        self.known(place, "fields", row["fields"], self.fields)
        self.known(place, "industries", row["industries"], self.industries)
        for key, allowed in CHOICES.items():
            self.known(place, key, [row[key]] if key in row else [], allowed)
        days = [day_said(version["effective_from"], place, today=self.today) for version in row["versions"]]
        self._in_order(place, days)
        for number, version in enumerate(row["versions"], start=1):
            self._version(f"{place}, version {number}", row["kind"], version)

    def _version(self, place: str, kind: str, version: dict) -> None:
        self.known(place, "state", [version["state"]], State.values)
        self.known(place, "card", version.get("card", {}), CARD_LINES)
        parts = version.get("parts", {})
        self.known(place, "part", parts, [key for of, key, *_rest in PARTS if of == kind])
        self.known(place, "required part", [key for of, key, *_, required in PARTS if of == kind and required], parts)
        units = [row["unit"] for row in version.get("time_limits", [])]
        self.known(place, "unit", units, TimeUnit.values)
        periods = [row["period"] for row in version.get("frequencies", [])]
        self.known(place, "period", periods, Period.values)
        day = day_said(version["effective_from"], place, today=self.today)
        for basis in version.get("bases", []):
            key, _hash, label = basis.partition("#")
            self.known(place, "basis", [key], self.documents)
            there = [labels for since, labels in self.labels[key] if since <= day]
            if not there:
                raise DemoFileError(f"{place}: {key} says nothing yet on {day}")
            self.known(place, f"basis {key}", filter(None, [label]), there[-1])

    def _in_order(self, place: str, days: list[datetime.date]) -> None:
        if days != sorted(set(days)):
            raise DemoFileError(f"{place}: versions must follow each other, each from another day")

    def known(self, place: str, key: str, values: Iterable[str], allowed: Collection[str]) -> None:
        for value in values:
            if value not in allowed:
                raise DemoFileError(f"{place}: {key}: there is no {value!r}")
