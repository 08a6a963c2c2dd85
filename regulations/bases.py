"""Legal bases as a reader follows them: (document, label) resolved at a date (docs/adr/0006)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from regulations.models import DocumentVersion, LegalDocument, Provision
from regulations.models.choices import DocumentType
from regulations.text.labels import label_parts


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis as shown. `provision` is what is cited in words, `url` where it leads ("" while nothing is public).

    `found` is False where the text of the day has no such provision, `known` False where no text speaks on the day.
    """

    provision: str
    document: str
    title: str
    url: str
    document_url: str
    found: bool
    known: bool


def resolve_bases(pairs: Iterable[tuple[int, str]], on: datetime.date, *, query: str = "") -> list[Basis]:
    """The bases of a version as of a day, in the given order. `query` is what links carry ("?on=...").

    Two small queries however many bases, one more where a document is not public: a single one with all joins takes
    longer to write than they to run.
    """
    pairs = list(pairs)
    if not pairs:
        return []
    documents, speaking = _documents({document for document, _label in pairs}, on)
    labels = _labels(speaking.values(), {label for _document, label in pairs if label})
    return [
        _basis(documents[pk], label, query, labels=labels[speaking[pk]] if pk in speaking else None)
        for pk, label in pairs
    ]


def _documents(ids: set[int], on: datetime.date) -> tuple[dict[int, dict], dict[int, int]]:
    """What is shown of each document, and of those with a text on the day the version that speaks."""
    rows = DocumentVersion.objects.current().filter(document__in=ids, document__slugs__canonical=True).order_by()
    documents: dict[int, dict] = {}
    begun: dict[int, tuple] = {}
    columns = ("document__number", "document__doc_type", "document__title", "document__slugs__slug")
    for pk, version, begins, count, number, doc_type, title, slug in rows.values_list(
        "document_id", "pk", "effective_from", "number", *columns
    ):
        if pk not in documents:
            url = reverse("regulations:document", args=[slug])
            documents[pk] = {"number": number, "doc_type": doc_type, "title": title, "url": url}
        if begins is None or begins <= on:
            # A text of unknown date stands in only where no dated one has begun.
            rank = (begins or datetime.date.min, count, version)
            begun[pk] = max(begun.get(pk, rank), rank)
    missing = ids - documents.keys()
    if missing:
        hidden = LegalDocument.objects.filter(pk__in=missing).order_by().values("pk", "number", "doc_type")
        documents |= {row["pk"]: row | {"title": "", "url": ""} for row in hidden}
    return documents, {document: rank[2] for document, rank in begun.items()}


def _labels(versions: Iterable[int], labels: set[str]) -> dict[int, set[str]]:
    """Of the labels asked for those that each version has."""
    found: dict[int, set[str]] = defaultdict(set)
    if labels:
        rows = Provision.objects.filter(version__in=list(versions), label__in=labels).order_by()
        for version, label in rows.values_list("version_id", "label"):
            found[version].add(label)
    return found


def _basis(document: dict, label: str, query: str, *, labels: set[str] | None) -> Basis:
    kind = str(DocumentType(document["doc_type"]).label)
    found = labels is not None and (not label or label in labels)
    document_url = document["url"] and document["url"] + query
    return Basis(
        provision=label_parts(label) if label else "",
        document=f"{kind} {document['number']}".strip(),
        title=document["title"],
        url=f"{document['url']}{label}/{query}" if document_url and found and label else document_url,
        document_url=document_url,
        found=found,
        known=labels is not None,
    )
