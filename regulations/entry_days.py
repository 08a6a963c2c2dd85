"""When changes by other documents were entered in the texts that they change."""

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.utils import timezone

from regulations.models import DocumentVersion, EnteredChange, State
from regulations.unapplied import Change


def entry_days(changes: Collection[Change]) -> dict[int, datetime.date]:
    """By relation the day (in Việt Nam) on which a text with the change was first published here.

    Only of changes that some current version contains: one that a correction took out again is open. A document that
    is replaced or repealed as a whole is brought up to date by the version that says it has ended. Two queries.
    """
    rows = EnteredChange.objects.filter(version__live=True).values_list(
        "relation_id", "version__recorded_at", "version__is_corrected"
    )
    published: dict[int, list[datetime.datetime]] = defaultdict(list)
    standing: set[int] = set()
    for relation, recorded_at, is_corrected in rows:
        published[relation].append(recorded_at)
        if not is_corrected:
            standing.add(relation)
    ended: dict[int, list[datetime.datetime]] = defaultdict(list)
    versions = DocumentVersion.objects.current().filter(state=State.ABOLISHED).order_by()
    for document, recorded_at in versions.values_list("document_id", "recorded_at"):
        ended[document].append(recorded_at)
    days = {}
    for change in changes:
        moments = list(published[change.relation_id]) if change.relation_id in standing else []
        moments += ended.get(change.target_id, ()) if change.ends_the_whole else ()
        if moments:
            days[change.relation_id] = timezone.localdate(min(moments))
    return days
