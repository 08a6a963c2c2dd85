"""Files that bear a secrecy mark: kept apart, opened by nobody through the portal, on record with their places."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from wagtail.log_actions import log

from regulations.models import DocumentVersion, QuarantinedFile
from regulations.text.docx.marks import Mark
from regulations.word_refusals import place_record

QUARANTINED = "regulations.file_quarantined"
"""Action of the log."""


def quarantine_file(*, file: File, marks: Sequence[Mark], version: DocumentVersion, by) -> QuarantinedFile:
    """Put a file aside that was sent for `version`. The file is written before the row: without one there is none.

    It lies under its hash in settings.QUARANTINE_DIR, which no server serves, for the portal's own user alone.
    """
    sha256, size = _keep(file)
    with transaction.atomic():
        row = QuarantinedFile.objects.create(
            file_name=Path(file.name or "").name[:150],
            sha256=sha256,
            size=size,
            places=[place_record(mark) for mark in marks],
            document=version.document,
            uploaded_by=by,
        )
        told = {"file": row.file_name, "sha256": sha256, "places": row.places}
        log(instance=version, action=QUARANTINED, user=by, data=told, content_changed=False)
    return row


def _keep(file: File) -> tuple[str, int]:
    folder = Path(settings.QUARANTINE_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    # mkstemp makes a file that its owner alone may read; it gets its name only once it is whole.
    descriptor, unfinished = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as copy:
            for piece in file.chunks():
                digest.update(piece)
                size += copy.write(piece)
        Path(unfinished).replace(folder / digest.hexdigest())
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size
