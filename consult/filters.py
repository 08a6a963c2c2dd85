"""The filters of /consultations/ and /consultations/comments/. Values that do not exist are left out."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Case, DateTimeField, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.folded import Folded
from regulations.keeping import with_predecessors
from regulations.models import Agency, AgencySuccession
from regulations.text.normalise import fold, normalise_text

from .models import Comment, CommentStatus, Consultation, Outcome, Phase

LONGEST_QUERY = 200


def listed_rounds() -> QuerySet[Consultation]:
    """Public rounds: open ones first, the next to close above; then those to come; then the past, newest first."""
    now = timezone.now()
    is_open = Q(stage="published", opens_at__lte=now, closes_at__gt=now)
    is_ahead = Q(stage="published", opens_at__gt=now)
    rank = Case(When(is_open, then=Value(0)), When(is_ahead, then=Value(1)), default=Value(2))
    soonest = Case(
        When(is_open, then=F("closes_at")), When(is_ahead, then=F("opens_at")), output_field=DateTimeField(null=True)
    )
    return (
        Consultation.objects.public()
        .select_related("plan_version__plan__agency")
        .annotate(rank=rank, soonest=soonest)
        .order_by("rank", "soonest", "-closes_at", "-pk")
    )


class RoundFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_text", label=gettext_lazy("Tên đợt lấy ý kiến, tên phương án"))
    phase = django_filters.MultipleChoiceFilter(
        choices=Phase.choices, method="by_phase", label=gettext_lazy("Tình trạng")
    )
    agency = django_filters.ModelMultipleChoiceFilter(
        queryset=Agency.objects.all(), to_field_name="acronym", method="by_agency", label=gettext_lazy("Cơ quan")
    )

    class Meta:
        model = Consultation
        fields = ()

    def by_text(self, rounds: QuerySet, name: str, value: str) -> QuerySet:
        """Every word, without accents, in the title of the round or of the plan."""
        rounds = rounds.annotate(folded=Folded("title"), folded_plan=Folded("plan_version__title"))
        for word in fold(value).split():
            rounds = rounds.filter(Q(folded__contains=word) | Q(folded_plan__contains=word))
        return rounds

    def by_phase(self, rounds: QuerySet, name: str, value: list[str]) -> QuerySet:
        now, wanted = timezone.now(), Q()
        for phase in value:
            wanted |= Q(pk__in=Consultation.objects.in_phase(phase, now).order_by().values("pk"))
        return rounds.filter(wanted)

    def by_agency(self, rounds: QuerySet, name: str, value: QuerySet) -> QuerySet:
        return rounds.filter(plan_version__plan__agency__in=agencies_with_predecessors(value)) if value else rounds


class CommentFilter(django_filters.FilterSet):
    """Of comments that are public now."""

    answered = django_filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("Đã trả lời")), ("no", gettext_lazy("Chưa trả lời"))], method="by_answered"
    )
    outcome = django_filters.MultipleChoiceFilter(choices=Outcome.choices, field_name="answer__outcome")
    agency = django_filters.ModelMultipleChoiceFilter(
        queryset=Agency.objects.all(), to_field_name="acronym", method="by_agency"
    )

    class Meta:
        model = Comment
        fields = ()

    def by_answered(self, comments: QuerySet, name: str, value: str) -> QuerySet:
        return comments.filter(answer__isnull=value == "no")

    def by_agency(self, comments: QuerySet, name: str, value: QuerySet) -> QuerySet:
        if not value:
            return comments
        return comments.filter(consultation__plan_version__plan__agency__in=agencies_with_predecessors(value))


def agencies_with_predecessors(agencies: Iterable[Agency]) -> set[int]:
    """Rounds keep the agency that held them; its successor's list has them too."""
    successions = list(AgencySuccession.objects.all())
    return {pk for agency in agencies for pk in with_predecessors(agency.pk, successions)}


def asked_for(params: QueryDict, known: dict[str, Iterable[str]]) -> MultiValueDict:
    """What the address asks for, in the spelling of `known` (parameter to values); anything else is left out.

    `q` is free text.
    """
    asked = MultiValueDict()
    for name, values in known.items():
        spelling = {value.casefold(): value for value in values}
        wanted = (spelling.get(value.strip().casefold()) for value in params.getlist(name))
        found = list(dict.fromkeys(value for value in wanted if value))
        if found:
            asked.setlist(name, found)
    q = normalise_text(params.get("q", "").replace("\0", ""))[:LONGEST_QUERY].strip()
    if q:
        asked["q"] = q
    return asked


def without(asked: MultiValueDict, name: str, value: str | None = None) -> MultiValueDict:
    """The same without one value of a filter, or without the filter."""
    left = MultiValueDict({key: values for key, values in asked.lists() if key != name})
    rest = [one for one in asked.getlist(name) if value is not None and one != value]
    if rest:
        left.setlist(name, rest)
    return left


def address(asked: MultiValueDict) -> str:
    """As a link on the list's own page."""
    pairs = [(name, value) for name, values in asked.lists() for value in values]
    return f"?{urlencode(pairs)}" if pairs else "."


def acronyms() -> dict[str, str]:
    """By acronym the name of every agency."""
    return {agency.acronym: agency.name for agency in Agency.objects.order_by("name_vi")}


def round_facets(asked: MultiValueDict, names: dict[str, str]) -> list[dict[str, Any]]:
    """Phase and agency with counts that leave out their own filter, for components/filter_group.html."""
    labels = {"phase": {phase.value: str(phase.label) for phase in Phase}, "agency": names}
    now = timezone.now()
    groups = []
    for name, legend in (("phase", _("Tình trạng")), ("agency", _("Cơ quan"))):
        rows = RoundFilter(without(asked, name), queryset=listed_rounds()).qs
        counts = Counter(row.phase_at(now).value if name == "phase" else row.agency.acronym for row in rows)
        chosen = asked.getlist(name)
        options = [
            {"value": value, "label": label, "count": counts[value], "checked": value in chosen}
            for value, label in labels[name].items()
            if counts[value] or value in chosen
        ]
        groups.append({"legend": legend, "name": name, "options": options, "chosen": len(chosen), "open": True})
    return groups


def chips(asked: MultiValueDict, labels: dict[str, dict[str, str]], legends: dict[str, str]) -> dict[str, Any]:
    """The filters in use, for components/chips.html."""
    items = [
        {
            "group": legends[name],
            "label": labels.get(name, {}).get(value, value),
            "url": address(without(asked, name, value)),
        }
        for name, values in asked.lists()
        for value in values
    ]
    return {"items": items, "clear_url": "." if len(items) > 1 else ""}


def public_now() -> QuerySet[Comment]:
    """Every comment that is public, with its place in the lists: newest first."""
    from_public_rounds = Comment.objects.filter(
        status=CommentStatus.PUBLISHED, consultation__in=Consultation.objects.public().order_by().values("pk")
    )
    return from_public_rounds.order_by("-created_at", "-pk")
