"""Writing the items of a plan: add, change, remove, and put on the text that is in force now."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.admin.choosers import choosable
from regulations.admin.forms import key_in
from regulations.admin.plans.forms import ItemForm, ProvisionFormSet, filled_rows
from regulations.admin.plans.screens import PlanView, PostedItemView
from regulations.admin.version_page import parts_of
from regulations.admin.versions import REFUSALS
from regulations.copying import unit_labels, units_of
from regulations.models import Action, Regulation, RegulationVersion
from regulations.plans.items import CURRENT, PROPOSED, add_item, change_item, rebase_item, remove_item
from regulations.plans.rebasing import proposal_of, rebase_of

PROVISIONS = "provisions"


class ItemFormView(PlanView):
    """The form of one item with the provisions it needs amended."""

    template_name = "regulations/admin/plan_item_form.html"

    def get(self, request, **kwargs):
        asked = request.GET.get("regulation", "")
        initial = {"regulation": asked if key_in(choosable(Regulation, request.user), asked) else None}
        form = ItemForm(user=request.user, version=self.version, item=self.item, initial=initial)
        return self.show(form, self._provisions())

    def post(self, request, **kwargs):
        form = ItemForm(request.POST, user=request.user, version=self.version, item=self.item)
        provisions = self._provisions(request.POST)
        if form.is_valid() & provisions.is_valid():
            try:
                item = self.store(form.cleaned_data | {PROVISIONS: filled_rows(provisions)}, request.user)
            except REFUSALS as refusal:
                form.refuse(refusal)
            else:
                return self._after(item)
        return self.show(form, provisions)

    def store(self, entered: dict, user):
        """Hand what was entered to the domain; returns the item."""
        raise NotImplementedError

    def show(self, form, provisions):
        base = self.item.base_version if self.item else None
        title = _("Mục %(number)d") % {"number": self.item.number} if self.item else _("Thêm mục")
        return self.render(
            self.template_name, title, form=form, provisions=provisions, media=form.media + provisions.media,
            current_title=base.title if base else "", current_parts=parts_of(base) if base else [],
        )  # fmt: skip

    def _provisions(self, data=None):
        rows = self.item.provisions_to_amend.all() if self.item else ()
        initial = [{"document": row.document_id, "label": row.label, "note": row.note} for row in rows]
        return ProvisionFormSet(
            data, initial=initial, prefix=PROVISIONS, form_kwargs={"user": self.request.user},
        )  # fmt: skip

    def _after(self, item):
        if "more" in self.request.POST:
            return redirect(self.reverse("change_item", item))
        proposal = getattr(item, "proposal", None)
        if self.item is None and proposal is not None:
            return redirect(reverse(RegulationVersion.snippet_viewset.get_url_name("edit"), args=[proposal.pk]))
        return self.back(_("Đã lưu mục %(number)d.") % {"number": item.number}, item.number)

    def reverse(self, name: str, item) -> str:
        return reverse(self.model.snippet_viewset.get_url_name(name), args=[item.version_id, item.number])


class AddItemView(ItemFormView):
    def store(self, entered, user):
        return add_item(version=self.version, by=user, **entered)


class ChangeItemView(ItemFormView):
    def store(self, entered, user):
        return change_item(item=self.item, by=user, **entered)


class RemoveItemView(PostedItemView):
    def act(self, user):
        remove_item(item=self.item, by=user)
        return _("Đã bỏ mục %(number)d.") % {"number": self.item.number}


class RebaseItemView(PlanView):
    """Shows what changed meanwhile; where both sides changed a part, the officer says which text stands."""

    template_name = "regulations/admin/plan_item_rebase.html"

    def get(self, request, **kwargs):
        return self._show([])

    def post(self, request, **kwargs):
        decided = {unit: request.POST.get(unit, "") for unit in rebase_of(self.item).conflicts}
        try:
            rebase_item(item=self.item, by=request.user, decided=decided)
        except REFUSALS as refusal:
            return self._show(getattr(refusal, "messages", [str(refusal)]))
        return self.back(_("Mục %(number)d đã theo bản hiện hành.") % {"number": self.item.number}, self.item.number)

    def _show(self, errors):
        rebase = rebase_of(self.item)
        conflicts = []
        if rebase.conflicts:
            sides = [units_of(one) for one in (self.item.base_version, rebase.current, proposal_of(self.item))]
            conflicts = [
                {
                    "unit": unit, "label": unit_labels(rebase.current, [unit])[0],
                    "texts": [_shown(side.get(unit)) for side in sides], "chosen": self.request.POST.get(unit, ""),
                }
                for unit in rebase.conflicts
            ]  # fmt: skip
        title = _("Cập nhật mục %(number)d theo bản hiện hành") % {"number": self.item.number}
        return self.render(
            self.template_name, title, rebase=rebase, conflicts=conflicts, errors=errors, PROPOSED=PROPOSED,
            CURRENT=CURRENT, has_proposal=Action(self.item.action).has_proposal,
        )  # fmt: skip


def _shown(value) -> str:
    """One side of a conflict as text; rows one a line."""
    if isinstance(value, list):
        return "\n".join(", ".join(str(cell) for cell in row if cell not in (None, "")) for row in value)
    return "" if value is None else str(value)
