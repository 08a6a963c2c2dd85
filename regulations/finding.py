"""A regulation by its code, with all that was ever published of it: where every page of one regulation begins."""

from functools import cache

from django.db import models

from regulations.models import Agency, Regulation, RegulationVersion

_RECORD = tuple(field for field in Regulation._meta.concrete_fields if not isinstance(field, models.DateTimeField))
_AGENCY = tuple(Agency._meta.concrete_fields)


def published_versions(code: str) -> list[RegulationVersion]:
    """The published versions, in no order, each knowing its regulation and that its agency; [] where there are none.

    One query for the code as it is written, a second for another case. Of the regulation `created_at` is not read.
    """
    return _read(code, "r.code = %s") or _read(code, "LOWER(r.code) = LOWER(%s)")


def _read(code: str, condition: str) -> list[RegulationVersion]:
    versions = list(RegulationVersion.objects.raw(_statement(condition), [code]))
    for version in versions:
        version.regulation = _instance(Regulation, _RECORD, "record_", version)
        version.regulation.agency = _instance(Agency, _AGENCY, "agency_", version)
    return versions


def _instance(model: type[models.Model], fields: tuple[models.Field, ...], prefix: str, row: RegulationVersion):
    stored = vars(row)
    return model.from_db(row._state.db, [f.attname for f in fields], [stored.pop(prefix + f.column) for f in fields])


@cache
def _statement(condition: str) -> str:
    """Plain SQL, made once: the ORM takes longer to write the sixty columns than a database to find them."""
    columns = [f"v.{field.column}" for field in RegulationVersion._meta.concrete_fields]
    columns += [f"r.{field.column} AS record_{field.column}" for field in _RECORD]
    columns += [f"a.{field.column} AS agency_{field.column}" for field in _AGENCY]
    return (
        f"SELECT {', '.join(columns)} FROM {RegulationVersion._meta.db_table} v"  # noqa: S608
        f" JOIN {Regulation._meta.db_table} r ON r.id = v.regulation_id"
        f" JOIN {Agency._meta.db_table} a ON a.id = r.agency_id WHERE v.live AND {condition}"
    )
