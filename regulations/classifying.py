"""What a regulation is, beside what it says: kind, agency, fields, industries, as the page's list of facts."""

import datetime
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulations.models import Agency, AgencySuccession, Field, Industry, IndustryEdition, RecordTransfer, Regulation


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str = ""


def facts_of(regulation: Regulation, agency: Agency, on: datetime.date) -> list[dict]:
    """The structured metadata for the definition list."""
    fields, industries, successors, former = _classification(regulation, on)
    agencies = [Link(agency.name, agency.get_absolute_url()), *successors, *former]
    return [
        {"term": _("Mã quy định"), "lines": [Link(regulation.code)]},
        {"term": _("Loại quy định"), "lines": [Link(regulation.get_kind_display())]},
        {"term": _("Cơ quan quản lý"), "lines": agencies},
        {"term": _("Cấp giải quyết"), "lines": [Link(regulation.get_deciding_level_display())]},
        {"term": _("Đối tượng phải thực hiện"), "lines": [Link(regulation.subjects)] if regulation.subjects else []},
        {"term": _("Lĩnh vực"), "lines": fields},
        {"term": _("Ngành kinh tế"), "lines": industries or [Link(_("Mọi ngành"))]},
        {"term": _("Giai đoạn"), "lines": [Link(regulation.get_stage_display())]},
        {"term": _("Quy mô doanh nghiệp"), "lines": [Link(regulation.get_firm_size_display())]},
        {"term": _("Mức độ trực tuyến"), "lines": [Link(regulation.get_online_level_display())]},
    ]


def _classification(regulation: Regulation, on: datetime.date) -> tuple[list[Link], ...]:
    """Fields, industries, what an ended agency is now, and who kept the regulation before, in one query."""
    ended = regulation.agency.valid_to
    succeeded = ended is not None and ended <= max(on, timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(
            _classification_sql(),
            [regulation.pk, regulation.pk, regulation.agency_id if succeeded else None, regulation.pk],
        )
        rows = cursor.fetchall()
    links: dict[str, list[tuple[tuple, Link]]] = {"field": [], "industry": [], "agency": [], "former": []}
    for row, key, edition, name_vi, name_en in rows:
        name = (name_en or name_vi) if get_language() == "en" else name_vi
        order = (edition, key) if row in ("industry", "former") else (name, key)
        links[row].append((order, _classified(row, key, edition, name)))
    fields, industries, agencies, former = (
        [link for _order, link in sorted(found, key=lambda pair: pair[0])] for found in links.values()
    )
    return fields, industries, agencies, former[::-1]


@cache
def _classification_sql() -> str:
    """Plain SQL, made once: the ORM takes longer to write this union than a database to answer it."""
    industry, edition = Industry._meta.db_table, IndustryEdition._meta.db_table
    of_field, of_industry = Regulation.fields.through._meta.db_table, Regulation.industries.through._meta.db_table
    return (
        f"SELECT 'field', slug, '', name_vi, name_en FROM {Field._meta.db_table}"  # noqa: S608
        f" WHERE id IN (SELECT field_id FROM {of_field} WHERE regulation_id = %s)"
        f" UNION ALL SELECT 'industry', i.code, e.key, i.name_vi, i.name_en"
        f" FROM {industry} i JOIN {edition} e ON e.id = i.edition_id"
        f" WHERE i.id IN (SELECT industry_id FROM {of_industry} WHERE regulation_id = %s)"
        f" UNION ALL SELECT 'agency', code, '', name_vi, name_en FROM {Agency._meta.db_table}"
        f" WHERE id IN (SELECT new_id FROM {AgencySuccession._meta.db_table} WHERE old_id = %s)"
        f" UNION ALL SELECT 'former', a.code, CAST(t.\"on\" AS varchar(10)), a.name_vi, a.name_en"
        f" FROM {RecordTransfer._meta.db_table} t JOIN {Agency._meta.db_table} a ON a.id = t.old_agency_id"
        f" WHERE t.regulation_id = %s"
    )


def _classified(row: str, key: str, edition: str, name: str) -> Link:
    if row == "field":
        return Link(name, reverse("regulations:field", args=[key]))
    if row == "former":
        return former_keeper(name, key, datetime.date.fromisoformat(edition))
    if row == "agency":
        return Link(_("nay là %(agency)s") % {"agency": name}, reverse("regulations:agency", args=[key]))
    return Link(f"{key} {name} ({edition})", reverse("regulations:industry", args=[edition, key]))


def former_keeper(name: str, code: str, until: datetime.date) -> Link:
    """An agency that kept a record up to the day before `until`."""
    text = _("Trước %(day)s: %(agency)s") % {"day": date_format(until, "SHORT_DATE_FORMAT"), "agency": name}
    return Link(text, reverse("regulations:agency", args=[code]))
