"""What a file of regulations would change, as plain text for whoever runs the command: [-removed-] {+added+}."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from django.utils.text import capfirst

from regulations.draft_redline import DraftRedline
from regulations.models import RegulationVersion
from regulations.text.diff import Segment

from .regulation_plan import RegulationPlan
from .reviewing import Reviewer, RowReview

SIGNS = {"same": "", "added": "+", "removed": "-", "changed": "~"}
_MARKS = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}


def write_redlines(plan: RegulationPlan, file: IO[str]) -> int:
    """Write each row that changes something, in the order of the file; returns how many."""
    count = 0
    for review in Reviewer(plan).review(planned.outcome for planned in plan.rows):
        file.write("\n".join(_lines(review)) + "\n\n")
        count += 1
    return count


def _lines(review: RowReview) -> Iterator[str]:
    outcome, redline = review.outcome, review.redline
    after = f" ({review.follows})" if review.follows else ""
    yield f"{outcome.row}: {outcome.code} {outcome.effective_from} {outcome.outcome}{after}"
    if redline is None:
        return
    yield f"  {review.title}"
    yield f"  {redline.summary}"
    if redline.base is not None:
        yield from _changes(redline)


def _changes(redline: DraftRedline) -> Iterator[str]:
    if redline.title:
        name = capfirst(RegulationVersion._meta.get_field("title").verbose_name)
        yield f"  {name}: {_marked(redline.title)}"
    for table in redline.tables:
        for row in table["rows"]:
            if row["kind"] != "same":
                sides = " → ".join(filter(None, (_plain(row["old"]), _plain(row["new"]))))
                yield f"  {table['caption']}: {SIGNS[row['kind']]} {sides}"
    for part in (*redline.card, *redline.parts):
        yield f"  {part['label']}: {_marked(part['segments'])}"
    for row in redline.bases:
        yield f"  {SIGNS[row['kind']]} {row['text']}"


def _marked(segments: Sequence[Segment]) -> str:
    return _indented(_MARKS[one.op].format(one.text) for one in segments)


def _plain(segments: Iterable[Segment | dict[str, str]]) -> str:
    """A side of a row; a side that stands alone comes as a dictionary (regulations.comparing)."""
    return _indented(one["text"] if isinstance(one, dict) else one.text for one in segments)


def _indented(pieces: Iterable[str]) -> str:
    return "".join(pieces).replace("\n", "\n    ")
