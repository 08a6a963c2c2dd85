"""Signing in and one's own account: Wagtail's views, with tries counted and our user's fields."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account

from accounts.forms import FullNameForm
from accounts.throttling import client_address, forget_attempts, seconds_to_wait


class LoginView(account.LoginView):
    """The sign-in page. The answer is the same for an unknown address, a wrong password and a disabled account."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        wait = seconds_to_wait(email=request.POST.get("username", ""), address=client_address(request))
        if wait:
            response = render(request, "429.html", {"retry_after": wait}, status=429)
            response["Retry-After"] = str(wait)
            return response
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        forget_attempts(email=form.cleaned_data["username"])
        return super().form_valid(form)


class FullNamePanel(account.BaseSettingsPanel):
    name = "full_name"
    title = _("Họ và tên")
    order = 100
    form_class = FullNameForm


class AccountView(account.AccountView):
    """One's own account. The e-mail is the login and changed by an administrator."""

    def get_panels(self):
        request, user = self.request, self.request.user
        profile = account.UserProfile.get_for_user(user)
        others = [one for one in super().get_panels() if one.name not in ("name_email", "avatar")]
        return [FullNamePanel(request, user, profile), *others]
