"""What stands beside a version of a regulation, read in one statement: what its parts cite, and whether it has files.

Plain SQL, made once, as docs/adr/0011 has it for the most read page: the ORM takes longer to write these questions than
the databases to answer them, and most regulations have neither.
"""

from typing import NamedTuple

from django.db import connection

from regulations.models import Attachment, Citation, DocumentSlug, DocumentVersion, RegulationVersion
from regulations.text_links import Cited

_SHARED = f"""
    SELECT 1 FROM {DocumentSlug._meta.db_table} s
    JOIN {DocumentVersion._meta.db_table} v ON v.document_id = s.document_id
    WHERE s.slug = c.target_key AND v.live AND NOT v.is_corrected
"""  # noqa: S608
_ASKED = f"""
    SELECT c.start, c.id, c.place, c."end", c.target_id, c.target_key, c.target_label,
           CASE WHEN c.target_id IS NULL AND EXISTS ({_SHARED}) THEN 1 ELSE 0 END
    FROM {Citation._meta.db_table} c WHERE c.regulation_version_id = %s AND c."end" > c.start
    UNION ALL
    SELECT -1, 0, '', 0, NULL, '', '', 0
    WHERE EXISTS (SELECT 1 FROM {Attachment._meta.db_table} WHERE regulation_version_id = %s)
"""  # noqa: S608


class Beside(NamedTuple):
    cited: list[Cited]
    has_originals: bool


def beside(version: RegulationVersion) -> Beside:
    """What there is; a draft, which may have no key yet, cites nothing that is kept."""
    if not version.live:
        return Beside(cited=[], has_originals=version.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [version.pk, version.pk])
        rows = sorted(cursor.fetchall(), key=lambda row: row[:2])
    cited = [
        Cited(place, start, end, target, key, label, bool(choice))
        for start, _pk, place, end, target, key, label, choice in rows
        if start >= 0
    ]
    return Beside(cited, has_originals=len(cited) < len(rows))
