"""One procedure as the register and as the national database have it, for the officer who decides."""

from dataclasses import dataclass, field
from typing import Any

from regulations.draft_redline import DraftRedline, regulation_redline
from regulations.importing.columns import BY_KEY, Column
from regulations.importing.reviewing import content_of, unsaved_version
from regulations.importing.stored import StoredRegulation, stored_regulations
from regulations.models import Kind, NationalProcedure, PartDefinition

from .comparing import Comparer, Comparison, Said, identity_keys, version_of


@dataclass(frozen=True)
class ProcedurePage:
    """`redline` goes from the register to the national record. `identity` are (column, register, national) of what the
    record itself says; `content` is the whole national record where the register has no version to compare."""

    comparison: Comparison
    redline: DraftRedline | None = None
    identity: list[tuple[str, str, str]] = field(default_factory=list)
    content: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    regulation_id: int | None = None
    number: int | None = None


def procedure_page(procedure: NationalProcedure) -> ProcedurePage:
    """Everything that differs between the two."""
    comparer = Comparer()
    said = comparer.said(procedure.content)
    stored = stored_regulations([procedure.code]).get(procedure.code.lower())
    comparison = comparer.compared(procedure, stored)
    version = version_of(stored) if stored else None
    common = {
        "comparison": comparison,
        "unknown": [f"{BY_KEY[key].heading}: {why}" for key, why in said.unknown.items()],
        "regulation_id": stored.pk if stored else None,
    }
    if stored is None or version is None:
        return ProcedurePage(**common, content=_whole(procedure, comparer))
    labels = {one.key: one.label for one in PartDefinition.objects.filter(kind=stored.values["kind"])}
    here = stored.values | version.values
    there = here | {key: value for key, value in said.values.items() if key != "effective_from"}
    documents = comparer.references.documents
    redline = regulation_redline(
        unsaved_version(here, version.number), unsaved_version(there),
        content_of(here, version.parts, labels, documents),
        content_of(there, version.parts | said.parts, labels, documents), prefix="national-",
    )  # fmt: skip
    identity = [_identity(key, stored, said) for key in identity_keys(comparison.keys) if key in said.values]
    return ProcedurePage(**common, redline=redline, identity=identity, number=version.number)


def _identity(key: str, stored: StoredRegulation, said: Said) -> tuple[str, str, str]:
    column = BY_KEY[key]
    return column.heading, _shown(column, stored.values[key]), _shown(column, said.values[key])


def _shown(column: Column, value: Any) -> str:
    if column.choices is not None and value:
        return str(column.choices(value).label)
    return column.write(value)


def _whole(procedure: NationalProcedure, comparer: Comparer) -> list[tuple[str, str]]:
    """In the order of the columns; a kind by its name."""
    headings = {column.key: column.heading for column in comparer.columns}
    rows = [(key, procedure.content[key]) for key in headings if key in procedure.content]
    return [(headings[key], str(Kind(text).label) if key == "kind" else text) for key, text in rows]
