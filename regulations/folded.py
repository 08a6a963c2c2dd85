"""Comparing texts without accents inside the database, for lists that are filtered by SQL.

Nothing is stored: SQLite asks a function of ours, PostgreSQL translates letter by letter. Both fold as
`regulations.text.normalise.fold` does for text in composed form.
"""

from functools import lru_cache

from django.db import models
from django.db.backends.signals import connection_created

from regulations.text.normalise import FOLD_TABLE

SQL_FUNCTION = "portal_fold"
REMEMBERED = 65_536
"""Folded texts a process keeps: the titles of a national register, so that a list searched again answers at once."""
_ACCENTED = "".join(map(chr, FOLD_TABLE))
_PLAIN = "".join(FOLD_TABLE.values())


class Folded(models.Func):
    """The text in lower case without accents, đ as d."""

    output_field = models.TextField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function=SQL_FUNCTION, **context)

    def as_postgresql(self, compiler, connection, **context):
        sql, params = compiler.compile(self.source_expressions[0])
        return f"LOWER(TRANSLATE({sql}, %s, %s))", (*params, _ACCENTED, _PLAIN)


def connect() -> None:
    connection_created.connect(_teach_sqlite, dispatch_uid="regulations.folded")


def _teach_sqlite(connection, **_kwargs) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQL_FUNCTION, 1, _fold_or_none, deterministic=True)


@lru_cache(maxsize=REMEMBERED)
def _fold_or_none(text: str | None) -> str | None:
    return None if text is None else text.translate(FOLD_TABLE).lower()
