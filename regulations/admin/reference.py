"""Reference lists and appointments: administrators' screens."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.log_actions import log
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.admin.choosers import ScopedChooserViewSet
from regulations.admin.guards import GuardedViewSet
from regulations.admin.lists import RegisterIndexView
from regulations.admin.versions import RecordHistoryView
from regulations.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Field,
    Industry,
    IndustryCrosswalk,
    IndustryEdition,
    PartDefinition,
    Regulation,
)
from regulations.officers import store_appointment
from regulations.permissions import RolePolicy
from regulations.signals import regulations_changed


class ListIndexView(RegisterIndexView):
    """Rows of a reference list open their form."""

    def get_inspect_url(self, instance):
        return snippets.IndexView.get_edit_url(self, instance)


class ListEditView(snippets.EditView):
    """A changed name is part of what the search shows of every regulation under it."""

    def save_instance(self):
        with transaction.atomic():
            instance = super().save_instance()
            ids = _regulations_under(instance)
            if ids:
                regulations_changed.send(sender=type(instance), ids=ids)
        return instance


class ListDeleteView(snippets.DeleteView):
    """A row that records point at cannot go; the message says so instead of an error page."""

    def post(self, request, *args, **kwargs):
        in_use = [relation for relation in self.model._meta.related_objects if _points_at(relation, self.object)]
        if in_use:
            form = self.get_form()
            form.full_clean()
            form.add_error(None, _("Không xóa được vì đang có hồ sơ dùng mục này."))
            return self.form_invalid(form)
        return super().post(request, *args, **kwargs)


def _points_at(relation, instance) -> bool:
    return relation.related_model._base_manager.filter(**{relation.field.name: instance}).exists()


def _regulations_under(instance) -> list[int]:
    path = {Agency: "agency", Field: "fields", Industry: "industries"}.get(type(instance))
    return list(Regulation.objects.public().filter(**{path: instance}).values_list("pk", flat=True)) if path else []


class ListViewSet(GuardedViewSet):
    index_view_class = ListIndexView
    edit_view_class = ListEditView
    delete_view_class = ListDeleteView
    history_view_class = RecordHistoryView
    chooser_viewset_class = ScopedChooserViewSet
    shown: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    form_order: tuple[str, ...] = ()

    def get_queryset(self, request):
        return self.model._default_manager.select_related(*self.select)

    @property
    def index_view_class_with_search(self):
        return type("ListIndexView", (self.index_view_class,), {"searched_columns": self.searched})

    @property
    def index_view(self):
        return self.construct_view(self.index_view_class_with_search, **self.get_index_view_kwargs())

    @property
    def index_results_view(self):
        return self.construct_view(self.index_view_class_with_search, **self.get_index_view_kwargs(), results_only=True)

    def get_edit_handler(self):
        return ObjectList([FieldPanel(name) for name in self.form_order]).bind_to_model(self.model)


class AgencyViewSet(ListViewSet):
    model = Agency
    icon = "group"
    searched = ("acronym", "name_vi", "name_en", "code")
    select = ("parent",)
    form_order = ("code", "acronym", "name_vi", "name_en", "level", "parent", "valid_from", "valid_to")
    list_display = [
        Column("acronym", label=gettext_lazy("Viết tắt"), sort_key="acronym"),
        Column("name_vi", label=gettext_lazy("Tên"), sort_key="name_vi"),
        Column("level", label=gettext_lazy("Cấp"), accessor="get_level_display"),
        Column("parent", label=gettext_lazy("Thuộc"), accessor=lambda row: row.parent.acronym if row.parent else ""),
        DateColumn("valid_to", label=gettext_lazy("Hết giá trị")),
    ]


class AgencySuccessionViewSet(ListViewSet):
    model = AgencySuccession
    icon = "redirect"
    searched = ("old__acronym", "old__name_vi", "new__acronym", "new__name_vi")
    select = ("old", "new")
    form_order = ("old", "new", "date", "primary")
    list_display = [
        Column("name", label=gettext_lazy("Kế thừa"), accessor=str),
        DateColumn("date", label=gettext_lazy("Từ ngày")),
    ]


class FieldViewSet(ListViewSet):
    model = Field
    icon = "tag"
    searched = ("name_vi", "name_en")
    form_order = ("name_vi", "name_en", "slug")
    list_display = [
        Column("name_vi", label=gettext_lazy("Lĩnh vực"), sort_key="name_vi"),
        Column("slug", label=gettext_lazy("Địa chỉ")),
    ]


class IndustryViewSet(ListViewSet):
    model = Industry
    icon = "list-ul"
    searched = ("code", "name_vi", "name_en")
    select = ("edition",)
    form_order = ("edition", "code", "level", "parent", "name_vi", "name_en")
    list_display = [
        Column("code", label=gettext_lazy("Mã"), sort_key="code"),
        Column("name_vi", label=gettext_lazy("Ngành"), sort_key="name_vi"),
        Column("edition", label=gettext_lazy("Hệ thống"), accessor="edition.key"),
        Column("level", label=gettext_lazy("Cấp"), sort_key="level"),
    ]


class IndustryEditionViewSet(ListViewSet):
    model = IndustryEdition
    icon = "folder-open-inverse"
    searched = ("key", "name_vi")
    form_order = ("key", "name_vi", "name_en", "source", "valid_from", "valid_to")
    list_display = [
        Column("key", label=gettext_lazy("Khóa"), sort_key="key"),
        Column("name_vi", label=gettext_lazy("Tên")),
    ]


class IndustryCrosswalkViewSet(ListViewSet):
    model = IndustryCrosswalk
    icon = "resubmit"
    searched = ("old__code", "new__code", "note")
    select = ("old", "new")
    form_order = ("old", "new", "note")
    list_display = [
        Column("name", label=gettext_lazy("Chuyển đổi"), accessor=str),
        Column("note", label=gettext_lazy("Ghi chú")),
    ]


class PartDefinitionViewSet(ListViewSet):
    model = PartDefinition
    icon = "form"
    searched = ("label_vi", "label_en", "key")
    form_order = (
        "kind", "key", "label_vi", "label_en", "help_vi", "required", "position", "source", "valid_from", "valid_to",
    )  # fmt: skip
    list_display = [
        Column("label_vi", label=gettext_lazy("Phần")),
        Column("kind", label=gettext_lazy("Loại quy định"), accessor="get_kind_display"),
        Column("key", label=gettext_lazy("Khóa")),
        Column("position", label=gettext_lazy("Thứ tự"), sort_key="position"),
    ]


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
            raise ValidationError(_("Chỉ quản trị hệ thống phân công được cho tài khoản này."))
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
        DateColumn("valid_from", label=gettext_lazy("Từ")),
        DateColumn("valid_to", label=gettext_lazy("Đến")),
    ]


class ReferenceGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Danh mục")
    menu_name = "reference"
    menu_icon = "list-ul"
    menu_order = 200
    items = (
        AgencyViewSet, AgencySuccessionViewSet, FieldViewSet, IndustryViewSet, IndustryEditionViewSet,
        IndustryCrosswalkViewSet, PartDefinitionViewSet, AppointmentViewSet,
    )  # fmt: skip


POLICIES = {
    item.model: RolePolicy(
        item.model,
        actions=("add", "change", "view") if item is AppointmentViewSet else ("add", "change", "delete", "view"),
    )
    for item in ReferenceGroup.items
}
"""Administrators keep the lists. An appointment is ended, not deleted: it says who could do what, when."""
