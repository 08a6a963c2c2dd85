"""Files between being looked at and being confirmed: on the server, bound to who sent them, gone after a day."""

import hashlib
import pickle
import re
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_SECONDS = 24 * 3600
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _folder() -> Path:
    """Outside everything that is served; made when it is first needed, for the portal's own user alone."""
    folder = Path(settings.VAR_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(file: UploadedFile, *, user, suffix: str) -> str:
    """Put the file aside for `user`; returns the digest by which they find it again."""
    _sweep()
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    name = _folder() / f"{user.pk}-{digest.hexdigest()}{suffix}"
    unfinished = name.with_suffix(f"{suffix}.part")
    with unfinished.open("wb") as copy:
        for piece in file.chunks():
            copy.write(piece)
    unfinished.replace(name)
    return digest.hexdigest()


def kept(digest: str, *, user, suffixes: tuple[str, ...]) -> Path | None:
    """The file that `user` sent, None where it is gone or was somebody else's."""
    if not _DIGEST.fullmatch(digest):
        return None
    paths = (_folder() / f"{user.pk}-{digest}{suffix}" for suffix in suffixes)
    return next((path for path in paths if path.is_file()), None)


def drop(digest: str, *, user, suffixes: tuple[str, ...]) -> None:
    """Forget a file that `user` sent; nothing happens where it is gone."""
    path = kept(digest, user=user, suffixes=suffixes)
    if path is not None:
        path.unlink(missing_ok=True)


def keep_judged(judged: Any, digest: str, *, user) -> None:
    """Put aside what was found in the kept file, so that turning a page of its report judges nothing anew.

    Never what is written: that is judged again (regulations.admin.uploads).
    """
    name = _judged(digest, user)
    unfinished = name.with_suffix(".part")
    unfinished.write_bytes(pickle.dumps(judged))
    unfinished.replace(name)


def kept_judged(digest: str, *, user) -> Any:
    """What `keep_judged` was given, None where there is nothing or another release of the portal wrote it."""
    if not _DIGEST.fullmatch(digest):
        return None
    try:
        # Written by the portal alone, in a folder that is the portal's alone, under a name no upload can have.
        return pickle.loads(_judged(digest, user).read_bytes())  # noqa: S301
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, IndexError):
        return None


def forget_judged(digest: str, *, user) -> None:
    if _DIGEST.fullmatch(digest):
        _judged(digest, user).unlink(missing_ok=True)


def _judged(digest: str, user) -> Path:
    return _folder() / f"{user.pk}-{digest}.judged"


def _sweep() -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in _folder().iterdir():
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another process swept it
