"""What the public may see of the hits of an index: the database says so, whatever the index holds."""

import datetime
from collections.abc import Collection
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulations.models.published import PublishedVersion


def speaking_on(
    model: type[PublishedVersion],
    columns: tuple[str, ...],
    *,
    on: datetime.date,
    pks: Collection[int],
    upcoming: Collection[int] = (),
) -> dict[int, dict]:
    """Of these versions the public ones that stand for their record on a day, by key: `pks` as in force, `upcoming` as
    the first to come. A version without a date stands in until the first dated one begins. What is neither is left out.

    One query, for each of the two rare kinds (upcoming, undated) one more.
    """
    found = {row["pk"]: row for row in _in_force(model, columns, on).filter(pk__in=pks)}
    others = model.objects.current().filter(**{model.IDENTITY: OuterRef(model.IDENTITY)})
    rare = []
    if any(pk not in found for pk in pks):
        begun = others.filter(effective_from__lte=on)
        rare.append(model.objects.current().filter(~Exists(begun), pk__in=pks, effective_from=None))
    if upcoming:
        earlier = others.filter(Q(effective_from=None) | Q(effective_from__lt=OuterRef("effective_from")))
        rare.append(model.objects.current().filter(~Exists(earlier), pk__in=upcoming, effective_from__gt=on))
    for versions in rare:
        found |= {row["pk"]: row for row in versions.order_by().values(*columns)}
    return found


@lru_cache(16)
def _in_force(model: type[PublishedVersion], columns: tuple[str, ...], on: datetime.date) -> QuerySet:
    """The question, never its answer: to put it together takes the ORM longer than to ask it."""
    return model.objects.in_force_on(on).order_by().values(*columns)
