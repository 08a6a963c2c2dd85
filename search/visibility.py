"""What the public may see of the hits of an index: the database says so, whatever the index holds."""

import datetime
from collections.abc import Callable, Collection
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from regulations.models.published import PublishedVersion


def speaking_on(
    model: type[PublishedVersion],
    columns: tuple[str, ...],
    *,
    on: datetime.date,
    pks: Collection[int],
    upcoming: Collection[int] = (),
) -> dict[int, dict]:
    """Of these versions the public ones that stand for their record on a day, by key: `pks` as in force, `upcoming` as
    the first to come. A version without a date stands in until the first dated one begins. What is neither is left out.

    One query, for each of the two rare kinds (upcoming, undated) one more. `columns` has "pk".
    """
    found = _asked(_in_force, model, columns, on, pks)
    if any(pk not in found for pk in pks):
        found |= _asked(_undated, model, columns, on, pks)
    return found | _asked(_upcoming, model, columns, on, upcoming)


def _in_force(model: type[PublishedVersion], on: datetime.date) -> QuerySet:
    return model.objects.in_force_on(on)


def _undated(model: type[PublishedVersion], on: datetime.date) -> QuerySet:
    begun = _others(model).filter(effective_from__lte=on)
    return model.objects.current().filter(~Exists(begun), effective_from=None)


def _upcoming(model: type[PublishedVersion], on: datetime.date) -> QuerySet:
    earlier = _others(model).filter(Q(effective_from=None) | Q(effective_from__lt=OuterRef("effective_from")))
    return model.objects.current().filter(~Exists(earlier), effective_from__gt=on)


def _others(model: type[PublishedVersion]) -> QuerySet:
    return model.objects.current().filter(**{model.IDENTITY: OuterRef(model.IDENTITY)})


Question = Callable[[type[PublishedVersion], datetime.date], QuerySet]


def _asked(
    question: Question,
    model: type[PublishedVersion],
    columns: tuple[str, ...],
    on: datetime.date,
    pks: Collection[int],
) -> dict[int, dict]:
    """What of these keys it finds, by key."""
    if not pks:
        return {}
    compiler, statement, parameters, keys = _written(question, model, columns, on, len(pks))
    place = columns.index("pk")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters[:keys], *pks, *parameters[keys + len(pks) :]])
        rows = compiler.results_iter([cursor.fetchall()])
        return {row[place]: dict(zip(columns, row, strict=True)) for row in rows}


@lru_cache(256)
def _written(
    question: Question, model: type[PublishedVersion], columns: tuple[str, ...], on: datetime.date, number: int
) -> tuple[SQLCompiler, str, tuple, int]:
    """The question about so many keys, never its answer: to put it together takes the ORM longer than to ask it.

    Last, where among the parameters the keys begin: until then negative numbers, which no record has, stand for them.
    """
    asked = question(model, on).filter(pk__in=range(-number, 0)).order_by().values(*columns)
    compiler = asked.query.get_compiler(DEFAULT_DB_ALIAS)
    statement, parameters = compiler.as_sql()
    return compiler, statement, parameters, parameters.index(-number)
