"""Searches and what came of them, noted in the process and written together a few seconds later by a thread.

So no reader waits for a count. What a process has not written yet is lost with it.
"""

import datetime
import logging
import threading
from collections import Counter, defaultdict
from enum import StrEnum

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest
from django.utils import timezone

from search.learning.keys import key_of, may_be_shown
from search.learning.occasions import is_asked_anew
from search.learning.pruning import prune
from search.learning.storing import store
from search.query import SearchResults

logger = logging.getLogger("portal.search")

MOST_WAITING = 2_000
"""Different queries noted at a time; more come from no readers."""


class Event(StrEnum):
    """What can be counted of a query: fields of QueryCount."""

    ASKED = "asked"
    EMPTY = "empty"
    CLICKED = "clicked"
    FOUND = "found"
    NOT_FOUND = "not_found"


class Tally:
    """What happened in this process since it was last written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._texts: dict[str, str] = {}
        self._left_out = 0
        self._is_due = False
        self._pruned_on: datetime.date | None = None

    def add(self, text: str, *events: Event) -> None:
        """Note events of the query `text`; it is written within `settings.SEARCH_COUNT_SECONDS`."""
        key = key_of(text)
        with self._lock:
            if key not in self._counts and len(self._counts) >= MOST_WAITING:
                self._left_out += 1
                return
            self._counts[key].update(events)
            if may_be_shown(text):
                self._texts[key] = text
            if not self._is_due and settings.SEARCH_COUNT_SECONDS is not None:
                writer = threading.Timer(settings.SEARCH_COUNT_SECONDS, self._write_and_leave)
                writer.daemon = True
                writer.start()
                self._is_due = True

    def write(self, *, day: datetime.date | None = None) -> None:
        """Write what was noted, as of today; once a day prune. What cannot be written is lost, which is logged."""
        day = day or timezone.localdate()
        with self._lock:
            counts, self._counts = self._counts, defaultdict(Counter)
            texts, self._texts = self._texts, {}
            left_out, self._left_out = self._left_out, 0
            self._is_due = False
        try:
            if counts:
                store(counts=counts, texts=texts, day=day)
            if self._pruned_on != day:
                prune(day=day)
                self._pruned_on = day
        except Error as error:
            # Its message may quote what people typed.
            left_out += len(counts)
            logger.warning("search counts: not written: %s", type(error).__name__)
        if left_out:
            logger.warning("search counts: lost of %d queries", left_out)

    def _write_and_leave(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


tally = Tally()


def count_search(request: HttpRequest, results: SearchResults) -> None:
    """Count a page of results, if it is somebody's new question. Never raises: a count costs nobody the answer."""
    query = results.query
    try:
        if results.limited or not is_asked_anew(request, query):
            return
        nothing = not (results.total or any(results.tab_counts.values()) or query.filters)
        tally.add(query.text, Event.ASKED, *([Event.EMPTY] if nothing else []))
    except Exception as error:
        logger.error("search counts: not counted: %s", type(error).__name__)


def count_event(text: str, event: Event) -> None:
    """Count what a reader did with the results of the query `text`."""
    tally.add(" ".join(text.replace("\0", " ").split()), event)
