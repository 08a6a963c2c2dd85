"""A Word file as what it is, a zip of XML parts, opened so that a hostile one can do no harm.

Nothing here follows a reference, expands an entity or unpacks more than it was asked for. What is refused is refused
with a reason, see REASONS; the words for people are found above (regulations.word_refusals).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from regulations.text.docx.parsing import BrokenXml, ForbiddenXml, Handler, parse_xml

FILE_BYTES = 20_000_000
PART_BYTES = 32_000_000
"""Of one XML part, unpacked; the longest laws need a fifth of it."""
TOTAL_BYTES = 200_000_000
"""Of all parts as the file declares them, pictures too, which are never unpacked."""
ENTRIES = 2_000
DIRECTORY_BYTES = 400_000
RATIO, RATIO_FROM = 400, 2_000_000
"""Word's XML packs 10 to 60 to 1; a part over RATIO_FROM bytes that packs better than RATIO is a bomb."""

REASONS = (
    "empty", "too_big", "not_docx", "encrypted", "old_doc", "broken", "bomb", "unsafe_name", "duplicate", "doctype",
    "macros", "embedded", "external", "external_field", "too_long", "scan", "no_text",
)  # fmt: skip

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _END64_SIZE = 22, 20
_CHUNK = 1 << 16

_MAIN = "wordprocessingml.document.main+xml"
_MACRO_TYPES = ("macroenabled", "vbaproject", "vbadata")
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_EMBEDDED_TYPES = ("oleobject", "activex", "control")
_EMBEDDED_RELATIONS = {"oleObject", "package", "control", "aFChunk", "subDocument", "activeXControlBinary"}


class DocxRefused(Exception):
    """A file that is not taken. `reason` is one of REASONS, `detail` names the part or value that is to blame."""

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail[:200]


@dataclass(frozen=True)
class Relation:
    """A reference from one part to another, or to something outside, which nobody ever follows."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """An opened file whose parts have been judged. `main` is the name of the part with the text."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    main: str = ""
    relations: dict[str, list[Relation]] = field(default_factory=dict)
    """Of the package ("") and of each part, by the part's name."""

    def parse(self, name: str, handler: Handler) -> None:
        """Feed a part to the handler. Raises DocxRefused."""
        try:
            with self.archive.open(name) as part:
                parse_xml(_capped(part, name), handler)
        except ForbiddenXml as error:
            raise DocxRefused("doctype", name) from error
        except BrokenXml as error:
            raise DocxRefused("broken", name) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise DocxRefused("broken", name) from error

    def related(self, source: str, kind: str) -> list[str]:
        """The parts inside the file that `source` refers to in this way."""
        found = self.relations.get(source, [])
        return [one.target for one in found if one.kind == kind and not one.external and one.target in self.names]


def open_package(file: BinaryIO | Path | bytes) -> Package:
    """Open a file and judge everything in it but its text. Raises DocxRefused."""
    stream = _stream(file)
    _check_container(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise DocxRefused("broken") from error
    _check_entries(archive.infolist())
    package = Package(archive, frozenset(info.filename for info in archive.infolist() if not info.is_dir()))
    if "[Content_Types].xml" not in package.names:
        raise DocxRefused("not_docx")
    _check_macros_by_name(package.names)
    types = _Types()
    package.parse("[Content_Types].xml", types)
    _check_types(types)
    for name in sorted(package.names):
        if name.endswith(".rels"):
            _read_relations(package, name)
    mains = package.related("", "officeDocument")
    if len(mains) != 1 or _MAIN not in types.of(mains[0]):
        raise DocxRefused("not_docx")
    package.main = mains[0]
    return package


def _stream(file: BinaryIO | Path | bytes) -> BinaryIO:
    if isinstance(file, bytes):
        return io.BytesIO(file)
    return io.BytesIO(_limited(file)) if isinstance(file, Path) else file


def _limited(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_BYTES + 1)


def _check_container(stream: BinaryIO) -> None:
    """Before any zip reader sees it: size, what else the file may be, and how long a list of entries it claims."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size == 0:
        raise DocxRefused("empty")
    if size > FILE_BYTES:
        raise DocxRefused("too_big")
    head = stream.read(len(_CFB))
    if head == _CFB:
        raise DocxRefused(_compound_file(head + stream.read()))
    if not head.startswith(b"PK\x03\x04"):
        raise DocxRefused("not_docx")
    tail_size = min(size, _END_SIZE + _END64_SIZE + 0xFFFF)
    stream.seek(size - tail_size)
    tail = stream.read()
    stream.seek(0)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise DocxRefused("broken")
    entries = int.from_bytes(tail[end + 10 : end + 12], "little")
    directory = int.from_bytes(tail[end + 12 : end + 16], "little")
    # The zip of more than 65,535 entries or 4 GB begins its end with another record; no Word file needs one.
    if tail[max(0, end - _END64_SIZE) : end].startswith(_END64) or entries > ENTRIES or directory > DIRECTORY_BYTES:
        raise DocxRefused("bomb")


def _compound_file(data: bytes) -> str:
    """An encrypted .docx and an old .doc are of one container; names in it are UTF-16."""
    encrypted = any(name.encode("utf-16-le") in data for name in ("EncryptedPackage", "EncryptionInfo"))
    return "encrypted" if encrypted else "old_doc"


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise DocxRefused("bomb")
    seen: set[str] = set()
    for info in entries:
        name = info.orig_filename.replace("\\", "/")
        parts = name.rstrip("/").split("/")
        if not name or name.startswith("/") or ".." in parts or ":" in parts[0] or "\0" in name:
            raise DocxRefused("unsafe_name", name.replace("\0", ""))
        if name.lower() in seen:
            raise DocxRefused("duplicate", name)
        seen.add(name.lower())
        if info.flag_bits & 0x1:
            raise DocxRefused("encrypted")
        # Word packs in one way; others, with dictionaries of gigabytes, have no business here.
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise DocxRefused("broken", name)
        is_xml = name.lower().endswith((".xml", ".rels"))
        if is_xml and info.file_size > PART_BYTES:
            raise DocxRefused("bomb", name)
        if info.file_size > RATIO_FROM and info.file_size > RATIO * max(1, info.compress_size):
            raise DocxRefused("bomb", name)
    if sum(info.file_size for info in entries) > TOTAL_BYTES:
        raise DocxRefused("bomb")


def _capped(part, name: str):
    """The part's pieces; what it unpacks to is counted, not what it says it does."""
    left = PART_BYTES
    while piece := part.read(_CHUNK):
        left -= len(piece)
        if left < 0:
            raise DocxRefused("bomb", name)
        yield piece


def _check_macros_by_name(names: frozenset[str]) -> None:
    for name in sorted(names):
        lower = posixpath.basename(name).lower()
        if lower in _MACRO_PARTS:
            raise DocxRefused("macros", name)
        if "/embeddings/" in f"/{name.lower()}" or "/activex/" in f"/{name.lower()}":
            raise DocxRefused("embedded", name)


class _Types(Handler):
    """What [Content_Types].xml says each part is."""

    def __init__(self) -> None:
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}

    def start(self, tag, attributes):
        kind = attributes.get("ContentType", "").lower()
        if tag == "Default":
            self.defaults[attributes.get("Extension", "").lower()] = kind
        elif tag == "Override":
            self.overrides[attributes.get("PartName", "").lstrip("/")] = kind

    def of(self, name: str) -> str:
        return self.overrides.get(name) or self.defaults.get(name.rpartition(".")[2].lower(), "")


def _check_types(types: _Types) -> None:
    used = [*types.overrides.items(), *types.defaults.items()]
    for name, kind in used:
        if any(word in kind for word in _MACRO_TYPES):
            raise DocxRefused("macros", name)
    for name, kind in types.overrides.items():
        if any(word in kind for word in _EMBEDDED_TYPES):
            raise DocxRefused("embedded", name)


class _Relations(Handler):
    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.found: list[Relation] = []

    def start(self, tag, attributes):
        if tag != "Relationship":
            return
        target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
        external = attributes.get("TargetMode", "").lower() == "external"
        if not external:
            target = target.partition("#")[0]
            joined = target.lstrip("/") if target.startswith("/") else posixpath.join(self.folder, target)
            target = posixpath.normpath(joined)
        self.found.append(Relation(attributes.get("Id", ""), kind, target, external))


def _read_relations(package: Package, name: str) -> None:
    """Links a reader may click are harmless, as nobody here does; anything else from outside is refused."""
    folder = posixpath.dirname(posixpath.dirname(name))
    source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
    reader = _Relations(folder)
    package.parse(name, reader)
    for one in reader.found:
        if one.external and one.kind != "hyperlink":
            raise DocxRefused("external", f"{one.kind}: {one.target}")
        if one.kind in _EMBEDDED_RELATIONS:
            raise DocxRefused("embedded", one.target)
        if one.kind in ("vbaProject", "wordVbaData"):
            raise DocxRefused("macros", one.target)
    package.relations[source] = reader.found
