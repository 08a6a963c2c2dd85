"""Facet values with the names that people know them by, as groups of options for the page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Model, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulations.models import Action, Agency, DocumentType, Field, Industry, Kind, Status
from search.analysis import sort_key
from search.query import FILTER_PARAMETERS, FacetCount, SearchQuery, SearchResults
from search.schema import TAB_FACETS

MOST_OPTIONS = 16
FIRST_OPTIONS = 10
"""A facet of more than so many values offers the first ones and a way to the page that has all of them: every box takes
its time on each page, and few are ever looked at."""

PARAMETERS = {facet: parameter for parameter, facet in FILTER_PARAMETERS.items()}
_LISTS = {"kind": Kind, "status": Status, "doc_type": DocumentType, "action": Action}
_UNFOLDED = ("kind", "status", "doc_type", "action", "agency")


def legend(facet: str) -> str:
    """What a facet is called."""
    return {
        "kind": _("Loại quy định"),
        "status": _("Hiệu lực"),
        "doc_type": _("Loại văn bản"),
        "action": _("Cách cắt giảm"),
        "agency": _("Cơ quan"),
        "field": _("Lĩnh vực"),
        "industry": _("Ngành kinh tế"),
    }[facet]


def option_groups(results: SearchResults, *, whole: str = "") -> list[dict]:
    """For each facet of the tab its options, as `components/filter_group.html` takes them. A query a long list.

    `whole` is the parameter of a facet that is to have all its options, however many.
    """
    groups = []
    for facet in TAB_FACETS[results.query.tab]:
        name = PARAMETERS[facet]
        options, total = _options(facet, results.facets.get(facet, ()), results.query, whole=name == whole)
        if options:
            chosen = sum(option["checked"] for option in options)
            groups.append(
                {
                    "facet": facet,
                    "legend": legend(facet),
                    "name": name,
                    "options": options,
                    "chosen": chosen,
                    "total": total if total > len(options) else 0,
                    "whole": name == whole,
                    "open": bool(chosen) or name == whole or facet in _UNFOLDED,
                }
            )
    return groups


def names_of(facet: str, values: Iterable[str]) -> dict[str, str]:
    """Value -> name, for values that exist."""
    values = list(values)
    if facet in _LISTS:
        return {value: str(_LISTS[facet](value).label) for value in values}
    if facet == "industry":
        return {value: name for value, name, _parent in _industries(values)}
    if not values:
        return {}
    english = get_language() == "en"
    with connection.cursor() as cursor:
        cursor.execute(_names(*((Agency, "acronym") if facet == "agency" else (Field, "slug")), len(values)), values)
        return {value: (english and en) or vi for value, vi, en in cursor.fetchall()}


@cache
def _names(model: type[Model], column: str, values: int) -> str:
    """Plain SQL, made once: see docs/adr/0034."""
    holes = ", ".join(["%s"] * values)
    return f"SELECT {column}, name_vi, name_en FROM {model._meta.db_table} WHERE {column} IN ({holes})"  # noqa: S608


def _options(facet: str, counts: tuple[FacetCount, ...], query: SearchQuery, *, whole: bool) -> tuple[list[dict], int]:
    """The options to show and how many there are. A list that is whole is by name: it is read, not glanced at."""
    if not counts and not query.filters.get(facet):
        return [], 0
    if facet == "industry":
        return _industry_options(counts, whole=whole)
    counts = counts or tuple(FacetCount(value, 0, True) for value in query.filters[facet])
    if facet in _LISTS:
        order = {value: place for place, value in enumerate(_LISTS[facet].values)}
        counts = tuple(sorted((one for one in counts if one.value in order), key=lambda one: order[one.value]))
    total = len(counts)
    if not whole:
        counts = _first(counts, lambda one: one.selected)
    names = names_of(facet, [one.value for one in counts])
    options = [_option(one, names[one.value]) for one in counts if one.value in names]
    if whole and facet not in _LISTS:
        options.sort(key=lambda option: sort_key(option["label"]))
    return options, total - len(counts) + len(options)


def _industry_options(counts: tuple[FacetCount, ...], *, whole: bool) -> tuple[list[dict], int]:
    """The top of each edition's tree, and under what is chosen the next level: nobody reads a thousand boxes."""
    counted = {one.value: one for one in counts}
    chosen = [one.value for one in counts if one.selected]
    options = []
    for value, name, parent in _industries(chosen, with_tops=True):
        if value in counted:
            options.append(_option(counted[value], name) | {"below": bool(parent)})
    # What lies under a choice is what it was made for.
    shown = options if whole else _first(options, lambda option: option["checked"] or option["below"])
    return list(shown), len(options)


def _first(values: Sequence[Any], is_kept: Callable[[Any], bool]) -> Sequence[Any]:
    """The first of many values and those that are kept wherever they stand; all of few."""
    if len(values) <= MOST_OPTIONS:
        return values
    return tuple(one for place, one in enumerate(values) if place < FIRST_OPTIONS or is_kept(one))


def _industries(values: list[str], *, with_tops: bool = False) -> list[tuple[str, str, str]]:
    """(value, name, parent's code) of industries, in the order of the lists, the newest edition first; `with_tops` adds
    what has no parent and what hangs on one of the values."""
    wanted = Q(pk__in=())
    for value in values:
        edition, _colon, code = value.partition(":")
        wanted |= Q(edition__key=edition, code=code)
        if with_tops:
            wanted |= Q(parent__edition__key=edition, parent__code=code)
    if with_tops:
        wanted |= Q(parent=None)
    english = get_language() == "en"
    rows = Industry.objects.filter(wanted).values_list("edition__key", "code", "name_vi", "name_en", "parent__code")
    return [
        (f"{edition}:{code}", f"{code} {(english and en) or vi} ({edition})", parent or "")
        for edition, code, vi, en, parent in sorted(rows.order_by("code"), key=itemgetter(0), reverse=True)
    ]


def _option(one: FacetCount, label: str) -> dict:
    return {"value": one.value, "label": label, "count": one.count, "checked": one.selected}


def all_names(filters: Mapping[str, tuple[str, ...]], groups: list[dict]) -> dict[tuple[str, str], str]:
    """(facet, value) -> name of every filter in use, from the groups where they have it."""
    names = {(group["facet"], option["value"]): option["label"] for group in groups for option in group["options"]}
    for facet, values in filters.items():
        missing = [value for value in values if (facet, value) not in names]
        if missing:
            names |= {(facet, value): name for value, name in names_of(facet, missing).items()}
    return names
