"""Screens of regulations and legal documents themselves: what they are, and the way to their versions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.snippets.views import snippets

from regulations.admin.filters import with_control
from regulations.admin.lists import situation
from regulations.identity import register_document
from regulations.models import LegalDocument, Regulation, Role
from regulations.models.officers import covered_agency_ids
from regulations.permissions import policy_of
from regulations.signals import documents_changed, regulations_changed


def announce(instance) -> None:
    """Tell the search that what it shows of a record has changed; inside the transaction that changed it."""
    signal = regulations_changed if isinstance(instance, Regulation) else documents_changed
    signal.send(sender=type(instance), ids=[instance.pk])


class IdentityCreateView(snippets.CreateView):
    def get_success_url(self):
        return reverse(self.model.snippet_viewset.get_url_name("inspect"), args=[self.object.pk])

    def get_success_buttons(self):
        return []


class RegulationCreateView(IdentityCreateView):
    def get_success_message(self, instance):
        return _("Đã tạo quy định %(code)s. Tiếp theo, hãy soạn phiên bản đầu tiên.") % {"code": instance.code}


class DocumentCreateView(IdentityCreateView):
    """The document is registered by what identifies it; one that is there already is named, not doubled."""

    def save_instance(self):
        entered = self.form.cleaned_data
        document, is_new = register_document(**entered)
        if not is_new:
            raise ValidationError({"number": _("Văn bản này đã có trong danh mục.")})
        log(instance=document, action="wagtail.create", user=self.request.user, content_changed=True)
        return document

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            for name, errors in refusal.message_dict.items():
                form.add_error(name if name in form.fields else None, errors)
            self.produced_error_message = self.get_error_message()
            self.object = None
            return self.form_invalid(form)

    def get_success_message(self, instance):
        return _("Đã thêm văn bản. Tiếp theo, hãy nhập toàn văn.")


class IdentityEditView(snippets.EditView):
    """Moving a record to another agency needs both: the form offers only agencies the person drafts for."""

    def save_instance(self):
        with transaction.atomic():
            instance = super().save_instance()
            announce(instance)
        return instance

    def get_success_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])

    def get_success_buttons(self):
        return []


class IdentityPageView(snippets.InspectView):
    """A regulation or document with all its versions."""

    any_permission_required = ["view"]
    template_name = "regulations/admin/identity.html"
    page_title = gettext_lazy("Hồ sơ")

    def get_breadcrumbs_items(self):
        items = [
            {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
            {"url": "", "label": str(self.object)},
        ]
        return self.breadcrumbs_items + items

    @property
    def header_more_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        model = self.object.versions.model
        name = model.snippet_viewset.get_url_name
        versions = self.object.versions.select_related("drafted_by", "approved_by")
        versions = with_control(versions.own() if isinstance(self.object, Regulation) else versions)
        context["versions"] = [
            (version, situation(version), reverse(name("inspect"), args=[version.pk])) for version in versions
        ]
        user = self.request.user
        drafts_for = covered_agency_ids(user, Role.OFFICER)
        agency_id = self.object.agency_id if isinstance(self.object, Regulation) else self.object.maintained_by_id
        context["start_url"] = reverse(name("add")) if drafts_for is None or agency_id in drafts_for else ""
        for action in ("change", "delete"):
            context[f"may_{action}"] = policy_of(self.model).user_has_permission_for_instance(user, action, self.object)
        context["is_public"] = any(version.live for version, _situation, _url in context["versions"])
        own = self.model.snippet_viewset.get_url_name
        names = ("edit", "delete", "history", *(("relations",) if self.model is LegalDocument else ()))
        context["urls"] = {one: reverse(own(one), args=[self.object.pk]) for one in names}
        return context
