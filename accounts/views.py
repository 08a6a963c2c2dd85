"""Signing in and one's own account: Wagtail's views, with tries counted and our user's fields."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response
from wagtail.admin.views import account

from accounts.forms import FullNameForm
from accounts.throttling import forget_attempts, seconds_to_wait, too_many_requests


class LoginView(account.LoginView):
    """The sign-in page. The answer is the same for an unknown address, a wrong password and a disabled account."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        wait = seconds_to_wait(request, purpose="sign_in", email=request.POST.get("username", ""))
        if wait:
            return too_many_requests(request, wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        forget_attempts(purpose="sign_in", keys={"account": form.cleaned_data["username"]})
        return super().form_valid(form)


class PasswordResetView(account.PasswordResetView):
    """The same count as for the public page: the two send to the same mailboxes."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        wait = seconds_to_wait(request, purpose="password_reset", email=request.POST.get("email", ""))
        return too_many_requests(request, wait) if wait else super().post(request, *args, **kwargs)


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


class ScriptMessages(JavaScriptCatalog):
    """What the admin's scripts say: Wagtail's catalogue, completed by that of LOCALE_PATHS, which Django leaves out."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *map(str, settings.LOCALE_PATHS)]


_script_messages = ScriptMessages.as_view()


def script_messages(request: HttpRequest) -> HttpResponse:
    """ScriptMessages in the language of the person who is signed in."""
    return get_localized_response(_script_messages, request)
