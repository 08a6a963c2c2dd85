"""The vocabulary of this process's index: in the database beside its target, in memory until another is kept."""

import threading
import time
from datetime import datetime

from django.conf import settings
from django.db.models import BinaryField, Case, When
from django.utils import timezone

from search.models import IndexTarget, StoredVocabulary
from search.outbox import target_name
from search.vocabulary import NO_WORDS, Vocabulary

_lock = threading.Lock()
_known: dict[str, tuple[float, datetime | None, Vocabulary]] = {}
"""Target -> when it was last asked for, when it was counted, the vocabulary."""


def keep_vocabulary(target: IndexTarget, content: bytes) -> None:
    """`Vocabulary.to_bytes()` of the index that takes its place now."""
    StoredVocabulary.objects.update_or_create(target=target, defaults={"content": content, "counted": timezone.now()})


def vocabulary() -> Vocabulary:
    """The vocabulary of the index this process asks; one without words before its first rebuild.

    Whether there is a newer one is asked every SEARCH_VOCABULARY_SECONDS.
    """
    name, now = target_name(), time.monotonic()
    looked, counted, known = _known.get(name, (None, None, NO_WORDS))
    if looked is not None and now - looked < settings.SEARCH_VOCABULARY_SECONDS:
        return known
    with _lock:
        newest, content = _newer_than(counted, name) or (None, None)
        if newest is None:
            known = NO_WORDS
        elif content is not None:
            known = Vocabulary.from_bytes(bytes(content))
        _known[name] = (now, newest, known)
    return known


def _newer_than(counted: datetime | None, name: str) -> tuple[datetime, bytes | None] | None:
    """When the vocabulary was counted, and its content unless that is known already; None if there is none."""
    unless_known = Case(When(counted=counted, then=None), default="content", output_field=BinaryField())
    stored = StoredVocabulary.objects.filter(target__name=name).annotate(new=unless_known)
    return stored.values_list("counted", "new").first()
