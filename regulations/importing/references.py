"""What rows name in the register: agencies, fields, industries, documents, and those a map brings with it."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulations.identity import DocumentRecord, identity_key, register_documents
from regulations.models import Agency, DocumentSlug, DocumentType, Field, Industry, LegalDocument, Level, Provision
from regulations.text.labels import label_parts
from regulations.text.normalise import fold, strip_marks
from regulations.text.numbers import number_key

from .cells import CellRefused
from .issuers import agencies_named
from .reading import BrokenFileError

CHUNK = 200


@dataclass
class References:
    """Spellings to the one key each thing has here: acronym, slug, `edition:code`, a document's slug."""

    agencies: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    industries: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    """Slug to key, or to 0 for one that the map brings."""
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    agency_ids: dict[str, int] = field(default_factory=dict)
    field_ids: dict[str, int] = field(default_factory=dict)
    _found_agencies: dict[str, str] = field(default_factory=dict)
    _found_fields: dict[str, str] = field(default_factory=dict)
    new_agencies: list[Agency] = field(default_factory=list)
    new_fields: list[Field] = field(default_factory=list)
    new_documents: dict[str, dict[str, Any]] = field(default_factory=dict)

    def agency(self, said: str) -> str:
        if said not in self._found_agencies:
            self._found_agencies[said] = _one(self.agencies, said, _("không có cơ quan này trong danh mục"))
        return self._found_agencies[said]

    def field(self, said: str) -> str:
        if said not in self._found_fields:
            self._found_fields[said] = _one(self.fields, said, _("không có lĩnh vực này trong danh mục"))
        return self._found_fields[said]

    def industry(self, said: str) -> str:
        key = said.replace(" ", "")
        if key not in self.industries:
            raise CellRefused(_("%(said)s: không có ngành này; hãy ghi hệ thống:mã, ví dụ 2018:1101") % {"said": said})
        return key

    def document(self, said: str) -> str:
        if said in self.documents:
            return said
        found = self.numbers.get(number_key(said) or "", set())
        if len(found) > 1:
            slugs = ", ".join(sorted(found))
            raise CellRefused(
                _("%(said)s: nhiều văn bản cùng số; hãy ghi một địa chỉ: %(slugs)s") % {"said": said, "slugs": slugs}
            )
        if not found:
            raise CellRefused(_("%(said)s: không có văn bản này trong danh mục") % {"said": said})
        return next(iter(found))


def _one(known: dict[str, set[str]], said: str, unknown: str) -> str:
    found = known.get(_folded(said), set())
    exact = {key for key in found if key == said}
    if len(exact or found) == 1:
        return next(iter(exact or found))
    if found:
        raise CellRefused(_("%(said)s: có thể là %(keys)s") % {"said": said, "keys": ", ".join(sorted(found))})
    raise CellRefused(f"{said}: {unknown}")


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def load_references(
    *, documents: QuerySet | None = None, presupposed: dict[str, list[dict]] | None = None
) -> References:
    """All lists as they are, and what a map adds to them. `documents` are those that bases may name.

    Raises BrokenFileError for a list in the map that is not fit.
    """
    references = References()
    for pk, acronym, name in Agency.objects.values_list("pk", "acronym", "name_vi"):
        _know_agency(references, acronym, name)
        references.agency_ids[acronym] = pk
    for pk, slug, name in Field.objects.values_list("pk", "slug", "name_vi"):
        _know_field(references, slug, name)
        references.field_ids[slug] = pk
    for pk, edition, code in Industry.objects.values_list("pk", "edition__key", "code"):
        references.industries[f"{edition}:{code}"] = pk
    allowed = LegalDocument.objects.all() if documents is None else documents
    slugs = DocumentSlug.objects.filter(canonical=True, document__in=allowed.order_by().values("pk"))
    for pk, number, slug in slugs.values_list("document_id", "document__number_key", "slug"):
        references.documents[slug] = pk
        references.numbers[number].add(slug)
    references.numbers.pop("", None)
    lists: dict[str, Callable[[References, dict], None]] = {
        "agencies": _presuppose_agency, "fields": _presuppose_field, "documents": _presuppose_document,
    }  # fmt: skip
    for name, presuppose in lists.items():
        for row in (presupposed or {}).get(name, []):
            try:
                presuppose(references, row)
            except (ValueError, TypeError, AttributeError) as error:
                raise BrokenFileError(_("Bản đồ, [[%(list)s]]: %(why)s") % {"list": name, "why": error}) from error
    return references


def _know_agency(references: References, acronym: str, name: str) -> None:
    references.agencies[_folded(acronym)].add(acronym)
    references.agencies[_folded(name)].add(acronym)


def _know_field(references: References, slug: str, name: str) -> None:
    references.fields[_folded(slug)].add(slug)
    references.fields[_folded(name)].add(slug)


def _presuppose_agency(references: References, row: dict) -> None:
    """The same is who has the same name: an acronym alone is used by several."""
    if references.agencies.get(_folded(row["name_vi"])):
        return
    acronym = _free(row["acronym"], references.agency_ids)
    codes = set(Agency.objects.values_list("code", flat=True)) | {agency.code for agency in references.new_agencies}
    ascii_code = "".join(letter for letter in strip_marks(row.get("code", acronym)) if letter.isascii())
    agency = Agency(
        acronym=acronym, code=_free(ascii_code, codes), name_vi=row["name_vi"], name_en=row.get("name_en", ""),
        level=Level(row["level"]),
    )  # fmt: skip
    references.new_agencies.append(agency)
    references.agency_ids[acronym] = 0
    _know_agency(references, acronym, row["name_vi"])


def _free(wanted: str, taken: Iterable[str]) -> str:
    candidate, counter = wanted, 2
    while candidate in taken:
        candidate, counter = f"{wanted}-{counter}", counter + 1
    return candidate


def _presuppose_field(references: References, row: dict) -> None:
    if references.fields.get(_folded(row["name_vi"])) or row["slug"] in references.field_ids:
        return
    references.new_fields.append(Field(slug=row["slug"], name_vi=row["name_vi"], name_en=row.get("name_en", "")))
    references.field_ids[row["slug"]] = 0
    _know_field(references, row["slug"], row["name_vi"])


def _presuppose_document(references: References, row: dict) -> None:
    """The document with this identity; of several that bear its number it is the one that the map's rows mean."""
    DocumentType(row["doc_type"])
    if not isinstance(row["issued_on"], datetime.date):
        raise ValueError(f"issued_on: {row['issued_on']}")
    key = number_key(row["number"])
    if key is None:
        raise ValueError(f"number: {row['number']}")
    known = {_folded(agency.name_vi): agency for agency in Agency.objects.all()}
    issuers = [known.get(_folded(name)) for name in row["issuers"]]
    stored = None
    if all(issuers):
        stored = LegalDocument.objects.filter(identity_key=identity_key(_record(row, issuers))).first()
    slug = stored.slug if stored else f"+{key}"
    if stored is None:
        references.new_documents[slug] = row
    references.documents[slug] = stored.pk if stored else 0
    references.numbers[key] = {slug}


def _record(row: dict, issuers: list[Agency]) -> DocumentRecord:
    said = {name: row[name] for name in ("number", "doc_type", "title", "issued_on")}
    return DocumentRecord(issuers=issuers, **said)


def store_presupposed(references: References) -> None:
    """Make what the map brought and the register lacks; afterwards every key is known. Inside a transaction."""
    for row in (*references.new_agencies, *references.new_fields):
        row.full_clean()
        row.save()
    references.agency_ids |= {agency.acronym: agency.pk for agency in references.new_agencies}
    references.field_ids |= {one.slug: one.pk for one in references.new_fields}
    if references.new_documents:
        rows = references.new_documents.values()
        agencies, _made = agencies_named(name for row in rows for name in row["issuers"])
        records = [_record(row, [agencies[name] for name in row["issuers"]]) for row in rows]
        for slug, (document, _new) in zip(references.new_documents, register_documents(records=records), strict=True):
            references.documents[slug] = document.pk


def missing_labels(references: References, bases: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of these (document, label) those that no published text of the document has, with what to say of each.

    A document without a published text may be cited at any label.
    """
    wanted: dict[int, set[str]] = defaultdict(set)
    slugs = {}
    for slug, label in bases:
        pk = references.documents[slug]
        if pk and label:
            wanted[pk].add(label)
            slugs[pk] = slug
    missing, ids = {}, sorted(wanted)
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        provisions = Provision.objects.filter(version__document__in=some, version__live=True).order_by()
        has_text = set(provisions.values_list("version__document_id", flat=True).distinct())
        labels = {label for pk in some for label in wanted[pk]}
        found = set(provisions.filter(label__in=labels).values_list("version__document_id", "label").distinct())
        for pk in has_text:
            for label in wanted[pk]:
                if (pk, label) not in found:
                    reason = _("không tìm thấy %(label)s trong văn bản") % {"label": label_parts(label)}
                    missing[slugs[pk], label] = f"{slugs[pk]}: {reason}"
    return missing
