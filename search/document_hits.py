"""A page of legal texts from row ids: passages grouped under their documents, read in a fixed number of queries."""

import datetime
import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from regulations.models import DocumentSlug, DocumentType, DocumentVersion, LegalDocument, Provision, Status
from regulations.text.labels import label_parts
from regulations.trust import Read, trust_of_documents
from search.highlight import SEARCHED, SNIPPET_LENGTH, Highlighter
from search.hits import DocumentHit, PassageHit
from search.passages import FRAME, Node, Passage, passages_of
from search.visibility import speaking_on

_LEAVES = frozenset({"point", "preamble", "paragraph"})
"""Kinds that nothing stands in."""

_COLUMNS = (
    "pk", "state", "effective_from", "recorded_at", "document_id", "document__number", "document__title",
    "document__doc_type", "document__maintained_by_id",
)  # fmt: skip


def document_hits(
    ids: Sequence[str], *, on: datetime.date, day_chosen: bool, highlighter: Highlighter
) -> tuple[DocumentHit, ...]:
    """Documents in the order of their best passage; what the public may not see on that day is left out."""
    wanted: dict[int, list[str]] = defaultdict(list)
    upcoming = set()
    for row_id in ids:
        tab, version, _label = row_id.split(":", 2)
        wanted[int(version)].append(row_id)
        if tab == "du":
            upcoming.add(int(version))
    rows = speaking_on(DocumentVersion, _COLUMNS, on=on, pks=wanted.keys() - upcoming, upcoming=upcoming)
    documents = {row["document_id"] for row in rows.values()}
    addresses, issuers = _addresses(documents), _issuers(documents)
    passages = _passages({pk: [_label_of(row_id) for row_id in wanted[pk]] for pk in rows})
    trust = trust_of_documents([_read(pk, row) for pk, row in rows.items()], on)
    suffix = f"?on={on.isoformat()}" if day_chosen else ""
    hits = []
    for pk, row in ((pk, rows[pk]) for pk in wanted if pk in rows):
        found = [(row_id, passages.get((pk, _label_of(row_id)))) for row_id in wanted[pk]]
        if slug := addresses.get(row["document_id"]):
            issuer = ", ".join(issuers[row["document_id"]])
            hit = _document_hit(row, found, slug, suffix, issuer, pk in upcoming, highlighter)
            hits.append(replace(hit, trust=trust[pk]))
    return tuple(hits)


def _read(pk: int, row: dict) -> Read:
    return Read(
        pk, row["document_id"], row["document__maintained_by_id"], row["state"], row["effective_from"],
        row["recorded_at"],
    )  # fmt: skip


def _label_of(row_id: str) -> str:
    return row_id.split(":", 2)[2]


def _document_hit(
    row: dict,
    found: list[tuple[str, Passage | None]],
    slug: str,
    suffix: str,
    issuer: str,
    upcoming: bool,
    highlighter: Highlighter,
) -> DocumentHit:
    """A passage with a heading is a line of its own, the first one without is the document's snippet."""
    passages = [(row_id, passage) for row_id, passage in found if passage is not None]
    return DocumentHit(
        url=reverse("regulations:document", args=[slug]) + suffix,
        title=highlighter.mark(row["document__title"]),
        plain_title=row["document__title"],
        number=row["document__number"],
        type=str(DocumentType(row["document__doc_type"]).label),
        issuer=issuer,
        status=_status(row, upcoming),
        effective=row["effective_from"],
        provisions=tuple(
            _passage_hit(row_id, passage, slug, suffix, highlighter) for row_id, passage in passages if passage.heading
        ),
        snippet=next((highlighter.snippet(passage.text) for _, passage in passages if not passage.heading), ""),
    )


def _status(row: dict, upcoming: bool) -> str:
    if upcoming:
        return str(Status.UPCOMING)
    return str(Status.of(row["state"]) if row["effective_from"] else Status.UNKNOWN)


def _passage_hit(row_id: str, passage: Passage, slug: str, suffix: str, highlighter: Highlighter) -> PassageHit:
    def address(label: str) -> str:
        return reverse("regulations:provision", args=[slug, label]) + suffix

    lines = [*_lines(passage)]
    best, snippet = highlighter.best_snippet(line for line, _ in lines)
    label = passage.label if best is None else lines[best][1]
    if label == passage.label:
        snippet = highlighter.snippet(passage.text)
    elif lines[best][0].endswith(":"):  # says little without what follows
        snippet = highlighter.snippet(_beginning("\n".join(line for line, _ in lines[best:])))
    return PassageHit(
        id=row_id,
        url=address(passage.label),
        title=highlighter.mark(passage.heading),
        plain_title=passage.heading,
        snippet=snippet,
        part=_part_name(label, passage.label),
        part_url=address(label) if label != passage.label else "",
    )


def _lines(passage: Passage) -> Iterator[tuple[str, str]]:
    """What stands in it, line by line with the label of each; of the longest articles not all."""
    room = SEARCHED
    for line, label in zip(passage.lines, passage.labels, strict=True):
        if line and room > 0:
            yield line, label
            room -= len(line)


def _beginning(text: str) -> str:
    """As much of it as a snippet has."""
    if len(text) <= SNIPPET_LENGTH:
        return text
    return f"{text[:SNIPPET_LENGTH].rpartition(' ')[0]} …"


def _part_name(label: str, within: str) -> str:
    """ "Điểm a khoản 2" of "dieu-9"."""
    name = label_parts(label).removesuffix(label_parts(within)).strip() if label != within else ""
    return name[:1].upper() + name[1:]


def _addresses(documents: Collection[int]) -> dict[int, str]:
    canonical = DocumentSlug.objects.filter(document__in=documents, canonical=True)
    return dict(canonical.values_list("document", "slug"))


def _issuers(documents: Collection[int]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = defaultdict(list)
    english = get_language() == "en"
    issued = LegalDocument.issuers.through.objects.filter(legaldocument__in=documents).order_by("pk")
    for document, vi, en in issued.values_list("legaldocument", "agency__name_vi", "agency__name_en"):
        names[document].append((english and en) or vi)
    return names


def _passages(labels: dict[int, Iterable[str]]) -> dict[tuple[int, str], Passage]:
    """The wanted passages of versions, whole: their own provision and all that is below it."""
    wanted = [Q(version=version, label=label) for version, of_version in labels.items() for label in of_version]
    if not wanted:
        return {}
    places: list[tuple[int, Node]] = []
    level = Provision.objects.filter(reduce(operator.or_, wanted))
    leaves = FRAME | _LEAVES  # what frames a wanted passage is no part of it; further down it is
    while True:
        found = [(place, Node(*row)) for place, *row in level.order_by().values_list("position", *Node._fields)]
        places += found
        parents = [node.pk for _, node in found if node.kind not in leaves]
        if not parents:
            break
        leaves = _LEAVES
        level = Provision.objects.filter(parent__in=parents)
    places.sort(key=lambda place: (place[1].version_id, place[0]))
    return {(passage.version_id, passage.label): passage for passage in passages_of(node for _, node in places)}
