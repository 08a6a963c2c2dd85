"""Appointments: who holds which role, for which agency, from when to when. Administrators' screens."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log
from wagtail.snippets.views import snippets

from regulations.admin.lists import DayColumn
from regulations.admin.reference_lists import ListViewSet
from regulations.models import Appointment
from regulations.officers import store_appointment


class AppointmentSaving:
    """Appointments are stored by the domain, which keeps the person's groups in step."""

    def save_instance(self):
        appointment = self.form.save(commit=False)
        with transaction.atomic():
            store_appointment(appointment)
            action = "wagtail.create" if self.view_name == "create" else "wagtail.edit"
            log(instance=appointment, action=action, user=self.request.user, content_changed=True)
        return appointment

    def form_valid(self, form):
        if form.cleaned_data["user"].is_superuser and not self.request.user.is_superuser:
            form.add_error("user", _("Chỉ quản trị hệ thống phân công được cho tài khoản này."))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return super().form_valid(form)


class AppointmentCreateView(AppointmentSaving, snippets.CreateView):
    pass


class AppointmentEditView(AppointmentSaving, snippets.EditView):
    pass


class AppointmentViewSet(ListViewSet):
    model = Appointment
    icon = "user"
    menu_label = gettext_lazy("Phân công")
    searched = ("user__full_name", "user__email", "agency__acronym")
    select = ("user", "agency")
    add_view_class = AppointmentCreateView
    edit_view_class = AppointmentEditView
    form_order = ("user", "role", "agency", "valid_from", "valid_to")
    list_display = [
        Column("user", label=gettext_lazy("Người"), accessor="user.full_name"),
        Column("role", label=gettext_lazy("Vai trò"), accessor="get_role_display"),
        Column("agency", label=gettext_lazy("Cơ quan"), accessor=lambda row: row.agency.acronym if row.agency else ""),
        DayColumn("valid_from", label=gettext_lazy("Từ")),
        DayColumn("valid_to", label=gettext_lazy("Đến")),
    ]
