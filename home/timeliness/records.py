"""The records behind the four figures: which there are, whose each is, and whether it is as it should be.

A record is current where its version of the day is neither suspended nor abolished nor a gap. Days are calendar days in
Việt Nam. An agency's records are those that it keeps; of what was to be made public, those that it issued.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from regulations.completeness import without_required_parts
from regulations.due_comparisons import Standing, documents_standing, regulations_standing
from regulations.entry_days import entry_days
from regulations.models import (
    Agency,
    DocumentRelation,
    DocumentVersion,
    LegalBasis,
    LegalDocument,
    NationalProcedure,
    Regulation,
    RegulationVersion,
)
from regulations.unapplied import Change, known_changes

REGULATION, DOCUMENT, NATIONAL = "regulation", "document", "national"


class Measured(NamedTuple):
    """`of` says what `key` is a key of; `name` is its code or number; `version` the one that speaks, if any."""

    of: str
    name: str
    key: int
    version: int | None
    agencies: tuple[int, ...]
    good: bool


class Entry(NamedTuple):
    """A change by a public document to another, whose text must take it in. `entered_on` is None while it has not."""

    change: Change
    agencies: tuple[int, ...]
    entered_on: datetime.date | None

    @property
    def good(self) -> bool:
        return self.entered_on is not None

    @property
    def from_issue(self) -> int | None:
        """Days from the issue of the changing document to the entry; None where one of the two is not known."""
        return _days(self.change.issued_on, self.entered_on)

    @property
    def from_effect(self) -> int | None:
        """The same from the day on which the change takes effect; below nought: entered before it."""
        return _days(self.change.effective_from, self.entered_on)


def _days(begin: datetime.date | None, end: datetime.date | None) -> int | None:
    return None if begin is None or end is None else (end - begin).days


class Current(NamedTuple):
    """All current records, and how the comparison of each with its original stands."""

    regulations: list[Standing]
    documents: list[Standing]


def measured(on: datetime.date, *measures: str) -> dict[str, list[Measured]]:
    """The records of each of the measures asked for: complete, accurate, public."""
    current = Current([], [])
    if {"complete", "accurate"} & set(measures):
        current = Current(regulations_standing(on), documents_standing(on))
    return {name: MEASURES[name](on, current) for name in measures}


def complete(on: datetime.date, current: Current) -> list[Measured]:
    """Full (đủ): of all current records those that have what they must: a regulation every part that its kind required
    on the version's first day (for procedures Decree 63/2010 Art. 8), a document its text."""
    speaking = RegulationVersion.objects.in_force_on(on)
    lacking = set(without_required_parts(speaking).order_by().values_list("pk", flat=True))
    empty = set(DocumentVersion.objects.current().filter(text="").order_by().values_list("pk", flat=True))
    return [
        *(_kept(REGULATION, one, one.version not in lacking) for one in current.regulations),
        *(_kept(DOCUMENT, one, one.version not in empty) for one in current.documents),
    ]


def accurate(_on: datetime.date, current: Current) -> list[Measured]:
    """Accurate (đúng): of all current records those whose last comparison with the original is within the agency's
    period and found no difference."""
    return [
        *(_kept(REGULATION, one, one.is_accurate) for one in current.regulations),
        *(_kept(DOCUMENT, one, one.is_accurate) for one in current.documents),
    ]


def public(on: datetime.date, _current: Current) -> list[Measured]:
    """Public (công khai): of all records known of those that can be read here.

    Known are what is public here; documents that are issued, or that public documents or regulations name; procedures
    of the national database. What is only being drafted is not known of.
    """
    regulations = Regulation.objects.public().order_by("code").values_list("code", "pk", "agency_id")
    found = [Measured(REGULATION, code, pk, None, (agency,), True) for code, pk, agency in regulations]
    return found + _national({record.name.lower() for record in found}) + _documents(on)


def _national(codes: set[str]) -> list[Measured]:
    rows = list(NationalProcedure.objects.order_by("code").values_list("code", "pk", "content__agency"))
    if not rows:
        return []
    agencies = {}
    for pk, *names in Agency.objects.order_by("-pk").values_list("pk", "name_vi", "acronym"):
        agencies |= dict.fromkeys((name.casefold() for name in names), pk)
    return [
        Measured(NATIONAL, code, pk, None, _some(agencies.get(str(named).casefold())), False)
        for code, pk, named in rows
        if code.lower() not in codes
    ]


def _documents(on: datetime.date) -> list[Measured]:
    readable = set(LegalDocument.objects.public().order_by().values_list("pk", flat=True))
    named = set(
        DocumentRelation.objects.filter(document__in=LegalDocument.objects.public()).values_list("target_id", flat=True)
    )
    named |= set(
        LegalBasis.objects.filter(version__live=True, version__is_corrected=False)
        .order_by().values_list("document_id", flat=True).distinct()
    )  # fmt: skip
    issuers: dict[int, list[int]] = defaultdict(list)
    for document, agency in LegalDocument.issuers.through.objects.order_by("pk").values_list("legaldocument", "agency"):
        issuers[document].append(agency)
    rows = LegalDocument.objects.order_by("number", "pk").values_list("number", "pk", "maintained_by_id", "issued_on")
    return [
        Measured(DOCUMENT, number, pk, None, tuple(issuers[pk]) or _some(keeper), pk in readable)
        for number, pk, keeper, issued_on in rows
        if pk in readable or pk in named or (issued_on is not None and issued_on <= on)
    ]


def entries() -> list[Entry]:
    """Timely (kịp thời): changes by public documents (amending, replacing, repealing, correcting) to documents that are
    public here, and the day on which each was entered; the earliest first."""
    keepers = dict(LegalDocument.objects.public().order_by().values_list("pk", "maintained_by_id"))
    changes = [change for target, of in known_changes(Q()).items() if target in keepers for change in of]
    changes.sort(key=lambda change: (change.effective_from or datetime.date.max, change.relation_id))
    days = entry_days(changes)
    return [Entry(change, _some(keepers[change.target_id]), days.get(change.relation_id)) for change in changes]


def _kept(of: str, standing: Standing, good: bool) -> Measured:
    return Measured(of, standing.name, standing.identity, standing.version, _some(standing.agency), good)


def _some(agency: int | None) -> tuple[int, ...]:
    return () if agency is None else (agency,)


MEASURES = {"complete": complete, "accurate": accurate, "public": public}
"""The three that are shares of records; `entries` are the fourth."""


def under(records: Iterable, agencies: frozenset[int]) -> list:
    """Those of `records` that belong to one of these agencies, in their order."""
    return [record for record in records if not agencies.isdisjoint(record.agencies)]
