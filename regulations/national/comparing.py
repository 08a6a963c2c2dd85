"""The national records held against the register: what differs, what one of the two lacks. Nothing is written here."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from regulations.importing.cells import CellRefused
from regulations.importing.columns import BY_KEY, IDENTITY_KEYS, Columns, current_columns
from regulations.importing.references import References, load_references
from regulations.importing.stored import CHUNK, StoredRegulation, StoredVersion, stored_regulations
from regulations.models import AuditEntry, Kind, NationalProcedure, PartDefinition, Regulation, RegulationVersion, State

DIFFERS, MISSING_HERE, MISSING_THERE, SAME, SETTLED = "differs", "missing_here", "missing_there", "same", "settled"
OPEN_KINDS = (DIFFERS, MISSING_HERE, MISSING_THERE)
"""What an officer has still to look at."""

NOT_COMPARED = {"code", "effective_from", "publish", "note"}
"""What says when and how a version came to be, not what the procedure is."""
KEPT_SECONDS = 3600
_NATIONAL_CODE = re.compile(r"\d\.\d{6}")


@dataclass(frozen=True)
class Said:
    """A national record read: values and parts that it gives, with the register's keys; `unknown` is what it names that
    the register does not have, by column."""

    values: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """One procedure. `keys` are the columns that differ; `agency_id` is None where the register has no such agency."""

    code: str
    title: str
    kind: str
    agency_id: int | None
    keys: tuple[str, ...] = ()
    procedure_id: int | None = None


@dataclass
class Comparer:
    """Reads national records with the register's lists, which are loaded once."""

    columns: Columns = field(default_factory=current_columns)
    references: References = field(default_factory=load_references)

    def said(self, content: dict[str, str]) -> Said:
        said = Said()
        parts = {column.key: key for key, column in self.columns.parts.items()}
        for key, text in content.items():
            if key in parts:
                said.parts[parts[key]] = text
            elif key in BY_KEY:
                self._read(said, key, text)
        return said

    def _read(self, said: Said, key: str, text: str) -> None:
        refs = self.references
        resolvers = {
            "agency": refs.agency,
            "fields": lambda names: tuple(sorted({refs.field(name) for name in names})),
            "industries": lambda names: tuple(sorted({refs.industry(name) for name in names})),
            "basis_rows": lambda bases: tuple((refs.document(name), label) for name, label in bases),
        }
        try:
            value = BY_KEY[key].read(text)
            said.values[key] = resolvers[key](value) if key in resolvers else value
        except CellRefused as refused:
            said.unknown[key] = str(refused)

    def agency_id(self, said: Said) -> int | None:
        return self.references.agency_ids.get(said.values.get("agency", ""))

    def compared(self, procedure: NationalProcedure, stored: StoredRegulation | None) -> Comparison:
        said = self.said(procedure.content)
        version = version_of(stored) if stored else None
        kind, keys = MISSING_HERE, ()
        if stored is not None and version is not None:
            keys = differing_keys(said, stored, version)
            kind = DIFFERS if keys else SAME
        if kind != SAME and procedure.settled_hash == procedure.content_hash:
            kind = SETTLED
        agency = stored.agency_id if stored else self.agency_id(said)
        return Comparison(procedure.code, procedure.title, kind, agency, keys, procedure.pk)


def version_of(stored: StoredRegulation) -> StoredVersion | None:
    """The version that is compared: of today or, where none has begun, the first to come."""
    published = [version for version in stored.versions if version.live]
    begun = [version for version in published if version.values["effective_from"] <= timezone.localdate()]
    return begun[-1] if begun else published[0] if published else None


def differing_keys(said: Said, stored: StoredRegulation, version: StoredVersion) -> tuple[str, ...]:
    """Columns and parts where the national record says something else; what it does not say is not compared."""
    here = stored.values | version.values
    keys = [key for key, value in said.values.items() if key not in NOT_COMPARED and here.get(key) != value]
    keys += [key for key in said.unknown if key not in NOT_COMPARED]
    keys += [key for key, text in said.parts.items() if version.parts.get(key, "") != text]
    if "state" not in said.values and here["state"] == State.ABOLISHED:
        keys.append("state")  # a record there is one that holds
    return tuple(keys)


def comparisons(agencies: Collection[int] | None) -> list[Comparison]:
    """Every procedure of these agencies (None: of all), by code.

    A procedure that only the national database has is the agency's that it names. One that only the register has is
    listed where the files read so far speak of its agency at all.
    """
    comparer, found = Comparer(), []
    for some in _chunks(_procedures(agencies, comparer.references)):
        stored = stored_regulations(one.code for one in some)
        found += [comparer.compared(one, stored.get(one.code.lower())) for one in some]
    if agencies is not None:
        found = [one for one in found if one.agency_id in agencies]
    return sorted([*found, *_missing_there(agencies)], key=lambda one: one.code)


def known_comparisons(agencies: Collection[int] | None) -> list[Comparison]:
    """The same, kept until anything was done to a record or read anew: the desk asks at every visit.

    Whatever changes a record leaves an entry in the audit log, so its last key says whether anything did.
    """
    national = NationalProcedure.objects.aggregate(Max("read_at"), Max("settled_at"), Count("pk"))
    done = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    whose = "all" if agencies is None else ",".join(map(str, sorted(agencies)))
    said = f"{timezone.localdate()} {done} {sorted(national.items())} {whose}"
    key = f"national:{hashlib.sha256(said.encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: comparisons(agencies), KEPT_SECONDS)


def _procedures(agencies: Collection[int] | None, references: References) -> QuerySet:
    procedures = NationalProcedure.objects.order_by("code")
    if agencies is None:
        return procedures
    codes = set(Regulation.objects.filter(agency__in=agencies).values_list(Lower("code"), flat=True))
    known = set(Regulation.objects.values_list(Lower("code"), flat=True))
    wanted = []
    for pk, code, named in NationalProcedure.objects.order_by().values_list("pk", "code", "content__agency"):
        if code.lower() in codes or (code.lower() not in known and _is_of(named, agencies, references)):
            wanted.append(pk)
    return procedures.filter(pk__in=wanted)


def _is_of(named: str | None, agencies: Collection[int], references: References) -> bool:
    try:
        return bool(named) and references.agency_ids.get(references.agency(named)) in agencies
    except CellRefused:
        return False


def _chunks(procedures: QuerySet) -> Iterator[Sequence[NationalProcedure]]:
    keys = list(procedures.values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield list(NationalProcedure.objects.filter(pk__in=keys[start : start + CHUNK]).order_by("code"))


def _missing_there(agencies: Collection[int] | None) -> list[Comparison]:
    there = {code.lower() for code in NationalProcedure.objects.values_list("code", flat=True)}
    regulations = Regulation.objects.filter(kind=Kind.PROCEDURE)
    if agencies is not None:
        regulations = regulations.filter(agency__in=agencies)
    rows = defaultdict(list)
    spoken_of = set()
    for pk, code, agency in regulations.values_list("pk", "code", "agency_id"):
        if code.lower() in there:
            spoken_of.add(agency)
        elif _NATIONAL_CODE.fullmatch(code):
            rows[agency].append((pk, code))
    lacking = {pk: (code, agency) for agency in spoken_of for pk, code in rows[agency]}
    binding = RegulationVersion.objects.in_force_on(timezone.localdate()).exclude(state=State.ABOLISHED).order_by()
    found = []
    for owner, title in binding.values_list("regulation_id", "title"):
        if owner in lacking:
            code, agency = lacking[owner]
            found.append(Comparison(code, title, MISSING_THERE, agency))
    return found


def part_labels() -> dict[str, str]:
    """What the parts of a procedure are called, by key."""
    return {one.key: one.label for one in PartDefinition.objects.filter(kind=Kind.PROCEDURE)}


def labels_of(keys: Sequence[str], parts: dict[str, str]) -> list[str]:
    """What a reader calls these columns and parts."""
    return [BY_KEY[key].heading if key in BY_KEY else parts.get(key, key) for key in keys]


def identity_keys(keys: Sequence[str]) -> list[str]:
    """Those that belong to the record itself and not to a version."""
    return [key for key in keys if key in IDENTITY_KEYS]
