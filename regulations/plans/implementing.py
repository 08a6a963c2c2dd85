"""An approved item carried out: the draft of the regulation's new version, which then goes the normal way."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regulations.control import require_drafter
from regulations.copying import copy_content, unit_labels
from regulations.drafting import keep_draft
from regulations.models import (
    Action,
    Extent,
    Implementation,
    LegalDocument,
    PlanItem,
    PlanVersion,
    RegulationVersion,
    State,
)
from regulations.plans.rebasing import conflicting_units, merged, proposal_of
from regulations.publishing import PublicationRefused
from regulations.signals import plans_changed


@transaction.atomic
def implement_item(
    *, item: PlanItem, by, effective_from: datetime.date, documents: Iterable[LegalDocument],
    extent: str = Extent.DONE, note: str = "",
) -> Implementation:  # fmt: skip
    """Draft the regulation's version from `effective_from` on, as the item says, and record what carries it out.

    The draft goes to legal control like any other; only once it is published is the item done. Raises
    PublicationRefused where the item is not approved, already carried out or not `by`'s, ValidationError naming the
    field or the parts that somebody else has changed since.
    """
    plan_version = PlanVersion.objects.select_for_update().get(pk=item.version_id)
    require_drafter(plan_version, by)
    item = plan_version.items.select_related("regulation", "base_version", "proposal").get(pk=item.pk)
    documents = list(documents)
    require_open_item(item, plan_version)
    if not documents:
        raise ValidationError({"documents": _("Hãy chọn ít nhất một văn bản thực thi.")})
    current = _version_before(item, effective_from)
    text = _text_of(item, current)
    with translation.override(settings.LANGUAGE_CODE):
        text.note = _reason(item, plan_version)
    text.effective_from = effective_from
    implementation = Implementation(
        item=item, extent=extent, note=note.strip(), recorded_by=by, version=keep_draft(text, by=by)
    )
    implementation.full_clean()
    implementation.save()
    implementation.documents.set(documents)
    plans_changed.send(sender=Implementation, ids=[plan_version.plan_id])
    return implementation


def require_open_item(item: PlanItem, plan_version: PlanVersion) -> None:
    """Raises PublicationRefused unless the item is approved and nobody carries it out or has done so."""
    if not plan_version.live or plan_version.is_corrected or not item.decisions.exists():
        raise PublicationRefused(_("Mục này chưa được phê duyệt nên chưa thực thi được."))
    if item.action == Action.KEEP:
        raise PublicationRefused(_("Mục này giữ nguyên quy định, không có gì để thực thi."))
    if item.implementations.filter(version__live=False).exists():
        raise PublicationRefused(_("Đã có bản thảo thực thi mục này."))
    if item.implementations.done().exists():
        raise PublicationRefused(_("Mục này đã thực thi xong."))


def _version_before(item: PlanItem, day: datetime.date) -> RegulationVersion:
    current = item.regulation.version_on(day)
    if current is None or current.state == State.ABOLISHED:
        raise ValidationError({"effective_from": _("Vào ngày này quy định không còn hoặc chưa có hiệu lực.")})
    if current.effective_from == day:
        raise ValidationError(
            {"effective_from": _("Phiên bản %(number)d đã có hiệu lực từ chính ngày này; hãy chọn ngày khác.")
             % {"number": current.number}}
        )  # fmt: skip
    return current


def _text_of(item: PlanItem, current: RegulationVersion) -> RegulationVersion:
    if Action(item.action).ends_the_rule:
        text = copy_content(current)
        text.state = State.ABOLISHED
        return text
    proposal = proposal_of(item)
    earlier = item.implementations.published().order_by("-version__effective_from").first()
    conflicts = conflicting_units(item.base_version, current, proposal, earlier.version if earlier else None)
    if conflicts:
        labels = "; ".join(capfirst(label) for label in unit_labels(current, conflicts))
        raise ValidationError(
            _("Quy định đã thay đổi từ khi lập phương án, ở đúng phần mà mục này cũng sửa: %(parts)s. Cần phương án "
              "sửa đổi, bổ sung cho các phần này.") % {"parts": labels}
        )  # fmt: skip
    return merged(item.base_version, current, proposal)


def _reason(item: PlanItem, plan_version: PlanVersion) -> str:
    """Kept in the register, so in its language, whatever the officer's is."""
    numbers = ", ".join(item.decisions.values_list("number", flat=True))
    what = _("Gộp vào quy định %(code)s") % {"code": item.merged_into.code} if item.merged_into_id else (
        item.get_action_display()
    )  # fmt: skip
    reason = _("%(what)s theo mục %(item)d của phương án được phê duyệt tại quyết định %(number)s.") % {
        "what": what, "item": item.number, "number": numbers,
    }  # fmt: skip
    return reason[: PlanVersion._meta.get_field("note").max_length]
