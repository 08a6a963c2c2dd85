"""The baseline a programme's targets are measured against."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.models import BaselineEntry, Programme, RegulationVersion, Role, State
from regulations.models.officers import has_role
from regulations.publishing import PublicationRefused

COUNTED = (State.IN_FORCE, State.PARTLY)
"""What counts as in force on the base date; what was suspended or unclear then is in no denominator."""


@transaction.atomic
def freeze_baseline(*, programme: Programme, by) -> int:
    """Write down which versions were in force on the base date, once and for all; returns how many.

    Raises PublicationRefused for one who is no administrator, a baseline that is frozen, a base date to come.
    """
    if not has_role(by, Role.ADMINISTRATOR):
        raise PublicationRefused(_("Chỉ quản trị viên chốt số liệu gốc."))
    stored = Programme.objects.select_for_update().get(pk=programme.pk)
    if stored.baseline_frozen_at is not None:
        raise PublicationRefused(_("Số liệu gốc của chương trình này đã chốt và không chốt lại."))
    if stored.base_date > timezone.localdate():
        raise PublicationRefused(_("Ngày gốc còn ở tương lai nên chưa chốt được số liệu."))
    versions = RegulationVersion.objects.in_force_on(stored.base_date).filter(state__in=COUNTED)
    entries = [BaselineEntry(programme=stored, version_id=pk) for pk in versions.values_list("pk", flat=True)]
    if not entries:
        raise PublicationRefused(_("Không có quy định nào có hiệu lực vào ngày gốc nên chưa có gì để chốt."))
    BaselineEntry.objects.bulk_create(entries, batch_size=2000)
    stored.baseline_frozen_at = timezone.now()
    stored.save(update_fields=["baseline_frozen_at"])
    log(instance=stored, action="wagtail.edit", user=by, data={"baseline": len(entries)}, content_changed=True)
    return len(entries)
