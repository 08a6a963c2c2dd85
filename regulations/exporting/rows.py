"""Published versions of regulations as rows of a file, read in pieces: a register of any size needs little memory."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from regulations.importing.columns import Columns, written_row
from regulations.importing.stored import CHUNK, StoredRegulation, StoredVersion, stored_in
from regulations.models import Regulation


def exported_rows(
    regulations: QuerySet, columns: Columns, *, on: datetime.date | None = None, all_versions: bool = False
) -> Iterator[dict[str, str]]:
    """A row a version by column key, ordered by code and day; blank cells are left out. Drafts are not written.

    With `all_versions` all that were published and not corrected since, else the one that speaks on the day `on`.
    Without a day it is the one of today or, where none has begun yet, the first to come.
    """
    keys = list(regulations.order_by("code").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        for regulation in stored_in(Regulation.objects.filter(pk__in=keys[start : start + CHUNK])):
            for version in _chosen(regulation, on, all_versions):
                values = {**regulation.values, **version.values, "publish": True}
                row = written_row(columns, values, version.parts)
                yield {key: text for key, text in row.items() if text}


def _chosen(regulation: StoredRegulation, on: datetime.date | None, all_versions: bool) -> Sequence[StoredVersion]:
    published = [version for version in regulation.versions if version.live]
    if all_versions:
        return published
    day = on or timezone.localdate()
    begun = [version for version in published if version.values["effective_from"] <= day]
    return begun[-1:] or (published[:1] if on is None else [])
