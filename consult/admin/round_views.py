"""Screens of one round: the form of a draft, its page, and what a button on the page does."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.log_actions import log
from wagtail.snippets.views import snippets

from consult import rounds
from consult.admin.forms import EXTENDED, ExtendForm
from consult.admin.round_page import minimum_for, page_of, standing
from consult.admin.screens import refuse
from consult.models import Consultation
from consult.refusals import Refused
from regulations.admin.versions import sentences
from regulations.models import AuditEntry

REFUSALS = (Refused, ValidationError)


class _RoundForm:
    """A form of a draft: stored by the domain, whose refusals stand at the fields they name."""

    def form_valid(self, form):
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except REFUSALS as refusal:
            refuse(form, refusal)
            self.produced_error_message = self.get_error_message()
            self.object = self.get_object() if self.view_name == "edit" else None
            return self.form_invalid(form)

    def get_success_url(self):
        return reverse(self.model.snippet_viewset.get_url_name("inspect"), args=[self.object.pk])

    def get_success_buttons(self):
        return []

    def get_success_message(self, instance=None):
        return _("Đã lưu bản nháp. Người kiểm soát pháp chế không phải người soạn sẽ công bố.")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        opens_at = self.form.instance.opens_at or timezone.now()
        context["minimum"] = minimum_for(opens_at, self.form.instance.closes_at)
        context["opens_at"] = opens_at
        return context


class RoundCreateView(_RoundForm, snippets.CreateView):
    def get_initial(self):
        return super().get_initial() | {"plan_version": self.request.GET.get("plan_version")}

    def save_instance(self):
        return rounds.draft_round(**self.form.cleaned_data, by=self.request.user)


class RoundEditView(_RoundForm, snippets.EditView):
    page_title = gettext_lazy("Soạn thảo")

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def save_instance(self):
        given = {name: self.form.cleaned_data[name] for name in rounds.CHANGEABLE}
        return rounds.change_round(consultation=self.object, by=self.request.user, **given)


class RoundDeleteView(snippets.DeleteView):
    def delete_action(self):
        rounds.discard_round(consultation=self.object, by=self.request.user)

    def get_success_message(self):
        return _("Đã bỏ bản nháp.")


class RoundPageView(snippets.InspectView):
    page_title = gettext_lazy("Đợt lấy ý kiến")
    any_permission_required = ["view"]
    template_name = "consult/admin/round.html"
    extend_form = None

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": "", "label": self.object.title},
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
        context["standing"] = standing(self.object)
        context["extend_form"] = self.extend_form or ExtendForm()
        context["media"] = context["extend_form"].media
        extended = AuditEntry.objects.for_instance(self.object).filter(action=EXTENDED).select_related("user")
        context["extensions"] = list(extended.order_by("timestamp"))
        return context


class PostedRoundView(View):
    """A button on a round's page: POST only, one domain function, then back with what came of it."""

    http_method_names = ["post"]

    def post(self, request, pk):
        url = reverse(Consultation.snippet_viewset.get_url_name("inspect"), args=[pk])
        try:
            message = self.act(Consultation.objects.get(pk=pk), request.user)
        except REFUSALS as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
        else:
            messages.success(request, message)
        return redirect(url)

    def act(self, consultation: Consultation, user) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError


class PublishView(PostedRoundView):
    def act(self, consultation, user):
        rounds.publish_round(consultation=consultation, by=user)
        return _("Đã công bố đợt lấy ý kiến.")


class MarkAnsweredView(PostedRoundView):
    def act(self, consultation, user):
        rounds.mark_answered(consultation=consultation, by=user)
        return _("Đã ghi nhận: mọi ý kiến đã được trả lời.")


class ArchiveView(PostedRoundView):
    def act(self, consultation, user):
        rounds.archive_round(consultation=consultation, by=user)
        return _("Đã chuyển vào lưu trữ. Trang công khai vẫn đọc được.")


class ExtendView(RoundPageView):
    """Posted from the round's page; with an error the page comes back with what was typed."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        form = ExtendForm(request.POST)
        if form.is_valid():
            try:
                self.extend(form.cleaned_data)
            except ValidationError as refusal:
                refuse(form, refusal)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(Consultation.snippet_viewset.get_url_name("inspect"), self.object.pk)
            else:
                messages.success(request, _("Đã gia hạn đợt lấy ý kiến."))
                return redirect(Consultation.snippet_viewset.get_url_name("inspect"), self.object.pk)
        self.extend_form = form
        return self.render_to_response(self.get_context_data(), status=422)

    @transaction.atomic
    def extend(self, given: dict) -> None:
        """Lengthen the round and keep why, with the old end, in the record's history."""
        before = self.object.closes_at
        after = rounds.extend_round(consultation=self.object, closes_at=given["closes_at"], by=self.request.user)
        log(
            instance=after,
            action=EXTENDED,
            user=self.request.user,
            data={
                "reason": given["reason"],
                "from": date_format(timezone.localtime(before), "SHORT_DATETIME_FORMAT"),
                "to": date_format(timezone.localtime(after.closes_at), "SHORT_DATETIME_FORMAT"),
            },
        )
