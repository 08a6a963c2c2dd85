"""Recording what others decided, and carrying out what was approved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.admin.plans.forms import DecisionForm, DocumentFormSet, ImplementForm, filled_rows
from regulations.admin.plans.pages import may_decide, may_implement
from regulations.admin.plans.screens import PlanView
from regulations.admin.versions import REFUSALS
from regulations.models import RegulationVersion
from regulations.plans.decisions import record_decision
from regulations.plans.implementing import implement_item
from regulations.publishing import PublicationRefused

DOCUMENTS = "documents"


class DecisionView(PlanView):
    """The decision of an authority on this plan, with the items it approves."""

    template_name = "regulations/admin/plan_decision_form.html"

    def get(self, request, **kwargs):
        if not may_decide(self.version, request.user):
            return self.refused(PublicationRefused(_("Bạn không ghi được quyết định cho phương án này.")))
        return self._show(DecisionForm(version=self.version))

    def post(self, request, **kwargs):
        form = DecisionForm(request.POST, version=self.version)
        if form.is_valid():
            try:
                decision = record_decision(version=self.version, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.refuse(refusal)
            except PublicationRefused as refusal:
                return self.refused(refusal)
            else:
                return self.back(_("Đã ghi quyết định %(number)s.") % {"number": decision.number})
        elif not may_decide(self.version, request.user):
            return self.refused(PublicationRefused(_("Bạn không ghi được quyết định cho phương án này.")))
        return self._show(form)

    def _show(self, form):
        return self.render(self.template_name, _("Ghi quyết định phê duyệt"), form=form, media=form.media)


class ImplementView(PlanView):
    """An approved item and the documents that carry it out; ends on the draft of the regulation's new version."""

    template_name = "regulations/admin/plan_implement_form.html"

    def get(self, request, **kwargs):
        if not may_implement(self.item, self.version, request.user):
            return self.refused(PublicationRefused(_("Mục này chưa hoặc không còn chờ bạn thực thi.")))
        return self._show(ImplementForm(), self._documents())

    def post(self, request, **kwargs):
        form, documents = ImplementForm(request.POST), self._documents(request.POST)
        if form.is_valid() & documents.is_valid():
            chosen = [row["document"] for row in filled_rows(documents)]
            try:
                made = implement_item(item=self.item, by=request.user, documents=chosen, **form.cleaned_data)
            except REFUSALS as refusal:
                if isinstance(refusal, PublicationRefused):
                    return self.refused(refusal)
                form.refuse(refusal)
            else:
                messages.success(request, _("Đã lập bản thảo phiên bản mới của quy định; hãy xem lại rồi trình."))
                page = RegulationVersion.snippet_viewset.get_url_name("inspect")
                return redirect(reverse(page, args=[made.version_id]))
        elif not may_implement(self.item, self.version, request.user):
            return self.refused(PublicationRefused(_("Mục này chưa hoặc không còn chờ bạn thực thi.")))
        return self._show(form, documents)

    def _documents(self, data=None):
        return DocumentFormSet(data, prefix=DOCUMENTS, form_kwargs={"user": self.request.user})

    def _show(self, form, documents):
        title = _("Thực thi mục %(number)d") % {"number": self.item.number}
        return self.render(
            self.template_name, title, form=form, documents=documents, media=form.media + documents.media
        )
