"""Whether anything stands beside a published version: asked before the questions that would find nothing.

Most regulations cite no document and have no file. One small statement says so; written by the ORM each of the two
questions takes longer than the databases need for both (docs/adr/0011).
"""

from typing import NamedTuple

from django.db import connection

from regulations.models import Attachment, Citation, RegulationVersion

_ASKED = " , ".join(
    f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE regulation_version_id = %s)"  # noqa: S608
    for model in (Citation, Attachment)
)


class Beside(NamedTuple):
    citations: bool
    originals: bool


def beside(version: RegulationVersion) -> Beside:
    """What there is to be read; of a draft, which may have no key yet, everything is asked."""
    if not version.live:
        return Beside(citations=True, originals=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_ASKED}", [version.pk, version.pk])
        citations, originals = cursor.fetchone()
    return Beside(bool(citations), bool(originals))
