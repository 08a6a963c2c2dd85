"""Forms of rounds and answers: what a person may choose, moments in Vietnamese time."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from consult.models import Consultation, Outcome
from regulations.admin.forms import agencies_of
from regulations.models import PlanVersion

EXTENDED = "consult.extend"
"""Lengthening a round, in the record's history: with the reason and the end before and after."""
MOMENT = "%d/%m/%Y %H:%M"
MOMENT_FORMATS = [MOMENT, "%d/%m/%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
"""Day before month, always: 05/06 must not become the sixth of May."""


def moment_input() -> AdminDateTimeInput:
    return AdminDateTimeInput(format=MOMENT)


def versions_to_consult(user):
    """Published plan versions that `user` may ask the public about: the ones the public reads now."""
    rows = PlanVersion.objects.current().filter(plan__agency__in=agencies_of(user))
    return rows.select_related("plan__agency").order_by("-recorded_at", "-pk")


class PlanVersionField(forms.ModelChoiceField):
    def label_from_instance(self, version):
        return _("%(agency)s: %(title)s (phiên bản %(number)d)") % {
            "agency": version.plan.agency.acronym,
            "title": version.title,
            "number": version.number,
        }


class RoundForm(WagtailAdminModelForm):
    """A draft round. Which plan it is about is said once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].input_formats = MOMENT_FORMATS
        known = self.fields["plan_version"]
        own = versions_to_consult(self.for_user)
        if self.instance.pk:
            own = PlanVersion.objects.filter(pk=self.instance.plan_version_id).select_related("plan__agency")
        self.fields["plan_version"] = PlanVersionField(
            own, label=known.label, empty_label=_("Chọn phương án đã công bố"), disabled=bool(self.instance.pk)
        )


class ExtendForm(forms.Form):
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Kết thúc mới"),
        input_formats=MOMENT_FORMATS,
        widget=moment_input(),
        help_text=gettext_lazy("Giờ Việt Nam, ví dụ 31/12/2026 17:00. Chỉ kéo dài, không rút ngắn."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do gia hạn"), max_length=300, widget=forms.TextInput(attrs={"maxlength": 300})
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả trả lời"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung trả lời"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("Văn bản thường, cách đoạn bằng dòng trống. Ai cũng đọc được, dưới từng ý kiến."),
    )
    changed_in = forms.ModelChoiceField(
        label=gettext_lazy("Đã sửa trong phiên bản phương án"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Chưa sửa phương án"),
        help_text=gettext_lazy("Khi tiếp thu và phiên bản đã sửa đã công bố."),
    )

    def __init__(self, data=None, *, consultation: Consultation, **kwargs):
        super().__init__(data, use_required_attribute=False, **kwargs)
        versions = consultation.plan_version.plan.versions.published().order_by("-number")
        self.fields["changed_in"].queryset = versions
        self.fields["changed_in"].label_from_instance = lambda one: (
            _("Phiên bản %(number)d: %(title)s")
            % {
                "number": one.number,
                "title": one.title,
            }
        )
