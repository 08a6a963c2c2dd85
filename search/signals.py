"""Receivers of what the register announces. They run inside the announcing transaction."""

from regulations.models import PlanItem
from search.models import IndexJob
from search.outbox import enqueue

_AT_ONCE = 5_000
"""Keys in one question to the database: an import announces many thousands."""


def on_regulations_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.REGULATION, ids)
    enqueue(IndexJob.Kind.PLAN, _plans_about(list(ids)))


def on_documents_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.DOCUMENT, ids)


def on_plans_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.PLAN, ids)


def _plans_about(regulations: list[int]) -> list[int]:
    """Published plans that touch one of these regulations: their rows carry its code, kind and fields."""
    items = PlanItem.objects.filter(version__live=True).order_by()
    found: set[int] = set()
    for start in range(0, len(regulations), _AT_ONCE):
        chunk = regulations[start : start + _AT_ONCE]
        found.update(items.filter(regulation__in=chunk).values_list("version__plan", flat=True))
    return sorted(found)
