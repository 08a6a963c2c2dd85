"""Writing down that somebody compared a record with its original.

A comparison is of one version: a new text has not been compared with anything yet (docs/adr/0026).
"""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.models import Agency, AgencySuccession, OriginalComparison, Role
from regulations.models.officers import covered_agency_ids
from regulations.models.published import VersionInForce

COMPARED = "regulations.compare"
"""The action in the audit log."""


@transaction.atomic
def record_comparison(
    *,
    version: VersionInForce,
    compared_on: datetime.date,
    by,
    agency: Agency | None = None,
    differs: bool = False,
    note: str = "",
) -> OriginalComparison:
    """Put on record that `agency` compared a published version with its original on a day.

    `agency` is, if not given, the one that keeps the record, or who took its work over by that day. `note` is public
    and says where the text differs. Raises ValidationError (naming the field where one is to blame) for a draft, a
    corrected version, a day in the future or before the version was published or its document issued, a difference
    without a note, and for somebody who is no officer of the record's agency and of `agency`.
    """
    stored = type(version).objects.select_for_update().get(pk=version.pk)
    _check_version(stored)
    keeper = stored.maintaining_agency
    _check_officer(by, keeper, agency or keeper)
    agency = agency or _keeper_on(keeper, compared_on)
    _check_day(stored, compared_on)
    if differs and not note.strip():
        raise ValidationError({"note": _("Hãy ghi khác bản gốc ở chỗ nào.")})
    comparison = OriginalComparison(
        **{f"{type(stored).IDENTITY}_version": stored},
        compared_on=compared_on,
        agency=agency,
        differs=differs,
        note=note.strip(),
        recorded_by=by,
    )
    comparison.full_clean()
    comparison.save()
    log(
        instance=stored,
        action=COMPARED,
        user=by,
        data={"compared_on": compared_on.isoformat(), "agency": agency.acronym, "differs": differs},
        why=comparison.note,
        content_changed=False,
    )
    return comparison


@transaction.atomic
def record_comparisons(
    *, versions: Sequence[VersionInForce], compared_on: datetime.date, by
) -> list[OriginalComparison]:
    """The same for many versions found to agree with their originals on one day: all of them, or none.

    Raises ValidationError naming the first record that cannot be.
    """
    recorded = []
    for version in sorted(versions, key=lambda one: (one.IDENTITY, one.pk)):
        try:
            recorded.append(record_comparison(version=version, compared_on=compared_on, by=by))
        except ValidationError as refused:
            raise ValidationError(
                _("%(record)s: %(reasons)s"), params={"record": version, "reasons": " ".join(refused.messages)}
            ) from refused
    return recorded


def _keeper_on(agency: Agency | None, on: datetime.date) -> Agency | None:
    """An agency, or the primary successor that had its work by a day, over any number of steps."""
    seen = set()
    while agency is not None and agency.pk not in seen:
        seen.add(agency.pk)
        step = AgencySuccession.objects.filter(old=agency, primary=True, date__lte=on).select_related("new").first()
        if step is None:
            break
        agency = step.new
    return agency


def _check_version(version: VersionInForce) -> None:
    if not version.live:
        raise ValidationError(_("Chỉ đối chiếu phiên bản đã công bố."))
    if version.is_corrected:
        raise ValidationError(_("Phiên bản này đã được đính chính; hãy đối chiếu bản đính chính."))


def _check_officer(by, keeper: Agency | None, agency: Agency | None) -> None:
    if keeper is None or agency is None:
        raise ValidationError(_("Hồ sơ chưa có cơ quan cập nhật nên chưa ghi được việc đối chiếu."))
    covered = covered_agency_ids(by, Role.OFFICER)
    if covered is not None and not {keeper.pk, agency.pk} <= covered:
        raise ValidationError(_("Bạn không được phân công cập nhật hồ sơ của cơ quan này."))


def _check_day(version: VersionInForce, day: datetime.date) -> None:
    if day > timezone.localdate():
        raise ValidationError({"compared_on": _("Ngày đối chiếu không thể ở tương lai.")})
    published = timezone.localdate(version.recorded_at)
    if day < published:
        raise ValidationError(
            {"compared_on": _("Phiên bản này được công bố ngày %(day)s; không thể đối chiếu trước ngày đó.")
             % {"day": published.strftime("%d/%m/%Y")}}
        )  # fmt: skip
    issued = getattr(version.identity, "issued_on", None)
    if issued is not None and day < issued:
        raise ValidationError(
            {"compared_on": _("Văn bản được ban hành ngày %(day)s; không thể đối chiếu trước ngày đó.")
             % {"day": issued.strftime("%d/%m/%Y")}}
        )  # fmt: skip
