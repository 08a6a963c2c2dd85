"""Whether the register still is what was published: every seal, every sealed row, every entry of the audit log."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from regulations.models import AuditEntry, DocumentVersion, PlanVersion, Provision, RegulationVersion
from regulations.models.seals import VersionSeal
from regulations.sealing import CHUNK, hash_of, rows_of, unsealed

SEALED_MODELS = (RegulationVersion, DocumentVersion, PlanVersion)


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was published: the table and key of the row, its record, and what is wrong."""

    table: str
    row: str
    record: str
    what: str

    def __str__(self):
        return f"{self.table} {self.row} ({self.record}): {self.what}"


def findings() -> Iterator[Finding]:
    """Everything wrong, in a fixed order; nothing where the register is as it was published."""
    for model in SEALED_MODELS:
        yield from _wrong_versions(model)
        yield from _without_seal(model)
        yield from _wrongly_corrected(model)
    yield from _wrong_entries()


def register_digest() -> str:
    """One hash of all seals. Kept elsewhere, it also tells of a version that went together with its seal."""
    digest = hashlib.sha256()
    for one in VersionSeal.objects.order_by("model", "version").values_list("hash", flat=True).iterator():
        digest.update(one.encode())
    return digest.hexdigest()


def _wrong_versions(model: type[models.Model]) -> Iterator[Finding]:
    before: VersionSeal | None = None
    seals = VersionSeal.objects.filter(model=model._meta.model_name).order_by("identity", "number")
    for chunk in _chunks(seals.iterator(chunk_size=CHUNK)):
        stored = rows_of(model, [seal.version for seal in chunk])
        for seal in chunk:
            if before is None or before.identity != seal.identity:
                before = None
            yield from _wrong_seal(seal, before)
            yield from _wrong_rows(model, seal, stored[seal.version])
            before = seal


def _chunks(seals: Iterator[VersionSeal]) -> Iterator[list[VersionSeal]]:
    chunk: list[VersionSeal] = []
    for seal in seals:
        chunk.append(seal)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _wrong_seal(seal: VersionSeal, before: VersionSeal | None) -> Iterator[Finding]:
    table, record = VersionSeal._meta.db_table, f"{seal.model} {seal.version}"
    if seal.hash != hash_of(seal):
        yield Finding(table, str(seal.pk), record, "the seal was changed")
    if seal.previous != (before.hash if before else ""):
        yield Finding(table, str(seal.pk), record, "the seal before it is missing or was changed")
    if seal.number != (before.number if before else 0) + 1:
        yield Finding(table, str(seal.pk), record, "a version published before it is missing")


def _wrong_rows(model: type[models.Model], seal: VersionSeal, stored: dict[str, dict[str, str]]) -> Iterator[Finding]:
    record = f"{seal.model} {seal.version}, number {seal.number}"
    if str(seal.version) not in stored.get(model._meta.db_table, {}):
        yield Finding(model._meta.db_table, str(seal.version), record, "the published version was deleted")
        return
    for table in sorted({*seal.rows, *stored}):
        sealed, now = seal.rows.get(table, {}), stored.get(table, {})
        for row in sorted({*sealed, *now}, key=int):
            if sealed.get(row) != now.get(row):
                yield Finding(table, row, record + _place(table, row), _what(row in sealed, row in now))


def _what(was: bool, is_there: bool) -> str:
    if was and is_there:
        return "was changed after publication"
    return "was deleted after publication" if was else "was added after publication"


def _place(table: str, row: str) -> str:
    """Where in its document a provision stands; other rows are found by their key."""
    if table != Provision._meta.db_table:
        return ""
    label = Provision.objects.filter(pk=row).values_list("label", flat=True).first()
    return f", {label}" if label else ""


def _without_seal(model: type[models.Model]) -> Iterator[Finding]:
    for pk in unsealed(model):
        yield Finding(model._meta.db_table, str(pk), model._meta.model_name, "is published without a seal")


def _wrongly_corrected(model: type[models.Model]) -> Iterator[Finding]:
    """`is_corrected` follows from the corrections there are."""
    correction = model._base_manager.filter(corrects=models.OuterRef("pk"), live=True)
    published = model.objects.published().annotate(has_correction=models.Exists(correction))
    for version in published.exclude(is_corrected=models.F("has_correction")).order_by("pk"):
        what = (
            "has a correction and is not marked" if version.has_correction else "is marked corrected without being so"
        )
        yield Finding(model._meta.db_table, str(version.pk), model._meta.model_name, what)


def _wrong_entries() -> Iterator[Finding]:
    """Entries of the audit log whose words changed, and those whose predecessor is gone."""
    table = AuditEntry._meta.db_table
    known = set(AuditEntry.objects.values_list("digest", flat=True).iterator())
    for entry in AuditEntry.objects.order_by("pk").iterator():
        if entry.digest != entry.expected_digest():
            yield Finding(table, str(entry.pk), entry.label, "the entry was changed")
        elif entry.previous and entry.previous not in known:
            yield Finding(table, str(entry.pk), entry.label, "the entry before it was deleted or changed")
