"""Abbreviations, synonyms and English words: a reference list of the lookup, administrators keep it."""

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views import snippets

from regulations.admin.reference_lists import ListViewSet
from search.models import Synonym


class SynonymFilterSet(WagtailFilterSet):
    language = django_filters.ChoiceFilter(label=gettext_lazy("Ngôn ngữ"), choices=Synonym.Language.choices)
    active = django_filters.BooleanFilter(label=gettext_lazy("Đang dùng"))

    class Meta:
        model = Synonym
        fields = ["language", "active"]


class SynonymCreateView(snippets.CreateView):
    """A word that people were seen to type (`?typed=`) stands in the form already."""

    def get_initial_form_instance(self):
        longest = Synonym._meta.get_field("typed").max_length
        return self.model(typed=self.request.GET.get("typed", "").strip()[:longest])


class SynonymViewSet(ListViewSet):
    model = Synonym
    add_view_class = SynonymCreateView
    icon = "openquote"
    menu_label = gettext_lazy("Từ đồng nghĩa, viết tắt")
    searched = ("typed", "meant", "source")
    filterset_class = SynonymFilterSet
    form_order = ("typed", "meant", "language", "both_ways", "active", "source", "valid_from", "valid_to")
    list_display = [
        Column("typed", label=gettext_lazy("Từ gõ"), sort_key="typed"),
        Column("meant", label=gettext_lazy("Nghĩa là"), sort_key="meant"),
        Column("language", label=gettext_lazy("Ngôn ngữ"), accessor="get_language_display"),
        BooleanColumn("both_ways", label=gettext_lazy("Hai chiều")),
        BooleanColumn("active", label=gettext_lazy("Đang dùng")),
    ]
