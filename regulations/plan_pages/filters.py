"""The filters of /plans/: what an address asks for, held against what there is, and the plans that fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from regulations.folded import Folded
from regulations.keeping import with_predecessors
from regulations.models import (
    Action,
    Agency,
    AgencySuccession,
    PlanDecision,
    PlanItem,
    PlanState,
    PlanVersion,
    Programme,
    SimplificationPlan,
)
from regulations.text.normalise import fold, normalise_text

FACETS = ("state", "programme", "agency", "action", "year")
LONGEST_QUERY = 200


def legend(facet: str) -> str:
    """What a filter is called."""
    return {
        "state": _("Tình trạng"),
        "programme": _("Chương trình"),
        "agency": _("Cơ quan"),
        "action": _("Cách cắt giảm"),
        "year": _("Năm"),
    }[facet]


@dataclass(frozen=True)
class Asked:
    """What the address of the list asks for: words, and by facet the values that exist; `unknown` ones do not."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def without(self, facet: str, value: str | None = None) -> "Asked":
        """The same without one value of a facet, or without all of them."""
        left = tuple(one for one in self.chosen.get(facet, ()) if value is not None and one != value)
        chosen = {name: values for name, values in self.chosen.items() if name != facet}
        return Asked(self.q, chosen | ({facet: left} if left else {}))

    @property
    def query(self) -> str:
        """As an address carries it: "?state=approved", "" for everything."""
        pairs = ([("q", self.q)] if self.q else []) + [
            (name, value) for name in FACETS for value in self.chosen.get(name, ())
        ]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def data(self) -> MultiValueDict:
        """For the FilterSet."""
        return MultiValueDict({"q": [self.q], **{name: list(values) for name, values in self.chosen.items()}})


def asked_for(params: QueryDict) -> Asked:
    """Values in any case, in the spelling of the lists; what no list has is told apart. A query a list of records."""
    given = {
        facet: tuple(dict.fromkeys(value.strip() for value in params.getlist(facet) if value.strip("\0 ")))
        for facet in FACETS
    }
    chosen, unknown = {}, {}
    for facet, values in given.items():
        spelling = {fold(value): value for value in _spellings(facet)} if values else {}
        known = tuple(dict.fromkeys(spelling[fold(value)] for value in values if fold(value) in spelling))
        strange = tuple(value.replace("\0", "") for value in values if fold(value) not in spelling)
        chosen |= {facet: known} if known else {}
        unknown |= {facet: strange} if strange else {}
    q = normalise_text(params.get("q", "").replace("\0", ""))[:LONGEST_QUERY].strip()
    return Asked(q, chosen, unknown)


def _spellings(facet: str) -> list[str]:
    if facet == "programme":
        return list(Programme.objects.order_by().values_list("slug", flat=True))
    if facet == "agency":
        return list(Agency.objects.order_by().values_list("acronym", flat=True))
    if facet == "year":
        years = PlanVersion.objects.current().order_by().values_list("effective_from__year", flat=True)
        return [str(year) for year in years.distinct()]
    return list((PlanState if facet == "state" else Action).values)


def listed_plans() -> QuerySet[SimplificationPlan]:
    """Public plans with `state` and, of the version they show, `shown` (its key), `title` and `day`; newest first."""
    newest = PlanVersion.objects.current().filter(plan=OuterRef("pk")).order_by("-effective_from")
    columns = {"shown": "pk", "title": "title", "day": "effective_from"}
    plans = SimplificationPlan.objects.with_state().annotate(
        **{name: Subquery(newest.values(column)[:1]) for name, column in columns.items()}
    )
    return plans.exclude(shown=None).order_by("-day", "-pk")


def _years() -> list[tuple[str, str]]:
    return [(year, year) for year in _spellings("year")]


class PlanFilter(django_filters.FilterSet):
    """Filters `listed_plans()` by the data of `Asked`, whose values are known to exist."""

    q = django_filters.CharFilter(method="by_text")
    state = django_filters.MultipleChoiceFilter(choices=PlanState.choices)
    programme = django_filters.ModelMultipleChoiceFilter(
        field_name="programme__slug", queryset=Programme.objects.all(), to_field_name="slug"
    )
    agency = django_filters.ModelMultipleChoiceFilter(
        queryset=Agency.objects.all(), to_field_name="acronym", method="by_agency"
    )
    action = django_filters.MultipleChoiceFilter(choices=Action.choices, method="by_action")
    year = django_filters.TypedMultipleChoiceFilter(choices=_years, coerce=int, method="by_year")

    class Meta:
        model = SimplificationPlan
        fields = ()

    def by_text(self, plans: QuerySet, name: str, value: str) -> QuerySet:
        """By words of the title without accents, a decision's number, or the code of a regulation in the plan."""
        folded = fold(value)
        in_title = Q()
        for word in folded.split():
            in_title &= Q(folded_title__contains=word)
        decisions = PlanDecision.objects.filter(version__plan=OuterRef("pk")).annotate(folded=Folded("number"))
        items = PlanItem.objects.filter(version=OuterRef("shown"), regulation__code__icontains=value)
        return plans.annotate(folded_title=Folded("title")).filter(
            in_title | Exists(decisions.filter(folded__contains=folded)) | Exists(items)
        )

    def by_agency(self, plans: QuerySet, name: str, value: QuerySet) -> QuerySet:
        """An agency's own plans and those of agencies it succeeded, under the names they had."""
        if not value:
            return plans
        successions = list(AgencySuccession.objects.all())
        ids = {pk for agency in value for pk in with_predecessors(agency.pk, successions)}
        return plans.filter(agency__in=ids)

    def by_action(self, plans: QuerySet, name: str, value: list[str]) -> QuerySet:
        items = PlanItem.objects.filter(version=OuterRef("shown"), action__in=value)
        return plans.filter(Exists(items)) if value else plans

    def by_year(self, plans: QuerySet, name: str, value: list[int]) -> QuerySet:
        return plans.filter(day__year__in=value) if value else plans
