"""The bytes of an import: JSON and JSON lines, gzipped or not. A file that is broken anywhere is refused as a whole."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

GZIP_MAGIC = b"\x1f\x8b"
LONGEST_LINE = 50_000_000  # bytes; the longest article of the national database has under two million


class BrokenFileError(Exception):
    """A file that cannot be read to its end as what it should be; the message names the file and the place."""


def read_list(path: Path) -> list[Any]:
    """The JSON list that the file holds. Raises BrokenFileError."""
    with _opened(path) as (file, _raw), _told(path):
        value = _parsed(file.read(), f"{path.name}")
    if not isinstance(value, list):
        raise BrokenFileError(f"{path.name}: not a JSON list")
    return value


def read_lines(path: Path, *, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator:
    """(line number, JSON value) of each line that is not blank. Raises BrokenFileError.

    `progress` is told how many bytes of the file were read, of how many.
    """
    with _opened(path) as (file, raw), _told(path):
        size = path.stat().st_size
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise BrokenFileError(f"{path.name}, line {number}: longer than {LONGEST_LINE:,} bytes")
            if number % 500 == 0:
                progress(raw.tell(), size)
            if line.strip():
                yield number, _parsed(line, f"{path.name}, line {number}")
        progress(size, size)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file to read from, unpacked if it is packed, and the file on disk, which tells how far one is."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise BrokenFileError(f"{path}: {error.strerror}") from error
    with raw:
        packed = raw.read(2) == GZIP_MAGIC
        raw.seek(0)
        yield (gzip.GzipFile(fileobj=raw) if packed else raw), raw


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except EOFError as error:
        raise BrokenFileError(f"{path.name}: cut off: the gzip file has no end") from error
    except (OSError, zlib.error) as error:
        raise BrokenFileError(f"{path.name}: cannot be read: {error}") from error


def _parsed(data: bytes, where: str) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BrokenFileError(f"{where}: not UTF-8 (byte {error.start + 1})") from error
    except ValueError as error:
        raise BrokenFileError(f"{where}: not JSON: {error}") from error
    except RecursionError as error:
        raise BrokenFileError(f"{where}: not JSON that can be read: nested too deeply") from error
