"""Addresses under /account/. The names are allauth's where allauth asks for them; what is not here does not exist."""

from django.urls import path, re_path

from accounts.citizens import own_account, views
from accounts.citizens.pages import private


def page(route: str, view, name: str):
    return path(route, private(view.as_view()), name=name)


urlpatterns = [
    page("", own_account.AccountHomeView, "account_home"),
    page("name/", own_account.NameView, "account_name"),
    page("erase/", own_account.EraseView, "account_erase"),
    page("erased/", own_account.ErasedView, "account_erased"),
    page("sign-in/", views.SignInView, "account_login"),
    page("sign-up/", views.SignUpView, "account_signup"),
    page("sign-out/", views.SignOutView, "account_logout"),
    page("confirm/", views.ConfirmationSentView, "account_email_verification_sent"),
    page("confirm/again/", views.ConfirmAgainView, "account_confirm_again"),
    re_path(r"^confirm/(?P<key>[-:\w]+)/$", private(views.ConfirmView.as_view()), name="account_confirm_email"),
    page("password/", views.ChangePasswordView, "account_change_password"),
    page("password/forgotten/", views.ForgottenPasswordView, "account_reset_password"),
    page("password/forgotten/sent/", views.ForgottenPasswordSentView, "account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        private(views.NewPasswordView.as_view()),
        name="account_reset_password_from_key",
    ),
    page("password/new/done/", views.NewPasswordDoneView, "account_reset_password_from_key_done"),
]
