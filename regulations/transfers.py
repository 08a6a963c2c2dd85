"""Records go from one agency's keeping to another's, as when ministries merge or split; their past stays on record."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.keeping import AGENCY_OF, TRANSFER_OF, Record
from regulations.models import Agency, Field, LegalDocument, RecordTransfer, Regulation, Role
from regulations.models.officers import has_role
from regulations.signals import documents_changed, regulations_changed

TRANSFERRED = "regulations.transfer"
"""The action in the audit log."""
BATCH = 500
MODELS = (Regulation, LegalDocument)
ALL, REGULATIONS, DOCUMENTS = "all", "regulations", "documents"
"""Which of an agency's records are meant."""
_SIGNALS = {Regulation: regulations_changed, LegalDocument: documents_changed}


class TransferRefused(Exception):
    """Records that may not be transferred; the message says why, in words for the person who tried."""


@dataclass(frozen=True)
class Transferred:
    """How many records went over."""

    regulations: int
    documents: int


def records_kept_by(agency: Agency) -> list[Record]:
    """Everything that the agency itself keeps now, without its sub-units: regulations by code, then documents."""
    documents = LegalDocument.objects.filter(maintained_by=agency).order_by("number", "pk")
    return [*Regulation.objects.filter(agency=agency).order_by("code"), *documents]


def chosen_records(
    *, from_agency: Agency, what: str = ALL, kinds: Sequence[str] = (), fields: Sequence[Field] = (),
    codes: Sequence[str] = (),
) -> list[Record]:  # fmt: skip
    """The records of the agency that are meant; kinds, fields and codes choose among regulations, without documents.

    Raises ValidationError naming codes that the agency does not keep.
    """
    narrowed = bool(kinds or fields or codes)
    records = [
        record for record in records_kept_by(from_agency)
        if not (what == DOCUMENTS if isinstance(record, Regulation) else what == REGULATIONS or narrowed)
    ]  # fmt: skip
    if kinds:
        records = [record for record in records if record.kind in kinds]
    if fields:
        of_fields = Regulation.fields.through.objects.filter(field__in=fields).values_list("regulation_id", flat=True)
        wanted = set(of_fields)
        records = [record for record in records if record.pk in wanted]
    if codes:
        known = {record.code.lower() for record in records}
        unknown = [code for code in codes if code.lower() not in known]
        if unknown:
            shown = ", ".join(unknown[:20])
            raise ValidationError({"codes": _("Không có trong hồ sơ của cơ quan: %(codes)s") % {"codes": shown}})
        asked = {code.lower() for code in codes}
        records = [record for record in records if record.code.lower() in asked]
    return records


@transaction.atomic
def transfer_records(
    *, from_agency: Agency, to_agency: Agency, on: datetime.date, reason: str, by,
    records: Iterable[Record] | None = None,
) -> Transferred:  # fmt: skip
    """Give records from one agency's keeping into another's from the day `on`; `records` None is all it keeps.

    Versions and open drafts go with their record, and so does the right to work on them. `by` is an administrator, None
    for the portal itself through a command. Raises PermissionDenied for anybody else, ValidationError naming the field,
    and TransferRefused for a record that is not (or no longer) the old agency's or went on after that day; then nothing
    is changed.
    """
    if by is not None and not has_role(by, Role.ADMINISTRATOR):
        raise PermissionDenied
    _check(from_agency, to_agency, on, reason)
    chosen = records_kept_by(from_agency) if records is None else list(records)
    moved = {}
    for model in MODELS:
        keys = sorted({record.pk for record in chosen if isinstance(record, model)})
        moved[model] = len(keys)
        for start in range(0, len(keys), BATCH):
            _move(model, keys[start : start + BATCH], from_agency, to_agency, on=on, reason=reason.strip(), by=by)
    return Transferred(moved[Regulation], moved[LegalDocument])


def _check(from_agency: Agency, to_agency: Agency, on: datetime.date, reason: str) -> None:
    if from_agency.pk == to_agency.pk:
        raise ValidationError({"to_agency": _("Cơ quan nhận phải khác cơ quan giao.")})
    if on > timezone.localdate():
        raise ValidationError({"on": _("Ngày chuyển chưa tới; hồ sơ chỉ được chuyển từ ngày đó.")})
    begins, ends = to_agency.valid_from, to_agency.valid_to
    if (begins and on < begins) or (ends and on >= ends):
        raise ValidationError({"on": _("Cơ quan nhận không hoạt động vào ngày này.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Cần ghi lý do, ví dụ văn bản sáp nhập.")})


def _move(
    model: type[Record], keys: Sequence[int], old: Agency, new: Agency, *, on: datetime.date, reason: str, by
) -> None:
    rows = model.objects.select_for_update().filter(pk__in=keys, **{AGENCY_OF[model]: old}).order_by("pk")
    records = list(rows)
    if len(records) != len(keys):
        raise TransferRefused(
            _("Có hồ sơ không do %(agency)s giữ, hoặc vừa được chuyển đi; chưa chuyển gì.") % {"agency": old.name_vi}
        )
    later = RecordTransfer.objects.filter(**{f"{TRANSFER_OF[model]}__in": keys}, on__gt=on).order_by("pk").first()
    if later is not None:
        raise TransferRefused(
            _("%(record)s đã được chuyển sau ngày này (%(day)s).")
            % {"record": getattr(later, TRANSFER_OF[model]), "day": later.on.strftime("%d/%m/%Y")}
        )
    transfers = [
        RecordTransfer(**{TRANSFER_OF[model]: record}, old_agency=old, new_agency=new, on=on, reason=reason,
                       recorded_by=by)
        for record in records
    ]  # fmt: skip
    for transfer in transfers[:1]:  # all say the same of the day and the reason
        transfer.clean_fields(exclude=["regulation", "document", "recorded_by"])
    RecordTransfer.objects.bulk_create(transfers, batch_size=BATCH)
    model.objects.filter(pk__in=keys).update(**{AGENCY_OF[model]: new})
    data = {"from": old.acronym, "to": new.acronym, "on": on.isoformat(), "comment": reason}
    for record in records:
        log(instance=record, action=TRANSFERRED, user=by, data=data, content_changed=True)
    _SIGNALS[model].send(sender=model, ids=list(keys))
