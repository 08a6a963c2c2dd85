"""Rows of the register with sensible defaults; what is published goes through the one publish path.

Each function makes a new row a call and takes any field of its model by name.
"""

import datetime
from itertools import count

from regulations.identity import register_document
from regulations.models import (
    Agency,
    Appointment,
    DocumentType,
    DocumentVersion,
    Fee,
    Field,
    Frequency,
    Industry,
    IndustryEdition,
    Kind,
    LegalBasis,
    LegalDocument,
    Level,
    Paper,
    Part,
    PartDefinition,
    Regulation,
    RegulationVersion,
    Role,
    TimeLimit,
)
from regulations.officers import appoint
from regulations.publishing import publish_version
from tests.factories.accounts import make_user

JANUARY = datetime.date(2026, 1, 1)
DECREE_TEXT = """Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
1. Nghị định này quy định điều kiện kinh doanh.
2. Nghị định này không áp dụng với hàng quá cảnh.
Điều 2. Hồ sơ
1. Hồ sơ gồm:
a) Đơn đề nghị;
b) Bản thuyết minh cơ sở vật chất."""
_numbers = count(1)


def make_agency(acronym: str = "", *, parent: Agency | None = None, **fields) -> Agency:
    number = next(_numbers)
    acronym = acronym or f"CQ{number}"
    fields.setdefault("code", f"G{number:02d}")
    fields.setdefault("name_vi", f"Cơ quan {acronym}")
    fields.setdefault("level", Level.DEPARTMENT if parent else Level.MINISTRY)
    return Agency.objects.create(acronym=acronym, parent=parent, **fields)


def make_officer(agency: Agency, role: Role = Role.OFFICER, **user_fields):
    """A user appointed to `agency` in `role` from today on."""
    user = make_user(**user_fields)
    appoint(user=user, role=role, agency=agency)
    return user


def make_controller(agency: Agency, **user_fields):
    return make_officer(agency, Role.LEGAL_CONTROLLER, **user_fields)


def make_portal_person(role: Role, **user_fields):
    """A user in a role for the whole portal: examiner, operator, administrator."""
    user = make_user(**user_fields)
    appoint(user=user, role=role)
    return user


def make_field(name: str = "", **fields) -> Field:
    number = next(_numbers)
    return Field.objects.create(
        name_vi=name or f"Lĩnh vực {number}", slug=fields.pop("slug", f"linh-vuc-{number}"), **fields
    )


def make_edition(key: str = "2018", **fields) -> IndustryEdition:
    fields.setdefault("name_vi", f"Hệ thống ngành {key}")
    return IndustryEdition.objects.get_or_create(key=key, defaults=fields)[0]


def make_industry(code: str = "", *, parent: Industry | None = None, **fields) -> Industry:
    code = code or f"{next(_numbers):04d}"
    fields.setdefault("edition", parent.edition if parent else make_edition())
    fields.setdefault("name_vi", f"Ngành {code}")
    fields.setdefault("level", parent.level + 1 if parent else 1)
    return Industry.objects.create(code=code, parent=parent, **fields)


def make_regulation(agency: Agency | None = None, *, kind: Kind = Kind.PROCEDURE, **fields) -> Regulation:
    """A regulation without any version: nobody outside sees it."""
    fields.setdefault("code", f"1.{next(_numbers):06d}")
    many = {name: fields.pop(name) for name in ("fields", "industries") if name in fields}
    regulation = Regulation.objects.create(agency=agency or make_agency(), kind=kind, **fields)
    for name, rows in many.items():
        getattr(regulation, name).set(rows)
    return regulation


def make_draft(
    regulation: Regulation | None = None,
    *,
    parts: dict[str, str] | None = None,
    papers=(),
    fees=(),
    time_limits=(),
    frequencies=(),
    bases=(),
    **fields,
) -> RegulationVersion:
    """A draft with every required part of its kind filled, unless `parts` says otherwise.

    Rows are dictionaries of their model's fields: papers=[{"name": "Đơn"}], bases=[{"document": ..., "label": ...}].
    """
    regulation = regulation or make_regulation()
    fields.setdefault("title", f"Quy định số {regulation.code}")
    fields.setdefault("effective_from", JANUARY)
    version = RegulationVersion.objects.create(regulation=regulation, **fields)
    texts = required_parts(regulation.kind) if parts is None else parts
    Part.objects.bulk_create(
        Part(version=version, key=key, text=text, sort_order=order) for order, (key, text) in enumerate(texts.items())
    )
    for model, rows in ((Paper, papers), (Fee, fees), (TimeLimit, time_limits), (Frequency, frequencies)):
        model.objects.bulk_create(model(version=version, sort_order=order, **row) for order, row in enumerate(rows))
    LegalBasis.objects.bulk_create(LegalBasis(version=version, sort_order=n, **row) for n, row in enumerate(bases))
    return RegulationVersion.objects.get(pk=version.pk)


def make_version(regulation: Regulation | None = None, *, at=None, by=None, **fields) -> RegulationVersion:
    """A published version; takes what make_draft takes."""
    return publish_version(version=make_draft(regulation, **fields), by=by, at=at)


def required_parts(kind: str) -> dict[str, str]:
    definitions = PartDefinition.objects.filter(kind=kind, required=True)
    return {definition.key: f"Nội dung phần {definition.label_vi}." for definition in definitions}


def make_document(number: str = "", *, maintained_by: Agency | None = None, issuers=(), **fields) -> LegalDocument:
    """A legal document without any version."""
    fields.setdefault("doc_type", DocumentType.DECREE)
    fields.setdefault("title", "Về điều kiện kinh doanh")
    fields.setdefault("issued_on", JANUARY)
    number = number or f"{next(_numbers)}/2026/NĐ-CP"
    document, _created = register_document(number=number, maintained_by=maintained_by, issuers=list(issuers), **fields)
    return document


def make_document_draft(document: LegalDocument | None = None, **fields) -> DocumentVersion:
    fields.setdefault("effective_from", JANUARY)
    fields.setdefault("text", DECREE_TEXT)
    return DocumentVersion.objects.create(document=document or make_document(), **fields)


def make_document_version(document: LegalDocument | None = None, *, at=None, by=None, **fields) -> DocumentVersion:
    """A published version with the provisions of its text."""
    return publish_version(version=make_document_draft(document, **fields), by=by, at=at)


def appointment_of(user) -> Appointment:
    return Appointment.objects.get(user=user)
