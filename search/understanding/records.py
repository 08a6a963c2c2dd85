"""The records of the register that a number, a code or a citation means."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Lower
from django.urls import reverse

from regulations.cited_documents import Targets, named_key
from regulations.models import DocumentVersion, LegalDocument, Provision, Regulation
from regulations.text.codes import DOCUMENT_TYPES
from regulations.text.labels import label_parts, wider_labels
from search.analysis import syllables
from search.engines.base import NumberKey
from search.understanding.typed_numbers import HalfTyped
from search.understanding.typed_places import TypedPlace

MOST_MEANT = 5
"""Documents that a half-typed number may mean, the youngest first; more would be a list and no understanding."""

_WITH_YEAR = re.compile(r"(?P<name>.+)-(?P<year>(?:19|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Record:
    """A public record as it is named and opened."""

    name: str
    title: str
    url: str


def known_numbers(half_typed: Iterable[HalfTyped]) -> dict[HalfTyped, NumberKey]:
    """Those half-typed numbers that the register has, with the numbers meant. A query each."""
    known = {}
    for one in half_typed:
        keys = _codes(one) if one.code else _documents_begun(one)
        if keys:
            known[one] = NumberKey(keys[0], words=tuple(syllables(one.typed)), others=tuple(keys[1:]))
    return known


def records_numbered(number: NumberKey, on: datetime.date) -> list[Record]:
    """The public documents with this number, or else the regulation with this code; at most MOST_MEANT."""
    documents = [_record_of(document) for document in _documents(number)]
    return documents or _regulation(number.key, on)


def provision_cited(
    place: TypedPlace, number: NumberKey | None, law: str, *, on: datetime.date, day_chosen: bool
) -> Record | None:
    """The provision that is cited of a document, or the nearest one around it, as the text stands on a day; None where
    the register cannot tell the document or has no text of it on that day."""
    document = _named(law, on) if number is None else _only([*_documents(number)])
    version = None if document is None else DocumentVersion.objects.in_force_on(on).filter(document=document).first()
    if version is None:
        return None
    labels = [*place.labels, *wider_labels(place.labels[0])]
    there = set(Provision.objects.filter(version=version, label__in=labels).values_list("label", flat=True))
    label = next((label for label in labels if label in there), None)
    if label is None:
        return None
    suffix = f"?on={on.isoformat()}" if day_chosen else ""
    url = reverse("regulations:provision", args=[document.slug, label]) + suffix
    kind = DOCUMENT_TYPES.get(document.doc_type, "")
    return Record(" ".join(f"{label_parts(label)} {kind} {document.number}".split()), document.title, url)


def law_named(law: str, on: datetime.date) -> Record | None:
    """The public law that is called so on a day (`typed_places.law_alone`); None where there is none."""
    document = _named(law, on)
    if document is None:
        return None
    kind = DOCUMENT_TYPES.get(document.doc_type, "")
    return Record(f"{kind} {document.number}".strip(), document.title, document.get_absolute_url())


def _codes(one: HalfTyped) -> list[str]:
    return [one.prefix] if Regulation.objects.public().filter(code=one.prefix).exists() else []


def _documents_begun(one: HalfTyped) -> list[str]:
    documents = LegalDocument.objects.public().filter(number_key__startswith=one.prefix)
    if one.document_type:
        documents = documents.filter(doc_type=one.document_type)
    keys = documents.order_by("-issued_on", "pk").values_list("number_key", flat=True)[: MOST_MEANT * 2]
    return list(dict.fromkeys(keys))[:MOST_MEANT]


def _documents(number: NumberKey) -> list[LegalDocument]:
    operator = "startswith" if number.prefix else "exact"
    wanted = {f"number_key__{operator}": number.key} if not number.others else {
        "number_key__in": [number.key, *number.others]
    }  # fmt: skip
    found = LegalDocument.objects.public().filter(**wanted).order_by("-issued_on", "pk")[:MOST_MEANT]
    return list(found.prefetch_related("slugs"))


def _record_of(document: LegalDocument) -> Record:
    return Record(document.number, document.title, document.get_absolute_url())


def _regulation(key: str, on: datetime.date) -> list[Record]:
    if "/" in key:  # No code has one.
        return []
    same_code = Regulation.objects.alias(lowered=Lower("code")).filter(lowered=key)
    regulation = same_code.filter(pk__in=Regulation.objects.public()).first()
    if regulation is None:
        return []
    version = regulation.version_on(on)
    return [Record(regulation.code, version.title if version else "", regulation.get_absolute_url())]


def _only(documents: list[LegalDocument]) -> LegalDocument | None:
    """The one meant: a number means the document itself, not the consolidated text that carries it."""
    if len(documents) > 1:
        documents = [document for document in documents if not document.consolidated]
    return documents[0] if len(documents) == 1 else None


def _named(law: str, on: datetime.date) -> LegalDocument | None:
    dated = _WITH_YEAR.fullmatch(law)
    key = named_key(dated["name"], int(dated["year"])) if dated else named_key(law, None)
    pk = Targets([key]).find(key, on)
    return LegalDocument.objects.public().filter(pk=pk).first() if pk else None
