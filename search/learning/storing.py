"""Counts of many searches go into the database at once, by few statements; words only where they may be shown."""

import datetime
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from search.models import QueryCount, QueryText


@transaction.atomic
def store(*, counts: Mapping[str, Counter[str]], texts: Mapping[str, str], day: datetime.date) -> None:
    """Add to the counts of `day`: by key how much of what (a field of QueryCount). Processes may do so side by side.

    `texts` are the words behind keys. Those of a key that is now asked often enough are kept, all others are forgotten.
    """
    keys = sorted(counts)
    QueryCount.objects.bulk_create([QueryCount(key=key, day=day) for key in keys], ignore_conflicts=True)
    rows = QueryCount.objects.filter(day=day, key__in=keys)
    # Locked in one order by everybody, or two processes would wait for each other.
    list(rows.select_for_update().order_by("key").values_list("pk", flat=True))
    alike: dict[tuple[tuple[str, int], ...], list[str]] = defaultdict(list)
    for key in keys:
        alike[tuple(sorted(counts[key].items()))].append(key)
    for growth, grown in alike.items():
        rows.filter(key__in=grown).update(**{field: F(field) + number for field, number in growth})
    _keep_texts(texts, day)


def _keep_texts(texts: Mapping[str, str], day: datetime.date) -> None:
    often = QueryCount.objects.kept_on(day).filter(key__in=texts).often_asked().values_list("key", flat=True)
    found = {key: texts[key] for key in sorted(often)}
    kept = QueryText.objects.in_bulk(list(found))
    # "giấy phép" tells more than "giay phep", and both are one query.
    better = [
        QueryText(key=key, text=text)
        for key, text in found.items()
        if key not in kept or _marks(text) > _marks(kept[key].text)
    ]
    QueryText.objects.bulk_create(better, update_conflicts=True, unique_fields=["key"], update_fields=["text"])


def _marks(text: str) -> int:
    return sum(not character.isascii() for character in unicodedata.normalize("NFC", text))
