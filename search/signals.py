"""Receivers of what the register announces. They run inside the announcing transaction."""

from search.models import IndexJob
from search.outbox import enqueue


def on_regulations_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.REGULATION, ids)


def on_documents_changed(sender, ids, **_kwargs) -> None:
    enqueue(IndexJob.Kind.DOCUMENT, ids)
