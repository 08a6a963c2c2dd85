"""Which files may stand beside a version: per kind the types, each with its largest size; and what a name is kept as.

docs/operations.md has the same table for people. What a browser would run (HTML, SVG, scripts) is in none of it.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.models.choices import OriginalKind
from regulations.text.docx.package import ENTRIES, TOTAL_BYTES, DocxRefused, open_package
from regulations.text.docx.parsing import Handler

MB = 1024 * 1024
NAME_LENGTH = 150
_OOXML = b"PK\x03\x04"
_FORBIDDEN = re.compile(r"[<>:\"/\\|?*%#;&]+")
_ACTIVE = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/|embeddings/|basic/|scripts/)", re.IGNORECASE)


@dataclass(frozen=True)
class FileType:
    """`ending` is the one it is kept with; `begins` what its content begins with; `holds` an entry of its zip."""

    name: str
    ending: str
    media_type: str
    begins: tuple[bytes, ...]
    endings: tuple[str, ...] = ()
    holds: str = ""

    def has_ending(self, name: str) -> bool:
        return name.lower().endswith((self.ending, *self.endings))


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = FileType("PDF", ".pdf", "application/pdf", (b"%PDF-",))
DOCX = FileType("DOCX", ".docx", _OFFICE + "wordprocessingml.document", (_OOXML,), holds="word/document.xml")
XLSX = FileType("XLSX", ".xlsx", _OFFICE + "spreadsheetml.sheet", (_OOXML,), holds="xl/workbook.xml")
ODT = FileType("ODT", ".odt", _OPEN + "text", (_OOXML,), holds="content.xml")
PNG = FileType("PNG", ".png", "image/png", (b"\x89PNG\r\n\x1a\n",))
JPEG = FileType("JPEG", ".jpg", "image/jpeg", (b"\xff\xd8\xff",), endings=(".jpeg",))
TIFF = FileType("TIFF", ".tif", "image/tiff", (b"II*\0", b"MM\0*"), endings=(".tiff",))

ALLOWED: dict[OriginalKind, dict[FileType, int]] = {
    OriginalKind.SIGNED_FILE: {PDF: 30 * MB},
    OriginalKind.GAZETTE_FILE: {PDF: 30 * MB},
    OriginalKind.SCAN: {PDF: 30 * MB, PNG: 20 * MB, JPEG: 20 * MB, TIFF: 20 * MB},
    OriginalKind.FORM: {PDF: 10 * MB, DOCX: 5 * MB, XLSX: 5 * MB, ODT: 5 * MB},
}
"""Bytes at most; a kind that is not here has no file."""

ENDINGS = tuple(sorted({end for types in ALLOWED.values() for one in types for end in (one.ending, *one.endings)}))


def type_of(file: File, kind: str) -> FileType:
    """The type of a file that may be of this kind. Raises ValidationError of the field `file` with what is wrong.

    The ending names the type and the content must agree with it.
    """
    types = ALLOWED.get(OriginalKind(kind), {})
    found = next((one for one in types if one.has_ending(file.name)), None)
    if found is None:
        names = ", ".join(one.name for one in types)
        raise _wrong(_("Loại này chỉ nhận tệp %(names)s; tên tệp phải có đuôi tương ứng.") % {"names": names})
    if not file.size:
        raise _wrong(_("Tệp không có nội dung."))
    if file.size > types[found]:
        size = filesizeformat(types[found])
        raise _wrong(_("Tệp lớn hơn mức cho phép của %(type)s: %(size)s.") % {"type": found.name, "size": size})
    file.seek(0)
    if not file.read(8).startswith(found.begins):
        raise _wrong(_("Nội dung tệp không phải %(type)s như đuôi tên của nó.") % {"type": found.name})
    if found.holds:
        _check_package(file, found)
    file.seek(0)
    return found


def clean_name(name: str, ending: str) -> str:
    """What a download is called: the visitor's name of the file without folders, signs and letters that deceive."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] if "." in last else last
    shown = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in stem)
    stem = " ".join(_FORBIDDEN.sub("-", shown).split()).strip(" .")
    return f"{stem[: NAME_LENGTH - len(ending)].strip(' .') or 'tep'}{ending}"


def default_title(name: str) -> str:
    return Path(clean_name(name, "")).name


def _check_package(file: File, found: FileType) -> None:
    """A form that people open on their own computers runs nothing, and holds no more than it shows."""
    if found is DOCX:
        _check_word(file)
        return
    try:
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > TOTAL_BYTES:
                raise _wrong(_("Tệp khi giải nén quá lớn."))
            names = {entry.filename for entry in entries}
            if found.holds not in names:
                raise _wrong(_("Nội dung tệp không phải %(type)s như đuôi tên của nó.") % {"type": found.name})
            if any(_ACTIVE.search(name) for name in names):
                raise _wrong(_("Tệp chứa macro hoặc đối tượng nhúng; hãy bỏ chúng rồi lưu lại."))
            if any(entry.flag_bits & 1 for entry in entries):
                raise _wrong(_("Tệp có mật khẩu; hãy bỏ mật khẩu rồi tải lên lại."))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise _wrong(_("Không đọc được tệp; hãy mở và lưu lại rồi tải lên.")) from error


class _Hidden(Handler):
    """Whether a text has what its writer may not know is there."""

    TAGS = frozenset({"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:vanish"})

    def __init__(self):
        self.found = False

    def start(self, tag, attributes):
        self.found = self.found or tag in self.TAGS


def _check_word(file: File) -> None:
    hidden = _Hidden()
    try:
        package = open_package(file.file)
        package.parse(package.main, hidden)
    except DocxRefused as refused:
        raise _wrong(_WORD.get(refused.reason, _("Không đọc được tệp; hãy mở và lưu lại rồi tải lên."))) from refused
    if hidden.found or package.related(package.main, "comments"):
        raise _wrong(_("Tệp còn sửa đổi được theo dõi, nhận xét hoặc chữ ẩn; hãy bỏ hết trước khi công bố."))


_WORD = {
    "macros": gettext_lazy("Tệp chứa macro hoặc đối tượng nhúng; hãy bỏ chúng rồi lưu lại."),
    "embedded": gettext_lazy("Tệp chứa macro hoặc đối tượng nhúng; hãy bỏ chúng rồi lưu lại."),
    "external": gettext_lazy("Tệp lấy nội dung từ nơi khác; hãy nhúng nội dung đó vào tệp rồi lưu lại."),
    "encrypted": gettext_lazy("Tệp có mật khẩu; hãy bỏ mật khẩu rồi tải lên lại."),
    "bomb": gettext_lazy("Tệp khi giải nén quá lớn."),
    "not_docx": gettext_lazy("Nội dung tệp không phải DOCX như đuôi tên của nó."),
}
"""What to say of a Word file that is refused, by the reason; any other one cannot be read."""


def _wrong(reason: str) -> ValidationError:
    return ValidationError({"file": reason})
