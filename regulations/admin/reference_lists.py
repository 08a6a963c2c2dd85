"""What the screens of all reference lists share: rows open their form, the search hears of changes."""

from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views import snippets

from regulations.admin.choosers import ScopedChooserViewSet
from regulations.admin.guards import GuardedViewSet
from regulations.admin.lists import RegisterIndexView
from regulations.admin.versions import RecordHistoryView
from regulations.models import Agency, Field, Industry, Regulation
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
    """Rows that are part of the record itself go with it."""
    if isinstance(relation.field, ParentalKey):
        return False
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
