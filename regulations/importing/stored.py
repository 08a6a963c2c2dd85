"""What the register says already, in the values of the columns: to compare a file with, and to write one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from regulations.models import (
    DocumentSlug,
    Fee,
    Frequency,
    LegalBasis,
    Paper,
    Part,
    Regulation,
    RegulationVersion,
    TimeLimit,
)
from regulations.text.normalise import normalise_text

from .columns import CARD_KEYS

CHUNK = 500

CHILD_COLUMNS: dict[str, tuple[type, tuple[str, ...]]] = {
    "paper_rows": (Paper, ("name", "copies", "form")),
    "fee_rows": (Fee, ("name", "amount", "note")),
    "time_limit_rows": (TimeLimit, ("number", "unit", "label")),
    "frequency_rows": (Frequency, ("number", "period")),
}
"""Columns of rows to their model and, in the order of the cell, its fields. Bases name a document and stand apart."""

_ONE_LINE = ("title", "note", "regulation_subjects")
_IDENTITY = ("kind", "deciding_level", "stage", "firm_size", "online_level")
_VERSION = ("regulation_id", "live", "number", "effective_from", "title", "state", "note", *CARD_KEYS)


@dataclass
class StoredVersion:
    pk: int
    live: bool
    number: int | None
    values: dict[str, Any]
    parts: dict[str, str] = field(default_factory=dict)


@dataclass
class StoredRegulation:
    pk: int
    agency_id: int
    values: dict[str, Any]
    versions: list[StoredVersion] = field(default_factory=list)
    """Current and draft ones; what was corrected no longer speaks."""


def stored_regulations(codes: Iterable[str]) -> dict[str, StoredRegulation]:
    """The regulations with these codes, in whatever case, with all they say, by code in lower case."""
    lowered, found = sorted({code.lower() for code in codes}), {}
    for some in _chunks(lowered):
        rows = Regulation.objects.alias(lower_code=Lower("code")).filter(lower_code__in=some)
        regulations = stored_in(rows)
        found |= {regulation.values["code"].lower(): regulation for regulation in regulations}
    return found


def stored_in(rows: QuerySet) -> list[StoredRegulation]:
    """These regulations, at most CHUNK at once, with all they say, by code."""
    regulations = _identities(rows)
    _add_versions({regulation.pk: regulation for regulation in regulations})
    return regulations


def _chunks(values: Sequence) -> Iterator[Sequence]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _identities(rows: QuerySet) -> list[StoredRegulation]:
    found = {}
    columns = ("pk", "agency_id", "code", "agency__acronym", "subjects", *_IDENTITY)
    for pk, agency_id, code, acronym, subjects, *others in rows.order_by("code").values_list(*columns):
        values = dict(zip(_IDENTITY, others, strict=True))
        values |= {"code": code, "agency": acronym, "regulation_subjects": subjects, "fields": (), "industries": ()}
        found[pk] = StoredRegulation(pk, agency_id, _tidied(values))
    lists = {
        "fields": Regulation.fields.through.objects.values_list("regulation_id", "field__slug"),
        "industries": Regulation.industries.through.objects.values_list(
            "regulation_id", "industry__edition__key", "industry__code"
        ),
    }
    for name, named in lists.items():
        keys = defaultdict(set)
        for pk, *parts in named.filter(regulation__in=list(found)):
            keys[pk].add(":".join(parts))
        for pk, some in keys.items():
            found[pk].values[name] = tuple(sorted(some))
    return list(found.values())


def _add_versions(regulations: dict[int, StoredRegulation]) -> None:
    versions = {}
    rows = RegulationVersion.objects.filter(regulation__in=list(regulations), is_corrected=False)
    for pk, owner, live, number, *said in rows.order_by("effective_from", "pk").values_list("pk", *_VERSION):
        values = _tidied(dict(zip(_VERSION[3:], said, strict=True)))
        versions[pk] = StoredVersion(pk, live, number, values | dict.fromkeys([*CHILD_COLUMNS, "basis_rows"], ()))
        regulations[owner].versions.append(versions[pk])
    for some in _chunks(list(versions)):
        _add_children(versions, some)


def _add_children(versions: dict[int, StoredVersion], some: Sequence[int]) -> None:
    for pk, key, text in Part.objects.filter(version__in=some).values_list("version_id", "key", "text"):
        if text.strip():
            versions[pk].parts[key] = normalise_text(text).strip()
    for name, (model, columns) in CHILD_COLUMNS.items():
        rows = defaultdict(list)
        for pk, *row in model.objects.filter(version__in=some).values_list("version_id", *columns):
            rows[pk].append(tuple(normalise_text(one).strip() if isinstance(one, str) else one for one in row))
        for pk, said in rows.items():
            versions[pk].values[name] = tuple(said)
    bases = list(LegalBasis.objects.filter(version__in=some).values_list("version_id", "document_id", "label"))
    named = DocumentSlug.objects.filter(canonical=True, document__in={document for _pk, document, _label in bases})
    slugs = dict(named.values_list("document_id", "slug"))
    for pk, document, label in bases:
        versions[pk].values["basis_rows"] += ((slugs[document], label),)


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Texts as a cell gives them, so that equal ones are equal."""
    for key, value in values.items():
        if isinstance(value, str):
            text = normalise_text(value).strip()
            values[key] = " ".join(text.split()) if key in _ONE_LINE else text
    return values
