"""Regulations as a Word file: for each row a heading and a table of two columns, the column's name and what it says.

The XML is written piece by piece, so that memory does not grow with the register; what is written is read back by
regulations.importing.word_tables.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO
from xml.sax.saxutils import escape

from regulations.text.docx.package import PART_BYTES

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WRITTEN = (2026, 1, 1, 0, 0, 0)
"""The day inside the zip: the same register gives the same bytes."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

CONTENT_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Override PartName="/word/document.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" \
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""

PACKAGE_RELATIONS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>"""

DOCUMENT_RELATIONS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>"""

_LINE = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
_BORDERS = "".join(_LINE.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))

STYLES = f"""{_XML}<w:styles xmlns:w="{_MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/>\
<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>\
<w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>\
<w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>\
<w:style w:type="table" w:styleId="Rows"><w:name w:val="Rows"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>\
</w:tblPr></w:style></w:styles>"""

_BEGIN = f'{_XML}<w:document xmlns:w="{_MAIN}"><w:body>'
_END = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="708" w:footer="708" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
_TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="Rows"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
    '</w:tblPr><w:tblGrid><w:gridCol w:w="2400"/><w:gridCol w:w="7200"/></w:tblGrid>'
)


def write_docx(file: IO[bytes], keys: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    """Write the rows, cells in the order of `keys`, blank ones left out.

    Raises ValueError naming the cell for a character that no XML may hold, OverflowError where the text gets larger
    than what is read back.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (
            ("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", PACKAGE_RELATIONS),
            ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS), ("word/styles.xml", STYLES),
        ):  # fmt: skip
            package.writestr(_entry(name), content)
        with package.open(_entry("word/document.xml"), "w") as part:
            size = part.write(_BEGIN.encode())
            for row in rows:
                size += part.write(_section(keys, row).encode())
                if size > PART_BYTES - len(_END):
                    raise OverflowError(size)
            part.write(_END.encode())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _section(keys: Sequence[str], row: dict[str, str]) -> str:
    for key, text in row.items():
        if _FORBIDDEN.search(text):
            raise ValueError(f"{row['code']}, {key}")
    heading = _paragraph(f"{row['code']} {row['title']}", "Heading1")
    cells = "".join(
        f"<w:tr>{_cell(key, 2400)}{_cell(row[key], 7200)}</w:tr>" for key in keys if key in row
    )  # fmt: skip
    return f"{heading}{_TABLE}{cells}</w:tbl>"


def _cell(text: str, width: int) -> str:
    paragraphs = "".join(_paragraph(line) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{properties}{run}</w:p>"
