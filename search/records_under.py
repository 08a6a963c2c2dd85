"""Which records are found by the names and codes of an agency, a field or an industry: `References` the other way."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Model

from regulations.keeping import found_under, with_predecessors
from regulations.models import Agency, AgencySuccession, Field, Industry, LegalDocument, Regulation, SimplificationPlan
from search.models import IndexJob
from search.references import reached


def records_under(listed: type[Model], ids: Collection[int]) -> dict[IndexJob.Kind, set[int]]:
    """Keys of the public records, by kind, whose index rows say something of these rows of Agency, Field or Industry.
    A few queries each agency, two for the others."""
    regulations, documents, plans = (
        model.objects.public().order_by() for model in (Regulation, LegalDocument, SimplificationPlan)
    )
    found: dict[IndexJob.Kind, set[int]] = defaultdict(set)
    if listed is Field:
        found[IndexJob.Kind.REGULATION] = _keys(regulations.filter(fields__in=ids))
    elif listed is Industry:
        found[IndexJob.Kind.REGULATION] = _keys(regulations.filter(industries__in=_with_all_below(ids)))
    elif listed is Agency:
        successions = list(AgencySuccession.objects.all())
        for agency in Agency.objects.filter(pk__in=ids):
            heir_of = with_predecessors(agency.pk, successions)
            found[IndexJob.Kind.REGULATION] |= _keys(regulations.filter(found_under(Regulation, agency, successions)))
            found[IndexJob.Kind.DOCUMENT] |= _keys(documents.filter(issuers__in=heir_of))
            found[IndexJob.Kind.PLAN] |= _keys(plans.filter(agency__in=heir_of))
    return found


def _keys(records) -> set[int]:
    return set(records.values_list("pk", flat=True))


def _with_all_below(industries: Collection[int]) -> set[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for pk, parent in Industry.objects.exclude(parent=None).order_by().values_list("pk", "parent"):
        children[parent].append(pk)
    return {below for pk in industries for below in reached(pk, children)}
