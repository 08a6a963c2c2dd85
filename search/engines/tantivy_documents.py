"""Rows as Tantivy keeps them, and how a batch of changes is written."""

from typing import Any

from tantivy import Document, IndexWriter

from search.engines.base import Batch, text_fields
from search.names import name_order, whole_names
from search.schema import FACET_ATTRIBUTES, IndexRow


def apply(writer: IndexWriter, batch: Batch) -> None:
    """Write a batch without committing it."""
    for owner in batch.delete_owners:
        writer.delete_documents_by_term("owner", owner)
    for row in batch.put:
        writer.delete_documents_by_term("id", row.id)
        writer.add_document(document_of(row))


def document_of(row: IndexRow) -> Document:
    """The row with everything that is matched, counted or sorted."""
    order = f"{row.sort_title}\0{row.id}"
    values: dict[str, Any] = {
        **text_fields(row),
        "id": row.id,
        "owner": row.owner,
        "fingerprint": row.fingerprint,
        "sort_title": row.sort_title,
        "tab": row.tab,
        "numbers": list(row.number_keys),
        "whole_names": list(whole_names(row)),
        "from_day": row.from_day,
        "to_day": row.to_day,
        "order_title": order,
        "order_newest": f"{9_999_999 - row.sort_date:07d}{order}",
        "name_order": name_order(row),
        **{facet: list(row.facet_values(facet)) for facet in FACET_ATTRIBUTES},
    }
    document = Document()
    for name, value in values.items():
        for single in value if isinstance(value, list) else [value]:
            if isinstance(single, int):
                document.add_integer(name, single)
            else:
                document.add_text(name, single)
    return document
