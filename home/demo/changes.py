"""What the demo's documents do to each other: relations with the provisions they touch, and where they are entered."""

import datetime
from itertools import takewhile

from regulations.entering import changes_to_enter
from regulations.models import DocumentVersion, EnteredChange, LegalDocument
from regulations.relating import save_relation
from regulations.relation_checks import Touching

from .wording import demo_date


def touching(said: str) -> Touching:
    """One line of a relation's `touched`: "khoản 2 Điều 9 | amended | khoản 1 Điều 1", the last part may lack."""
    label, effect, by_label, *_more = [*(part.strip() for part in said.split("|")), ""]
    return Touching(label, effect, by_label)


def before_any_change(row: dict) -> list[dict]:
    """A document's versions up to the first that contains another document's change."""
    return list(takewhile(lambda said: "entered" not in said, row["versions"]))


def from_the_first_change(row: dict) -> list[dict]:
    return row["versions"][len(before_any_change(row)) :]


def relate(document: LegalDocument, row: dict, target: LegalDocument, *, officer, today: datetime.date) -> None:
    """Record one relation as its officer would."""
    save_relation(
        by=officer,
        document=document,
        type=row["type"],
        target=target,
        effective_from=demo_date(row["effective_from"], today=today) if "effective_from" in row else None,
        note=row.get("note", ""),
        touched=[touching(said) for said in row.get("touched", [])],
    )


def entered_rows(version: DocumentVersion, documents: list[LegalDocument]) -> list[EnteredChange]:
    """Unsaved rows: every change by these documents that has begun when the version does."""
    begun = changes_to_enter(version).filter(document__in=documents, begins__lte=version.effective_from)
    return [EnteredChange(relation=relation) for relation in begun]
