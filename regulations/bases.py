"""Legal bases as a reader follows them: (document, label) resolved at a date (docs/adr/0006)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from regulations.models import DocumentSlug, DocumentVersion, Provision
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

    Three small queries however many bases: a single one with all joins takes longer to write than they to run.
    """
    pairs = list(pairs)
    if not pairs:
        return []
    ids = {document for document, _label in pairs}
    documents = _documents(ids)
    public, speaking = _versions(ids, on)
    labels = _labels(speaking.values(), {label for _document, label in pairs if label})
    return [
        _basis(
            documents[pk], label, query, public=pk in public, labels=labels[speaking[pk]] if pk in speaking else None
        )
        for pk, label in pairs
    ]


def _documents(ids: set[int]) -> dict[int, dict]:
    """Every document has one canonical address from its first day on."""
    rows = DocumentSlug.objects.filter(document__in=ids, canonical=True).values(
        "document_id",
        "slug",
        number=F("document__number"),
        doc_type=F("document__doc_type"),
        title=F("document__title"),
    )
    return {row["document_id"]: row | {"url": reverse("regulations:document", args=[row["slug"]])} for row in rows}


def _versions(ids: set[int], on: datetime.date) -> tuple[set[int], dict[int, int]]:
    """The documents that have anything published, and of those with a text on the day the version that speaks."""
    rows = DocumentVersion.objects.current().filter(document__in=ids).order_by()
    public: set[int] = set()
    begun: dict[int, tuple] = {}
    for document, pk, begins, number in rows.values_list("document_id", "pk", "effective_from", "number"):
        public.add(document)
        if begins is None or begins <= on:
            # A text of unknown date stands in only where no dated one has begun.
            rank = (begins or datetime.date.min, number, pk)
            begun[document] = max(begun.get(document, rank), rank)
    return public, {document: rank[2] for document, rank in begun.items()}


def _labels(versions: Iterable[int], labels: set[str]) -> dict[int, set[str]]:
    """Of the labels asked for those that each version has."""
    found: dict[int, set[str]] = defaultdict(set)
    if labels:
        rows = Provision.objects.filter(version__in=list(versions), label__in=labels).order_by()
        for version, label in rows.values_list("version_id", "label"):
            found[version].add(label)
    return found


def _basis(document: dict, label: str, query: str, *, public: bool, labels: set[str] | None) -> Basis:
    kind = str(DocumentType(document["doc_type"]).label)
    found = labels is not None and (not label or label in labels)
    document_url = document["url"] + query if public else ""
    url = f"{document['url']}{label}/{query}" if public and found and label else document_url
    return Basis(
        provision=label_parts(label) if label else "",
        document=f"{kind} {document['number']}".strip(),
        title=document["title"] if public else "",
        url=url,
        document_url=document_url,
        found=found,
        known=labels is not None,
    )
