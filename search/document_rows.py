"""Legal documents as index rows: one an interval and passage of a current version, read set-wise."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from regulations.models import DocumentVersion, LegalDocument, Provision
from search import analysis
from search.intervals import Dates, Interval, intervals_of
from search.passages import Node, Passage, passages_of
from search.references import References
from search.schema import DOCUMENTS, IndexRow


def row_id(version_id: int, label: str, *, upcoming: bool = False) -> str:
    """The id of a passage's row; the label is "" for a document without any text."""
    return f"{'du' if upcoming else 'd'}:{version_id}:{label}"


def document_rows(keys: Sequence[int], references: References) -> Iterator[IndexRow]:
    """The rows of these documents, in no order. One that is not public has none."""
    published = defaultdict(list)
    for row in (
        DocumentVersion.objects.published()
        .filter(document__in=keys)
        .order_by()
        .values("pk", "document_id", "number", "effective_from", "state", "is_corrected", "recorded_at")
    ):
        published[row["document_id"]].append(row)
    documents = LegalDocument.objects.filter(pk__in=list(published)).order_by()
    known = {row["pk"]: row for row in documents.values("pk", "number", "number_key", "title", "doc_type", "issued_on")}
    agencies = _agencies(list(known), references)
    intervals = {pk: _intervals(published[pk], row) for pk, row in known.items()}
    document_of = {interval.pk: pk for pk, found in intervals.items() for interval in found}
    without_text = set(document_of)
    for version, passages in groupby(_passages(list(document_of)), key=lambda passage: passage.version_id):
        without_text.discard(version)
        pk = document_of[version]
        spoken = [interval for interval in intervals[pk] if interval.pk == version]
        names = _names(known[pk])
        for passage in passages:
            for interval in spoken:
                yield _row(known[pk], interval, passage, agencies[pk], names)
            names = ()
    for version in without_text:
        pk = document_of[version]
        for interval in intervals[pk]:
            if interval.pk == version:
                yield _row(known[pk], interval, Passage(version, "", ""), agencies[pk], _names(known[pk]))


def _row(
    document: dict, interval: Interval, passage: Passage, agencies: tuple[str, ...], names: tuple[str, ...]
) -> IndexRow:
    named = f"{document['number']} {document['title']}".strip()
    title = passage.heading or document["title"]
    return IndexRow(
        id=row_id(interval.pk, passage.label, upcoming=interval.upcoming),
        tab=DOCUMENTS,
        owner=f"document:{document['pk']}",
        title=title,
        body=f"{named}\n{passage.text}",
        status=interval.status,
        doc_type=document["doc_type"],
        agencies=agencies,
        number_keys=(document["number_key"],) if document["number_key"] else (),
        from_day=interval.from_day,
        to_day=interval.to_day,
        sort_date=interval.to_day if interval.upcoming else interval.from_day,
        sort_title=analysis.sort_key(f"{document['number']} {title}".strip()),
        names=names,
    )


def _names(document: dict) -> tuple[str, ...]:
    """As people begin to type it: by its number, with or without the type and leading zeros, or by its title."""
    number, title = document["number"], document["title"]
    spelled = (f"{number} {title}", f"{document['number_key']} {title}", f"{document['doc_type']} {number} {title}")
    return analysis.distinct((*(name.strip() for name in spelled), title))


def _intervals(published: list[dict], document: dict) -> list[Interval]:
    dates = [
        Dates(row["pk"], row["effective_from"], row["state"], row["number"])
        for row in published
        if not row["is_corrected"]
    ]
    first_recorded = min(row["recorded_at"] for row in published)
    return intervals_of(dates, recorded_at=first_recorded, issued_on=document["issued_on"])


def _passages(versions: list[int]) -> Iterator[Passage]:
    nodes = Provision.objects.filter(version__in=versions).order_by("version_id", "position").values_list(*Node._fields)
    return passages_of(Node(*row) for row in nodes.iterator(chunk_size=2000))


def _agencies(keys: list[int], references: References) -> dict[int, tuple[str, ...]]:
    acronyms: dict[int, set[str]] = {key: set() for key in keys}
    issued = LegalDocument.issuers.through.objects.filter(legaldocument__in=keys)
    for document, agency in issued.values_list("legaldocument", "agency"):
        acronyms[document].update(references.agencies_of(agency))
    return {key: tuple(sorted(found)) for key, found in acronyms.items()}
