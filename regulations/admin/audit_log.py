"""The audit log at the desk: who did what to which record, when and why. It is read here; nothing edits it anywhere."""

from collections.abc import Callable

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import registry

from accounts.models import User
from regulations.admin.lists import search_folded
from regulations.models import AuditEntry, Role
from regulations.models.officers import covered_agency_ids, has_role
from regulations.permissions import POLICIES, READERS, AgencyPolicy

_policies: list[AgencyPolicy] = list(POLICIES.values())


def in_audit_log(policy: AgencyPolicy) -> None:
    """An app above adds records of agencies: who may see such a record sees what was done to it."""
    _policies.append(policy)


def may_read_log(user) -> bool:
    return has_role(user, *READERS, Role.MODERATOR)


def entries_for(user) -> QuerySet:
    """What `user` did, and what was done to records of their agencies; everything for those who see every agency."""
    entries = AuditEntry.objects.select_related("user", "content_type")
    if covered_agency_ids(user, *READERS) is None:
        return entries
    mine = Q(user=user)
    for policy in _policies:
        if policy.user_has_permission(user, "view"):
            records = policy.instances_user_has_permission_for(user, "view")
            keys = records.order_by().annotate(key=Cast("pk", CharField())).values("key")
            mine |= Q(content_type=ContentType.objects.get_for_model(policy.model), object_id__in=keys)
    return entries.filter(mine)


class AuditFilterSet(WagtailFilterSet):
    timestamp = django_filters.DateFromToRangeFilter(label=gettext_lazy("Ngày"), widget=DateRangePickerWidget)
    action = django_filters.ChoiceFilter(label=gettext_lazy("Việc"), choices=registry.get_choices)
    user = django_filters.ModelChoiceFilter(label=gettext_lazy("Người làm"), queryset=User.objects.none())

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = self.queryset.order_by().values("user")
        self.filters["user"].queryset = User.objects.filter(pk__in=people).order_by("full_name", "pk")


class AuditLogView(IndexView):
    """Newest first; searching looks at the record's name and the reason."""

    model = AuditEntry
    page_title = gettext_lazy("Nhật ký")
    header_icon = "history"
    index_url_name, index_results_url_name = "audit_log", "audit_log_results"
    default_ordering = "-timestamp"
    paginate_by = 50
    is_searchable = True
    filterset_class = AuditFilterSet
    add_url_name = edit_url_name = delete_url_name = None
    any_permission_required = None  # dispatch asks for the role, the queryset for the agencies

    def dispatch(self, request, *args, **kwargs):
        if not may_read_log(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return entries_for(self.request.user)

    def search_queryset(self, queryset):
        return search_folded(queryset, self.search_query, ("label", "why")) if self.is_searching else queryset

    def get_breadcrumbs_items(self):
        home = {"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}
        return [home, {"url": "", "label": self.get_page_title()}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return []

    @property
    def columns(self):
        return [
            Column("timestamp", label=_("Lúc"), accessor=_moment, sort_key="timestamp", width="14%"),
            Column("user", label=_("Người làm"), accessor="user_display_name", width="18%"),
            Column("message", label=_("Việc"), accessor="message", width="22%"),
            Column("label", label=_("Hồ sơ"), accessor=_record),
            Column("why", label=_("Lý do"), accessor=lambda entry: entry.why or "–"),
        ]


def _moment(entry: AuditEntry) -> str:
    return date_format(localtime(entry.timestamp), "H:i:s d/m/Y")


def _record(entry: AuditEntry) -> str:
    kind = entry.content_type.model_class()
    return f"{kind._meta.verbose_name.capitalize()}: {entry.label}" if kind else entry.label


class AuditMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read_log(request.user)


def menu_item() -> AuditMenuItem:
    return AuditMenuItem(gettext_lazy("Nhật ký"), reverse("audit_log"), name="audit", icon_name="history", order=900)


def urls() -> list:
    """Addresses for Wagtail's admin; regulations.admin.gate has their rule."""
    view: Callable = AuditLogView.as_view
    return [
        path("audit-log/", view(), name="audit_log"),
        path("audit-log/results/", view(results_only=True), name="audit_log_results"),
    ]
