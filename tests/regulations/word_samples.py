"""Word files as tests need them, made from XML: sound ones, and with anything in them that a sender may put there."""

import io
import zipfile
from html import escape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:r="{OFFICE}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wp="http://schemas.openxmlformats.org/'
    'drawingml/2006/wordprocessingDrawing" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
MAIN = f"{TYPE}.document.main+xml"
LAW = "Điều 1. Phạm vi điều chỉnh\n1. Nghị định này quy định về điều kiện kinh doanh.\n2. Áp dụng trên toàn quốc."


def run(text: str, properties: str = "") -> str:
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs; a run that is no XML is a text."""
    inner = "".join(one if one.startswith(("<w:", "<mc:")) else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def paragraphs(text: str = LAW) -> str:
    return "".join(paragraph(line) for line in text.split("\n"))


def table(*rows: list[str]) -> str:
    """A table; a cell is the XML of its blocks, or a text."""
    cells = (
        "".join(f"<w:tc>{cell if cell.startswith('<w:') else paragraph(cell)}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def changed(kind: str, inner: str, *, who: str = "Nguyễn Văn Bí") -> str:
    """A tracked change: kind "ins", "del", "moveFrom" or "moveTo" around runs."""
    if kind in ("del", "moveFrom"):
        inner = inner.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
    return f'<w:{kind} w:id="1" w:author="{escape(who)}" w:date="2026-01-01T00:00:00Z">{inner}</w:{kind}>'


def relation(kind: str, target: str, *, external: bool = False, number: int = 9) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{escape(target)}"{mode}/>'


def word_parts(
    body: str = "", *, parts: dict[str, str] | None = None, relations: str = "", types: str = "", main_type: str = MAIN
) -> dict[str, str]:
    """The parts of a file by name. `parts` are further ones of word/, each related by the kind its name begins with."""
    kinds = {"numbering": "numbering", "styles": "styles", "comments": "comments", "footnotes": "footnotes",
             "endnotes": "endnotes", "header": "header", "footer": "footer", "settings": "settings"}  # fmt: skip
    related = "".join(
        relation(kind, f"{name}.xml", number=100 + at)
        for at, name in enumerate(parts or {})
        for kind in [kinds.get(name.rstrip("0123456789"))]
        if kind
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + relation("officeDocument", "word/document.xml", number=1)
        + f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/>'
        + relation("extended-properties", "docProps/app.xml", number=3)
        + relation("custom-properties", "docProps/custom.xml", number=4)
        + "</Relationships>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{body or paragraphs()}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}{relations}'
        "</Relationships>",
        **{f"word/{name}.xml": content for name, content in (parts or {}).items()},
    }


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # at the same moment each time
    return file.getvalue()


def word(body: str = "", *, more: dict[str, str | bytes] | None = None, **how) -> bytes:
    """A file; `more` are further entries of the zip, by their whole names."""
    return zipped(word_parts(body, **how) | (more or {}))


def around(tag: str, inner: str) -> str:
    """A part such as a header ("hdr") around blocks."""
    return f"<w:{tag} {SPACES}>{inner}</w:{tag}>"


def comments(*said: tuple[str, str]) -> str:
    return around("comments", "".join(
        f'<w:comment w:id="{at}" w:author="{escape(who)}">{paragraph(words)}</w:comment>'
        for at, (who, words) in enumerate(said)
    ))  # fmt: skip


def core(**properties: str) -> str:
    spaces = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    named = [(name.replace("_", ":"), escape(value)) for name, value in properties.items()]
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in named)
    return f"<cp:coreProperties {spaces}>{inner}</cp:coreProperties>"
