from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Tài khoản")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens for people, with our user's fields."""

    user_viewset = "accounts.viewsets.AccountViewSet"
