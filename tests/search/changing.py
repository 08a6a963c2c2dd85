"""A register that keeps changing, in the ways in which a register changes; the same each time for the same seed.

In a process of its own: `manage.py shell -c "from tests.search.changing import go_on_changing; go_on_changing(7)"`.
"""

import datetime
import random
import sys
import threading

from django.db import transaction

from regulations.models import Kind, LegalDocument, Part, Regulation, RegulationVersion, State
from regulations.publishing import publish_in_bulk
from search.rebuild import rebuild
from tests.factories.regulations import (
    DECREE_TEXT,
    JANUARY,
    make_agency,
    make_document,
    make_document_version,
    make_regulation,
    make_version,
    required_parts,
)
from tests.search.title_words import WORDS

PAUSE_SECONDS = 0.1


def seed_register(size: int, *, documents: int = 5) -> None:
    """So many regulations of one version each, and some documents."""
    chance, agency, parts = random.Random(size), make_agency("BTN"), required_parts(Kind.PROCEDURE)
    regulations = Regulation.objects.bulk_create(
        (Regulation(code=f"2.{n:06d}", kind=Kind.PROCEDURE, agency=agency) for n in range(size)), batch_size=2000
    )
    versions = [
        RegulationVersion(regulation=one, title=_title(chance), effective_from=JANUARY, state=State.IN_FORCE)
        for one in regulations
    ]
    texts = [
        Part(version=version, key=key, sort_order=order, text=text)
        for version in versions
        for order, (key, text) in enumerate(parts.items())
    ]
    publish_in_bulk(versions=versions, children=[texts])
    for number in range(documents):
        make_document_version(make_document(f"{number + 1}/2025/TT-BTN"))


def make_register(size: int) -> None:
    """A seeded register with its index."""
    seed_register(size)
    rebuild()


def go_on_changing(seed: int) -> None:
    """Change something again and again until standard input ends; says "ready" first and the number of changes last."""
    told = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), told.set()), daemon=True).start()
    print("ready", flush=True)
    print(change_until(told, seed), flush=True)


def change_until(told, seed: int) -> int:
    """Change something again and again until that event; how many times."""
    chance, done = random.Random(seed), 0
    while not told.wait(PAUSE_SECONDS):
        change_something(chance)
        done += 1
    return done


def change_something(chance: random.Random) -> None:
    """One change in a transaction of its own."""
    chance.choice(_CHANGES)(chance)


def _publish(chance: random.Random) -> None:
    regulation = make_regulation(_some(chance, Regulation).agency, code=f"9.{chance.randrange(10**9):09d}")
    make_version(regulation, title=_title(chance))


def _supersede(chance: random.Random) -> None:
    """A new version from the day after the last one."""
    regulation = _some(chance, Regulation)
    make_version(regulation, title=_title(chance), effective_from=_day_after(regulation))


def _withdraw(chance: random.Random) -> None:
    regulation = _some(chance, Regulation)
    make_version(regulation, title=_title(chance), effective_from=_day_after(regulation), state=State.ABOLISHED)


def _correct(chance: random.Random) -> None:
    version = _some(chance, Regulation).versions.current().order_by("-effective_from").first()
    make_version(version.regulation, title=_title(chance), effective_from=version.effective_from, corrects=version)


def _amend_a_document(chance: random.Random) -> None:
    document = _some(chance, LegalDocument)
    text = f"{DECREE_TEXT}\nĐiều 3. {_title(chance)}\n1. {_title(chance)}."
    make_document_version(document, text=text, effective_from=_day_after(document))


def _think_better_of_it(chance: random.Random) -> None:
    """Published and rolled back."""
    with transaction.atomic():
        _supersede(chance)
        transaction.set_rollback(True)


_CHANGES = (_publish, _supersede, _supersede, _withdraw, _correct, _amend_a_document, _think_better_of_it)


def _some(chance: random.Random, model):
    keys = list(model.objects.public().order_by("pk").values_list("pk", flat=True))
    return model.objects.get(pk=chance.choice(keys))


def _day_after(record) -> datetime.date:
    days = record.versions.published().values_list("effective_from", flat=True)
    return max(days) + datetime.timedelta(days=1)


def _title(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=4)).capitalize()
