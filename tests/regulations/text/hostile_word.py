"""Word files that mean harm or are none, by name, each with the reason it is to be refused for.

Each is made when it is asked for; nothing of them is kept in the project.
"""

import io
import os
import struct
import warnings
import zipfile
from collections.abc import Callable

from tests.regulations.word_samples import (
    MAIN,
    SPACES,
    W,
    around,
    paragraph,
    paragraphs,
    relation,
    run,
    table,
    word,
    word_parts,
    zipped,
)

MB = 1_000_000
XML = '<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def xxe(url: str) -> str:
    return f'<!DOCTYPE w [<!ENTITY x SYSTEM "{url}/x"><!ENTITY % y SYSTEM "{url}/y">%y;]>'


def document(text: str, before: str = "") -> bytes:
    return saying(f"{XML}{before}<w:document {SPACES}><w:body>{text}</w:body></w:document>")


def saying(main: str | bytes) -> bytes:
    """A file whose main part is this."""
    return zipped(word_parts() | {"word/document.xml": main})


def relations(*some: str) -> str:
    return f"<Relationships>{''.join(some)}</Relationships>"


def bomb(*, parts: int = 1, size: int = 200 * MB, name: str = "word/document.xml") -> bytes:
    """Entries that unpack to `size` bytes each and are a thousandth of it packed."""
    file = io.BytesIO(word())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # the name is there already
        for at in range(parts):
            with archive.open(name if parts == 1 else f"word/media/{at}.bin", "w") as entry:
                for _piece in range(size // MB):
                    entry.write(b" " * MB)
    return file.getvalue()


def lying_bomb() -> bytes:
    """A document of 100 MB whose directory says that it has a thousand bytes."""
    packed = saying(" " * 100 * MB)
    return packed.replace(struct.pack("<L", 100 * MB), struct.pack("<L", 1_000))


def million_entries() -> bytes:
    """As many entries as fit, all of one place: a directory of 19 MB."""
    sound = word()
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65_535, 65_535, len(directory), len(sound), 0)
    return sound + directory + end


def with_entries(*names: str) -> bytes:
    file = io.BytesIO(word())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def flagged() -> bytes:
    """Every entry says that it is encrypted, as zip programs do it."""
    content = bytearray(word())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(signature, place + 1)
    return bytes(content)


def packed_with(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in word_parts().items():
            archive.writestr(name, content)
    return file.getvalue()


def compound(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + b"".join(name.encode("utf-16-le") for name in streams)


def related(kind: str, target: str, *, external: bool = True) -> bytes:
    return word(relations=relation(kind, target, external=external))


def with_type(kind: str) -> bytes:
    return word(types=f'<Override PartName="/word/x.bin" ContentType="{kind}"/>')


def field(*instructions: str) -> str:
    texts = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in instructions)
    return paragraphs() + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', texts)


def picture(words: str = "") -> str:
    image = '<w:r><w:drawing><wp:docPr id="1" name="Trang 1"/><blip r:embed="rId9"/></w:drawing></w:r>'
    return paragraph(image) * 5 + paragraph(words)


def many_paragraphs(count: int) -> bytes:
    """Paragraphs that differ, as those of a text do."""
    body = "".join(f"<w:p><w:r><w:t>Khoản {at} của điều {at % 977}</w:t></w:r></w:p>" for at in range(count))
    return word(body)


def files(url: str) -> dict[str, tuple[Callable[[], bytes], str]]:
    """All of them; those that reach out reach for `url`."""
    return {
        "a document that unpacks to 200 MB": (lambda: bomb(), "duplicate"),
        "a document that is only a bomb": (lambda: saying(" " * 100 * MB), "bomb"),
        "ten pictures of 60 MB": (lambda: bomb(parts=10, size=60 * MB), "bomb"),
        "a bomb that lies about its size": (lying_bomb, "broken"),
        "hundreds of thousands of entries": (million_entries, "bomb"),
        "three thousand entries": (lambda: with_entries(*(f"word/{at}.bin" for at in range(3_000))), "bomb"),
        "zips in a zip": (lambda: zipped({f"{at}.zip": zipped({"0": b"0" * MB}) for at in range(16)}), "not_docx"),
        "a numbering that is a bomb": (lambda: word(parts={"numbering": " " * 40 * MB}), "bomb"),
        "a dictionary of lzma": (lambda: packed_with(zipfile.ZIP_LZMA), "broken"),
        "more than the measure": (lambda: word(more={"word/media/a.png": os.urandom(21 * MB)}), "too_big"),
        "a template elsewhere": (lambda: related("attachedTemplate", f"{url}/t.dotm"), "external"),
        "a picture elsewhere": (lambda: related("image", f"{url}/p.png"), "external"),
        "an object elsewhere": (lambda: related("oleObject", f"{url}/o"), "external"),
        "a frame elsewhere": (lambda: related("frame", f"{url}/f.html"), "external"),
        "a part of the text elsewhere": (lambda: related("subDocument", f"{url}/s.docx"), "external"),
        "a picture on a share": (lambda: related("image", r"\\127.0.0.1\a\p.png"), "external"),
        "a template elsewhere, in small letters": (
            lambda: word(relations=relation("attachedTemplate", url, external=True).replace("External", "external")),
            "external",
        ),
        "a picture elsewhere, of a header": (
            lambda: word(
                parts={"header1": around("hdr", paragraph("x"))},
                more={"word/_rels/header1.xml.rels": relations(relation("image", url, external=True))},
            ),
            "external",
        ),
        "another document inside": (lambda: related("aFChunk", "x.html", external=False), "embedded"),
        "an object inside": (lambda: word(more={"word/embeddings/oleObject1.bin": b"x"}), "embedded"),
        "a control": (lambda: word(more={"word/activeX/activeX1.xml": "<x/>"}), "embedded"),
        "a workbook inside": (lambda: related("package", "x.xlsx", external=False), "embedded"),
        "macros": (lambda: word(more={"word/vbaProject.bin": b"x"}), "macros"),
        "a document with macros by its type": (
            lambda: word(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros",
        ),
        "macros under another name": (lambda: with_type("application/vnd.ms-office.vbaProject"), "macros"),
        "a field that runs a program": (lambda: word(field('DDEAUTO cmd.exe "/k calc"')), "external_field"),
        "the same in pieces": (lambda: word(field(" DD", "EAUTO x")), "external_field"),
        "a field that fetches a picture": (lambda: word(field(f' INCLUDEPICTURE "{url}/p.png" \\d')), "external_field"),
        "a simple field that fetches a text": (
            lambda: word(paragraph(f'<w:fldSimple w:instr="INCLUDETEXT {url}"><w:r/></w:fldSimple>', "x" * 200)),
            "external_field",
        ),
        "an entity from elsewhere": (lambda: document("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", xxe(url)), "doctype"),
        "laughs": (lambda: word(parts={"styles": f"{LAUGHS}<w:styles {W}>&i;</w:styles>"}), "doctype"),
        "a DOCTYPE in the list of types": (
            lambda: zipped(word_parts() | {"[Content_Types].xml": f"{xxe(url)}<Types>&x;</Types>"}), "doctype",
        ),
        "a DOCTYPE in relations": (
            lambda: zipped(word_parts() | {"word/_rels/document.xml.rels": f"{xxe(url)}<Relationships/>"}), "doctype",
        ),
        "a DOCTYPE in UTF-16": (
            lambda: saying('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w><w/>'.encode("utf-16")),
            "doctype",
        ),
        "a DOCTYPE among comments": (lambda: word(parts={"comments": f"{xxe(url)}<w:comments {W}/>"}), "doctype"),
        "an encrypted document": (lambda: compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
        "an encrypted zip": (flagged, "encrypted"),
        "an old document": (lambda: compound("WordDocument"), "old_doc"),
        "two documents": (lambda: with_entries("word/document.xml"), "duplicate"),
        "two documents but for a letter": (lambda: with_entries("Word/Document.xml"), "duplicate"),
        "a name that climbs": (lambda: with_entries("../../etc/cron.d/x"), "unsafe_name"),
        "a name from the root": (lambda: with_entries("/etc/x"), "unsafe_name"),
        "a name that climbs backwards": (lambda: with_entries("word\\..\\..\\x"), "unsafe_name"),
        "a name on a drive": (lambda: with_entries("C:/x"), "unsafe_name"),
        "an empty file": (lambda: b"", "empty"),
        "a PDF": (lambda: b"%PDF-1.7\n" + b"x" * 1000, "not_docx"),
        "a page": (lambda: b"<html><script>alert(1)</script></html>", "not_docx"),
        "a workbook": (
            lambda: word(main_type=MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet")), "not_docx",
        ),
        "a zip of anything": (lambda: zipped({"a.txt": "a"}), "not_docx"),
        "a document without a document": (
            lambda: zipped({k: v for k, v in word_parts().items() if k != "word/document.xml"}), "not_docx",
        ),
        "two main documents": (
            lambda: word(more={"_rels/.rels": relations(relation("officeDocument", "word/document.xml") * 2)}),
            "not_docx",
        ),
        "half a file": (lambda: word()[: len(word()) // 2], "broken"),
        "XML that does not end": (lambda: saying("<w:document"), "broken"),
        "letters that are none": (lambda: saying(b"<a>\xff\xfe\xc3\x28</a>"), "broken"),
        "a hundred thousand tags inside each other": (
            lambda: saying("<w>" * 100_000 + "</w>" * 100_000), "broken",
        ),
        "an attribute of 20 MB": (
            lambda: saying(f'<w a="{"".join(map(str, range(3_000_000)))}"/>'), "broken",
        ),
        "two million elements": (lambda: word(paragraph("<w:r/>" * 2_000_000)), "bomb"),
        "half a million different runs": (
            lambda: word(paragraph(*(f'<w:r w:a="{at}"/>' for at in range(500_000)))), "too_long",
        ),
        "a line of a million letters": (lambda: word(paragraph("chữ và " * 150_000)), "too_long"),
        "a million spaces, then a letter": (lambda: word(paragraph(" " * 1_000_000 + "x")), "too_long"),
        "100,000 paragraphs": (lambda: many_paragraphs(100_000), "too_long"),
        "100,000 cells": (lambda: word(table(*([str(at)] * 10 for at in range(10_000)))), "too_long"),
        "1,000,000 paragraphs": (lambda: word(paragraph("x") * 1_000_000), "bomb"),
        "pictures of text": (lambda: word(picture("Trang 1/5")), "scan"),
        "nothing": (lambda: word(paragraph("") + paragraph(" \u00a0 ")), "no_text"),
        "nothing that is shown": (lambda: word(paragraph(run("ẩn", "<w:vanish/>"))), "no_text"),
    }  # fmt: skip
