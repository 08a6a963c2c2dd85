"""What tells a reader how far to trust a text: compared with its original when and by whom, late or not, and how many
known changes it does not contain. Set-wise: a page of hits takes as many queries as one record.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from regulations.comparison_periods import Periods
from regulations.models import (
    Agency,
    ComparisonPeriod,
    DocumentRelation,
    DocumentVersion,
    LegalBasis,
    OriginalComparison,
    RegulationVersion,
)
from regulations.unapplied import CHANGING, LAPSED, TouchedBasis, touched_bases, unapplied_changes


class Read(NamedTuple):
    """A published version that is being read: its key, the record and the agency it belongs to, and its own columns."""

    pk: int
    identity: int
    agency: int | None
    state: str
    effective_from: datetime.date | None
    recorded_at: datetime.datetime

    @classmethod
    def of(cls, version: RegulationVersion | DocumentVersion) -> "Read":
        agency = version.maintaining_agency
        return cls(
            version.pk, version.identity.pk, agency.pk if agency else None, version.state, version.effective_from,
            version.recorded_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trust:
    """`compared_on` and `compared_by` (an agency's name) are of the last comparison of this version, None and "" where
    there was none; `differs` and `note` what it found. `unapplied` counts known changes that the text does not contain.
    `overdue_days` is by how many days the agency's period has passed, 0 where it has not or none runs."""

    compared_on: datetime.date | None = None
    compared_by: str = ""
    differs: bool = False
    note: str = ""
    unapplied: int = 0
    overdue_days: int = 0


def trust_of_regulations(versions: Iterable[Read], on: datetime.date) -> dict[int, Trust]:
    """By version, as read on `on`. `unapplied` counts what happened to the legal bases after the version's own day.

    One query; up to four more where some legal basis was ever changed or has lost force.
    """
    versions = list(versions)
    found = _found("regulation", versions)
    suspected = [version for version in versions if version.pk in found.changed]
    touched = touched_bases(suspected, on) if suspected else {}
    return _trust(versions, on, found, {pk: known_changes_in(bases) for pk, bases in touched.items()})


def trust_of_documents(versions: Iterable[Read], on: datetime.date) -> dict[int, Trust]:
    """By version, as read on `on`. Of a past day only what was in effect by then counts as not entered.

    One query; up to four more where some document was ever changed.
    """
    versions = list(versions)
    found = _found("document", versions)
    suspected = {version.identity for version in versions} & found.changed
    changes = unapplied_changes(suspected, on, coming=on >= timezone.localdate()) if suspected else {}
    return _trust(versions, on, found, {one.pk: len(changes.get(one.identity, ())) for one in versions})


def trust_in(version: RegulationVersion | DocumentVersion, on: datetime.date) -> Trust | None:
    """Of one version, which knows its record and its agency; None for a draft, which nobody is asked to trust."""
    if not version.live:
        return None
    many = trust_of_regulations if isinstance(version, RegulationVersion) else trust_of_documents
    return many([Read.of(version)], on)[version.pk]


def known_changes_in(bases: Iterable[TouchedBasis]) -> int:
    """How many different things happened: one change may touch several provisions that a regulation cites, and a
    document that was replaced or repealed is not lapsed a second time."""
    changes, ended, lapsed = set(), set(), set()
    for basis in bases:
        if basis.change is None:
            lapsed.add(basis.document_id)
            continue
        changes.add(basis.change.relation_id)
        if basis.change.ends_the_whole:
            ended.add(basis.document_id)
    return len(changes) + len(lapsed - ended)


class _Compared(NamedTuple):
    """A comparison, so that the last one is the greatest."""

    on: str
    pk: int
    differs: int
    agency: str
    note: str


class _Found(NamedTuple):
    """Comparisons by version, the periods of today, and what may have changes that are not entered."""

    comparisons: Mapping[int, list[_Compared]]
    periods: Periods
    changed: set[int]


def _trust(
    versions: Sequence[Read], on: datetime.date, found: _Found, unapplied: Mapping[int, int]
) -> dict[int, Trust]:
    today = timezone.localdate()
    trust = {}
    for version in versions:
        last = max(found.comparisons.get(version.pk, ()), default=None)
        compared_on = datetime.date.fromisoformat(last.on) if last else None
        since = compared_on or timezone.localdate(version.recorded_at)
        # Nobody has to compare again what no longer speaks: an earlier text, or a rule that has ended.
        due = on >= today and version.state not in LAPSED
        trust[version.pk] = Trust(
            compared_on=compared_on,
            compared_by=_name(last.agency) if last else "",
            differs=bool(last and last.differs),
            note=last.note if last else "",
            unapplied=unapplied.get(version.pk, 0),
            overdue_days=found.periods.overdue_days(version.agency, since, today) if due else 0,
        )
    return trust


def _name(names: str) -> str:
    vietnamese, english = names.split("\n", 1)
    return (get_language() == "en" and english) or vietnamese


def _found(kind: str, versions: Sequence[Read]) -> _Found:
    if not versions:
        return _Found({}, Periods({}), set())
    today = timezone.localdate().isoformat()
    asked = [version.pk if kind == "regulation" else version.identity for version in versions]
    comparisons: dict[int, list[_Compared]] = defaultdict(list)
    periods, changed = [], set()
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(kind, len(versions)), [*(version.pk for version in versions), today, today, *asked, *_CHANGED]
        )
        for row, key, pk, number, day, names, note in cursor:
            if row == "comparison":
                comparisons[key].append(_Compared(day, pk, number, names, note))
            elif row == "period":
                periods.append((day or "", pk, key, number))
            else:
                changed.add(key)
    in_order = [(agency, days) for _begins, _pk, agency, days in sorted(periods, key=lambda row: row[:2])]
    return _Found(comparisons, Periods.of(in_order), changed)


_CHANGED = [*CHANGING, *LAPSED]


@cache
def _statement(kind: str, versions: int) -> str:
    """What is known of so many versions in one plain statement: see docs/adr/0011."""
    table = {model: model._meta.db_table for model in (
        Agency, ComparisonPeriod, DocumentRelation, DocumentVersion, LegalBasis, OriginalComparison,
    )}  # fmt: skip
    holes = ", ".join(["%s"] * versions)
    types, states = (", ".join(["%s"] * len(values)) for values in (CHANGING, LAPSED))
    comparisons = (
        f"SELECT 'comparison', c.{kind}_version_id, c.id, CASE WHEN c.differs THEN 1 ELSE 0 END,"  # noqa: S608
        " CAST(c.compared_on AS varchar(10)), a.name_vi || '\n' || a.name_en, c.note"
        f" FROM {table[OriginalComparison]} c JOIN {table[Agency]} a ON a.id = c.agency_id"
        f" WHERE c.{kind}_version_id IN ({holes})"
    )
    periods = (
        "SELECT 'period', agency_id, id, days, CAST(valid_from AS varchar(10)), '', ''"  # noqa: S608
        f" FROM {table[ComparisonPeriod]}"
        " WHERE (valid_from IS NULL OR valid_from <= %s) AND (valid_to IS NULL OR valid_to > %s)"
    )
    asked = "b.version_id" if kind == "regulation" else "b.document_id"
    changed = (
        f"SELECT DISTINCT 'changed', {asked}, 0, 0, '', '', ''"  # noqa: S608
        f" FROM {table[LegalBasis if kind == 'regulation' else DocumentVersion]} b WHERE {asked} IN ({holes})"
        f" AND (EXISTS (SELECT 1 FROM {table[DocumentRelation]} r"
        f" WHERE r.target_id = b.document_id AND r.type IN ({types}))"
        f" OR EXISTS (SELECT 1 FROM {table[DocumentVersion]} v WHERE v.document_id = b.document_id"
        f" AND v.live AND NOT v.is_corrected AND v.state IN ({states})))"
    )
    return f"{comparisons} UNION ALL {periods} UNION ALL {changed}"
