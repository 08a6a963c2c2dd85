"""A plan's own page in the admin: its items with what they change, and what this person may do next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.admin.versions import VersionPageView
from regulations.control import require_drafter
from regulations.copying import unit_labels
from regulations.costs import Saving, money
from regulations.models import PlanItem, PlanVersion, RegulationVersion
from regulations.permissions import policy_of
from regulations.plan_pages.savings import stored_savings
from regulations.plans.implementing import require_open_item
from regulations.plans.rebasing import Rebase, changed_units, proposal_of, rebase_of
from regulations.publishing import PublicationRefused


@dataclass(frozen=True)
class ItemRow:
    """One item of a plan on its page; `urls` are of what this person may do to it."""

    item: PlanItem
    changes: list[str]
    rebase: Rebase | None
    overdue: bool
    decisions: list
    implementations: list[tuple[Any, str]]
    saving: str
    urls: dict[str, str]


class PlanPageView(VersionPageView):
    page_title = gettext_lazy("Phương án")
    template_name = "regulations/admin/plan_version.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page, user, version = context["page"], self.request.user, self.object
        items = list(_items(version))
        savings = stored_savings(items)
        context["rows"] = [_row(item, version, page.actions, user, savings[item.pk]) for item in items]
        context["decisions"] = list(version.decisions.select_related("recorded_by").prefetch_related("items"))
        context["plan_urls"] = _plan_urls(version, page.actions, user)
        return context


def may_decide(version: PlanVersion, user) -> bool:
    """Whether `user` may record a decision on this version."""
    try:
        version.check_approver(user)
    except PublicationRefused:
        return False
    return version.live and version.plan.shown_version() == version and version.items.filter(decisions=None).exists()


def _items(version: PlanVersion):
    items = version.items.select_related("regulation", "base_version", "merged_into", "proposal", "version__plan")
    return items.prefetch_related("provisions_to_amend__document", "decisions", "implementations__version")


def _plan_urls(version: PlanVersion, actions, user) -> dict[str, str]:
    name = PlanVersion.snippet_viewset.get_url_name
    urls = {}
    if "edit" in actions:
        urls |= {one: reverse(name(one), args=[version.pk]) for one in ("add_item", "submit")}
    if may_decide(version, user):
        urls["decide"] = reverse(name("decide"), args=[version.pk])
    return urls


def _row(item: PlanItem, version: PlanVersion, actions, user, saving: Saving) -> ItemRow:
    proposal = proposal_of(item)
    changes = unit_labels(proposal, changed_units(item.base_version, proposal)) if proposal else []
    inspect = RegulationVersion.snippet_viewset.get_url_name("inspect")
    implementations = [(one, reverse(inspect, args=[one.version_id])) for one in item.implementations.all()]
    decisions = list(item.decisions.all())
    done = any(one.version.live and one.extent == "done" for one, _url in implementations)
    rebase = rebase_of(item) if not version.live or (decisions and not implementations) else None
    return ItemRow(
        item=item,
        changes=changes,
        rebase=rebase if rebase and rebase.needed else None,
        overdue=bool(decisions) and not done and item.is_overdue(timezone.localdate()),
        decisions=decisions,
        implementations=implementations,
        saving=_money(saving),
        urls=_item_urls(item, version, proposal, actions, user),
    )


def _money(saving: Saving) -> str:
    """Cost a year before and after, and what is saved; "" where a figure is missing."""
    if saving.amount is None:
        return ""
    return _("%(before)s → %(after)s mỗi năm, tiết kiệm %(saved)s") % {
        "before": money(saving.before), "after": money(saving.after), "saved": money(saving.amount),
    }  # fmt: skip


def _item_urls(item: PlanItem, version: PlanVersion, proposal, actions, user) -> dict[str, str]:
    name, urls = PlanVersion.snippet_viewset.get_url_name, {}
    if "edit" in actions:
        for one in ("change_item", "remove_item", "rebase_item"):
            urls[one] = reverse(name(one), args=[version.pk, item.number])
    if proposal is not None:
        may_change = policy_of(RegulationVersion).user_has_permission_for_instance(user, "change", proposal)
        view = "edit" if may_change else "inspect"
        urls[f"proposal_{view}"] = reverse(RegulationVersion.snippet_viewset.get_url_name(view), args=[proposal.pk])
    if may_implement(item, version, user):
        urls["implement"] = reverse(name("implement"), args=[version.pk, item.number])
    return urls


def may_implement(item: PlanItem, version: PlanVersion, user) -> bool:
    """Whether `user` may carry this item out now."""
    try:
        require_drafter(version, user)
        require_open_item(item, version)
    except PublicationRefused:
        return False
    return True
