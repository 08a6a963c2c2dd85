"""What the screens of all reference lists share: rows open their form, the search hears of changes."""

import copy

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views import snippets

from regulations.admin.choosers import ScopedChooserViewSet
from regulations.admin.guards import GuardedViewSet
from regulations.admin.lists import RegisterIndexView
from regulations.admin.versions import RecordHistoryView
from regulations.models import Agency, AgencySuccession, Field, Industry, IndustryEdition
from regulations.signals import lists_changed


class ListIndexView(RegisterIndexView):
    """Rows of a reference list open their form."""

    def get_inspect_url(self, instance):
        return snippets.IndexView.get_edit_url(self, instance)


class ListSaving:
    """Records are found by what a row says: those under it as it was, and those under it as it is."""

    @transaction.atomic
    def save_instance(self):
        before = list(self.model._base_manager.filter(pk=self.form.instance.pk))
        instance = super().save_instance()
        announce(*before, instance)
        return instance


class ListCreateView(ListSaving, snippets.CreateView):
    pass


class ListEditView(ListSaving, snippets.EditView):
    pass


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

    @transaction.atomic
    def delete_action(self):
        row = copy.copy(self.object)  # which knows its key afterwards
        super().delete_action()
        announce(row)


def _points_at(relation, instance) -> bool:
    """Rows that are part of the record itself go with it."""
    if isinstance(relation.field, ParentalKey):
        return False
    return relation.related_model._base_manager.filter(**{relation.field.name: instance}).exists()


def announce(*rows: Model) -> None:
    """Tell the search of rows of one list; inside the transaction that changes them."""
    model = type(rows[0])
    if model is AgencySuccession:
        lists_changed.send(sender=Agency, ids=[row.old_id for row in rows])
    elif model is IndustryEdition:
        industries = Industry.objects.filter(edition__in=rows).order_by()
        lists_changed.send(sender=Industry, ids=list(industries.values_list("pk", flat=True)))
    elif model in (Agency, Field, Industry):
        lists_changed.send(sender=model, ids=[row.pk for row in rows])


class ListViewSet(GuardedViewSet):
    index_view_class = ListIndexView
    add_view_class = ListCreateView
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
