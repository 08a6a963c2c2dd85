"""Carries a plan out: makes regulations, publishes their versions or keeps them as drafts, in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from regulations.models import LegalBasis, Part, Regulation, RegulationVersion
from regulations.publishing import publish_in_bulk

from .columns import CARD_KEYS
from .references import References, store_presupposed
from .regulation_plan import DRAFT, PlannedRow, RegulationPlan
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


@transaction.atomic
def store_regulations(plan: RegulationPlan, *, by=None) -> Written:
    """Write the plan's rows; their outcomes get the keys of the versions made.

    `by` is who uploaded the file and drafted its drafts, None for the portal itself through a command. Raises
    RegisterChanged, or ValidationError naming the regulation for content that is not fit; then nothing is stored.
    """
    if plan.is_refused or not plan.rows:
        return Written()
    _check_still_true(plan)
    references = plan.references
    lists = len(references.new_agencies) + len(references.new_fields) + len(references.new_documents)
    store_presupposed(references)
    regulations, made = _regulations(plan, by)
    published, drafts = [], []
    children: dict[type, list[models.Model]] = defaultdict(list)
    draft_children: dict[type, list[models.Model]] = defaultdict(list)
    for planned in sorted(plan.rows, key=lambda planned: planned.day):
        version = _version(planned, regulations[planned.key])
        is_draft = planned.outcome.stands_as == DRAFT
        (drafts if is_draft else published).append((planned, version))
        _add_children(draft_children if is_draft else children, planned, version, references)
    publish_in_bulk(versions=[version for _planned, version in published], children=children.values())
    _draft_in_bulk([version for _planned, version in drafts], draft_children.values(), by)
    for planned, version in (*published, *drafts):
        planned.outcome.version = version.pk
    return Written(made, len(published), len(drafts), lists)


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


def _regulations(plan: RegulationPlan, by) -> tuple[dict[str, Regulation], int]:
    """The regulation of each code, made where there was none; how many were made."""
    references, new = plan.references, {}
    for planned in plan.rows:
        if planned.key in plan.stored or planned.key in new:
            continue
        values = planned.read.values
        regulation = Regulation(**{name: values[name] for name in _IDENTITY}, subjects=values["regulation_subjects"])
        regulation.agency_id = references.agency_ids[values["agency"]]
        new[planned.key] = (regulation, values)
    Regulation.objects.bulk_create([regulation for regulation, _values in new.values()], batch_size=BATCH)
    known = {"fields": references.field_ids, "industries": references.industries}
    for name, ids in known.items():
        through = getattr(Regulation, name).through
        column = "field_id" if name == "fields" else "industry_id"
        rows = [
            through(**{"regulation_id": regulation.pk, column: ids[key]})
            for regulation, values in new.values()
            for key in values[name]
        ]
        through.objects.bulk_create(rows, batch_size=BATCH)
    _log_created([regulation for regulation, _values in new.values()], by)
    found = {key: regulation for key, (regulation, _values) in new.items()}
    known_ids = {stored.pk: key for key, stored in plan.stored.items()}
    ids = sorted({plan.stored[planned.key].pk for planned in plan.rows if planned.key in plan.stored})
    for start in range(0, len(ids), BATCH):
        for regulation in Regulation.objects.filter(pk__in=ids[start : start + BATCH]):
            found[known_ids[regulation.pk]] = regulation
    return found, len(new)


def _version(planned: PlannedRow, regulation: Regulation) -> RegulationVersion:
    return RegulationVersion(regulation=regulation, **{name: planned.read.values[name] for name in _VERSION})


def _add_children(
    children: dict[type, list[models.Model]], planned: PlannedRow, version: RegulationVersion, references: References
) -> None:
    values = planned.read.values
    children[Part] += [
        Part(version=version, key=key, text=text, sort_order=order)
        for order, (key, text) in enumerate(planned.read.parts.items())
    ]
    for name, (model, columns) in CHILD_COLUMNS.items():
        children[model] += [
            model(version=version, sort_order=order, **dict(zip(columns, row, strict=True)))
            for order, row in enumerate(values[name])
        ]
    children[LegalBasis] += [
        LegalBasis(version=version, sort_order=order, document_id=references.documents[slug], label=label)
        for order, (slug, label) in enumerate(values["basis_rows"])
    ]


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
    _log_created(versions, by)


def _log_created(instances: Sequence[models.Model], by) -> None:
    """The entries that log() writes for one."""
    if not instances:
        return
    content_type, now = ContentType.objects.get_for_model(instances[0], for_concrete_model=False), timezone.now()
    ModelLogEntry.objects.bulk_create(
        (
            ModelLogEntry(
                content_type=content_type, object_id=str(instance.pk), label=str(instance), action="wagtail.create",
                timestamp=now, content_changed=True, data={}, user=by,
            )
            for instance in instances
        ),
        batch_size=BATCH,
    )  # fmt: skip
