"""What citizens and businesses enter about their account. allauth's forms with our words and our fields."""

from allauth.account import forms as allauth_forms
from allauth.account.internal import flows
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.forms import FullNameField
from accounts.models import User


def email_field(autocomplete: str = "email") -> forms.EmailField:
    attributes = {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
    return forms.EmailField(
        max_length=254,
        label=_("Địa chỉ e-mail"),
        widget=forms.EmailInput(attrs=attributes),
        error_messages={"invalid": _("Hãy nhập địa chỉ e-mail đầy đủ, ví dụ ten@vi-du.vn.")},
    )


def password_field(autocomplete: str, label: str = _("Mật khẩu"), help_text: str = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(strip=False, max_length=1000, label=label, help_text=help_text, widget=widget)


def new_password_field(label: str = _("Mật khẩu mới")) -> forms.CharField:
    return password_field(
        "new-password",
        label,
        _("Ít nhất 12 ký tự, không chỉ gồm chữ số; không dùng mật khẩu phổ biến, không giống tên hay e-mail của bạn."),
    )


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field("username")
        self.fields["password"] = password_field("current-password")
        self.order_fields(["login", "password"])


class SignUpForm(allauth_forms.SignupForm):
    """The answer is the same for an address that has an account and one that has none; the mail differs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"] = FullNameField(help_text=_("Hiển thị bên cạnh ý kiến mà bạn gửi."))
        self.fields["email"] = email_field()
        self.fields["email"].help_text = _("Dùng để đăng nhập; không hiển thị công khai.")
        self.fields["password1"] = new_password_field(_("Mật khẩu"))
        self.order_fields(["full_name", "email", "password1"])

    def clean(self) -> dict:
        super().clean()
        password, name = self.cleaned_data.get("password1"), self.cleaned_data.get("full_name", "")
        if password and name:
            try:
                password_validation.validate_password(password, User(full_name=name))
            except forms.ValidationError as problem:
                self.add_error("password1", problem)
        return self.cleaned_data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])  # takes as long as for a new account
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Somebody else signed up with the same address a moment ago.
            return None, flows.signup.prevent_enumeration(request, email=self.cleaned_data["email"])


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    email = email_field()


class ConfirmAgainForm(forms.Form):
    email = email_field()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """One field: a typing error is mended by another mail."""

    password1 = new_password_field()
    password2 = None

    def clean_password1(self) -> str:
        return _valid_password(self.cleaned_data["password1"], self.user)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    oldpassword = password_field("current-password", _("Mật khẩu hiện tại"))
    password1 = new_password_field()
    password2 = None

    def clean_password1(self) -> str:
        return _valid_password(self.cleaned_data["password1"], self.user)


class EraseAccountForm(forms.Form):
    password = password_field("current-password", _("Mật khẩu hiện tại"))

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("Mật khẩu hiện tại không đúng."), code="wrong_password")
        return self.cleaned_data["password"]


def _valid_password(password: str, user: User) -> str:
    password_validation.validate_password(password, user)
    return password
