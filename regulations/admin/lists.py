"""Lists of the register: every title leads to the record's page, searching needs no accents, few queries a page."""

from collections.abc import Iterable

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.snippets.views.snippets import IndexView

from regulations.folded import Folded
from regulations.text.normalise import fold


class DayColumn(Column):
    """A day as law texts print it: "three years ago" says nothing about when a rule holds."""

    def get_value(self, instance):
        day = super().get_value(instance)
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def search_folded(rows: QuerySet, query: str, columns: Iterable[str]) -> QuerySet:
    """Those of `rows` where every word of `query` is in one of `columns`, without regard to accents and case."""
    blank = Value("")
    parts = [value for name in columns for value in (Coalesce(F(name), blank, output_field=TextField()), Value(" "))]
    rows = rows.alias(searched_text=Folded(Concat(*parts, output_field=TextField())))
    for word in fold(query).split():
        rows = rows.filter(searched_text__contains=word)
    return rows


class RegisterIndexView(IndexView):
    """A list whose titles lead to the record's page, with no bulk actions."""

    any_permission_required = ["view"]
    searched_columns: tuple[str, ...] = ()
    is_searchable = True

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return search_folded(queryset, self.search_query, self.searched_columns)

    def get_edit_url(self, instance):
        return None

    def get_delete_url(self, instance):
        return None

    def get_list_more_buttons(self, instance):
        return []

    @cached_property
    def columns(self):
        first, *others = self.list_display
        title = TitleColumn(
            first.name,
            label=first.label,
            accessor=first.accessor,
            sort_key=first.sort_key,
            get_url=self.get_inspect_url,
            width=first.width,
        )
        return [title, *others]


class RegulationIndexView(RegisterIndexView):
    searched_columns = ("code", "latest_title")


class RegulationVersionIndexView(RegisterIndexView):
    searched_columns = ("regulation__code", "title")


class LegalDocumentIndexView(RegisterIndexView):
    searched_columns = ("number", "title")


class DocumentVersionIndexView(RegisterIndexView):
    searched_columns = ("document__number", "document__title")


def situation(version) -> str:
    """Where a version stands on its way to the public, in one or two words."""
    if version.live:
        return _("Đã đính chính") if version.is_corrected else _("Đã công bố")
    return {"in_progress": _("Chờ pháp chế"), "needs_changes": _("Bị trả lại")}.get(version.control, _("Bản nháp"))


def situation_column() -> Column:
    return StatusTagColumn(
        "situation", label=_("Tình trạng"), accessor=situation, primary=lambda version: bool(version.live)
    )
