"""A corpus, its questions and their answers, read from files; and the corpus as published documents of the register."""

import csv
import datetime
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from regulations.identity import DocumentRecord, register_documents
from regulations.models import DocumentType, DocumentVersion, LegalDocument, Provision, State
from regulations.text.numbers import number_from_slug, number_key, parse_number, type_from_number

_IN_FORCE_FROM = datetime.date(2000, 1, 1)
_PLACE = re.compile(r"(?P<marker>Điều\s+(?P<number>\w+)\.?)\s*(?P<heading>.*)", re.DOTALL)
_LONGEST_NUMBER = LegalDocument._meta.get_field("number").max_length
_LONGEST_TITLE = LegalDocument._meta.get_field("title").max_length


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a corpus; `title` is "Document (number) — Điều 5. Heading"."""

    id: str
    document: str
    title: str
    text: str

    @property
    def document_title(self) -> str:
        return self.title.partition(" — ")[0].removesuffix(f" ({self.document})")

    @property
    def place(self) -> str:
        return self.title.partition(" — ")[2] or self.title


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `group` is the set it comes from."""

    id: str
    text: str
    group: str


def read_articles(path: Path) -> list[Article]:
    return [Article(*(line[name] for name in Article.__dataclass_fields__)) for line in _json_lines(path)]


def read_questions(path: Path) -> list[Question]:
    return [Question(line["id"], line["text"], line.get("set", "")) for line in _json_lines(path)]


def read_answers(path: Path) -> dict[str, set[str]]:
    """Question -> articles that answer it, from lines of question, article and relevance; 0 is no answer."""
    answers: dict[str, set[str]] = defaultdict(set)
    with _opened(path) as lines:
        for question, article, *relevance in csv.reader(lines, delimiter="\t"):
            if not relevance or float(relevance[-1]) > 0:
                answers[question].add(article)
    return answers


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with _opened(path) as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _opened(path: Path) -> Any:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def publish(articles: Iterable[Article]) -> dict[tuple[int, str], str]:
    """Puts the articles into the register as documents in force; (version, label) -> article."""
    by_document: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        by_document[article.document].append(article)
    registered = register_documents(records=[_record(name, found[0]) for name, found in by_document.items()])
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


def _record(name: str, article: Article) -> DocumentRecord:
    number = parse_number(name) or number_from_slug(name)
    printed = str(number) if number and number_key(str(number)) else name
    doc_type = type_from_number(number) if number else None
    return DocumentRecord(
        doc_type=doc_type if doc_type in DocumentType.values else DocumentType.OTHER,
        title=article.document_title[:_LONGEST_TITLE] or name,
        number=printed if len(printed) <= _LONGEST_NUMBER else "",
        source="corpus",
        source_id=name,
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
