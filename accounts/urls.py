"""Addresses of the admin that are ours; they stand before Wagtail's of the same path and name."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from accounts import views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="wagtailadmin_login"),
    path("password_reset/", views.PasswordResetView.as_view(), name="wagtailadmin_password_reset"),
    path("account/", require_admin_access(views.AccountView.as_view()), name="wagtailadmin_account"),
    path("jsi18n/", views.script_messages, name="wagtailadmin_javascript_catalog"),
]
