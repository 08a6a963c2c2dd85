"""What the public types: a comment, a receipt number."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .commenting import checked_sender, checked_text


class CommentForm(forms.Form):
    """One box. A guest also gives a name and, if they like, an e-mail; whoever has an account is named by it.

    The rules are those of `commenting`, asked before anything is counted.
    """

    text = forms.CharField(
        label=_("Ý kiến của bạn"),
        widget=forms.Textarea(attrs={"rows": 8}),
        strip=False,
        error_messages={"required": _("Hãy viết ý kiến của bạn.")},
    )
    name = forms.CharField(
        label=_("Họ và tên, hoặc tên tổ chức"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Hãy ghi tên của bạn hoặc của tổ chức.")},
    )
    email = forms.CharField(
        label=_("Địa chỉ e-mail"),
        required=False,
        help_text=_("Để nhận thông báo và được ghi là đã xác thực. Không hiện cho ai."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    hide_name = forms.BooleanField(
        label=_("Không hiện tên tôi"),
        required=False,
        help_text=_("Không ai thấy tên, kể cả cơ quan lấy ý kiến."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user if user.is_authenticated else None
        self.fields["hide_name"].widget.is_required = False
        if self.user:
            del self.fields["email"]
            if self.user.full_name:
                del self.fields["name"]

    def clean(self) -> dict:
        data = super().clean()
        checks = {
            "text": lambda: checked_text(data["text"]),
            "name": lambda: checked_sender(
                self.user, data.get("name", ""), data.get("email", ""), data["hide_name"], get_language()
            ),
        }
        for name, check in checks.items():
            if name in data or name not in self.fields:
                try:
                    check()
                except ValidationError as problem:
                    self.add_error(None, problem)
        return data


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=_("Mã biên nhận"),
        max_length=100,
        help_text=_("Dạng GY-XXXX-XXXX-XXXX, ghi trên trang biên nhận và trong thư điện tử."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Hãy nhập mã biên nhận.")},
    )
