"""What the public may see of the hits of an index: the database says so, whatever the index holds."""

import datetime
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from regulations.models.published import PublishedVersion


def speaking_on(
    model: type[PublishedVersion], *, on: datetime.date, pks: Collection[int], upcoming: Collection[int] = ()
) -> QuerySet:
    """Of these versions the public ones that stand for their record on a day: `pks` as in force, `upcoming` as the
    first to come. A version without a date stands in until the first dated one begins. What is neither is left out."""
    others = model._base_manager.filter(**{model.IDENTITY: OuterRef(model.IDENTITY)}, live=True, is_corrected=False)
    begun = others.filter(effective_from__lte=on)
    later = begun.filter(effective_from__gt=OuterRef("effective_from"))
    dated = Q(effective_from__lte=on) & ~Exists(later)
    undated = Q(effective_from=None) & ~Exists(begun)
    found = Q(pk__in=pks) & (dated | undated)
    if upcoming:
        earlier = others.filter(Q(effective_from=None) | Q(effective_from__lt=OuterRef("effective_from")))
        found |= Q(pk__in=upcoming, effective_from__gt=on) & ~Exists(earlier)
    return model.objects.current().filter(found)
