"""Items carried from one version of a plan to the next, and what a decision fixes for good."""

from django.utils.translation import gettext as _

from regulations.copying import copy_content
from regulations.models import PlanDecision, PlanItem, PlanVersion, SimplificationPlan
from regulations.plans.proposals import store_proposal
from regulations.plans.rebasing import proposal_of
from regulations.publishing import PublicationRefused


def copy_items(version: PlanVersion, draft: PlanVersion, *, by) -> None:
    """Give `draft` copies of all items of `version`, with their numbers, provisions and proposed texts."""
    for item in version.items.select_related("base_version", "proposal").prefetch_related("provisions_to_amend"):
        provisions, proposal = list(item.provisions_to_amend.all()), proposal_of(item)
        copy = PlanItem.objects.get(pk=item.pk)
        copy.pk, copy._state.adding, copy.version = None, True, draft
        copy.save()
        for row in provisions:
            row.pk, row.item = None, copy
            row.save()
        if proposal is not None:
            store_proposal(copy_content(proposal), copy, by=by)


def approved_items(version: PlanVersion) -> dict[int, PlanItem]:
    """Items of this version that a decision has approved, by number."""
    items = version.items.filter(decisions__isnull=False).select_related("proposal").distinct()
    return {item.number: item for item in items}


def require_no_decision(plan: SimplificationPlan) -> None:
    """Raises PublicationRefused for a plan that a decision has approved."""
    decision = PlanDecision.objects.filter(version__plan=plan).first()
    if decision is not None:
        raise PublicationRefused(
            _("Phương án đã được phê duyệt tại quyết định %(number)s. Muốn đổi nội dung, hãy lập phương án sửa đổi, "
              "bổ sung; muốn sửa lỗi, hãy đính chính.") % {"number": decision.number}
        )  # fmt: skip
