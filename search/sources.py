"""What is indexed: for each kind of record its public keys and the rows of given keys. The only road from the database
to an index, for single changes, rebuilds and checks alike."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from regulations.models import LegalDocument, Regulation, SimplificationPlan
from search.document_rows import document_rows
from search.models import IndexJob
from search.plan_rows import plan_rows
from search.references import References
from search.regulation_rows import regulation_rows
from search.schema import IndexRow


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record. `chunk` is how many are read at once: enough to be fast, few enough to stay small."""

    kind: IndexJob.Kind
    chunk: int
    public: Callable[[], QuerySet]
    rows: Callable[[Sequence[int], References], Iterator[IndexRow]]

    def public_keys(self) -> Iterator[int]:
        """The keys of all records that the public may find, rising."""
        return self.public().order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5000)


SOURCES = (
    Source(IndexJob.Kind.REGULATION, 500, Regulation.objects.public, regulation_rows),
    Source(IndexJob.Kind.DOCUMENT, 20, LegalDocument.objects.public, document_rows),
    Source(IndexJob.Kind.PLAN, 20, SimplificationPlan.objects.public, plan_rows),
)
_BY_KIND = {source.kind: source for source in SOURCES}


def owner_key(kind: str, key: int) -> str:
    """`IndexRow.owner` of a record."""
    return f"{kind}:{key}"


def rows_of(records: Iterable[tuple[str, int]], references: References | None = None) -> Iterator[IndexRow]:
    """The rows that these records (kind, key) should have now; what is gone or not public has none."""
    references = references or References.load()
    by_kind: dict[str, list[int]] = {}
    for kind, key in records:
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        source = _BY_KIND[kind]
        for chunk in chunks(keys, source.chunk):
            yield from source.rows(chunk, references)


def all_records() -> Iterator[tuple[str, int]]:
    """Every record that the public may find, as (kind, key)."""
    for source in SOURCES:
        for key in source.public_keys():
            yield source.kind, key


def chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """The items in pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
