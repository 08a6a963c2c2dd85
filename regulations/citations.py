"""Citations of published versions: found in their texts at publication, led to documents now or when those come.

Rows are made from texts and from nothing else, so they can be thrown away and made again (`rebuild_citations`).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models, transaction

from regulations.cited_documents import Targets, keys_of, target_key_of
from regulations.models import Citation, DocumentVersion, LegalDocument, Part, Provision, RegulationVersion
from regulations.signals import versions_published
from regulations.text.citation_places import citations_in
from regulations.text.citations import FoundCitation, Place, find_citations

BATCH = 1000
"""Versions whose texts are read at once, and keys that are asked for at once."""

Found = tuple[str, FoundCitation]
"""A place (label of a provision, key of a part) and what is cited there."""


def connect() -> None:
    versions_published.connect(_on_published, dispatch_uid="citations")


def _on_published(*, versions: Sequence[models.Model], **_kwargs) -> None:
    """Cite what was published without its citations, then lead earlier ones to the documents that came with it."""
    if not isinstance(versions[0], (RegulationVersion, DocumentVersion)):
        return  # a plan's own text cites nothing that is followed
    cite_versions(_uncited(versions))
    if isinstance(versions[0], DocumentVersion):
        resolve_waiting({version.document_id for version in versions})


def _uncited(versions: Sequence[models.Model]) -> Sequence[models.Model]:
    """Those whose citations did not come with them as children."""
    if len(versions) == 1:
        return versions
    about = _about(versions[0])
    cited: set[int] = set()
    for some in _batches([version.pk for version in versions]):
        cited.update(Citation.objects.filter(**{f"{about}__in": some}).order_by().values_list(f"{about}_id", flat=True))
    return [version for version in versions if version.pk not in cited]


def cite_versions(versions: Sequence[models.Model]) -> int:
    """Make the citations of published versions of one model, which have none yet; gives how many."""
    count = 0
    for some in _batches(versions):
        by_version: dict[int, list[models.Model]] = defaultdict(list)
        ids = [version.pk for version in some]
        if isinstance(some[0], DocumentVersion):
            rows, found = Provision.objects.order_by("version", "position"), _found_in_version
        else:
            rows, found = Part.objects.order_by("version", "sort_order", "pk"), _found_in_parts_of
        for row in rows.filter(version__in=ids).iterator():
            by_version[row.version_id].append(row)
        cited = [(version, found(version, by_version[version.pk])) for version in some if version.pk in by_version]
        count += len(Citation.objects.bulk_create(citation_rows(cited), batch_size=2000))
    return count


@transaction.atomic
def cite_again(versions: Sequence[models.Model]) -> int:
    """The same for versions that may have some; those are made anew."""
    if versions:
        Citation.objects.filter(**{f"{_about(versions[0])}__in": [version.pk for version in versions]}).delete()
    return cite_versions(versions)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _about(version: models.Model) -> str:
    return "document_version" if isinstance(version, DocumentVersion) else "regulation_version"


def _found_in_version(version: DocumentVersion, provisions: Iterable[Provision]) -> list[Found]:
    return found_in_document(version.document, provisions)


def _found_in_parts_of(_version: RegulationVersion, parts: Iterable[Part]) -> list[Found]:
    return found_in_parts(parts)


def found_in_document(document: LegalDocument, provisions: Iterable[Provision]) -> list[Found]:
    """What a text cites, by the labels of its provisions, which come in document order. Asks no database."""
    place = Place(document_key=document.number_key, document_type=document.doc_type)
    return [(row.label, found) for row, found in citations_in(provisions, document=place, title=document.title)]


def found_in_parts(parts: Iterable[Part]) -> list[Found]:
    """What the parts of a regulation cite, by their keys. Asks no database. "Điều 5" alone is of no document here."""
    return [
        (part.key, found) for part in parts for found in find_citations(part.text, here=Place()) if not found.is_self
    ]


def citation_rows(cited: Sequence[tuple[models.Model, Sequence[Found]]]) -> list[Citation]:
    """Unsaved rows of what versions cite, each led to its document where the register has a single one.

    The versions need no key yet; those of documents know their document.
    """
    keys = {target_key_of(one) for _version, found in cited for _place, one in found}
    targets = Targets(keys)
    rows = []
    for version, found in cited:
        about, of_document = {_about(version): version}, isinstance(version, DocumentVersion)
        day = citing_day(version)
        for place, one in found:
            key = target_key_of(one)
            target = version.document_id if one.is_self and of_document else targets.find(key, day)
            rows.append(
                Citation(
                    **about,
                    place=place,
                    start=one.start,
                    end=one.end,
                    target_id=target,
                    target_key=key,
                    target_label=one.label if len(one.label) <= 120 else "",
                )
            )
    return rows


def citing_day(version: models.Model) -> datetime.date | None:
    """The day on which a version says "Luật Đầu tư": which of several laws of that name it means."""
    if version.effective_from or not isinstance(version, DocumentVersion):
        return version.effective_from
    return version.document.issued_on


@transaction.atomic
def resolve_waiting(documents: Iterable[int]) -> None:
    """Lead earlier citations to documents that came since, and let go of those that have become ambiguous."""
    ids = sorted(documents)
    keys: set[str] = set()
    for some in _batches(ids):
        rows = LegalDocument.objects.filter(pk__in=some).order_by()
        for identity in rows.values_list("number_key", "title", "doc_type", "issued_on"):
            keys |= keys_of(*identity)
    targets = Targets(keys)
    shared = {key: targets.sharing(key) for key in sorted(keys) if len(targets.sharing(key)) > 1}
    found: dict[int | None, list[int]] = defaultdict(list)
    for citation, key, day, led_to in _open_citations(sorted(keys), shared):
        target = targets.find(key, day)
        if target != led_to:
            found[target].append(citation)
    for target, citations in found.items():
        for some in _batches(citations):
            Citation.objects.filter(pk__in=some).update(target=target)


def _open_citations(
    keys: Sequence[str], shared: dict[str, list[int]]
) -> Iterable[tuple[int, str, datetime.date | None, int | None]]:
    """Citations by these keys that lead nowhere yet, or to one of several documents: key, day of the text, target."""
    columns = (
        "pk", "target_key", "regulation_version__effective_from", "document_version__effective_from",
        "document_version__document__issued_on", "target",
    )  # fmt: skip
    wanted = [Citation.objects.filter(target=None, target_key__in=some) for some in _batches(keys)]
    for key, documents in shared.items():
        others = Citation.objects.filter(target__in=documents, target_key=key)
        wanted.append(others.exclude(document_version__document=models.F("target")))
    for rows in wanted:
        for pk, key, one, other, issued, target in rows.order_by("pk").values_list(*columns):
            yield pk, key, one or other or issued, target
