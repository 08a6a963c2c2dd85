"""Screens that put originals and forms beside a version, take them over from another one, and withdraw them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from regulations.admin.version_originals import originals_section
from regulations.admin.versions import REFUSALS, PostedActionView
from regulations.attaching import add_attachment, reuse_attachment, withdraw_attachment
from regulations.models import Attachment, OriginalKind
from regulations.original_types import ALLOWED, ENDINGS
from regulations.publishing import PublicationRefused
from regulations.views.originals import file_response


class AttachmentForm(forms.Form):
    """What goes with which kind is judged by `attaching`."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Loại"),
        choices=OriginalKind.choices,
        error_messages={"required": gettext_lazy("Hãy chọn loại.")},
    )
    title = forms.CharField(
        label=gettext_lazy("Tên"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Người đọc thấy tên này. Để trống thì lấy tên tệp."),
    )
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy("Được công bố đúng như tải lên, kể cả thuộc tính của tệp như tên người soạn."),
    )
    link = forms.CharField(
        label=gettext_lazy("Liên kết"),
        max_length=500,
        required=False,
        widget=forms.URLInput,
        help_text=gettext_lazy("Chỉ cho loại Công báo (liên kết); bắt đầu bằng https://."),
    )

    def refuse(self, refusal: Exception) -> None:
        """Say what the register refused, at the field that is to blame."""
        if not isinstance(refusal, ValidationError):
            self.add_error(None, str(refusal))
            return
        named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        for name, errors in named.items():
            self.add_error(name if name in self.fields else None, errors)


class VersionOfAddress(View):
    """The version that the address names; the guard has judged that this person may see it."""

    model = None
    inspect_url_name = index_url_name = ""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.version = self.model.objects.filter(pk=kwargs["pk"]).first()

    def page_url(self) -> str:
        return reverse(self.inspect_url_name, args=[self.version.pk]) + "#originals"


class AddAttachmentView(VersionOfAddress):
    http_method_names = ["get", "head", "post"]

    def get(self, request, **kwargs):
        return self._page(AttachmentForm())

    def post(self, request, **kwargs):
        form = AttachmentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            added = add_attachment(version=self.version, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
            return self._page(form, status=422)
        messages.success(request, _("Đã thêm “%(title)s”.") % {"title": added.title})
        return redirect(self.page_url())

    def _page(self, form: AttachmentForm, status: int = 200):
        section = originals_section(self.version, self.request.user)
        if section is None or not section.add_url:
            messages.error(self.request, _("Bạn không thêm được tệp cho phiên bản này."))
            return redirect(self.page_url())
        title = _("Thêm bản gốc, biểu mẫu")
        context = {
            "form": form,
            "version": self.version,
            "allowed": [
                (kind.label, [(one.name, size) for one, size in types.items()]) for kind, types in ALLOWED.items()
            ],
            "page_url": self.page_url(),
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")},
                {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()},
                {"url": self.page_url(), "label": str(self.version)},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(self.request, "regulations/admin/attachment_form.html", context, status=status)


class AttachmentActionView(PostedActionView):
    """A button beside one attachment."""

    def page_url(self, version) -> str:
        return f"{super().page_url(version)}#originals"


class WithdrawAttachmentView(AttachmentActionView):
    def act(self, version, user, *, attachment):
        found = attachment_of(version, attachment)
        withdraw_attachment(attachment=found, by=user, reason=self.request.POST.get("reason", ""))
        return _("Đã rút “%(title)s”.") % {"title": found.title}, self.page_url(version)


class ReuseAttachmentView(AttachmentActionView):
    def act(self, version, user, *, attachment):
        source = Attachment.objects.filter(pk=attachment).first()
        if source is None or source.version.identity != version.identity:
            raise PublicationRefused(_("Không dùng lại được tệp này."))
        added = reuse_attachment(attachment=source, version=version, by=user)
        return _("Đã thêm “%(title)s”.") % {"title": added.title}, self.page_url(version)


class AttachmentFileView(VersionOfAddress):
    """The file for those who may see the version, drafts and withdrawn ones too."""

    http_method_names = ["get", "head"]

    def get(self, request, attachment, **kwargs):
        found = attachment_of(self.version, attachment)
        if found.is_link:
            raise Http404
        response = file_response(found)
        response["Cache-Control"] = "private, no-store"
        return response


def attachment_of(version, key: int) -> Attachment:
    """Raises Http404 for one that stands beside another version."""
    found = Attachment.objects.filter(**{f"{version.IDENTITY}_version": version.pk}, pk=key).first()
    if found is None:
        raise Http404
    return found


class WithAttachments:
    """Mixin of a versions' viewset: the addresses of what stands beside a version."""

    def extra_urlpatterns(self):
        one = "attachments/<str:pk>/<int:attachment>/"
        screen = {
            "model": self.model,
            "inspect_url_name": self.get_url_name("inspect"),
            "index_url_name": self.get_url_name("list"),
        }
        return [
            *super().extra_urlpatterns(),
            path("attachments/<str:pk>/add/", AddAttachmentView.as_view(**screen), name="add_attachment"),
            path(f"{one}file/", AttachmentFileView.as_view(**screen), name="attachment_file"),
            path(f"{one}withdraw/", self._posted(WithdrawAttachmentView), name="withdraw_attachment"),
            path(f"{one}reuse/", self._posted(ReuseAttachmentView), name="reuse_attachment"),
        ]
