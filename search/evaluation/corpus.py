"""A corpus of articles as published documents of the register."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from regulations.identity import DocumentRecord, register_documents
from regulations.models import DocumentType, DocumentVersion, LegalDocument, Provision, State
from regulations.text.numbers import number_from_slug, number_key, parse_number, type_from_number
from search.evaluation.reading import Article

_IN_FORCE_FROM = datetime.date(2000, 1, 1)
_PLACE = re.compile(r"(?P<marker>Điều\s+(?P<number>\w+)\.?)\s*(?P<heading>.*)", re.DOTALL)
_LONGEST_NUMBER = LegalDocument._meta.get_field("number").max_length
_LONGEST_TITLE = LegalDocument._meta.get_field("title").max_length


def publish(articles: Iterable[Article]) -> dict[tuple[int, str], str]:
    """Puts the articles into the register as documents in force; (version, label) -> article."""
    by_document: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_document[article.document].append(article)
    registered = register_documents(
        records=[_record(name, found[0], place) for place, (name, found) in enumerate(by_document.items())]
    )
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(
            document=document, effective_from=_IN_FORCE_FROM, state=State.IN_FORCE, number=1, live=True,
            recorded_at=timezone.now(),
        )
        for document, _created in registered
    )  # fmt: skip
    article_at: dict[tuple[int, str], str] = {}
    provisions = []
    for version, found in zip(versions, by_document.values(), strict=True):
        for position, article in enumerate(found):
            provision = _provision(version, position, article)
            article_at[version.pk, provision.label] = article.id
            provisions.append(provision)
    Provision.objects.bulk_create(provisions, batch_size=1000)
    return article_at


def _record(name: str, article: Article, place: int) -> DocumentRecord:
    number = parse_number(name) or number_from_slug(name)
    printed = str(number) if number and number_key(str(number)) else name
    doc_type = type_from_number(number) if number else None
    return DocumentRecord(
        doc_type=doc_type if doc_type in DocumentType.values else DocumentType.OTHER,
        title=(article.document_title or name or "?")[:_LONGEST_TITLE],
        number=printed if len(printed) <= _LONGEST_NUMBER else "",
        source="corpus",
        source_id=str(place),  # names may be longer than a source's id
    )


def _provision(version: DocumentVersion, position: int, article: Article) -> Provision:
    place = _PLACE.fullmatch(article.place)
    return Provision(
        version=version,
        position=position,
        kind="article",
        number=place["number"][:30] if place else "",
        marker=f"{place['marker']} " if place else "",
        heading=place["heading"] if place else article.place,
        # The corpus may have an article twice: the position keeps labels apart.
        label=f"dieu-{position + 1}",
        text=article.text,
    )
