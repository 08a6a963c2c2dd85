"""Screens of versions: start a draft, write it, hand it to legal control, judge it, give it up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.snippets.views import snippets

from regulations import control, drafting
from regulations.admin.forms import StartForm, identities_to_draft
from regulations.admin.version_comparisons import comparisons_section
from regulations.admin.version_originals import originals_section
from regulations.admin.version_page import (
    changes_url,
    content_of,
    effect_text,
    import_word_url,
    item_url,
    page_of,
    parts_of,
    remarks_on,
)
from regulations.draft_redline import draft_redline
from regulations.plans.items import open_version, record_author
from regulations.publishing import PublicationRefused

REFUSALS = (PublicationRefused, ValidationError)


def sentences(refusal: Exception) -> list[str]:
    """What to tell the person who was refused."""
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]


class VersionStartView(View):
    """Choose what to draft a version of; the draft is made at once and opened."""

    model = None
    identity_model = None
    widget_class = None
    edit_url_name = index_url_name = ""

    def dispatch(self, request, *args, **kwargs):
        posted = request.POST if request.method == "POST" else None
        form = StartForm(
            posted,
            chosen=(request.GET if posted is None else posted).get("identity"),
            identities=identities_to_draft(self.identity_model, request.user),
            widget=self.widget_class(),
            label=self.identity_model._meta.verbose_name.capitalize(),
        )
        if posted is not None and form.is_valid():
            try:
                draft = drafting.start_draft(identity=form.cleaned_data["identity"], by=request.user)
            except REFUSALS as refusal:
                form.add_error("identity", sentences(refusal))
            else:
                return redirect(self.edit_url_name, draft.pk)
        return TemplateResponse(request, "regulations/admin/start.html", self._context(form))

    def _context(self, form) -> dict:
        title = _("Phiên bản mới")
        return {
            "form": form,
            "media": form.media,
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
                {"url": "", "label": title},
            ],
        }


class VersionEditView(snippets.EditView):
    """The form of a draft. Saving keeps it a draft; submitting hands it to legal control, all in one transaction."""

    page_title = gettext_lazy("Soạn thảo")
    overwrite_revision = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    @property
    def item(self):
        """The plan's item whose proposed text this is, else None."""
        return getattr(self.object, "proposed_in", None)

    def get_available_actions(self):
        return ["edit", "submit"]

    def is_valid(self, form):
        if self.is_out_of_date:
            self.produced_error_message = _(
                "Người khác đã lưu bản thảo này sau khi bạn mở nó. Nội dung bạn nhập vẫn còn ở đây; "
                "hãy so với lịch sử rồi lưu lại nếu muốn thay bản kia."
            )
            self.produced_error_code = "invalid_revision"
            return False
        return super().is_valid(form)

    def form_valid(self, form):
        item = self.item
        try:
            with transaction.atomic():
                plan = open_version(item.version, self.request.user) if item else None
                response = super().form_valid(form)
                if plan is not None:
                    record_author(plan, self.request.user)
                return response
        except REFUSALS as refusal:
            self.object = self.get_object()
            form.refuse(refusal)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def submit_action(self):
        control.submit(version=self.object, by=self.request.user)

    def get_success_url(self):
        if self.item is not None:
            return item_url(self.item)
        if self.action == "submit":
            return reverse(self.inspect_url_name, args=[self.object.pk])
        return self.get_edit_url()

    def get_success_message(self, instance=None):
        said = _("Đã trình kiểm soát pháp chế.") if self.action == "submit" else _("Đã lưu bản nháp.")
        return f"{said} {effect_text(self.object)}".strip()

    def get_success_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["other_drafts"] = drafting.open_drafts(self.object.identity).exclude(pk=self.object.pk)
        context["remarks"] = remarks_on(self.object)
        context["effect"] = effect_text(self.object)
        context["page_url"] = reverse(self.inspect_url_name, args=[self.object.pk])
        context["changes_url"] = changes_url(self.object)
        context["import_word_url"] = import_word_url(self.object)
        if self.item is not None:
            context["item"], context["item_url"] = self.item, item_url(self.item)
            context["current_title"] = self.item.base_version.title
            context["current_parts"] = parts_of(self.item.base_version)
        return context


class VersionPageView(snippets.InspectView):
    """One version as it stands: state, content, history of control, and what this person may do next."""

    page_title = gettext_lazy("Phiên bản")
    any_permission_required = ["view"]
    template_name = "regulations/admin/version.html"

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
        return self.breadcrumbs_items + items

    @property
    def header_more_buttons(self):
        return []

    def get_fields(self):
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["page"] = page_of(self.object, self.request.user)
        context["history_url"] = reverse(self.model.snippet_viewset.get_url_name("history"), args=[self.object.pk])
        context["originals"] = originals_section(self.object, self.request.user)
        context["comparisons"] = comparisons_section(self.object, self.request.user)
        return context


class VersionChangesView(VersionPageView):
    """What a version changes against the one it follows; of a draft, as it was last saved."""

    page_title = gettext_lazy("Thay đổi")
    template_name = "regulations/admin/version_changes.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["redline"] = context["page"].redline or draft_redline(content_of(self.object))
        context["saved"] = self.object.latest_revision
        return context


class PostedActionView(View):
    """A button on a version's page: POST only, one domain function, then back with what came of it."""

    model = None
    inspect_url_name = edit_url_name = ""
    http_method_names = ["post"]

    def post(self, request, pk, **kwargs):
        version = self.model.objects.get(pk=pk)
        try:
            message, url = self.act(version, request.user, **kwargs)
        except REFUSALS as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
            return redirect(self.inspect_url_name, pk)
        messages.success(request, message)
        return redirect(url)

    def page_url(self, version) -> str:
        return reverse(self.inspect_url_name, args=[version.pk])

    def act(self, version, user, **kwargs) -> tuple[str, str]:
        """Do it; returns what to say and where to go."""
        raise NotImplementedError


class ControlView(PostedActionView):
    """Approve or return. What the page hides is refused by regulations.control as well."""

    def act(self, version, user, *, action_name, task_state_id):
        remarks = self.request.POST.get("comment", "")
        if action_name == "approve":
            control.approve(version=version, by=user, task_state_id=task_state_id, comment=remarks)
            return _("Đã duyệt và công bố."), self.page_url(version)
        if action_name == "reject":
            control.send_back(version=version, by=user, task_state_id=task_state_id, remarks=remarks)
            return _("Đã trả lại kèm nhận xét."), self.page_url(version)
        raise PublicationRefused(_("Không có thao tác này."))


class WithdrawView(PostedActionView):
    def act(self, version, user):
        control.withdraw(version=version, by=user)
        return _("Đã rút lại để sửa."), reverse(self.edit_url_name, args=[version.pk])


class SubmitView(PostedActionView):
    def act(self, version, user):
        control.submit(version=version, by=user)
        return _("Đã trình kiểm soát pháp chế."), self.page_url(version)


class NewVersionView(PostedActionView):
    def act(self, version, user):
        draft = drafting.draft_from(version=version, by=user)
        return _("Đây là bản nháp mới, chép từ phiên bản đã công bố."), reverse(self.edit_url_name, args=[draft.pk])


class CorrectView(PostedActionView):
    def act(self, version, user):
        draft = drafting.draft_correction(version=version, by=user)
        return _("Đây là bản nháp đính chính."), reverse(self.edit_url_name, args=[draft.pk])


class DraftDeleteView(snippets.DeleteView):
    def delete_action(self):
        drafting.discard_draft(version=self.object, by=self.request.user)


class VersionRevisionView(snippets.PreviewRevisionView):
    permission_required = "view"


class VersionCompareView(snippets.RevisionsCompareView):
    permission_required = "view"


class RecordHistoryView(snippets.HistoryView):
    any_permission_required = ["view"]


class VersionWorkflowHistoryView(snippets.WorkflowHistoryView):
    permission_required = "view"


class VersionWorkflowHistoryDetailView(snippets.WorkflowHistoryDetailView):
    permission_required = "view"
