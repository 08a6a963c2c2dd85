"""The demo's agencies, fields and industries."""

import datetime

from regulations.models import Agency, AgencySuccession, Field, Industry, IndustryCrosswalk, IndustryEdition

from .reading import Demo
from .wording import demo_date


def load_reference_lists(demo: Demo, *, today: datetime.date) -> None:
    load_agencies(demo, today=today)
    for row in demo.fields:
        _stored(Field(**row))
    load_industries(demo, today=today)


def load_agencies(demo: Demo, *, today: datetime.date) -> None:
    """An agency that the register has already, as issuer of imported documents, stays as it is."""
    agencies: dict[str, Agency] = {}
    for row in demo.agencies:
        parent = row.pop("parent", None)
        agency = Agency(**_dated(row, today), parent=agencies[parent] if parent else None)
        agencies[agency.acronym] = Agency.objects.filter(acronym=agency.acronym).first() or _stored(agency)
    for row in demo.successions:
        _stored(
            AgencySuccession(
                old=agencies[row["old"]],
                new=agencies[row["new"]],
                date=demo_date(row["date"], today=today),
                primary=row.get("primary", False),
            )
        )


def load_industries(demo: Demo, *, today: datetime.date) -> None:
    editions = {row["key"]: _stored(IndustryEdition(**_dated(row, today))) for row in demo.editions}
    industries: dict[str, Industry] = {}
    section: Industry | None = None
    for row in demo.industries:
        edition, code = row["edition"], row["code"]
        level = 1 if code.isalpha() else len(code)
        prefixes = (f"{edition}:{code[:length]}" for length in range(len(code) - 1, 0, -1))
        parent = next((industries[prefix] for prefix in prefixes if prefix in industries), None)
        if level > 1 and parent is None:
            parent = section
        industry = Industry(
            edition=editions[edition], code=code, level=level, parent=parent, name_vi=row["name_vi"],
            name_en=row.get("name_en", ""),
        )  # fmt: skip
        industries[f"{edition}:{code}"] = _stored(industry)
        if level == 1:
            section = industry
    for row in demo.crosswalk:
        _stored(IndustryCrosswalk(old=industries[row["old"]], new=industries[row["new"]], note=row.get("note", "")))


def _dated(row: dict, today: datetime.date) -> dict:
    return {
        key: demo_date(value, today=today) if key in ("valid_from", "valid_to") else value for key, value in row.items()
    }


def _stored(record):
    record.full_clean()
    record.save()
    return record
