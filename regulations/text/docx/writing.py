"""Word files written anew: a few styles, paragraphs and tables. The same content gives the same bytes.

Nothing personal and nothing of any upload is in them: the only name is the portal's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from regulations.text.normalise import normalise_text

AUTHOR = "Cổng tra cứu"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BODY = "Normal"
TITLE, SUBTITLE = "Title", "Subtitle"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4", "Heading5")
ARTICLE, CLAUSE, POINT, CELL, NOTE = "Article", "Clause", "Point", "Cell", "Note"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may have."""
_WIDTH = 9_070
"""Between the margins, in twentieths of a point: A4 with 3 cm on the left and 2 cm on the right."""


@dataclass(frozen=True)
class Text:
    """A paragraph; lines inside it are broken."""

    text: str
    style: str = BODY


@dataclass(frozen=True)
class Table:
    """`shares` are the widths of the columns, in parts of their sum; the first row repeats on each page."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int] = ()


Block = Text | Table


def write_docx(blocks: Iterable[Block], *, title: str, running_head: str = "") -> bytes:
    """A file with these blocks; `running_head` stands above every page, a page number below."""
    body = "".join(_paragraph(block) if isinstance(block, Text) else _table(block) for block in blocks)
    return pack(body, title=title, running_head=running_head)


def pack(body: str, *, title: str, running_head: str = "") -> bytes:
    """A file around the XML of a body."""
    document = (
        f'<w:document xmlns:w="{_WORD}" xmlns:r="{_OFFICE}"><w:body>{body}'
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" w:footer="567"'
        ' w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "docProps/core.xml": _core(title),
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": document,
        "word/footer1.xml": _FOOTER,
        "word/header1.xml": f'<w:hdr xmlns:w="{_WORD}">{_paragraph(Text(running_head, NOTE))}</w:hdr>',
        "word/settings.xml": f'<w:settings xmlns:w="{_WORD}"><w:defaultTabStop w:val="567"/></w:settings>',
        "word/styles.xml": _styles(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            # A zip keeps a moment for each entry and says which system made it: always the same ones here.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            archive.writestr(entry, _HEAD + content)
    return file.getvalue()


def runs(text: str, *, deleted: bool = False) -> str:
    """The XML of a text as runs; line ends are breaks."""
    tag = "w:delText" if deleted else "w:t"
    lines = [
        f'<{tag} xml:space="preserve">{escape(line, quote=False)}</{tag}>' if line else ""
        for line in _FORBIDDEN.sub("", text).split("\n")
    ]
    return "<w:r>" + "<w:br/>".join(lines) + "</w:r>" if any(lines) or len(lines) > 1 else ""


def style_of(style: str, mark: str = "") -> str:
    """The properties of a paragraph; `mark` is what is said of its end."""
    named = "" if style == BODY else f'<w:pStyle w:val="{style}"/>'
    inner = named + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:pPr>{inner}</w:pPr>" if inner else ""


def _paragraph(block: Text) -> str:
    return f"<w:p>{style_of(block.style)}{runs(block.text)}</w:p>"


def _table(table: Table) -> str:
    shares = table.shares or [1] * len(table.header)
    widths = [_WIDTH * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = _row(table.header, widths, header=True) + "".join(_row(row, widths) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        # Two tables in a row would become one.
        f"<w:p>{style_of(CELL)}</w:p>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], *, header: bool = False) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p>{style_of('CellHead' if header else CELL)}{runs(cell)}</w:p></w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    repeats = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{inner}</w:tr>"


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(normalise_text(title), quote=False)}</dc:title><dc:creator>{AUTHOR}</dc:creator>"
        "<dc:language>vi-VN</dc:language></cp:coreProperties>"
    )


def _styles() -> str:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
        ' w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/>'
        '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="60" w:after="60" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    grid = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr>'
        f"<w:tblBorders>{grid}</w:tblBorders></w:tblPr></w:style>"
    )
    return f'<w:styles xmlns:w="{_WORD}">{defaults}{"".join(_style(*row) for row in _STYLES)}{table}</w:styles>'


def _style(key: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


_CENTRED, _NEXT = '<w:jc w:val="center"/>', "<w:keepNext/>"
_STYLES = [
    ("Title", "Title", '<w:spacing w:before="0" w:after="120"/>' + _CENTRED, '<w:b/><w:sz w:val="32"/>'),
    ("Subtitle", "Subtitle", '<w:spacing w:before="0" w:after="240"/>' + _CENTRED, '<w:sz w:val="26"/>'),
    *(
        (
            f"Heading{level}",
            f"heading {level}",
            f'{_NEXT}<w:spacing w:before="240" w:after="60"/>{_CENTRED if level < 3 else ""}'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            "<w:b/>",
        )
        for level in (1, 2, 3, 4, 5)
    ),
    ("Article", "Article", f'{_NEXT}<w:spacing w:before="180" w:after="60"/><w:outlineLvl w:val="5"/>', "<w:b/>"),
    ("Clause", "Clause", '<w:ind w:firstLine="567"/><w:jc w:val="both"/>', ""),
    ("Point", "Point", '<w:ind w:left="567"/><w:jc w:val="both"/>', ""),
    ("Cell", "Cell", '<w:spacing w:before="20" w:after="20"/>', '<w:sz w:val="24"/>'),
    ("CellHead", "CellHead", '<w:spacing w:before="20" w:after="20"/>', '<w:b/><w:sz w:val="24"/>'),
    ("Note", "Note", '<w:spacing w:before="0" w:after="0"/>', '<w:i/><w:sz w:val="20"/>'),
]
"""Key, name, properties of the paragraph and of its text."""

_KINDS = (
    ("document", "document.main"), ("styles", "styles"), ("settings", "settings"), ("header1", "header"),
    ("footer1", "footer"),
)  # fmt: skip
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in _KINDS)
    + '<Override PartName="/docProps/core.xml"'
    ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_DOCUMENT_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for number, (kind, name) in enumerate(
            [("styles", "styles"), ("settings", "settings"), ("header", "header1"), ("footer", "footer1")], start=1
        )
    )
    + "</Relationships>"
)
_FOOTER = (
    f'<w:ftr xmlns:w="{_WORD}"><w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="center"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    "</w:p></w:ftr>"
)
