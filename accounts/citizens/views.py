"""Signing up, confirming the address, signing in and out, a forgotten password: allauth's views, tries counted."""

from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.utils import passthrough_next_redirect_url
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from accounts.citizens.forms import ConfirmAgainForm
from accounts.citizens.pages import AccountPage
from accounts.models import User
from accounts.people import email_address_of
from accounts.throttling import forget_attempts


class SignInView(AccountPage, allauth_views.LoginView):
    page_title = gettext_lazy("Đăng nhập")
    purpose, counted_input = "sign_in", "login"

    def form_valid(self, form) -> HttpResponse:
        forget_attempts(purpose="sign_in", keys={"account": form.cleaned_data["login"]})
        return super().form_valid(form)


class SignUpView(AccountPage, allauth_views.SignupView):
    page_title = gettext_lazy("Đăng ký tài khoản")
    purpose, counted_input = "sign_up", "email"


class SignOutView(AccountPage, allauth_views.LogoutView):
    page_title = gettext_lazy("Đăng xuất")


class ConfirmationSentView(AccountPage, allauth_views.EmailVerificationSentView):
    page_title = gettext_lazy("Hãy xác nhận địa chỉ e-mail")


class ConfirmView(AccountPage, allauth_views.ConfirmEmailView):
    """The link of the mail. Opening it changes nothing: programs that look at mail open links too."""

    page_title = gettext_lazy("Xác nhận địa chỉ e-mail")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except Http404:  # used a moment ago, or too old
            return redirect(request.get_full_path())

    def get_redirect_url(self) -> str:
        """Back to where the person came from; over the sign-in page where this browser is not signed in."""
        if self.request.user.is_authenticated:
            return super().get_redirect_url()
        messages.success(self.request, _("Đã xác nhận địa chỉ e-mail. Bạn có thể đăng nhập."))
        return passthrough_next_redirect_url(self.request, reverse("account_login"), REDIRECT_FIELD_NAME)


class ConfirmAgainView(AccountPage, FormView):
    """Another mail with the link. Every address gets one mail and the same page, whatever is known about it."""

    page_title = gettext_lazy("Gửi lại thư xác nhận")
    template_name = "account/confirm_again.html"
    form_class = ConfirmAgainForm
    success_url = reverse_lazy("account_email_verification_sent")
    purpose, counted_input = "confirm_email", "email"

    def get_initial(self) -> dict:
        user = self.request.user
        return {"email": user.email if user.is_authenticated else ""}

    def form_valid(self, form) -> HttpResponse:
        email = form.cleaned_data["email"]
        user = User.objects.filter(email=email, is_active=True).first()
        address = email_address_of(user) if user else None
        if address is None:
            send_unknown_account_mail(self.request, email)
        elif address.verified:
            get_adapter().send_account_already_exists_mail(email)
        else:
            address.send_confirmation(self.request)
        return super().form_valid(form)


class ForgottenPasswordView(AccountPage, allauth_views.PasswordResetView):
    page_title = gettext_lazy("Quên mật khẩu")
    purpose, counted_input = "password_reset", "email"


class ForgottenPasswordSentView(AccountPage, allauth_views.PasswordResetDoneView):
    page_title = gettext_lazy("Hãy xem hộp thư của bạn")


@method_decorator(sensitive_post_parameters("password1"), name="dispatch")
class NewPasswordView(AccountPage, allauth_views.PasswordResetFromKeyView):
    page_title = gettext_lazy("Đặt mật khẩu mới")

    def form_valid(self, form) -> HttpResponse:
        """Who came by the link of the mail reads that mailbox: the address is confirmed as well."""
        user = self.reset_user
        response = super().form_valid(form)
        email_address_of(user)
        verify_email_indirectly(self.request, user, user.email)
        forget_attempts(purpose="sign_in", keys={"account": user.email})
        return response


class NewPasswordDoneView(AccountPage, allauth_views.PasswordResetFromKeyDoneView):
    page_title = gettext_lazy("Đã đặt mật khẩu mới")


class ChangePasswordView(AccountPage, allauth_views.PasswordChangeView):
    """This session goes on, all others of the account end."""

    page_title = gettext_lazy("Đổi mật khẩu")
    purpose = "password_change"
    below_account = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác của bạn đã kết thúc."))
        return super().form_valid(form)
