"""Facet values with the names that people know them by, as groups of options for the page."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulations.models import Action, Agency, DocumentType, Field, Industry, Kind, Status
from search.query import FILTER_PARAMETERS, FacetCount, SearchQuery, SearchResults
from search.schema import TAB_FACETS

MOST_OPTIONS = 40
"""Values of one facet that are offered; the rest is reached by another word or filter."""

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


def option_groups(results: SearchResults) -> list[dict]:
    """For each facet of the tab its options, as `components/filter_group.html` takes them. A query a long list."""
    groups = []
    for facet in TAB_FACETS[results.query.tab]:
        options = _options(facet, results.facets.get(facet, ()), results.query)
        if options:
            chosen = sum(option["checked"] for option in options)
            groups.append(
                {
                    "facet": facet,
                    "legend": legend(facet),
                    "name": PARAMETERS[facet],
                    "options": options,
                    "chosen": chosen,
                    "open": bool(chosen) or facet in _UNFOLDED,
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
    model, column = (Agency, "acronym") if facet == "agency" else (Field, "slug")
    english = get_language() == "en"
    rows = model.objects.filter(**{f"{column}__in": values}).order_by().values_list(column, "name_vi", "name_en")
    return {value: (english and en) or vi for value, vi, en in rows}


def _options(facet: str, counts: tuple[FacetCount, ...], query: SearchQuery) -> list[dict]:
    if not counts and not query.filters.get(facet):
        return []
    if facet == "industry":
        return _industry_options(counts)
    counts = counts or tuple(FacetCount(value, 0, True) for value in query.filters[facet])
    if facet in _LISTS:
        order = {value: place for place, value in enumerate(_LISTS[facet].values)}
        counts = tuple(sorted((one for one in counts if one.value in order), key=lambda one: order[one.value]))
    else:
        counts = tuple(one for place, one in enumerate(counts) if place < MOST_OPTIONS or one.selected)
    names = names_of(facet, [one.value for one in counts])
    return [_option(one, names[one.value]) for one in counts if one.value in names]


def _industry_options(counts: tuple[FacetCount, ...]) -> list[dict]:
    """The top of each edition's tree, and under what is chosen the next level: nobody reads a thousand boxes."""
    counted = {one.value: one for one in counts}
    chosen = [one.value for one in counts if one.selected]
    options = []
    for value, name, parent in _industries(chosen, with_tops=True):
        if value in counted:
            options.append(_option(counted[value], name) | {"below": bool(parent)})
    return options[: MOST_OPTIONS * 2]


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
