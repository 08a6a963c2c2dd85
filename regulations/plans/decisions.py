"""Decisions of an authority on a published plan, recorded: the portal gives no approval of its own."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.models import PlanDecision, PlanItem, PlanVersion, SimplificationPlan
from regulations.publishing import PublicationRefused
from regulations.signals import plans_changed


@transaction.atomic
def record_decision(
    *, version: PlanVersion, number: str, decided_on: datetime.date, authority: str, items: Iterable[PlanItem], by,
    file_url: str = "",
) -> PlanDecision:  # fmt: skip
    """Record that a decision approved these items of the plan's newest published version.

    `by` is a legal controller of the agency who did not write the plan. Raises PublicationRefused for anybody else and
    for a version that is not the public one, ValidationError naming the field.
    """
    SimplificationPlan.objects.select_for_update().get(pk=version.plan_id)  # as submission and publication do
    stored = PlanVersion.objects.select_for_update().get(pk=version.pk)
    stored.check_approver(by)
    if not stored.live or stored.plan.shown_version() != stored:
        raise PublicationRefused(_("Chỉ ghi quyết định vào bản phương án đang công bố."))
    approved = _checked_items(stored, list(items))
    decision = PlanDecision(
        version=stored, number=number.strip(), decided_on=decided_on, authority=authority, file_url=file_url,
        recorded_by=by,
    )  # fmt: skip
    decision.full_clean()
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": _("Ngày quyết định không thể ở tương lai.")})
    decision.save()
    decision.items.set(approved)
    log(instance=stored, action="wagtail.edit", user=by, data={"decision": decision.number}, content_changed=False)
    plans_changed.send(sender=PlanDecision, ids=[stored.plan_id])
    return decision


def _checked_items(version: PlanVersion, items: list[PlanItem]) -> list[PlanItem]:
    if not items:
        raise ValidationError({"items": _("Hãy chọn ít nhất một mục được phê duyệt.")})
    if any(item.version_id != version.pk for item in items):
        raise ValidationError({"items": _("Có mục không thuộc bản phương án này.")})
    earlier = PlanDecision.objects.filter(items__in=items).values_list("items__number", "number")
    already = [_("mục %(item)d (quyết định %(number)s)") % {"item": item, "number": number} for item, number in earlier
               if item in {one.number for one in items}]  # fmt: skip
    if already:
        raise ValidationError({"items": _("Đã được phê duyệt trước đó: %s.") % "; ".join(already)})
    return items
