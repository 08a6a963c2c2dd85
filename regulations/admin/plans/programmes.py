"""Programmes: administrators' screens, with the button that freezes what targets are measured against."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views import snippets

from regulations.admin.lists import DayColumn, RegisterIndexView
from regulations.admin.reference_lists import ListViewSet
from regulations.admin.versions import REFUSALS, sentences
from regulations.models import Programme
from regulations.permissions import RolePolicy
from regulations.plans.programmes import freeze_baseline
from regulations.signals import plans_changed

POLICIES = {Programme: RolePolicy(Programme)}


class ProgrammeForm(WagtailAdminModelForm):
    """The base date stands once the baseline is frozen: targets are measured from it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.baseline_frozen_at is not None:
            self.fields["base_date"].disabled = True
            self.fields["base_date"].help_text = _("Không đổi được vì số liệu gốc đã chốt.")


class ProgrammeEditView(snippets.EditView):
    """A programme's name is part of what the search shows of its plans."""

    @transaction.atomic
    def save_instance(self):
        instance = super().save_instance()
        ids = list(instance.plans.public().values_list("pk", flat=True))
        if ids:
            plans_changed.send(sender=Programme, ids=ids)
        return instance


class ProgrammePageView(snippets.InspectView):
    any_permission_required = ["view"]
    template_name = "regulations/admin/programme.html"
    page_title = gettext_lazy("Chương trình")

    @property
    def header_more_buttons(self):
        return []

    def get_fields(self):
        return []

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        name = Programme.snippet_viewset.get_url_name
        context["freeze_url"], context["edit_link"] = (
            reverse(name(one), args=[self.object.pk]) for one in ("freeze", "edit")
        )
        context["baseline"] = self.object.baseline.count()
        return context


class FreezeView(View):
    """Freeze the baseline: POST only, once."""

    http_method_names = ["post"]
    inspect_url_name = ""

    def post(self, request, pk):
        try:
            count = freeze_baseline(programme=Programme.objects.get(pk=pk), by=request.user)
        except REFUSALS as refusal:
            for sentence in sentences(refusal):
                messages.error(request, sentence)
        else:
            messages.success(request, _("Đã chốt số liệu gốc: %(count)s quy định.") % {"count": number_format(count)})
        return redirect(self.inspect_url_name, pk)


class ProgrammeViewSet(ListViewSet):
    model = Programme
    icon = "calendar"
    menu_label = gettext_lazy("Chương trình")
    index_view_class = RegisterIndexView
    edit_view_class = ProgrammeEditView
    inspect_view_enabled = True
    inspect_view_class = ProgrammePageView
    searched = ("name_vi", "name_en", "number")
    list_display = [
        Column("name_vi", label=gettext_lazy("Tên"), sort_key="name_vi"),
        Column("number", label=gettext_lazy("Văn bản ban hành")),
        DayColumn("base_date", label=gettext_lazy("Ngày gốc"), sort_key="base_date"),
        DayColumn("baseline_frozen_at", label=gettext_lazy("Chốt số liệu gốc")),
    ]

    def extra_urlpatterns(self):
        freeze = FreezeView.as_view(inspect_url_name=self.get_url_name("inspect"))
        return [path("freeze/<str:pk>/", freeze, name="freeze")]

    def get_edit_handler(self):
        return ObjectList(
            [
                FieldPanel("name_vi"),
                FieldPanel("name_en"),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("number"), FieldPanel("document")]),
                FieldRowPanel([FieldPanel("base_date"), FieldPanel("ends_on")]),
                InlinePanel(
                    "targets",
                    panels=[
                        FieldRowPanel([FieldPanel("measure"), FieldPanel("percent")]),
                        FieldPanel("denominator"),
                    ],
                    heading=gettext_lazy("Mục tiêu"),
                    label=gettext_lazy("Mục tiêu"),
                ),
            ],
            base_form_class=ProgrammeForm,
        ).bind_to_model(self.model)
