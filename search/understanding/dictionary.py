"""The words that staff teach and the names of agencies, past and present, as terms of a query.

Each process keeps them for `settings.SYNONYM_SECONDS`: what staff change is understood everywhere within that time,
without any row being indexed anew.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings

from regulations.models import Agency, AgencySuccession, Level
from search.models import Synonym
from search.references import reached
from search.understanding.agency_names import short_names
from search.understanding.terms import Meaning, Terms

_lock = threading.Lock()
_kept: list[tuple[float, Terms]] = []
"""When the terms were read, and these; empty before the first query."""


def dictionary() -> Terms:
    """All terms, at most SYNONYM_SECONDS old."""
    with _lock:
        if not _kept or time.monotonic() - _kept[0][0] >= settings.SYNONYM_SECONDS:
            _kept[:] = [(time.monotonic(), read_dictionary())]
        return _kept[0][1]


def read_dictionary() -> Terms:
    """The same, read from the database now: three queries."""
    return Terms([*_taught(), *_agencies()])


def _taught() -> Iterator[tuple[str, Meaning]]:
    for one in Synonym.objects.filter(active=True).order_by("typed", "pk"):
        english = one.language == Synonym.Language.ENGLISH
        meaning = Meaning(one.meant, english, one.valid_from, one.valid_to)
        yield one.typed, meaning
        for short in short_names(one.typed):
            yield from ((short, Meaning(one.typed)), (short, meaning))
        if one.both_ways:
            yield one.meant, Meaning(one.typed, since=one.valid_from, until=one.valid_to)


def _agencies() -> Iterator[tuple[str, Meaning]]:
    """Acronyms, short and English names mean the name. Every name of an agency that handed its work on also means
    those that have it now."""
    shown = Agency.objects.exclude(level=Level.COMMUNE).order_by("pk")
    agencies = {pk: names for pk, *names in shown.values_list("pk", "acronym", "name_vi", "name_en")}
    heirs, since = defaultdict(list), {}
    for old, new, date in AgencySuccession.objects.order_by("pk").values_list("old", "new", "date"):
        heirs[old].append(new)
        since[old] = min(date, since.get(old, date))
    for pk, (acronym, name, in_english) in agencies.items():
        heirs_now = [agencies[heir][1] for heir in reached(pk, heirs)[1:] if heir in agencies and heir not in heirs]
        for short in dict.fromkeys((acronym, *short_names(name))):
            yield short, Meaning(name)
            yield from ((short, Meaning(heir, since=since[pk])) for heir in heirs_now)
        yield in_english, Meaning(name, english=True)
        for heir in heirs_now:
            yield from ((in_english, Meaning(heir, True, since[pk])), (name, Meaning(heir, since=since[pk])))
