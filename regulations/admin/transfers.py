"""Handing records from one agency's keeping to another's: choose, look at what goes, confirm. For administrators."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from regulations.keeping import Record
from regulations.models import Agency, Field, Kind, Regulation, Role
from regulations.models.officers import has_role
from regulations.paging import page_of
from regulations.transfers import ALL, DOCUMENTS, REGULATIONS, TransferRefused, chosen_records, transfer_records

PAGE_SIZE = 50


class TransferForm(forms.Form):
    from_agency = forms.ModelChoiceField(label=gettext_lazy("Từ cơ quan"), queryset=Agency.objects.all())
    to_agency = forms.ModelChoiceField(label=gettext_lazy("Sang cơ quan"), queryset=Agency.objects.all())
    on = forms.DateField(
        label=gettext_lazy("Từ ngày"), widget=AdminDateInput,
        help_text=gettext_lazy("Ngày đầu tiên cơ quan mới giữ hồ sơ, theo văn bản sáp nhập hoặc chia tách."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=500,
        help_text=gettext_lazy("Ví dụ số, ngày của nghị quyết. Được ghi vào lịch sử hồ sơ và nhật ký."),
    )  # fmt: skip
    what = forms.ChoiceField(
        label=gettext_lazy("Hồ sơ"), initial=ALL, required=False,
        choices=[(ALL, gettext_lazy("Quy định và văn bản")), (REGULATIONS, gettext_lazy("Chỉ quy định")),
                 (DOCUMENTS, gettext_lazy("Chỉ văn bản"))],
    )  # fmt: skip
    kind = forms.MultipleChoiceField(
        label=gettext_lazy("Loại quy định"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Bỏ trống là mọi loại."),
    )  # fmt: skip
    field = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Lĩnh vực"), queryset=Field.objects.all(), required=False,
        help_text=gettext_lazy("Chỉ chuyển quy định thuộc các lĩnh vực này; bỏ trống là mọi lĩnh vực."),
    )  # fmt: skip
    codes = forms.CharField(
        label=gettext_lazy("Mã quy định"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=200_000,
        help_text=gettext_lazy("Chỉ chuyển các mã này, mỗi dòng một mã; bỏ trống là mọi mã."),
    )  # fmt: skip

    def clean_codes(self) -> list[str]:
        return self.cleaned_data["codes"].split()


class TransferView(View):
    """The choice stands in the address, so that what goes is looked at page by page; confirming is posted."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if "from_agency" not in request.GET:
            return self._page(TransferForm())
        form = TransferForm(request.GET)
        records = self._chosen(form)
        return self._page(form, records, status=200 if form.is_valid() else 422)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TransferForm(request.GET)
        records = self._chosen(form)
        if not form.is_valid() or not records:
            return self._page(form, records, status=422)
        if request.POST.get("shown") != _digest(records):
            form.add_error(None, _("Danh sách hồ sơ vừa thay đổi; chưa chuyển gì. Hãy xem lại rồi xác nhận."))
            return self._page(form, records, status=409)
        said = form.cleaned_data
        names = ("from_agency", "to_agency", "on", "reason")
        try:
            done = transfer_records(**{name: said[name] for name in names}, by=request.user, records=records)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        except TransferRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            counted = {"regulations": done.regulations, "documents": done.documents, "to": said["to_agency"].name}
            text = _("Đã chuyển %(regulations)d quy định, %(documents)d văn bản sang %(to)s.") % counted
            messages.success(request, text)
            return redirect("record_transfer")
        return self._page(form, records, status=422)

    def _chosen(self, form: TransferForm) -> list[Record]:
        if not form.is_valid():
            return []
        said = form.cleaned_data
        try:
            return chosen_records(
                from_agency=said["from_agency"], what=said["what"] or ALL, kinds=said["kind"], fields=said["field"],
                codes=said["codes"],
            )  # fmt: skip
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return []

    def _page(self, form: TransferForm, records: Sequence[Record] = (), *, status: int = 200) -> HttpResponse:
        title = _("Chuyển hồ sơ giữa các cơ quan")
        context: dict[str, Any] = {
            "form": form, "media": form.media, "page_title": title, "header_title": title,
            "asked": form.is_bound and form.is_valid(),
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}, {"url": "", "label": title},
            ],
        }  # fmt: skip
        if records:
            rows, pagination = page_of(list(records), self.request, PAGE_SIZE)
            regulations = sum(isinstance(record, Regulation) for record in records)
            context |= {
                "rows": [_row(record) for record in rows], "pagination": pagination, "shown": _digest(records),
                "counted": _counted(regulations, len(records) - regulations),
            }  # fmt: skip
        return TemplateResponse(self.request, "regulations/admin/transfer.html", context, status=status)


def _row(record: Record) -> dict[str, str]:
    url = reverse(type(record).snippet_viewset.get_url_name("inspect"), args=[record.pk])
    if isinstance(record, Regulation):
        return {"kind": record.get_kind_display(), "name": record.code, "url": url}
    return {"kind": record.get_doc_type_display(), "name": str(record), "url": url}


def _counted(regulations: int, documents: int) -> str:
    both = (
        ngettext("%(n)d quy định", "%(n)d quy định", regulations) % {"n": regulations},
        ngettext("%(n)d văn bản", "%(n)d văn bản", documents) % {"n": documents},
    )
    return ", ".join(both)


def _digest(records: Sequence[Record]) -> str:
    """Of which records were shown: what is confirmed is that."""
    said = ",".join(f"{record._meta.model_name}{record.pk}" for record in records)
    return hashlib.sha256(said.encode()).hexdigest()


class TransferMenuItem(MenuItem):
    def is_shown(self, request):
        return has_role(request.user, Role.ADMINISTRATOR)


def menu_item() -> MenuItem:
    return TransferMenuItem(
        gettext_lazy("Chuyển hồ sơ"), reverse("record_transfer"), name="transfer", icon_name="redirect", order=210
    )


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate lets administrators in."""
    return [path("record-transfer/", TransferView.as_view(), name="record_transfer")]
