"""The account page of the person who is signed in: the name, and the end of the account."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView, UpdateView

from accounts.citizens.forms import EraseAccountForm
from accounts.citizens.pages import AccountPage
from accounts.forms import FullNameForm
from accounts.models import User
from accounts.people import NameIsKept, erase_account, is_verified, name_must_be_kept
from accounts.sections import account_sections


class AccountHomeView(LoginRequiredMixin, AccountPage, TemplateView):
    page_title = gettext_lazy("Tài khoản của bạn")
    template_name = "account/home.html"

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        return super().get_context_data(
            verified=is_verified(user),
            is_official=user.has_perm("wagtailadmin.access_admin"),
            sections=account_sections(user),
            **kwargs,
        )


class NameView(LoginRequiredMixin, AccountPage, UpdateView):
    page_title = gettext_lazy("Sửa họ và tên")
    template_name = "account/name.html"
    form_class = FullNameForm
    success_url = reverse_lazy("account_home")
    below_account = True

    def get_object(self, queryset=None) -> User:
        return User.objects.get(pk=self.request.user.pk)  # another object: the page names the person as stored

    def form_valid(self, form) -> HttpResponse:
        messages.success(self.request, _("Đã lưu họ và tên."))
        return super().form_valid(form)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class EraseView(LoginRequiredMixin, AccountPage, FormView):
    page_title = gettext_lazy("Xóa tài khoản")
    template_name = "account/erase.html"
    form_class = EraseAccountForm
    success_url = reverse_lazy("account_erased")
    purpose = "password_change"
    below_account = True

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(kept=name_must_be_kept(self.request.user), **kwargs)

    def form_valid(self, form) -> HttpResponse:
        user, email = self.request.user, self.request.user.email
        try:
            erase_account(user)
        except NameIsKept:
            return redirect("account_erase")
        logout(self.request)
        get_adapter().send_mail("account/email/account_erased", email, {})
        return super().form_valid(form)


class ErasedView(AccountPage, TemplateView):
    page_title = gettext_lazy("Tài khoản đã được xóa")
    template_name = "account/erased.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect("account_home") if request.user.is_authenticated else super().get(request, *args, **kwargs)
