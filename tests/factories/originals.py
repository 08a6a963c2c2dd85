"""Files as people attach them, made by hand, and attachments of versions."""

import io
import zipfile
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from regulations.attaching import add_attachment
from regulations.models import Attachment, OriginalKind
from tests.factories.regulations import make_officer

_numbers = count(1)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(said: str = "") -> bytes:
    """Another content each call, unless it is said."""
    return f"%PDF-1.4\n% {said or next(_numbers)}\n%%EOF\n".encode()


def zipped(entries: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in entries.items():
            package.writestr(name, text)
    return file.getvalue()


def docx(body: str = "<w:p/>", **more: str) -> bytes:
    """A Word file with this body; `more` are further entries, "__" in a name standing for "/"."""
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>',
        }
        | {name.replace("__", "/"): text for name, text in more.items()}
    )


def xlsx(*more: str) -> bytes:
    return zipped(dict.fromkeys(("[Content_Types].xml", "xl/workbook.xml", *more), "<x/>"))


def odt(*more: str) -> bytes:
    return zipped(dict.fromkeys(("mimetype", "content.xml", *more), "x"))


def upload(name: str = "ban-ky.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf() if content is None else content, content_type="text/html")


def make_attachment(version, *, kind=OriginalKind.SIGNED_FILE, by=None, **given) -> Attachment:
    """A signed PDF beside this version, unless something else is given."""
    by = by or make_officer(version.maintaining_agency)
    if "link" not in given:
        given.setdefault("file", upload())
    return add_attachment(version=version, kind=kind, by=by, **given)
