"""Plans and programmes in the menu, with their lists and addresses."""

import django_filters
from django.db.models import Min, OuterRef, Subquery
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from regulations.admin import lists, panels, versions
from regulations.admin.filters import SituationFilter
from regulations.admin.plans import deciding, items
from regulations.admin.plans.pages import PlanPageView
from regulations.admin.plans.programmes import ProgrammeViewSet
from regulations.admin.plans.starting import PlanStartView
from regulations.admin.viewsets import VersionViewSet
from regulations.models import Agency, PlanState, PlanVersion, Programme, SimplificationPlan


def _state(row: PlanVersion) -> str:
    """The plan's state as the public sees it; a plan nobody has published has none."""
    return PlanState(row.plan_state).label if row.live else ""


class PlanFilterSet(WagtailFilterSet):
    situation = SituationFilter()
    state = django_filters.MultipleChoiceFilter(
        label=_("Trạng thái phương án"), field_name="plan_state", choices=PlanState.choices, distinct=False
    )
    programme = django_filters.ModelMultipleChoiceFilter(
        label=_("Chương trình"), field_name="plan__programme", queryset=Programme.objects.all(), distinct=False
    )
    agency = django_filters.ModelMultipleChoiceFilter(
        label=_("Cơ quan"), field_name="plan__agency", queryset=Agency.objects.all(), distinct=False
    )
    deadline = django_filters.DateFromToRangeFilter(label=_("Hạn thực thi sớm nhất"), widget=DateRangePickerWidget)

    class Meta:
        model = PlanVersion
        fields: list[str] = []


class PlanIndexView(lists.RegisterIndexView):
    searched_columns = ("title", "plan__programme__name_vi", "plan__agency__acronym")


class PlanEditView(versions.VersionEditView):
    def get_success_url(self):
        return reverse(self.inspect_url_name, args=[self.object.pk])


class PlanVersionViewSet(VersionViewSet):
    model = PlanVersion
    icon = "list-ol"
    menu_label = pgettext_lazy("menu", "Phương án")
    index_view_class = PlanIndexView
    edit_view_class = PlanEditView
    inspect_view_class = PlanPageView
    filterset_class = PlanFilterSet
    edit_handler = panels.plan_version_panels()
    list_display = [
        Column("title", label=_("Tên phương án"), sort_key="title"),
        Column("programme", label=_("Chương trình"), accessor="plan.programme.name"),
        Column("agency", label=_("Cơ quan"), accessor="plan.agency.acronym"),
        Column("plan_state", label=_("Trạng thái"), accessor=_state),
        lists.DayColumn("deadline", label=_("Hạn sớm nhất"), sort_key="deadline"),
        Column("number", label=_("Số"), accessor=lambda row: row.number or ""),
        lists.situation_column(),
    ]

    def get_queryset(self, request):
        state = SimplificationPlan.objects.with_state().filter(pk=OuterRef("plan")).values("state")
        rows = super().get_queryset(request).annotate(plan_state=Subquery(state), deadline=Min("items__deadline"))
        return rows.select_related("plan__programme", "plan__agency")

    @property
    def add_view(self):
        return PlanStartView.as_view(
            inspect_url_name=self.get_url_name("inspect"), index_url_name=self.get_url_name("list")
        )

    def extra_urlpatterns(self):
        one = "<str:pk>/<int:number>/"
        return [
            *super().extra_urlpatterns(),
            path("submit/<str:pk>/", self._posted(versions.SubmitView), name="submit"),
            path("decide/<str:pk>/", self._screen(deciding.DecisionView), name="decide"),
            path("items/<str:pk>/add/", self._screen(items.AddItemView), name="add_item"),
            path(f"items/{one}", self._screen(items.ChangeItemView), name="change_item"),
            path(f"items/{one}remove/", self._screen(items.RemoveItemView), name="remove_item"),
            path(f"items/{one}rebase/", self._screen(items.RebaseItemView), name="rebase_item"),
            path(f"items/{one}implement/", self._screen(deciding.ImplementView), name="implement"),
        ]

    def _screen(self, view_class):
        return view_class.as_view(
            inspect_url_name=self.get_url_name("inspect"),
            index_url_name=self.get_url_name("list"),
            edit_url_name=self.get_url_name("edit"),
        )


class PlanGroup(SnippetViewSetGroup):
    menu_label = pgettext_lazy("menu", "Phương án")
    menu_name = "plans"
    menu_icon = "list-ol"
    menu_order = 110
    items = (PlanVersionViewSet, ProgrammeViewSet)
