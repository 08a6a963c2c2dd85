"""Carries a plan out: makes regulations, publishes their versions or keeps them as drafts, in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from regulations.models import AuditEntry, LegalBasis, Part, Regulation, RegulationVersion
from regulations.publishing import publish_in_bulk

from .columns import CARD_KEYS
from .references import References, store_presupposed
from .regulation_plan import DRAFT, PUBLISHED, PlannedRow, RegulationPlan
from .stored import CHILD_COLUMNS

_IDENTITY = ("code", "kind", "deciding_level", "stage", "firm_size", "online_level")
_VERSION = ("title", "effective_from", "state", "note", *CARD_KEYS)
BATCH = 2000


@dataclass
class Written:
    """How many rows an import made."""

    regulations: int = 0
    published: int = 0
    drafts: int = 0
    lists: int = 0
    """Agencies, fields and documents that the map brought."""


class RegisterChanged(Exception):
    """Somebody worked on the same records since the file was judged: nothing was written."""


@dataclass
class _Rows:
    """What is to be written, made before the database is locked. A new regulation has no key yet."""

    regulations: dict[str, Regulation] = field(default_factory=dict)
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Code to the values of the row that makes the regulation."""
    versions: dict[str, list[RegulationVersion]] = field(default_factory=lambda: {PUBLISHED: [], DRAFT: []})
    children: dict[str, dict[type, list[models.Model]]] = field(
        default_factory=lambda: {PUBLISHED: defaultdict(list), DRAFT: defaultdict(list)}
    )
    bases: list[tuple[LegalBasis, str]] = field(default_factory=list)
    """Each with the slug of its document, which may be made together with them."""


def store_regulations(plan: RegulationPlan, *, by=None) -> Written:
    """Write the plan's rows in one transaction; their outcomes get the keys of the versions made.

    `by` is who uploaded the file and drafted its drafts, None for the portal itself through a command. Raises
    RegisterChanged, or ValidationError naming the regulation for content that is not fit; then nothing is stored.
    """
    if plan.is_refused or not plan.rows:
        return Written()
    planned = sorted(plan.rows, key=lambda planned: planned.day)
    rows = _made(plan, planned)
    with transaction.atomic():
        lists = _write(plan, rows, by)
    places = {PUBLISHED: iter(rows.versions[PUBLISHED]), DRAFT: iter(rows.versions[DRAFT])}
    for one in planned:
        one.outcome.version = next(places[one.outcome.stands_as]).pk
    return Written(len(rows.new), len(rows.versions[PUBLISHED]), len(rows.versions[DRAFT]), lists)


def _made(plan: RegulationPlan, planned: Sequence[PlannedRow]) -> _Rows:
    rows = _Rows()
    for one in plan.rows:
        if one.key not in plan.stored and one.key not in rows.new:
            values = rows.new[one.key] = one.read.values
            said = {name: values[name] for name in _IDENTITY}
            rows.regulations[one.key] = Regulation(**said, subjects=values["regulation_subjects"])
    keys = {plan.stored[one.key].pk: one.key for one in plan.rows if one.key in plan.stored}
    ids = sorted(keys)
    for start in range(0, len(ids), BATCH):
        for regulation in Regulation.objects.filter(pk__in=ids[start : start + BATCH]):
            rows.regulations[keys[regulation.pk]] = regulation
    for one in planned:
        version = _version(one, rows.regulations[one.key])
        rows.versions[one.outcome.stands_as].append(version)
        _add_children(rows, one, version)
    return rows


def _write(plan: RegulationPlan, rows: _Rows, by) -> int:
    """Returns how many rows of reference lists and documents were made."""
    references = plan.references
    _check_still_true(plan)
    lists = len(references.new_agencies) + len(references.new_fields) + len(references.new_documents)
    store_presupposed(references)
    _make_regulations(rows, references, by)
    for version in (*rows.versions[PUBLISHED], *rows.versions[DRAFT]):
        version.regulation = rows.regulations[version.regulation.code.lower()]  # again, now that it has its key
    for row, slug in rows.bases:
        row.document_id = references.documents[slug]
    publish_in_bulk(versions=rows.versions[PUBLISHED], children=rows.children[PUBLISHED].values())
    _draft_in_bulk(rows.versions[DRAFT], rows.children[DRAFT].values(), by)
    return lists


def _check_still_true(plan: RegulationPlan) -> None:
    """The records are locked and are as they were when the rows were judged."""
    seen = {
        stored.pk: (stored.agency_id, {(one.pk, one.live) for one in stored.versions})
        for stored in plan.stored.values()
    }
    ids = sorted(seen)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        agencies = dict(Regulation.objects.select_for_update().filter(pk__in=some).values_list("pk", "agency_id"))
        now: dict[int, set[tuple[int, bool]]] = defaultdict(set)
        rows = RegulationVersion.objects.filter(regulation__in=some, is_corrected=False).order_by()
        for pk, owner, live in rows.values_list("pk", "regulation_id", "live"):
            now[owner].add((pk, live))
        if any(seen[pk] != (agencies.get(pk), now[pk]) for pk in some):
            raise RegisterChanged(_("Có người vừa sửa cùng hồ sơ; chưa ghi gì, hãy thử lại."))


def _make_regulations(rows: _Rows, references: References, by) -> None:
    new = [(rows.regulations[key], values) for key, values in rows.new.items()]
    for regulation, values in new:
        regulation.agency_id = references.agency_ids[values["agency"]]
    Regulation.objects.bulk_create([regulation for regulation, _values in new], batch_size=BATCH)
    for name, column, ids in (
        ("fields", "field_id", references.field_ids), ("industries", "industry_id", references.industries),
    ):  # fmt: skip
        through = getattr(Regulation, name).through
        links = (
            through(**{"regulation_id": regulation.pk, column: ids[key]})
            for regulation, values in new
            for key in values[name]
        )
        through.objects.bulk_create(links, batch_size=BATCH)
    if by is not None:
        AuditEntry.objects.log_new_in_bulk([regulation for regulation, _values in new], "wagtail.create", user=by)


def _version(planned: PlannedRow, regulation: Regulation) -> RegulationVersion:
    return RegulationVersion(regulation=regulation, **{name: planned.read.values[name] for name in _VERSION})


def _add_children(rows: _Rows, planned: PlannedRow, version: RegulationVersion) -> None:
    values, children = planned.read.values, rows.children[planned.outcome.stands_as]
    children[Part] += [
        Part(version=version, key=key, text=text, sort_order=order)
        for order, (key, text) in enumerate(planned.read.parts.items())
    ]
    for name, (model, columns) in CHILD_COLUMNS.items():
        children[model] += [
            model(version=version, sort_order=order, **dict(zip(columns, row, strict=True)))
            for order, row in enumerate(values[name])
        ]
    for order, (slug, label) in enumerate(values["basis_rows"]):
        row = LegalBasis(version=version, sort_order=order, label=label)
        children[LegalBasis].append(row)
        rows.bases.append((row, slug))


def _draft_in_bulk(versions: Sequence[RegulationVersion], children: Iterable[Sequence[models.Model]], by) -> None:
    """Drafts as drafting.start_draft leaves them, without a revision: the first edit or the submission makes one."""
    for version in versions:
        version.drafted_by = by
        try:
            version.clean_fields(exclude={one.name for one in version._meta.fields if one.is_relation})
            version.clean()
        except ValidationError as error:
            raise ValidationError(f"{version.regulation.code}: {'; '.join(error.messages)}") from error
    RegulationVersion.objects.bulk_create(versions, batch_size=1000)
    for rows in children:
        if rows:
            type(rows[0]).objects.bulk_create(rows, batch_size=BATCH)
    AuditEntry.objects.log_new_in_bulk(versions, "wagtail.create", user=by)
