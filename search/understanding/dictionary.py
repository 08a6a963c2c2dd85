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
        yield one.typed, Meaning(one.meant, english, one.valid_from, one.valid_to)
        if one.both_ways:
            yield one.meant, Meaning(one.typed, since=one.valid_from, until=one.valid_to)


def _agencies() -> Iterator[tuple[str, Meaning]]:
    """Acronyms mean names. The name of an agency that handed its work on also means those that have it now."""
    shown = Agency.objects.exclude(level=Level.COMMUNE).order_by("pk").values_list("pk", "acronym", "name_vi")
    agencies = {pk: names for pk, *names in shown}
    heirs, since = defaultdict(list), {}
    for old, new, date in AgencySuccession.objects.order_by("pk").values_list("old", "new", "date"):
        heirs[old].append(new)
        since[old] = min(date, since.get(old, date))
    for pk, (acronym, name) in agencies.items():
        yield acronym, Meaning(name)
        for heir in reached(pk, heirs)[1:]:
            if heir in agencies and heir not in heirs:
                new_name = Meaning(agencies[heir][1], since=since[pk])
                yield from ((acronym, new_name), (name, new_name))
