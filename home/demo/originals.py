"""The demo's originals and forms, each file a page of PDF written here, and what readers reported."""

import uuid

from django.core.files.base import ContentFile

from regulations.attaching import add_attachment, withdraw_attachment
from regulations.error_reports import submit_report
from regulations.models import DocumentVersion, LegalDocument, RegulationVersion
from regulations.version_places import place_in

from .reading import Demo

_LINE = 62
"""Letters on a line of the page."""


def load_originals(demo: Demo, *, documents: dict[str, LegalDocument], officer_of: dict) -> None:
    """In the name of the officer of each record's agency; reports as readers sent them."""
    for row in demo.attachments:
        version = _newest(row, documents)
        officer = officer_of[version.maintaining_agency.pk]
        file = ContentFile(one_page_pdf(row["page"]), name=row["file_name"]) if "page" in row else None
        added = add_attachment(
            version=version, kind=row["kind"], title=row["title"], by=officer, file=file, link=row.get("link", "")
        )
        if "withdrawn" in row:
            withdraw_attachment(attachment=added, by=officer, reason=row["withdrawn"])
    for row in demo.error_reports:
        place = place_in(_newest(row, documents), row["place"])
        submit_report(place=place, text=row["text"], email=row.get("email", ""), submission_key=uuid.uuid4())


def one_page_pdf(text: str) -> bytes:
    """A page of plain letters, the same bytes for the same text."""
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) >= _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    drawn = f"BT /F1 14 Tf 20 TL 60 760 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
    ]
    file, places = "%PDF-1.4\n", []
    for number, said in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{said}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\n"
    return f"{file}{end}startxref\n{len(file)}\n%%EOF\n".encode("ascii")


def _newest(row: dict, documents: dict[str, LegalDocument]) -> RegulationVersion | DocumentVersion:
    if "regulation" in row:
        rows = RegulationVersion.objects.current().filter(regulation__code=row["regulation"])
    else:
        rows = DocumentVersion.objects.current().filter(document=documents[row["document"]])
    return rows.order_by(*rows.model._meta.ordering)[0]
