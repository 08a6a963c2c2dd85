"""The addresses of legal documents: assigned once, kept for ever, one of them each document's own (docs/adr/0006)."""

from collections.abc import Iterable, Iterator, Sequence

from regulations.models import Agency, DocumentSlug, LegalDocument
from regulations.text.normalise import slugify_vi

SLUG_LENGTH = 110
CHUNK = 500


def bare_slug(document: LegalDocument) -> str:
    """The shortest address: the number alone, or the title where no number is known."""
    named = document.number_key or slugify_vi(document.number or document.title, max_length=SLUG_LENGTH)
    return named or f"van-ban-{document.pk}"


def assign_slugs(*, documents: Sequence[tuple[LegalDocument, Sequence[Agency]]]) -> None:
    """Give new documents, each with its issuers, their addresses, in this order.

    A document gets the number alone; if another has that, the number with the year of issue, then with the issuers,
    then with a counter. The one that held the bare number alone until now gets a longer address of its own too, and the
    bare one becomes a choice between them.
    """
    book = _AddressBook(bare_slug(document) for document, _issuers in documents)
    for document, issuers in documents:
        book.enter(document, list(issuers))
    book.store()


class _AddressBook:
    """The rows of each address in question, stored and new ones alike; nothing is written before `store`."""

    def __init__(self, slugs: Iterable[str]) -> None:
        asked = list(slugs)
        self.rows: dict[str, list[DocumentSlug]] = {slug: [] for slug in asked}
        self.issuers: dict[int, list[Agency]] = {}
        self.demoted: list[DocumentSlug] = []
        for start in range(0, len(asked), CHUNK):
            for row in _stored_rows(slug__in=asked[start : start + CHUNK]):
                self.rows[row.slug].append(row)

    def enter(self, document: LegalDocument, issuers: list[Agency]) -> None:
        self.issuers[document.pk] = issuers
        bare = bare_slug(document)
        sharing = self._rows(bare)
        alone = not sharing
        for row in sharing:
            if row.canonical:
                row.canonical = False
                if row.pk:
                    self.demoted.append(row)
                self._give_longer(row.document, bare)
        sharing.append(DocumentSlug(document=document, slug=bare, canonical=alone))
        if not alone:
            self._give_longer(document, bare)

    def store(self) -> None:
        """Addresses that became shared first: no two may call one their own even for a moment."""
        DocumentSlug.objects.filter(pk__in=[row.pk for row in self.demoted]).update(canonical=False)
        DocumentSlug.objects.bulk_create([row for rows in self.rows.values() for row in rows if row.pk is None])

    def _give_longer(self, document: LegalDocument, bare: str) -> None:
        slug = next(slug for slug in self._longer(document, bare) if slug != bare and not self._rows(slug))
        self.rows[slug].append(DocumentSlug(document=document, slug=slug, canonical=True))

    def _longer(self, document: LegalDocument, bare: str) -> Iterator[str]:
        year = f"-{document.issued_on.year}" if document.issued_on else ""
        yield bare + year
        signed_by = self._issuers(document)
        full = slugify_vi("-".join([bare + year, *sorted(agency.acronym for agency in signed_by)]))[:SLUG_LENGTH]
        yield full
        counter = 2
        while True:
            yield f"{full}-{counter}"
            counter += 1

    def _issuers(self, document: LegalDocument) -> list[Agency]:
        if document.pk not in self.issuers:
            self.issuers[document.pk] = list(document.issuers.all())
        return self.issuers[document.pk]

    def _rows(self, slug: str) -> list[DocumentSlug]:
        if slug not in self.rows:
            self.rows[slug] = list(_stored_rows(slug=slug))
        return self.rows[slug]


def _stored_rows(**wanted):
    return DocumentSlug.objects.filter(**wanted).select_related("document").order_by("pk")
