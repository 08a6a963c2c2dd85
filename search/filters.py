"""Filter values of an address held against the reference lists: what is meant, and what means nothing."""

from collections.abc import Iterable
from dataclasses import replace

from regulations.models import Action, Agency, DocumentType, Field, Industry, Kind, Status
from search.analysis import fold
from search.query import SearchQuery
from search.understanding.agency_names import short_names

_LONGEST_NAME = 12
"""Words behind the first one."""

_MOST_NAMES = 8
"""Names without quotes that are looked up, a query each."""


def known_filters(query: SearchQuery) -> tuple[SearchQuery, dict[str, tuple[str, ...]]]:
    """The query with the values that exist, in their own spelling, and by facet those that do not.

    An agency or a field may be written by its name, in any case and without accents, an industry without its edition.
    At most a query a filter, and one more for each that was written in the text without quotes.
    """
    query = _with_whole_names(query)
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


def _with_whole_names(query: SearchQuery) -> SearchQuery:
    """Names that were written without quotes, as far as they go on in the text: the longest that there is."""
    if not query.open_ended:
        return query
    words, filters = query.text.split(), dict(query.filters)
    whole, short = [], [(one.parameter, one.value, None) for one in query.open_ended[_MOST_NAMES:]]
    for one in reversed(query.open_ended[:_MOST_NAMES]):
        following = words[one.place : one.place + _LONGEST_NAME]
        names = {" ".join([one.value, *following[:count]]): count for count in range(len(following), 0, -1)}
        known = _KNOWN[one.parameter](tuple(names)) if one.parameter in filters else {}
        name = next((name for name in names if name in known), None)
        if name:
            del words[one.place : one.place + names[name]]
        (whole if name else short).append((one.parameter, one.value, name))
    begun = {(facet, value) for facet, value, _ in whole} - {(facet, value) for facet, value, _ in short}
    for facet, given in filters.items():
        found = [name for of_facet, _, name in reversed(whole) if of_facet == facet]
        filters[facet] = tuple(dict.fromkeys([*(one for one in given if (facet, one) not in begun), *found]))
    return replace(query, text=" ".join(words), filters=filters, open_ended=())


def _agencies(given: tuple[str, ...]) -> dict[str, list[str]]:
    agencies = Agency.objects.order_by("acronym").values_list("acronym", "name_vi", "name_en")
    return _named(given, ((acronym, *_agency_names(acronym, vi, en)) for acronym, vi, en in agencies))


def _agency_names(acronym: str, vi: str, en: str) -> tuple[str, ...]:
    """In full, as initials, and without what every ministry's name begins with."""
    bare = (name.removeprefix(begin) for name, begin in ((vi, "Bộ "), (en, "Ministry of ")))
    return (acronym, vi, en, *short_names(vi), *bare)


def _fields(given: tuple[str, ...]) -> dict[str, list[str]]:
    return _named(given, Field.objects.order_by("slug").values_list("slug", "slug", "name_vi", "name_en"))


def _named(given: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """Those of `given` that are one of the names, each with the values so named; a row is a value and its names."""
    wanted = {value: _plain(value) for value in given}
    values: dict[str, list[str]] = {plain: [] for plain in wanted.values() if plain}
    for value, *names in rows:
        for plain in {_plain(name) for name in names} & values.keys():
            values[plain].append(value)
    return {value: values[plain] for value, plain in wanted.items() if values.get(plain)}


def _plain(name: str) -> str:
    return " ".join(fold(name).split())


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
