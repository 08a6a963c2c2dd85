from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.users.views import users

from accounts.forms import AccountCreationForm, AccountEditForm


class AccountIndexView(users.IndexView):
    """Accounts by name and e-mail; nobody is deleted, accounts are switched off."""

    search_fields = ("full_name", "email")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "full_name", label=_("Họ và tên"), accessor=str, get_url=self.get_edit_url, sort_key="full_name"
            ),
            Column("email", label=_("Địa chỉ e-mail"), sort_key="email"),
            BooleanColumn("is_active", label=_("Đang hoạt động"), sort_key="is_active"),
            DateColumn("last_login", label=_("Đăng nhập gần nhất"), sort_key="last_login"),
        ]

    def get_list_buttons(self, instance):
        return []

    def get_delete_url(self, instance):
        return None


class AccountEditView(users.EditView):
    """Nobody but a superuser changes a superuser: whoever sets a password may become that person."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied


class AccountViewSet(users.UserViewSet):
    index_view_class = AccountIndexView
    edit_view_class = AccountEditView
    history_view_class = users.HistoryView
    create_template_name = edit_template_name = generic.EditView.template_name
    filterset_class = None
    list_filter = ["is_active"]
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
