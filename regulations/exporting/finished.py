"""A file that is there whole or not at all."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

READABLE = 0o644  # a temporary file is its owner's alone, an export is for others to read


@contextmanager
def finished_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which gets its name once it is complete and is gone if it never is. Raises OSError."""
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        unfinished = Path(file.name)
        try:
            yield file
        except BaseException:
            unfinished.unlink()
            raise
    unfinished.chmod(READABLE)
    unfinished.replace(path)
