"""Filters of the lists that staff work through."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from consult.models import Comment, CommentStatus, Consultation, Outcome, Phase, Stage
from consult.places import at_place, place_choices
from consult.receipts import as_stored
from regulations.admin.lists import search_folded
from regulations.models import Agency

WAITING, EVERY = "waiting", "all"
QUEUE = [(WAITING, _("Chờ quyết định")), *CommentStatus.choices, (EVERY, _("Tất cả"))]
CONTACT = [("yes", _("Đã xác thực")), ("no", _("Chưa xác thực"))]
ANSWERED = [("no", _("Chưa trả lời")), ("yes", _("Đã trả lời")), (EVERY, _("Tất cả"))]


class RoundFilterSet(WagtailFilterSet):
    phase = django_filters.ChoiceFilter(
        label=_("Tình trạng"), choices=[(Stage.DRAFT, Stage.DRAFT.label), *Phase.choices], method="filter_phase"
    )
    agency = django_filters.ModelMultipleChoiceFilter(
        label=_("Cơ quan"), field_name="plan_version__plan__agency", queryset=Agency.objects.all(), distinct=False
    )

    class Meta:
        model = Consultation
        fields: list[str] = []

    def filter_phase(self, queryset, _name, value):
        if value == Stage.DRAFT:
            return queryset.filter(stage=Stage.DRAFT)
        return queryset.in_phase(Phase(value), timezone.now())


class CommentFilterSet(django_filters.FilterSet):
    """What lists of comments share. A round that is not among the person's own is one that does not exist.

    A whole receipt number that a sender tells finds their comment. It is shown nowhere and never matched in part: it is
    what a comment can be withdrawn with.
    """

    q = django_filters.CharFilter(label=_("Tìm trong nội dung"), method="filter_text")
    part = django_filters.ChoiceFilter(label=_("Về phần"), empty_label=_("Mọi phần"), method="filter_part")

    class Meta:
        model = Comment
        fields: list[str] = []

    def offer_parts_of(self, consultation: Consultation | None) -> None:
        """Parts can be chosen within one round only: each plan has its own."""
        if consultation is None:
            del self.filters["part"]
        else:
            choices = place_choices(consultation.plan_version, consultation.comments.all())
            self.filters["part"].extra["choices"] = choices

    def filter_text(self, queryset, _name, value):
        if receipt := as_stored(value):
            return queryset.filter(receipt=receipt)
        return search_folded(queryset, value, ("text",))

    def filter_part(self, queryset, _name, value):
        return at_place(queryset, value)

    @property
    def rows(self) -> QuerySet:
        """What is left; nothing where a filter cannot be read, which the form says."""
        return self.qs if self.form.is_valid() else self.queryset.none()


class QueueFilterSet(CommentFilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Đợt lấy ý kiến"), field_name="consultation", queryset=Consultation.objects.none(),
        empty_label=_("Mọi đợt"),
    )  # fmt: skip
    status = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=QUEUE, empty_label=None, method="filter_status")
    verified = django_filters.ChoiceFilter(
        label=_("Liên hệ"), choices=CONTACT, empty_label=_("Mọi người gửi"), method="filter_verified"
    )

    def __init__(self, data, queryset, *, rounds: QuerySet):
        data = data.copy()
        data.setdefault("status", WAITING)
        super().__init__(data, queryset)
        self.filters["round"].queryset = rounds
        chosen = data.get("round", "")
        known = chosen.isdecimal() and len(chosen) < 19
        self.offer_parts_of(rounds.filter(pk=chosen).first() if known else None)

    def filter_status(self, queryset, _name, value):
        if value == WAITING:
            return queryset.waiting()
        return queryset if value == EVERY else queryset.filter(status=value)

    def filter_verified(self, queryset, _name, value):
        return queryset.filter(verified=value == "yes")


class AnswerFilterSet(CommentFilterSet):
    answered = django_filters.ChoiceFilter(
        label=_("Trả lời của cơ quan"), choices=ANSWERED, empty_label=None, method="filter_answered"
    )
    outcome = django_filters.ChoiceFilter(
        label=_("Kết quả trả lời"), field_name="answer__outcome", choices=Outcome.choices, empty_label=_("Mọi kết quả"),
        widget=forms.Select,
    )  # fmt: skip

    def __init__(self, data, queryset, *, consultation: Consultation):
        data = data.copy()
        data.setdefault("answered", EVERY if data.get("outcome") else "no")
        super().__init__(data, queryset)
        self.offer_parts_of(consultation)

    def filter_answered(self, queryset, _name, value):
        return queryset if value == EVERY else queryset.filter(answer__isnull=value == "no")
