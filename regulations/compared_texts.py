"""Two versions as pairs of texts in the order of reading, for whoever writes a redline: page, print or file."""

from dataclasses import dataclass

from regulations.contents import stored_contents
from regulations.document_redline import compare_documents
from regulations.models import DocumentVersion, RegulationVersion
from regulations.redline import compare_contents


@dataclass(frozen=True, slots=True)
class ComparedText:
    """One stretch of text on both sides; None where a side does not have it, equal where nothing changed.

    `title` heads it where the text itself does not ("" otherwise). `confidence` is that the two are the same stretch.
    """

    title: str
    old: str | None
    new: str | None
    confidence: float = 1.0


def compared_texts(
    old: RegulationVersion | DocumentVersion, new: RegulationVersion | DocumentVersion
) -> list[ComparedText]:
    """Everything that two published versions of one regulation or document say, each stretch once."""
    if isinstance(old, DocumentVersion):
        return [
            ComparedText("", pair.old and pair.old.printed, pair.new and pair.new.printed, pair.confidence)
            for pair in compare_documents(old, new).pairs
        ]
    return _of_regulation(old, new)


def _of_regulation(old: RegulationVersion, new: RegulationVersion) -> list[ComparedText]:
    contents = stored_contents([old, new], new.regulation.kind)
    redline = compare_contents(contents[old.pk], contents[new.pk])
    texts = [_field(old, new, "title")]
    texts += [_field(old, new, name) for name in RegulationVersion.CARD_FIELDS]
    texts += [ComparedText(part.label, part.old or None, part.new or None) for part in redline.parts]
    for name in ("papers", "fees", "time_limits", "frequencies"):
        title = str(RegulationVersion._meta.get_field(name).related_model._meta.verbose_name_plural)
        texts += [
            ComparedText(title, None if row.old is None else str(row.old), None if row.new is None else str(row.new))
            for row in getattr(redline, name)
        ]
    return [text for text in texts if text.old or text.new]


def _field(old: RegulationVersion, new: RegulationVersion, name: str) -> ComparedText:
    title = str(RegulationVersion._meta.get_field(name).verbose_name)
    return ComparedText(title, getattr(old, name) or None, getattr(new, name) or None)
