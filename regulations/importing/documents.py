"""Carries a plan out: registers its documents and publishes their texts, in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import transaction

from regulations.citations import citation_rows
from regulations.identity import DocumentRecord, register_documents
from regulations.models import DocumentSlug, DocumentVersion, LegalDocument, Provision, State, VersionSource
from regulations.publishing import publish_in_bulk

from .issuers import agencies_named
from .plan import Plan, PlannedArticle, PlannedDocument
from .texts import StoredRow, same_words, store_provisions_in_bulk, whole_articles

CHUNK = 500


@dataclass
class Added:
    """How many rows an import added."""

    agencies: int = 0
    documents: int = 0
    versions: int = 0
    articles: int = 0
    provisions: int = 0


@dataclass
class _Held:
    """A text that a document has already: label to the words of heading and whole text, and where they stand."""

    articles: dict[str, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    row: str = ""
    """The row of the file that it came from, "" if it was in the register before."""


def store_plan(plan: Plan, *, source: str) -> Added:
    """Register and publish what is new and say in the plan's outcomes what became of every row.

    A document that is known already gets no second text: rows that say the same are merged with it, others are refused,
    because what is published is changed by its officers only. Running it again adds nothing.
    """
    known = set(LegalDocument.objects.filter(source=source).values_list("source_id", flat=True))
    for planned in plan.documents:
        if planned.said.doc_id not in known:
            _ = planned.citations  # text is read before the database is locked for writing
    return _store(plan, source)


@transaction.atomic
def _store(plan: Plan, source: str) -> Added:
    agencies, new_agencies = agencies_named(name for document in plan.documents for name in document.said.issuers)
    registered = register_documents(records=[_record(planned, agencies, source) for planned in plan.documents])
    slugs = _own_slugs([document.pk for document, _created in registered])
    held = _published_texts({document.pk: slugs[document.pk] for document, created in registered if not created})
    texts, cited, articles = [], [], 0
    for planned, (document, created) in zip(plan.documents, registered, strict=True):
        planned.outcome.document = slugs[document.pk]
        if not created:
            _say_merged(planned, document, held)
        if document.pk in held:
            _settle(planned, held[document.pk], slugs[document.pk])
            continue
        version = _version(planned, document)
        texts.append((version, planned.provisions))
        if created:  # else the register knows better than the file what this document is, and reads it itself
            cited.append((version, planned.citations))
        articles += len(planned.articles)
        held[document.pk] = _taken(planned, slugs[document.pk])
    publish_in_bulk(
        versions=[version for version, _provisions in texts],
        children=[citation_rows(cited)],
        fill=partial(store_provisions_in_bulk, texts),
    )
    created = sum(is_new for _document, is_new in registered)
    provisions = sum(len(provisions) for _version, provisions in texts)
    return Added(new_agencies, created, len(texts), articles, provisions)


def _record(planned: PlannedDocument, agencies: dict, source: str) -> DocumentRecord:
    said = planned.said
    return DocumentRecord(
        number=said.number, doc_type=said.doc_type, title=said.title,
        issuers=[agencies[name] for name in said.issuers], issued_on=said.issued_on, consolidated=said.consolidated,
        source=source, source_id=said.doc_id, details={"signer": said.signer, "source_url": said.url},
    )  # fmt: skip


def _own_slugs(ids: Sequence[int]) -> dict[int, str]:
    slugs = {}
    for start in range(0, len(ids), CHUNK):
        rows = DocumentSlug.objects.filter(document__in=ids[start : start + CHUNK], canonical=True)
        slugs |= dict(rows.values_list("document_id", "slug"))
    return slugs


def _published_texts(slugs: dict[int, str]) -> dict[int, _Held]:
    """Every text that these documents were ever published with, by document."""
    held: dict[int, _Held] = {}
    ids = list(slugs)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        versions = dict(DocumentVersion.objects.filter(document__in=some, live=True).values_list("pk", "document_id"))
        held |= {document_id: _Held() for document_id in versions.values()}
        rows = Provision.objects.filter(version__document__in=some, version__live=True).order_by(
            "version_id", "position"
        )
        stored = (StoredRow(*row) for row in rows.values_list(*StoredRow._fields).iterator())
        for version_id, label, heading, text in whole_articles(stored):
            document_id = versions[version_id]
            words = same_words(heading), same_words(text)
            held[document_id].articles[label].append((*words, f"{slugs[document_id]}#{label}"))
    return held


def _say_merged(planned: PlannedDocument, document: LegalDocument, held: dict[int, _Held]) -> None:
    before = held.get(document.pk)
    slug = planned.outcome.document
    if before is not None and before.row:
        planned.outcome.merge("the same document under two ids", before.row)
    elif document.source_id == planned.said.doc_id:
        planned.outcome.merge("already in the register", slug)
    else:
        planned.outcome.merge("the same document is in the register", f"{slug} ({document.source_id or document.pk})")


def _settle(planned: PlannedDocument, held: _Held, slug: str) -> None:
    """Say of each article whether the document's text has it already."""
    for article in planned.articles:
        for outcome in article.outcomes:
            outcome.document = slug
        there = held.articles.get(article.label, [])
        same = next((where for heading, text, where in there if (heading, text) == _said(article)), None)
        if same:
            again = "the same article under two ids" if held.row else "already in the register"
            article.outcome.merge(again, same)
        else:
            why = "the published article reads otherwise" if there else "not in the published text"
            for outcome in article.outcomes:
                outcome.refuse(why, there[0][2] if there else slug)


def _said(article: PlannedArticle) -> tuple[str, str]:
    return same_words(article.said.heading), same_words(article.said.text)


def _taken(planned: PlannedDocument, slug: str) -> _Held:
    held = _Held(row=f"row {planned.said.row} ({planned.said.doc_id})")
    for article in planned.articles:
        for outcome in article.outcomes:
            outcome.document = slug
        held.articles[article.label].append((*_said(article), f"row {article.said.row} ({article.said.id})"))
    return held


def _version(planned: PlannedDocument, document: LegalDocument) -> DocumentVersion:
    effective_from = planned.said.effective_from
    return DocumentVersion(
        document=document,
        effective_from=effective_from,
        state=State.IN_FORCE if effective_from else State.UNKNOWN,
        source=VersionSource.CONSOLIDATED if document.consolidated else VersionSource.ISSUED,
    )
