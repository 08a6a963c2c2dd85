"""Forms of plans: what may be chosen is what the domain would take, what was typed stays, errors name the field."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from regulations.admin.choosers import choosable
from regulations.admin.forms import agencies_of, key_in, missing_provision
from regulations.admin.versions import sentences
from regulations.models import (
    Action,
    Agency,
    ApprovingAuthority,
    Extent,
    LegalDocument,
    PlanDecision,
    PlanItem,
    PlanVersion,
    Programme,
    Regulation,
    SimplificationPlan,
)
from regulations.models.officers import with_units_and_predecessors
from regulations.text.labels import label_of

BLANK_ROWS = 3


class RefusableForm(forms.Form):
    """A form that can say what a domain function refused: on the fields it names, or on top."""

    error_css_class = "w-field--error"

    def refuse(self, refusal: Exception) -> None:
        for name, errors in getattr(refusal, "error_dict", {None: sentences(refusal)}).items():
            self.add_error(name if name in self.fields else None, errors)


def without_hidden_choices(data, prefixed: dict[str, QuerySet]):
    """Posted data where a choice the person may not see is empty: a chooser would else show its name."""
    if data is None:
        return None
    cleaned = data.copy()
    for name, rows in prefixed.items():
        if cleaned.get(name) and not key_in(rows, cleaned[name]):
            cleaned[name] = ""
    return cleaned


def chooser(model):
    """The widget that finds one record among thousands."""
    return model.snippet_viewset.chooser_viewset.widget_class(show_edit_link=False)


class PlanStartForm(RefusableForm):
    """A new plan of an agency the person drafts for."""

    programme = forms.ModelChoiceField(Programme.objects.all(), label=_("Chương trình cắt giảm"))
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Cơ quan lập phương án"))
    authority = forms.ChoiceField(choices=ApprovingAuthority.choices, label=_("Cấp phê duyệt"))
    amends = forms.ModelChoiceField(
        SimplificationPlan.objects.none(),
        required=False,
        label=_("Sửa đổi phương án"),
        help_text=_("Để trống nếu đây không phải là phương án sửa đổi, bổ sung một phương án đã phê duyệt."),
    )
    title = forms.CharField(
        max_length=PlanVersion._meta.get_field("title").max_length,
        label=_("Tên phương án"),
        widget=AdminAutoHeightTextInput(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, user):
        super().__init__(data)
        own = agencies_of(user)
        self.fields["agency"].queryset = own
        if own.count() == 1:
            self.fields["agency"].initial = own.get()
        decided = PlanDecision.objects.filter(version__plan__agency__in=own).values("version__plan")
        self.fields["amends"].queryset = SimplificationPlan.objects.filter(pk__in=decided)
        self.fields["amends"].label_from_instance = lambda plan: plan.shown_version().title


class ItemForm(RefusableForm):
    """What a plan does to one regulation. The regulation is chosen once: another one is another item."""

    regulation = forms.ModelChoiceField(Regulation.objects.none(), label=pgettext_lazy("one", "Quy định"))
    action = forms.ChoiceField(
        choices=[("", _("Chọn phương án")), *Action.choices],
        label=pgettext_lazy("of an item", "Phương án"),
        help_text=_(
            "Bãi bỏ, gộp và giữ nguyên không có nội dung đề xuất: "
            "đổi sang một trong ba thì nội dung đề xuất đã soạn bị bỏ."
        ),
    )
    merged_into = forms.ModelChoiceField(
        Regulation.objects.none(),
        required=False,
        label=_("Gộp vào quy định"),
        help_text=_("Chỉ chọn khi phương án là gộp vào quy định khác."),
    )
    rationale = forms.CharField(label=_("Lý do"), widget=AdminAutoHeightTextInput(attrs={"rows": 4}))
    deadline = forms.DateField(required=False, label=_("Thực thi trước ngày"), widget=AdminDateInput)

    def __init__(self, data=None, *, user, version: PlanVersion, item: PlanItem | None = None, initial=None):
        seen = choosable(Regulation, user)
        super().__init__(
            without_hidden_choices(data, {"regulation": seen, "merged_into": seen}),
            initial=(initial or {}) if item is None else _initial(item),
        )
        covered = with_units_and_predecessors({version.plan.agency_id})
        own = Regulation.objects.public().filter(agency__in=covered)
        for name in ("regulation", "merged_into"):
            self.fields[name].queryset = own
            self.fields[name].widget = chooser(Regulation)
            wrong = _("Hãy chọn một quy định đã công bố của cơ quan lập phương án hoặc đơn vị của cơ quan đó.")
            self.fields[name].error_messages |= {"required": wrong, "invalid_choice": wrong}
        if item is not None:
            del self.fields["regulation"]


def _initial(item: PlanItem) -> dict:
    return {name: getattr(item, name) for name in ("action", "rationale", "deadline")} | {
        "merged_into": item.merged_into_id
    }


class DocumentRowForm(forms.Form):
    """One document in a row of its own."""

    document = forms.ModelChoiceField(
        LegalDocument.objects.none(), required=False, label=pgettext_lazy("one", "Văn bản")
    )

    def __init__(self, data=None, *args, user, **kwargs):
        allowed = choosable(LegalDocument, user)
        prefix = kwargs.get("prefix")
        super().__init__(without_hidden_choices(data, {f"{prefix}-document": allowed}), *args, **kwargs)
        self.fields["document"].queryset = allowed
        self.fields["document"].widget = chooser(LegalDocument)


class ProvisionRowForm(DocumentRowForm):
    """A provision that must be amended for the item to hold."""

    label = forms.CharField(
        required=False,
        max_length=120,
        label=_("Điều khoản"),
        help_text=_("Như khi viện dẫn: điểm a khoản 2 Điều 15. Để trống nếu là cả văn bản."),
    )
    note = forms.CharField(required=False, max_length=500, label=_("Sửa thế nào"))

    def clean(self):
        cleaned = super().clean()
        document, typed = cleaned.get("document"), (cleaned.get("label") or "").strip()
        if not document and (typed or cleaned.get("note")) and "document" not in self.errors:
            self.add_error("document", _("Hãy chọn văn bản của điều khoản này."))
        if document and typed:
            cleaned["label"] = label_of(typed)
            if missing := missing_provision(document, cleaned["label"]):
                self.add_error("label", missing)
        return cleaned


ProvisionFormSet = forms.formset_factory(ProvisionRowForm, extra=BLANK_ROWS, can_delete=True)
DocumentFormSet = forms.formset_factory(DocumentRowForm, extra=2 * BLANK_ROWS)


def filled_rows(formset) -> list[dict]:
    """What stands in the rows of a valid formset that have a document and are not to go."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("document")]
    return [{name: value for name, value in row.items() if name != "DELETE"} for row in rows if not row.get("DELETE")]


class DecisionForm(RefusableForm):
    """A decision that has been taken elsewhere, as it is to be recorded."""

    number = forms.CharField(max_length=60, label=_("Số quyết định"), help_text=_("Ví dụ: 1015/QĐ-TTg."))
    decided_on = forms.DateField(label=_("Ngày quyết định"), widget=AdminDateInput)
    authority = forms.ChoiceField(choices=ApprovingAuthority.choices, label=_("Cấp phê duyệt"))
    file_url = forms.URLField(
        required=False, max_length=500, assume_scheme="https", label=_("Bản ký số hoặc trang công báo")
    )
    items = forms.ModelMultipleChoiceField(
        PlanItem.objects.none(), label=_("Các mục được phê duyệt"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, version: PlanVersion):
        waiting = version.items.filter(decisions=None).select_related("regulation", "base_version")
        super().__init__(data, initial={"authority": version.plan.authority, "items": list(waiting)})
        self.fields["items"].queryset = waiting
        self.fields["items"].label_from_instance = _named


def _named(item: PlanItem) -> str:
    return f"{item}: {item.base_version.title} ({item.get_action_display()})"


class ImplementForm(RefusableForm):
    """When an approved item takes effect; its documents stand in rows of their own."""

    effective_from = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        widget=AdminDateInput,
        help_text=_("Ngày quy định mới bắt đầu áp dụng, theo văn bản thực thi."),
    )
    extent = forms.ChoiceField(choices=Extent.choices, initial=Extent.DONE, label=_("Mức độ thực thi"))
    note = forms.CharField(required=False, max_length=500, label=_("Ghi chú"))
