"""Legal bases as a reader follows them: (document, label) resolved at a date (docs/adr/0006)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.urls import reverse

from regulations.models import DocumentVersion, LegalDocument
from regulations.models.choices import DocumentType
from regulations.text.labels import label_parts


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis as shown. `provision` is what is cited in words, `url` where it leads ("" while nothing is public).

    `found` is False where the text of the day has no such provision, `known` False where no text is public for the day.
    """

    provision: str
    document: str
    title: str
    url: str
    document_url: str
    found: bool
    known: bool


def resolve_bases(pairs: Iterable[tuple[int, str]], on: datetime.date, *, query: str = "") -> list[Basis]:
    """The bases of a version as of a day, in the given order. `query` is what links carry ("?on=..."). Two queries."""
    pairs = list(pairs)
    if not pairs:
        return []
    ids = {document for document, _label in pairs}
    documents = {row["pk"]: row for row in _documents(ids)}
    labels = _labels_in_force(ids, {label for _document, label in pairs if label}, on)
    return [_basis(documents[pk], label, labels.get(pk), query) for pk, label in pairs]


def _documents(ids: set[int]):
    canonical = FilteredRelation("slugs", condition=Q(slugs__canonical=True))
    published = DocumentVersion.objects.published().filter(document=OuterRef("pk"))
    return (
        LegalDocument.objects.filter(pk__in=ids)
        .order_by()
        .annotate(address=canonical, public=Exists(published))
        .values("pk", "number", "doc_type", "title", "public", slug=F("address__slug"))
    )


def _labels_in_force(ids: set[int], labels: set[str], on: datetime.date) -> dict[int, set[str]]:
    """For each document with a public text on the day the labels, of those asked for, which that text has."""
    cited = FilteredRelation("provisions", condition=Q(provisions__label__in=labels or {""}))
    rows = (
        DocumentVersion.objects.current()
        .filter(Q(effective_from__lte=on) | Q(effective_from=None), document__in=ids)
        .order_by(F("effective_from").asc(nulls_first=True), "number")
        .annotate(cited=cited)
        .values_list("document_id", "pk", "cited__label")
    )
    speaking: dict[int, int] = {}
    found: dict[int, set[str]] = defaultdict(set)
    for document, version, label in rows:
        speaking[document] = version  # the last one is the newest that has begun
        found[version].add(label)
    return {document: found[version] for document, version in speaking.items()}


def _basis(document: dict, label: str, labels: set[str] | None, query: str) -> Basis:
    public = bool(document["public"] and document["slug"])
    known = labels is not None
    found = known and (not label or label in labels)
    document_url = reverse("regulations:document", args=[document["slug"]]) + query if public else ""
    url = reverse("regulations:provision", args=[document["slug"], label]) + query if found and label else document_url
    kind = DocumentType(document["doc_type"])
    name = f"{kind.label} {document['number']}" if document["number"] else str(kind.label)
    return Basis(
        provision=label_parts(label) if label else "",
        document=name,
        title=document["title"] if public else "",
        url=url,
        document_url=document_url,
        found=found,
        known=known,
    )
