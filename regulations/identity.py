"""What makes two records the same legal document, and registering documents one by one or by the thousand."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import IntegrityError, transaction

from regulations.addresses import assign_slugs
from regulations.models import Agency, LegalDocument
from regulations.text.numbers import number_key

KEY_LENGTH = 255
ATTEMPTS = 3
CHUNK = 500


@dataclass(frozen=True, kw_only=True)
class DocumentRecord:
    """What is known of a document: its identity, its title, and `details` (signer, maintained_by, source_url)."""

    doc_type: str
    title: str
    number: str = ""
    issuers: Sequence[Agency] = ()
    issued_on: datetime.date | None = None
    consolidated: bool = False
    source: str = ""
    source_id: str = ""
    details: Mapping = field(default_factory=dict)

    @property
    def number_key(self) -> str:
        return (number_key(self.number) or "") if self.number else ""


def identity_key(record: DocumentRecord) -> str:
    """The key under which the database keeps one record only.

    Number, type, issuers and issue date make the identity where all are known; else the source's own id keeps records
    apart; else nothing does, and every record is its own. A missing value never equals another missing one.
    """
    if record.number_key and record.doc_type and record.issuers and record.issued_on:
        signed_by = "+".join(sorted(agency.acronym for agency in record.issuers))
        consolidated = "consolidated" if record.consolidated else ""
        known = ("work", record.number_key, record.doc_type, signed_by, record.issued_on.isoformat(), consolidated)
    elif record.source and record.source_id:
        known = ("source", record.source, record.source_id)
    else:
        known = ("record", uuid4().hex)
    key = "|".join(known)
    return key if len(key) <= KEY_LENGTH else f"{known[0]}|sha256|{hashlib.sha256(key.encode()).hexdigest()}"


def register_document(
    *,
    doc_type: str,
    title: str,
    number: str = "",
    issuers: Sequence[Agency] = (),
    issued_on: datetime.date | None = None,
    consolidated: bool = False,
    source: str = "",
    source_id: str = "",
    **details,
) -> tuple[LegalDocument, bool]:
    """The document with this identity and whether it was created now; a new one gets its addresses.

    `details` are not changed on a record that exists. Raises ValidationError naming the field. Two at once get one
    record.
    """
    record = DocumentRecord(
        number=number, doc_type=doc_type, title=title, issuers=issuers, issued_on=issued_on,
        consolidated=consolidated, source=source, source_id=source_id, details=details,
    )  # fmt: skip
    return register_documents(records=[record])[0]


def register_documents(*, records: Sequence[DocumentRecord]) -> list[tuple[LegalDocument, bool]]:
    """The same as register_document for many, in order and all or none; one that comes twice is created once."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return _register(records)
        except IntegrityError:
            # Somebody registered one of these, or took an address of theirs, in the same moment: now it can be seen.
            continue
    return _register(records)


@transaction.atomic
def _register(records: Sequence[DocumentRecord]) -> list[tuple[LegalDocument, bool]]:
    keys = [identity_key(record) for record in records]
    documents = _stored_documents(keys)
    new: dict[str, DocumentRecord] = {}
    created = []
    for key, record in zip(keys, records, strict=True):
        created.append(key not in documents)
        if created[-1]:
            documents[key] = _checked_document(key, record)
            new[key] = record
    LegalDocument.objects.bulk_create([documents[key] for key in new], batch_size=CHUNK)
    signed = LegalDocument.issuers.through
    signed.objects.bulk_create(
        [
            signed(legaldocument=documents[key], agency=agency)
            for key, record in new.items()
            for agency in dict.fromkeys(record.issuers)
        ],
        batch_size=CHUNK,
    )
    assign_slugs(documents=[(documents[key], record.issuers) for key, record in new.items()])
    return [(documents[key], is_new) for key, is_new in zip(keys, created, strict=True)]


def _stored_documents(keys: list[str]) -> dict[str, LegalDocument]:
    stored = {}
    for start in range(0, len(keys), CHUNK):
        found = LegalDocument.objects.filter(identity_key__in=keys[start : start + CHUNK])
        stored |= {document.identity_key: document for document in found}
    return stored


def _checked_document(key: str, record: DocumentRecord) -> LegalDocument:
    document = LegalDocument(
        number=record.number, number_key=record.number_key, identity_key=key, doc_type=record.doc_type,
        title=record.title, issued_on=record.issued_on, consolidated=record.consolidated, source=record.source,
        source_id=record.source_id, **record.details,
    )  # fmt: skip
    document.full_clean(validate_unique=False, validate_constraints=False)  # by key, looked up for all at once
    return document
