"""What a process needs for its first page, read before it takes a reader."""

import gc
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

GARBAGE = 20_000
"""Objects made and not let go since the last collection, from which one is due: some hundred pages."""

COLLECTIONS_BEFORE_ALL = 30


def warm_up() -> None:
    """Loads all addresses, and every page's template in every language. Asks no database and no index.

    What is there then stays as long as the process: the collector need not walk through it.
    """
    names = [path.relative_to(root) for root in settings.TEMPLATES[0]["DIRS"] for path in Path(root).rglob("*.html")]
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("search:search")
            for name in names:
                get_template(str(name))
    gc.collect()
    gc.freeze()
    # Only a page that makes very much is to be interrupted; the rest is collected between two answers.
    gc.set_threshold(20 * GARBAGE, 20, 20)


def collect_between_answers(**_signal) -> None:
    """Receives `request_finished`: the reader has the answer, and does not wait for the collector.

    What pages leave is young. Walking through everything takes ten times as long, so that is done once in a while.
    """
    young, _middle, since_all = gc.get_count()
    if young > GARBAGE:
        gc.collect(2 if since_all >= COLLECTIONS_BEFORE_ALL else 1)
