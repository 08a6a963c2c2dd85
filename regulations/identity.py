"""What makes two records the same document, and which addresses a document has (docs/adr/0006)."""

import datetime
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from regulations.models import Agency, DocumentSlug, DocumentType, LegalDocument
from regulations.text.normalise import slugify_vi
from regulations.text.numbers import number_key

SLUG_LENGTH = 110


def identity_key(
    *,
    number: str,
    doc_type: str,
    issuers: Sequence[Agency],
    issued_on: datetime.date | None,
    consolidated: bool,
    source: str = "",
    source_id: str = "",
) -> str:
    """The key under which the database keeps one record only.

    Number, type, issuers and issue date make the identity where all are known; else the source's own id keeps records
    apart; else nothing does, and every record is its own. A missing value never equals another missing one.
    """
    key = number_key(number) if number else ""
    if key and doc_type and issuers and issued_on:
        signed_by = "+".join(sorted(agency.acronym for agency in issuers))
        return "|".join(
            ("work", key, doc_type, signed_by, issued_on.isoformat(), "consolidated" if consolidated else "")
        )
    if source and source_id:
        return f"source|{source}|{source_id}"
    return f"record|{uuid4().hex}"


@transaction.atomic
def register_document(
    *,
    number: str = "",
    doc_type: str,
    title: str,
    issuers: Sequence[Agency] = (),
    issued_on: datetime.date | None = None,
    consolidated: bool = False,
    source: str = "",
    source_id: str = "",
    **details,
) -> tuple[LegalDocument, bool]:
    """The document with this identity and whether it was created now; a new one gets its addresses.

    `details` are further fields of LegalDocument (signer, maintained_by, source_url) and are not changed on a record
    that exists. Raises ValidationError naming the field. Two at once get one record.
    """
    key = identity_key(
        number=number, doc_type=doc_type, issuers=issuers, issued_on=issued_on, consolidated=consolidated,
        source=source, source_id=source_id,
    )  # fmt: skip
    known = LegalDocument.objects.filter(identity_key=key).first()
    if known:
        return known, False
    document = LegalDocument(
        number=number, number_key=(number_key(number) or "") if number else "", identity_key=key,
        doc_type=DocumentType(doc_type), title=title, issued_on=issued_on, consolidated=consolidated, source=source, source_id=source_id, **details,
    )  # fmt: skip
    document.full_clean()
    document.save()
    document.issuers.set(issuers)
    assign_slugs(document, issuers=issuers)
    return document, True


def assign_slugs(document: LegalDocument, *, issuers: Sequence[Agency]) -> None:
    """Give a new document its addresses: the shortest that is its own, and the bare number it may share.

    The number alone; if another document has it, with the year; then with the issuer; then with a counter. The document
    that held the bare number alone until now gets a longer address of its own too, and the bare one becomes a choice.
    """
    bare = bare_slug(document)
    sharing = list(DocumentSlug.objects.filter(slug=bare).select_related("document"))
    if not sharing:
        DocumentSlug.objects.create(document=document, slug=bare, canonical=True)
        return
    for holder in sharing:
        if holder.canonical:
            DocumentSlug.objects.filter(pk=holder.pk).update(canonical=False)
            _give_longer_slug(holder.document, bare, list(holder.document.issuers.all()))
    DocumentSlug.objects.create(document=document, slug=bare, canonical=False)
    _give_longer_slug(document, bare, issuers)


def bare_slug(document: LegalDocument) -> str:
    """The address made of the number alone, or of the title where no number is known."""
    return document.number_key or slugify_vi(document.title, max_length=SLUG_LENGTH) or f"van-ban-{document.pk}"


def _give_longer_slug(document: LegalDocument, bare: str, issuers: Sequence[Agency]) -> None:
    with_year = f"{bare}-{document.issued_on.year}" if document.issued_on else bare
    with_issuer = slugify_vi(
        "-".join([with_year, *sorted(agency.acronym for agency in issuers)]), max_length=SLUG_LENGTH
    )
    counted = (f"{with_issuer}-{n}" for n in range(2, 10_000))
    for slug in (with_year, with_issuer, *counted):
        if slug != bare and not DocumentSlug.objects.filter(slug=slug).exists():
            DocumentSlug.objects.create(document=document, slug=slug, canonical=True)
            return
