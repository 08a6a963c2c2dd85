"""Receivers of what the register announces. They run inside the announcing transaction."""

from django.db.models import Q

from regulations.models import PlanItem
from search.models import IndexJob
from search.outbox import enqueue
from search.records_under import records_under

_AT_ONCE = 5_000
"""Keys in one question to the database: an import announces many thousands."""


def on_regulations_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.REGULATION, ids)
    enqueue(IndexJob.Kind.PLAN, _plans_about(list(ids)))


def on_documents_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.DOCUMENT, ids)


def on_plans_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.PLAN, ids)


def on_lists_changed(sender, ids, **_kwargs) -> None:
    receivers = {
        IndexJob.Kind.REGULATION: on_regulations_changed,
        IndexJob.Kind.DOCUMENT: on_documents_changed,
        IndexJob.Kind.PLAN: on_plans_changed,
    }
    for kind, keys in records_under(sender, ids).items():
        receivers[kind](sender, keys)


def _plans_about(regulations: list[int]) -> list[int]:
    """Published plans that touch one of these regulations: their rows carry its code, kind and fields, or the code of
    what it is merged into."""
    items = PlanItem.objects.filter(version__live=True).order_by()
    found: set[int] = set()
    for start in range(0, len(regulations), _AT_ONCE):
        chunk = regulations[start : start + _AT_ONCE]
        touched = items.filter(Q(regulation__in=chunk) | Q(merged_into__in=chunk))
        found.update(touched.values_list("version__plan", flat=True))
    return sorted(found)
