"""Forms of accounts: e-mail and full name; what a person may do is an appointment, not a field here."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserForm

from accounts.models import User


class SignInForm(LoginForm):
    """Wagtail's form leaves the name of the password field in English."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Mật khẩu")


class FullNameForm(forms.ModelForm):
    full_name = forms.CharField(max_length=150, label=_("Họ và tên"))

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


class AccountCreationForm(AccountForm):
    class Meta:
        model = User
        fields = ["email", "full_name"]


class AccountEditForm(AccountForm):
    password_required = False

    class Meta:
        model = User
        fields = ["email", "full_name", "is_active"]
