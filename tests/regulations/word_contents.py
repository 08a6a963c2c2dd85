"""What a generated Word file says: its paragraphs as they stand, and as they are once its changes are settled."""

import io
import re
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(content: bytes) -> dict[str, str]:
    """The XML parts by name; every one is well-formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    for text in parts.values():
        ElementTree.fromstring(text)
    return parts


def lines_of(content: bytes, *, changes: str = "accepted") -> list[str]:
    """The paragraphs of the body with all tracked changes "accepted" or "rejected", read by their definition."""
    gone, stays = ("del", "ins") if changes == "accepted" else ("ins", "del")
    lines, line = [], ""
    for paragraph in ElementTree.fromstring(parts_of(content)["word/document.xml"]).iter(f"{W}p"):
        for node in paragraph:
            if node.tag != f"{W}{gone}":
                line += _text(node)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is None:
            lines.append(line)
            line = ""
    assert stays and not line, "the last paragraph must stay"
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _text(node) -> str:
    if node.tag in (f"{W}t", f"{W}delText"):
        return node.text or ""
    if node.tag == f"{W}br":
        return "\n"
    return "".join(_text(child) for child in node) if node.tag != f"{W}pPr" else ""


def authors_of(content: bytes) -> set[str]:
    """Every name that the file gives to anybody."""
    everything = "".join(parts_of(content).values())
    return set(re.findall(r'w:author="([^"]*)"', everything)) | set(
        re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)", everything)
    )
