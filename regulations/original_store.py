"""Where originals and forms lie: under their hash, in a folder that no web server serves, each content once."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class OriginalStorage(FileSystemStorage):
    """Files below settings.ORIGINALS_ROOT; they have no address of their own, the portal hands them out."""

    @property
    def base_location(self) -> str:
        return str(settings.ORIGINALS_ROOT)

    @property
    def location(self) -> str:
        return str(Path(settings.ORIGINALS_ROOT).absolute())

    def url(self, name):
        raise ValueError("originals have no address of their own")


def name_under_hash(sha256: str, ending: str) -> str:
    return f"{sha256[:2]}/{sha256}{ending}"


def put(file: File, ending: str) -> tuple[str, int]:
    """Write the content under its hash; returns the hash and the size in bytes. The same content is kept once.

    It stands there whole or not at all: what is half written has another name. Raises OSError.
    """
    root = Path(settings.ORIGINALS_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    descriptor, unfinished = tempfile.mkstemp(dir=root, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as copy:
            for piece in file.chunks():
                digest.update(piece)
                size += copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
        place = root / name_under_hash(digest.hexdigest(), ending)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        Path(unfinished).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(unfinished).unlink()
        raise
    return digest.hexdigest(), size


def digest_on_disk(name: str) -> str:
    """The hash of what lies there now. Raises OSError where nothing can be read."""
    with (Path(settings.ORIGINALS_ROOT) / name).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
