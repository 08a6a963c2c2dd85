"""Filter values of an address held against the reference lists: what is meant, and what means nothing."""

from dataclasses import replace

from regulations.models import Action, Agency, DocumentType, Field, Industry, Kind, Status
from search.analysis import fold
from search.query import SearchQuery


def known_filters(query: SearchQuery) -> tuple[SearchQuery, dict[str, tuple[str, ...]]]:
    """The query with the values that exist, in their own spelling, and by facet those that do not.

    An agency may be written in any case and without accents, an industry without its edition. At most a query a filter.
    """
    filters, unknown = {}, {}
    for facet, values in query.filters.items():
        known = _KNOWN[facet](values)
        found = tuple(dict.fromkeys(value for given in values for value in known.get(given, ())))
        strange = tuple(given for given in values if given not in known)
        if found:
            filters[facet] = found
        if strange:
            unknown[facet] = strange
    return replace(query, filters=filters), unknown


def _agencies(given: tuple[str, ...]) -> dict[str, list[str]]:
    by_folded: dict[str, list[str]] = {}
    for acronym in Agency.objects.order_by("acronym").values_list("acronym", flat=True):
        by_folded.setdefault(fold(acronym), []).append(acronym)
    return {value: by_folded[fold(value)] for value in given if fold(value) in by_folded}


def _fields(given: tuple[str, ...]) -> dict[str, list[str]]:
    slugs = {value: fold(value) for value in given}
    known = set(Field.objects.order_by().filter(slug__in=slugs.values()).values_list("slug", flat=True))
    return {value: [slug] for value, slug in slugs.items() if slug in known}


def _industries(given: tuple[str, ...]) -> dict[str, list[str]]:
    codes = {value: value.rpartition(":")[2].upper() for value in given}
    industries = Industry.objects.filter(code__in=codes.values()).order_by("-edition__key", "code")
    existing = [f"{edition}:{code}" for edition, code in industries.values_list("edition__key", "code")]
    found = {
        value: [one for one in existing if one == f"{value.rpartition(':')[0]}:{code}"]
        if ":" in value
        else [one for one in existing if one.endswith(f":{code}")]
        for value, code in codes.items()
    }
    return {value: meant for value, meant in found.items() if meant}


def _one_of(allowed: list[str]):
    keys = {key.replace("_", "-"): key for key in allowed}

    def known(given: tuple[str, ...]) -> dict[str, list[str]]:
        written = {value: value.lower().replace("_", "-") for value in given}
        return {value: [keys[key]] for value, key in written.items() if key in keys}

    return known


_KNOWN = {
    "kind": _one_of(Kind.values),
    "status": _one_of(Status.values),
    "doc_type": _one_of(DocumentType.values),
    "action": _one_of(Action.values),
    "agency": _agencies,
    "field": _fields,
    "industry": _industries,
}
