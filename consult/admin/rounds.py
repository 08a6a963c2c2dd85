"""Rounds in the admin: the list, and where each of its screens is."""

from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn

from consult.admin.answers import with_progress
from consult.admin.filters import RoundFilterSet
from consult.admin.forms import RoundForm, moment_input
from consult.admin.policies import ROUNDS
from consult.admin.round_page import standing
from consult.admin.round_views import (
    ArchiveView,
    ExtendView,
    MarkAnsweredView,
    PublishView,
    RoundCreateView,
    RoundDeleteView,
    RoundEditView,
    RoundPageView,
)
from consult.models import Consultation, Stage
from regulations.admin.guards import RULES, VIEW, GuardedViewSet
from regulations.admin.lists import RegisterIndexView
from regulations.admin.versions import RecordHistoryView


class MomentColumn(Column):
    """Day and hour, in Vietnamese time."""

    def get_value(self, instance):
        return date_format(timezone.localtime(super().get_value(instance)), "SHORT_DATETIME_FORMAT")


class RoundIndexView(RegisterIndexView):
    searched_columns = ("title", "plan_version__title")


class RoundViewSet(GuardedViewSet):
    model = Consultation
    icon = "calendar"
    menu_label = pgettext_lazy("menu", "Đợt lấy ý kiến")
    rules = RULES | {"publish": VIEW, "extend": VIEW, "mark_answered": VIEW, "archive": VIEW}  # consult.rules decides
    inspect_view_enabled = True
    index_view_class = RoundIndexView
    add_view_class = RoundCreateView
    edit_view_class = RoundEditView
    delete_view_class = RoundDeleteView
    inspect_view_class = RoundPageView
    history_view_class = RecordHistoryView
    filterset_class = RoundFilterSet
    index_template_name = "consult/admin/rounds.html"
    create_template_name = "consult/admin/round_create.html"
    edit_template_name = "consult/admin/round_edit.html"
    inspect_template_name = RoundPageView.template_name
    list_display = [
        Column("title", label=gettext_lazy("Tên"), sort_key="title"),
        Column("agency", label=gettext_lazy("Cơ quan"), accessor="plan_version.plan.agency.acronym"),
        MomentColumn("opens_at", label=gettext_lazy("Bắt đầu"), sort_key="opens_at"),
        MomentColumn("closes_at", label=gettext_lazy("Kết thúc"), sort_key="closes_at"),
        Column(
            "answered",
            label=gettext_lazy("Đã trả lời"),
            accessor=lambda row: (
                _("%(answered)d/%(published)d") % {"answered": row.answered_count, "published": row.published_count}
            ),
        ),
        StatusTagColumn(
            "standing",
            label=gettext_lazy("Tình trạng"),
            accessor=standing,
            primary=lambda row: row.stage != Stage.DRAFT,
        ),
    ]

    def get_queryset(self, request):
        return with_progress(ROUNDS.instances_user_has_permission_for(request.user, "view"))

    def get_edit_handler(self):
        return ObjectList(
            [
                MultiFieldPanel(
                    [FieldPanel("plan_version"), FieldPanel("title"), FieldPanel("introduction")],
                    heading=gettext_lazy("Hỏi về điều gì"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [
                                FieldPanel("opens_at", widget=moment_input()),
                                FieldPanel("closes_at", widget=moment_input()),
                            ]
                        ),
                        FieldPanel("shortened_ground"),
                    ],
                    heading=gettext_lazy("Thời gian, theo giờ Việt Nam"),
                ),
            ],
            base_form_class=RoundForm,
        ).bind_to_model(self.model)

    def extra_urlpatterns(self):
        extend = self.construct_view(ExtendView, **self.get_inspect_view_kwargs())
        return [
            path("publish/<str:pk>/", PublishView.as_view(), name="publish"),
            path("extend/<str:pk>/", extend, name="extend"),
            path("mark-answered/<str:pk>/", MarkAnsweredView.as_view(), name="mark_answered"),
            path("archive/<str:pk>/", ArchiveView.as_view(), name="archive"),
        ]
