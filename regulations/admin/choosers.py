"""Choosers: searched without accents, paged, and showing only what the person may choose."""

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from regulations.admin.lists import search_folded
from regulations.models import Agency, Field, Industry, IndustryEdition, LegalDocument, Regulation
from regulations.permissions import policy_of

SEARCHED = {
    Regulation: ("code", "latest_title"),
    LegalDocument: ("number", "title"),
    Industry: ("code", "name_vi", "name_en"),
    IndustryEdition: ("key", "name_vi"),
    Agency: ("acronym", "name_vi", "name_en"),
    Field: ("name_vi", "name_en"),
}


def choosable(model, user) -> QuerySet:
    """What `user` may choose: any row of a public list, every public document, otherwise what they may see."""
    if model is Regulation:
        return policy_of(model).instances_user_has_permission_for(user, "view").with_title()
    if model is LegalDocument:
        seen = policy_of(model).instances_user_has_permission_for(user, "view")
        return model.objects.filter(Q(pk__in=model.objects.public().values("pk")) | Q(pk__in=seen.values("pk")))
    return model._default_manager.all()


class FoldedSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Tìm theo mã hoặc tên"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Gõ không dấu cũng được")}),
    )

    def filter(self, objects):
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return search_folded(objects, query, SEARCHED[objects.model])


class _Scoped:
    filter_form_class = FoldedSearchForm

    def get_object_list(self):
        return choosable(self.model_class, self.request.user)

    @property
    def columns(self):
        """A regulation is known by its code and its name."""
        columns = list(super().columns)
        return [*columns, Column("latest_title", label=_("Tên"))] if self.model_class is Regulation else columns


class ScopedChooseView(_Scoped, ChooseView):
    pass


class ScopedChooseResultsView(_Scoped, ChooseResultsView):
    pass


class ScopedChosenView(SnippetChosenView):
    def get_object(self, pk):
        try:
            return choosable(self.model_class, self.request.user).get(pk=pk)
        except (ValueError, OverflowError) as wrong:
            raise Http404 from wrong


class ScopedChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks):
        keys = [pk for pk in pks if pk.isdecimal() and len(pk) < 19]
        return choosable(self.model_class, self.request.user).filter(pk__in=keys)


class ScopedChooserViewSet(SnippetChooserViewSet):
    """A chooser without a "create" tab: records are made on their own screens."""

    choose_view_class = ScopedChooseView
    choose_results_view_class = ScopedChooseResultsView
    chosen_view_class = ScopedChosenView
    chosen_multiple_view_class = ScopedChosenMultipleView
