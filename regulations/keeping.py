"""Who kept a record, now and before: what went to another agency is still found under the names of the past."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from regulations.models import Agency, AgencySuccession, LegalDocument, RecordTransfer, Regulation

Record = Regulation | LegalDocument
AGENCY_OF = {Regulation: "agency", LegalDocument: "maintained_by"}
"""The column that says who keeps a record now."""
TRANSFER_OF = {Regulation: "regulation", LegalDocument: "document"}
"""The column of RecordTransfer that points at the record."""


def kept_by(model: type[Record], agencies: Collection[int], *, path: str = "") -> Q:
    """Records that one of these agencies keeps or once kept and handed on.

    `path` leads to the record from the model that is filtered ("regulation__" from its versions).
    """
    handed_on = RecordTransfer.objects.filter(old_agency__in=agencies).exclude(**{TRANSFER_OF[model]: None})
    rows = handed_on.order_by().values(TRANSFER_OF[model])
    return Q(**{f"{path}{AGENCY_OF[model]}__in": agencies}) | Q(**{f"{path}pk__in": rows})


def with_predecessors(pk: int, successions: Iterable[AgencySuccession]) -> set[int]:
    """The agency and all it succeeded, over any number of steps."""
    before: dict[int, set[int]] = defaultdict(set)
    for row in successions:
        before[row.new_id].add(row.old_id)
    found, waiting = {pk}, [pk]
    while waiting:
        fresh = before[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def found_under(model: type[Record], agency: Agency, successions: Iterable[AgencySuccession]) -> Q:
    """The records that lookup finds under the agency's name: its own, those it took over, those it handed on."""
    ids = with_predecessors(agency.pk, successions)
    return Q(**{f"{AGENCY_OF[model]}__in": ids}) | kept_by(model, [agency.pk])


def former_keepers(model: type[Record], keys: Sequence[int] | None = None) -> dict[int, list[int]]:
    """Record -> the agencies that kept it before, the earliest first. One query; `keys` None is all records."""
    column = f"{TRANSFER_OF[model]}_id"
    rows = RecordTransfer.objects.order_by("on", "pk")
    rows = rows.exclude(**{column: None}) if keys is None else rows.filter(**{f"{column}__in": keys})
    found: dict[int, list[int]] = defaultdict(list)
    for pk, agency in rows.values_list(column, "old_agency_id"):
        if agency not in found[pk]:
            found[pk].append(agency)
    return found
