"""Originals and forms as pages show them, and which of them the public may have."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from regulations.models import Attachment, DocumentVersion, OriginalKind, RegulationVersion

SHORT_HASH = 12


@dataclass(frozen=True)
class Original:
    """One file or link; of a link `size` is 0 and `sha256` empty."""

    kind: str
    title: str
    url: str
    type_name: str
    size: int
    sha256: str
    added_on: datetime.date

    @property
    def short_hash(self) -> str:
        return self.sha256[:SHORT_HASH]


_COLUMNS = ("kind", "title", "link", "file_name", "ending", "size", "sha256", "added_at")


def originals_of(version: RegulationVersion | DocumentVersion) -> list[Original]:
    """What stands beside a version and was not withdrawn, originals before forms. One query."""
    if version.pk is None:
        return []
    about = "regulation_version" if isinstance(version, RegulationVersion) else "document_version"
    rows = Attachment.objects.filter(**{about: version.pk}, withdrawn_at=None).values_list(*_COLUMNS)
    order = OriginalKind.values
    return [_shown(*row) for row in sorted(rows.order_by("pk"), key=lambda row: order.index(row[0]))]


def file_url(sha256: str, file_name: str) -> str:
    """Where the public finds a file, once its version is published."""
    return reverse("regulations:original", args=[sha256, file_name])


def public_file(sha256: str, file_name: str) -> Attachment | None:
    """The attachment that this address is of: beside a published version; one not withdrawn before one that was."""
    rows = Attachment.objects.filter(sha256=sha256).select_related("regulation_version", "document_version")
    known = [row for row in rows.order_by("pk") if row.file_name == file_name and row.version.live]
    return min(known, key=lambda row: row.withdrawn_at is not None, default=None)


def _shown(kind, title, link, file_name, ending, size, sha256, added_at) -> Original:
    return Original(
        kind=OriginalKind(kind).label,
        title=title,
        url=link or file_url(sha256, file_name),
        type_name=ending.removeprefix(".").upper(),
        size=size,
        sha256=sha256,
        added_on=timezone.localdate(added_at),
    )
