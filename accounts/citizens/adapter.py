"""How allauth behaves here: links to BASE_URL, plain text mail, pages only, tries counted in the database."""

import logging
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.throttling import client_address, seconds_to_wait

logger = logging.getLogger("portal")
NOTICES = {"account/email/password_changed", "account/email/password_reset", "account/email/account_erased"}
"""Mails that only say what has been done: it is done also where they cannot be sent."""


def absolute(path: str) -> str:
    """A path of the portal as it stands in a mail: never at the host a request claims to be for."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Địa chỉ e-mail hoặc mật khẩu không đúng."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng."),
        "invalid_password_reset": _("Liên kết đặt lại mật khẩu không còn dùng được."),
        "too_many_login_attempts": _("Bạn đã thử đăng nhập quá nhiều lần. Hãy thử lại sau."),
    }

    # --- where one goes ---------------------------------------------------------------------------------------------
    def is_safe_url(self, url: str | None) -> bool:
        """Only this portal: also another name of ALLOWED_HOSTS would be a way out of it."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    get_signup_redirect_url = get_password_change_redirect_url = get_login_redirect_url

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return redirect("account_login")

    # --- what is said -----------------------------------------------------------------------------------------------
    def is_ajax(self, request: HttpRequest) -> bool:
        """allauth answers scripts in JSON of its own; these are pages, whoever asks."""
        return False

    def add_message(self, request: HttpRequest, *args, **kwargs) -> None:
        """Nothing: the page that follows says it. A message would wait for the next page that shows messages."""

    def save_user(self, request: HttpRequest, user: User, form, commit: bool = True) -> User:
        user.full_name = form.cleaned_data["full_name"]
        return super().save_user(request, user, form, commit)

    # --- mail -------------------------------------------------------------------------------------------------------
    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Plain text in the language of the page. Nothing that somebody typed into a form stands in it."""
        addresses = {
            "sign_in_url": absolute(reverse("account_login")),
            "sign_up_url": absolute(reverse("account_signup")),
            "forgotten_url": absolute(reverse("account_reset_password")),
        }
        try:
            self.render_mail(template_prefix, email, context | addresses).send()
        except OSError as problem:  # all that smtplib raises; its text names the address
            logger.error("Mail %s could not be sent: %s", template_prefix, type(problem).__name__)
            if template_prefix not in NOTICES:
                raise ImmediateHttpResponse(render(self.request, "account/mail_failed.html", status=503)) from None

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        """Takes the page that the person came from along: the mail may be opened in another browser."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        origin = get_next_redirect_url(request)
        return absolute(path) + (f"?{urlencode({REDIRECT_FIELD_NAME: origin})}" if origin else "")

    def should_send_confirmation_mail(self, request: HttpRequest, email_address, signup: bool) -> bool:
        """Signing in without a confirmed address sends the link again, but not as often as one likes."""
        return signup or not seconds_to_wait(request, purpose="confirm_email", email=email_address.email)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)
