"""What an officer does about a difference: take the national text over into a draft, or say why it stays different."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.control import require_drafting_for
from regulations.drafting import draft_from, keep_draft, open_drafts
from regulations.importing.columns import BY_KEY, CARD_KEYS
from regulations.importing.stored import CHILD_COLUMNS
from regulations.models import (
    Agency,
    Kind,
    LegalBasis,
    NationalProcedure,
    Part,
    PartDefinition,
    Regulation,
    RegulationVersion,
)
from regulations.publishing import PublicationRefused

from .comparing import NOT_COMPARED, Comparer, Said

SETTLED = "regulations.national_difference"
"""The action in the audit log."""
_OF_REGULATION = ("kind", "deciding_level", "stage", "firm_size", "online_level")
_RELATIONS = {"paper_rows": "papers", "fee_rows": "fees", "time_limit_rows": "time_limits",
              "frequency_rows": "frequencies"}  # fmt: skip


@dataclass(frozen=True)
class TakenOver:
    """The draft, and what could not be put into it, in words."""

    draft: RegulationVersion
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def take_over(*, procedure: NationalProcedure, shown: str, by) -> TakenOver:
    """A draft of `by` with what the national record says; it goes the normal way through legal control.

    What the record does not say stays as the version compared has it. A procedure that the register lacks is added with
    its first draft. `shown` is the digest of the record that `by` looked at. Raises PublicationRefused where it was
    read anew since, a draft is open already, or `by` does not draft for the agency; ValidationError naming a field.
    """
    stored = _as_shown(procedure, shown)
    comparer = Comparer()
    said = comparer.said(stored.content)
    regulation = Regulation.objects.select_for_update().filter(code__iexact=stored.code).first()
    if regulation is None:
        draft = _first_draft(stored, said, comparer, by)
    else:
        require_drafting_for(regulation.agency, by)
        if open_drafts(regulation).exists():
            raise PublicationRefused(_("Quy định này đang có bản thảo; hãy sửa bản thảo đó hoặc bỏ trước khi lấy về."))
        base = _compared_version(regulation)
        draft = draft_from(version=base, by=by) if base else keep_draft(RegulationVersion(regulation=regulation), by=by)
    content = draft.get_latest_revision_as_object()
    left_out = _fill(content, said, comparer)
    day = date_format(timezone.localtime(stored.read_at).date(), "SHORT_DATE_FORMAT")
    content.note = _("Theo cơ sở dữ liệu quốc gia về thủ tục hành chính, đọc ngày %(day)s.") % {"day": day}
    content.save_revision(user=by)
    return TakenOver(RegulationVersion.objects.get(pk=draft.pk), left_out)


@transaction.atomic
def leave_different(*, procedure: NationalProcedure, shown: str, reason: str, by) -> NationalProcedure:
    """Keep what the register says, for a reason, as long as the national record stays as it was `shown`.

    Raises PublicationRefused where it was read anew since or `by` does not draft for the agency; ValidationError
    without a reason.
    """
    stored = _as_shown(procedure, shown)
    require_drafting_for(agency_of(stored), by)
    stored.settled_hash, stored.settled_reason = stored.content_hash, reason.strip()
    stored.settled_by, stored.settled_at = by, timezone.now()
    if not stored.settled_reason:
        raise ValidationError({"reason": _("Cần ghi lý do.")})
    stored.full_clean(exclude=["code", "title", "content"])
    stored.save(update_fields=["settled_hash", "settled_reason", "settled_by", "settled_at"])
    log(instance=stored, action=SETTLED, user=by, data={"comment": stored.settled_reason}, content_changed=False)
    return stored


def agency_of(procedure: NationalProcedure) -> Agency | None:
    """Whose procedure it is: as the register says, or as the national record names it."""
    regulation = Regulation.objects.filter(code__iexact=procedure.code).select_related("agency").first()
    if regulation is not None:
        return regulation.agency
    comparer = Comparer()
    return Agency.objects.filter(pk=comparer.agency_id(comparer.said(procedure.content))).first()


def _as_shown(procedure: NationalProcedure, shown: str) -> NationalProcedure:
    stored = NationalProcedure.objects.select_for_update().get(pk=procedure.pk)
    if stored.content_hash != shown:
        raise PublicationRefused(_("Hồ sơ quốc gia vừa được đọc lại và đã khác; hãy xem lại."))
    return stored


def _compared_version(regulation: Regulation) -> RegulationVersion | None:
    dated = regulation.versions.current().exclude(effective_from=None)
    return regulation.version_on(timezone.localdate()) or dated.order_by("effective_from").first()


def _first_draft(stored: NationalProcedure, said: Said, comparer: Comparer, by) -> RegulationVersion:
    agency = Agency.objects.filter(pk=comparer.agency_id(said)).first()
    require_drafting_for(agency, by)
    if agency is None:
        raise PublicationRefused(_("Hồ sơ quốc gia không nêu cơ quan nào có trong danh mục."))
    values: dict[str, Any] = {name: said.values[name] for name in _OF_REGULATION if name in said.values}
    regulation = Regulation(
        agency=agency, code=stored.code, subjects=said.values.get("regulation_subjects", ""),
        **{"kind": Kind.PROCEDURE} | values,
    )  # fmt: skip
    regulation.full_clean()
    regulation.save()
    refs = comparer.references
    regulation.fields.set(refs.field_ids[slug] for slug in said.values.get("fields", ()))
    regulation.industries.set(refs.industries[key] for key in said.values.get("industries", ()))
    log(instance=regulation, action="wagtail.create", user=by, content_changed=True)
    return keep_draft(RegulationVersion(regulation=regulation), by=by)


def _fill(draft: RegulationVersion, said: Said, comparer: Comparer) -> list[str]:
    """Put what the record says on the draft, in memory; returns what it says of the regulation itself or in words that
    the register does not know."""
    for name in ("title", "state", *CARD_KEYS):
        if name in said.values:
            setattr(draft, name, said.values[name])
    draft.effective_from = _day_after(draft, said.values.get("effective_from"))
    kept = [part for part in draft.parts.all() if part.key not in said.parts]
    taken = [Part(version=draft, key=key, text=text) for key, text in said.parts.items()]
    draft.parts.set(_in_order([*kept, *taken], draft.regulation.kind))
    for key, relation in _RELATIONS.items():
        if key in said.values:
            model, columns = CHILD_COLUMNS[key]
            rows = [dict(zip(columns, row, strict=True)) for row in said.values[key]]
            setattr(draft, relation, [model(version=draft, sort_order=n, **row) for n, row in enumerate(rows)])
    if "basis_rows" in said.values:
        documents = comparer.references.documents
        bases = [(documents[slug], label) for slug, label in said.values["basis_rows"]]
        draft.bases = [
            LegalBasis(version=draft, document_id=document, label=label, sort_order=order)
            for order, (document, label) in enumerate(bases)
        ]
    return [f"{BY_KEY[key].heading}: {why}" for key, why in said.unknown.items() if key not in NOT_COMPARED]


def _in_order(parts: list[Part], kind: str) -> list[Part]:
    from_definitions = {key: place for place, key in enumerate(_part_keys(kind))}
    parts.sort(key=lambda part: from_definitions.get(part.key, len(from_definitions)))
    for order, part in enumerate(parts):
        part.sort_order = order
    return parts


def _part_keys(kind: str) -> list[str]:
    return list(PartDefinition.objects.filter(kind=kind).order_by("position").values_list("key", flat=True))


def _day_after(draft: RegulationVersion, day: datetime.date | None) -> datetime.date | None:
    """The day that the record gives, unless a version has it already: then the officer says it."""
    taken = RegulationVersion.objects.current().filter(regulation=draft.regulation, effective_from=day)
    return None if day is None or taken.exists() else day
