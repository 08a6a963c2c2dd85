"""Readers, a register that changes and rebuilds of its index, each in a process of its own.

In a process that has nothing open yet: `manage.py shell -c "from tests.search.rebuilding import ..."`.
"""

import itertools
import multiprocessing
import random
from urllib.parse import quote

from django.core.management import call_command
from django.db import connections
from django.test import Client

from search.checking import find_drift
from search.engines import reset_engine
from search.worker import Worker
from tests.search.changing import change_something, make_register
from tests.search.draining import known_target
from tests.search.title_words import WORDS

_FORK = multiprocessing.get_context("fork")
_CHANGES_AT_ONCE = 3


def read_during_rebuilds(*, regulations: int, queries: int, rebuilds: int) -> dict[str, int]:
    """Ask for what is surely there, so often and until the index was built anew so often. What the readers met, how
    many processes failed, and how many records the index has wrong in the end."""
    make_register(regulations)
    paths = [f"/{where}?q={quote(word)}" for word in WORDS for where in ("search/", "api/search")]
    for path in paths[:2]:
        Client().get(path)  # what is loaded with the first page takes longer than a rebuild
    # A process that begins here shares no file or connection with another.
    connections.close_all()
    reset_engine()
    over, rebuilt = _FORK.Event(), _FORK.Value("i")
    others = [_FORK.Process(target=_change, args=[over]), _FORK.Process(target=_rebuild, args=[over, rebuilt])]
    for process in others:
        process.start()
    met = {"queries": 0, "errors": 0, "empty": 0}
    for path in itertools.cycle(paths):
        if (met["queries"] >= queries and rebuilt.value >= rebuilds) or not all(one.is_alive() for one in others):
            break
        answer = Client(raise_request_exception=False).get(path)
        met["queries"] += 1
        met["errors"] += answer.status_code != 200
        met["empty"] += answer.status_code == 200 and _is_empty(answer)
    over.set()
    for process in others:
        process.join()
    call_command("search_worker", once=True)
    failed = sum(process.exitcode != 0 for process in others)
    return met | {"failed": failed, "drifted": len(find_drift(known_target()).owners)}


def _is_empty(answer) -> bool:
    if answer["Content-Type"] == "application/json":
        said = answer.json()
        return said["limited"] or not said["total"]
    text = answer.content.decode()
    # A list that is not whole is not offered as a file.
    return "data-empty" in text or "/search/export/" not in text


def _rebuild(over, rebuilt) -> None:
    while not over.is_set():
        call_command("search_rebuild", verbosity=0)
        rebuilt.value += 1


def _change(over) -> None:
    chance = random.Random(5)
    while not over.is_set():
        for _time in range(_CHANGES_AT_ONCE):
            change_something(chance)
        Worker().drain()
