"""Reference lists: administrators' screens."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.admin.appointments import AppointmentViewSet
from regulations.admin.lists import DayColumn
from regulations.admin.reference_lists import ListViewSet
from regulations.models import (
    Agency,
    AgencySuccession,
    ComparisonPeriod,
    Field,
    Industry,
    IndustryCrosswalk,
    IndustryEdition,
    PartDefinition,
)
from regulations.permissions import RolePolicy


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
        DayColumn("valid_to", label=gettext_lazy("Hết giá trị")),
    ]


class AgencySuccessionViewSet(ListViewSet):
    model = AgencySuccession
    icon = "redirect"
    searched = ("old__acronym", "old__name_vi", "new__acronym", "new__name_vi")
    select = ("old", "new")
    form_order = ("old", "new", "date", "primary")
    list_display = [
        Column("name", label=gettext_lazy("Kế thừa"), accessor=str),
        DayColumn("date", label=gettext_lazy("Từ ngày")),
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


class ComparisonPeriodViewSet(ListViewSet):
    model = ComparisonPeriod
    icon = "calendar-check"
    searched = ("agency__acronym", "agency__name_vi", "source")
    select = ("agency",)
    form_order = ("agency", "days", "source", "valid_from", "valid_to")
    list_display = [
        Column(
            "agency",
            label=gettext_lazy("Cơ quan"),
            accessor=lambda row: row.agency.name if row.agency else gettext_lazy("Mọi cơ quan"),
        ),
        Column("days", label=gettext_lazy("Đối chiếu lại trong (ngày)"), sort_key="days"),
        Column("source", label=gettext_lazy("Căn cứ")),
        DayColumn("valid_from", label=gettext_lazy("Từ")),
        DayColumn("valid_to", label=gettext_lazy("Đến")),
    ]


class ReferenceGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Danh mục")
    menu_name = "reference"
    menu_icon = "list-ul"
    menu_order = 200
    items = (
        AgencyViewSet, AgencySuccessionViewSet, FieldViewSet, IndustryViewSet, IndustryEditionViewSet,
        IndustryCrosswalkViewSet, PartDefinitionViewSet, ComparisonPeriodViewSet, AppointmentViewSet,
    )  # fmt: skip


POLICIES = {
    item.model: RolePolicy(
        item.model,
        actions=("add", "change", "view") if item is AppointmentViewSet else ("add", "change", "delete", "view"),
    )
    for item in ReferenceGroup.items
}
"""Administrators keep the lists. An appointment is ended, not deleted: it says who could do what, when."""
