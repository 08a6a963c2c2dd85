"""Forms of accounts: e-mail and full name; what a person may do is an appointment, not a field here."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserForm

from accounts.models import User
from accounts.people import email_address_of


class SignInForm(LoginForm):
    """Wagtail's form leaves the name of the password field in English."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mật khẩu")


class FullNameField(forms.CharField):
    """A name as it is shown beside what the person writes: no web addresses, nothing that turns the text around."""

    _refused = re.compile(r"[<>@/\\]|www\.", re.IGNORECASE)

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Họ và tên"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(max_length=150, **kwargs)

    def clean(self, value: str | None) -> str:
        value = super().clean(" ".join(unicodedata.normalize("NFC", value or "").split()))
        invisible = any(unicodedata.category(letter) in ("Cc", "Cf") for letter in value)
        if value and (invisible or self._refused.search(value) or not any(map(str.isalpha, value))):
            raise forms.ValidationError(
                _("Hãy nhập tên bằng chữ, không có địa chỉ trang web và các ký tự < > @ / \\."), code="not_a_name"
            )
        return value


class FullNameForm(forms.ModelForm):
    full_name = FullNameField()

    class Meta:
        model = User
        fields = ["full_name"]


class AccountForm(UserForm):
    """What administrators enter about a person. Roles are given by appointments, superusers by a command."""

    first_name = last_name = is_superuser = None
    email = forms.EmailField(max_length=254, label=_("Địa chỉ e-mail"), help_text=_("Dùng để đăng nhập."))
    full_name = forms.CharField(max_length=150, label=_("Họ và tên"))

    def __init__(self, *args, for_user=None, editing_self=False, **kwargs):
        self.for_user = for_user
        super().__init__(*args, **kwargs)
        self.order_fields(["email", "full_name", "password1", "password2", "is_active"])
        if editing_self and "is_active" in self.fields:
            del self.fields["is_active"]

    def clean_email(self) -> str:
        return User.objects.normalize_email(self.cleaned_data["email"])

    def save(self, commit: bool = True) -> User:
        """An e-mail that is no longer the account's opens nothing any more."""
        user = super().save(commit)
        if commit:
            email_address_of(user)
        return user


class AccountCreationForm(AccountForm):
    class Meta:
        model = User
        fields = ["email", "full_name"]


class AccountEditForm(AccountForm):
    password_required = False

    class Meta:
        model = User
        fields = ["email", "full_name", "is_active"]
