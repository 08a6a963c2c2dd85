"""What was counted is kept for KEPT_DAYS, and words as long as the counts left prove that they were asked often."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from search.models import QueryCount, QueryText
from search.models.learning import KEPT_DAYS


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much went: rows of counts and words of queries."""

    counts: int
    texts: int


@transaction.atomic
def prune(*, day: datetime.date) -> Pruned:
    """Remove, as of `day`, what is older than KEPT_DAYS, and words no longer asked often enough. Twice does no harm."""
    counts, _by_model = QueryCount.objects.filter(day__lte=day - datetime.timedelta(days=KEPT_DAYS)).delete()
    texts, _by_model = QueryText.objects.exclude(key__in=QueryCount.objects.kept_on(day).often_asked()).delete()
    return Pruned(counts, texts)
