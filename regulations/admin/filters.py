"""Filters of the register's lists."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import WorkflowState

from regulations.keeping import kept_by
from regulations.models import (
    Agency,
    DocumentType,
    DocumentVersion,
    Field,
    Kind,
    LegalDocument,
    Regulation,
    RegulationVersion,
    State,
)

SITUATIONS = [
    ("draft", _("Bản nháp")),
    ("in_progress", _("Chờ pháp chế")),
    ("needs_changes", _("Bị trả lại")),
    ("published", _("Đã công bố")),
    ("corrected", _("Đã đính chính")),
]


def with_control(versions: QuerySet) -> QuerySet:
    """Adds `control`: the status of a version's open workflow, None where it has none."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(versions.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=("in_progress", "needs_changes"),
    )
    return versions.annotate(control=Subquery(states.values("status")[:1]))


class SituationFilter(django_filters.ChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(label=_("Tình trạng"), choices=SITUATIONS, **kwargs)

    def filter(self, queryset, value):
        if value in ("published", "corrected"):
            return queryset.filter(live=True, is_corrected=value == "corrected")
        if value == "draft":
            return queryset.filter(live=False, control=None)
        return queryset.filter(control=value) if value else queryset


class KeeperFilter(django_filters.ModelMultipleChoiceFilter):
    """By agency, also one that handed the record on: old names find it. `path` leads to the record."""

    def __init__(self, *, record, path: str = "", **kwargs):
        self.record, self.path = record, path
        super().__init__(queryset=Agency.objects.all(), distinct=False, **kwargs)

    def filter(self, queryset, value):
        if not value:
            return queryset
        return queryset.filter(kept_by(self.record, [agency.pk for agency in value], path=self.path))


class RegulationFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("Loại"), choices=Kind.choices, distinct=False)
    agency = KeeperFilter(label=_("Cơ quan"), record=Regulation)
    fields = django_filters.ModelMultipleChoiceFilter(label=_("Lĩnh vực"), queryset=Field.objects.all())
    published = django_filters.ChoiceFilter(
        label=_("Công bố"),
        choices=[("yes", _("Đã có phiên bản công bố")), ("no", _("Chưa công bố"))],
        method="filter_published",
    )

    class Meta:
        model = Regulation
        fields: list[str] = []

    def filter_published(self, queryset, _name, value):
        public = Regulation.objects.public().values("pk")
        return queryset.filter(pk__in=public) if value == "yes" else queryset.exclude(pk__in=public)


class RegulationVersionFilterSet(WagtailFilterSet):
    situation = SituationFilter()
    state = django_filters.MultipleChoiceFilter(label=_("Hiệu lực"), choices=State.choices, distinct=False)
    kind = django_filters.MultipleChoiceFilter(
        label=_("Loại"), field_name="regulation__kind", choices=Kind.choices, distinct=False
    )
    agency = KeeperFilter(label=_("Cơ quan"), record=Regulation, path="regulation__")
    effective_from = django_filters.DateFromToRangeFilter(label=_("Có hiệu lực từ"), widget=DateRangePickerWidget)

    class Meta:
        model = RegulationVersion
        fields: list[str] = []


class LegalDocumentFilterSet(WagtailFilterSet):
    doc_type = django_filters.MultipleChoiceFilter(
        label=_("Loại văn bản"), choices=DocumentType.choices, distinct=False
    )
    maintained_by = KeeperFilter(label=_("Cơ quan cập nhật"), record=LegalDocument)
    issued_on = django_filters.DateFromToRangeFilter(label=_("Ngày ban hành"), widget=DateRangePickerWidget)

    class Meta:
        model = LegalDocument
        fields: list[str] = []


class DocumentVersionFilterSet(WagtailFilterSet):
    situation = SituationFilter()
    state = django_filters.MultipleChoiceFilter(label=_("Hiệu lực"), choices=State.choices, distinct=False)
    agency = KeeperFilter(label=_("Cơ quan cập nhật"), record=LegalDocument, path="document__")
    effective_from = django_filters.DateFromToRangeFilter(label=_("Có hiệu lực từ"), widget=DateRangePickerWidget)

    class Meta:
        model = DocumentVersion
        fields: list[str] = []
