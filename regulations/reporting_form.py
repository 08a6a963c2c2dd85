"""What a reader types to report an error."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regulations.error_reports import checked_email, checked_text


class ErrorReportForm(forms.Form):
    """One box and, if one likes, an e-mail address. The rules are those of `error_reports`."""

    text = forms.CharField(
        label=_("Sai ở đâu"),
        help_text=_("Ví dụ: chỗ nào khác bản gốc, thiếu gì, thông tin nào đã cũ. Đừng ghi số điện thoại, số căn cước."),
        widget=forms.Textarea(attrs={"rows": 6}),
        strip=False,
        error_messages={"required": _("Hãy viết rõ sai ở đâu.")},
    )
    email = forms.CharField(
        label=_("Địa chỉ e-mail"),
        required=False,
        help_text=_(
            "Chỉ để cơ quan trả lời bạn. Không hiện công khai, được xóa sau 180 ngày kể từ khi báo lỗi được xử lý."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return _field(checked_text, self.cleaned_data["text"])

    def clean_email(self) -> str:
        return _field(checked_email, self.cleaned_data["email"])

    def clean(self):
        """Without its key the form is shown again with a new one: no field of the page is to blame."""
        if self.errors.pop("submission_key", None):
            self.add_error(None, _("Biểu mẫu gửi lên thiếu mã của nó. Nội dung vẫn còn dưới đây; hãy bấm gửi lại."))
        return self.cleaned_data

    def key(self) -> uuid.UUID:
        """The key the form came with, or a new one."""
        return (self.is_bound and self.cleaned_data.get("submission_key")) or uuid.uuid4()


def _field(check, value: str) -> str:
    try:
        return check(value)
    except ValidationError as problem:
        raise ValidationError(problem.messages) from None
