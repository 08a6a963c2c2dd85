"""What a file of regulations would change, row by row: a redline against the version that each row would follow."""

import hashlib
import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from regulations.contents import Content, FeeRow, FrequencyRow, PaperRow, PartText, TimeLimitRow
from regulations.draft_redline import DraftRedline, regulation_redline
from regulations.models import PartDefinition, Regulation, RegulationVersion

from .columns import CARD_KEYS
from .regulation_plan import Outcome, PlannedRow, RegulationPlan
from .stored import StoredVersion

Followed = StoredVersion | PlannedRow


@dataclass(frozen=True)
class RowReview:
    """A row with what it changes. `redline` is None where the row changes nothing; its `base` is None for a first
    version. `follows` says which version the row comes after."""

    outcome: Outcome
    title: str = ""
    follows: str = ""
    redline: DraftRedline | None = None


@dataclass
class Reviewer:
    """Looks at the rows of one plan; only what is asked for is compared."""

    plan: RegulationPlan
    planned: dict[int, PlannedRow] = field(init=False)
    labels: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.planned = {id(one.outcome): one for one in self.plan.rows}
        self.labels = defaultdict(dict)
        for one in PartDefinition.objects.order_by("kind", "position"):
            self.labels[one.kind][one.key] = one.label
        self._following: dict[str, list[Followed]] = defaultdict(list)
        for key, stored in self.plan.stored.items():
            self._following[key] += [version for version in stored.versions if version.live]
        for one in self.plan.rows:
            self._following[one.key].append(one)
        for versions in self._following.values():
            versions.sort(key=_day)

    def review(self, outcomes: Iterable[Outcome]) -> Iterator[RowReview]:
        """Each is compared when it is asked for."""
        return (self._reviewed(outcome) for outcome in outcomes)

    def followed(self, planned: PlannedRow) -> Followed | None:
        """The version before the row's day: in force from an earlier day, in the register or in the same file."""
        versions = self._following[planned.key]
        place = bisect_left(versions, planned.day, key=_day)
        return versions[place - 1] if place else None

    def _reviewed(self, outcome: Outcome) -> RowReview:
        planned = self.planned.get(id(outcome))
        if planned is None:
            return RowReview(outcome)
        title = planned.read.values["title"]
        base = self.followed(planned)
        if base is None:
            return RowReview(outcome, title, redline=DraftRedline(None, _("Mới: chưa có phiên bản nào trước đó.")))
        kind = planned.read.values["kind"]
        redline = regulation_redline(
            _version(base), _version(planned), self._content(base, kind), self._content(planned, kind),
            prefix=f"row-{outcome.row}-",
        )  # fmt: skip
        return RowReview(outcome, title, _name(base), redline)

    def _content(self, version: Followed, kind: str) -> Content:
        values, parts = _said(version)
        return content_of(values, parts, self.labels[kind], self.plan.references.documents)


def content_of(
    values: dict[str, Any], parts: dict[str, str], labels: dict[str, str], documents: dict[str, int]
) -> Content:
    """Values of the import's columns as the content of a version; `labels` are those of the kind's parts, in order."""
    order = [key for key in labels if key in parts] + [key for key in parts if key not in labels]
    return Content(
        parts=tuple(PartText(key, labels.get(key, key), parts[key]) for key in order),
        papers=tuple(PaperRow(*row) for row in values["paper_rows"]),
        fees=tuple(FeeRow(*row) for row in values["fee_rows"]),
        time_limits=tuple(TimeLimitRow(label, number, unit) for number, unit, label in values["time_limit_rows"]),
        frequencies=tuple(FrequencyRow(*row) for row in values["frequency_rows"]),
        bases=tuple((documents.get(slug, 0), label) for slug, label in values["basis_rows"]),
    )


def fingerprint(plan: RegulationPlan) -> str:
    """A digest of everything that was judged of the file against the register: equal ones promise the same writing."""
    reviewer = Reviewer(plan)
    said = [
        (one.row, one.code, one.effective_from, one.outcome, one.stands_as, one.problems, _key(reviewer, one))
        for one in plan.outcomes
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _key(reviewer: Reviewer, outcome: Outcome) -> str:
    planned = reviewer.planned.get(id(outcome))
    base = reviewer.followed(planned) if planned else None
    if base is None:
        return ""
    return f"version {base.pk}" if isinstance(base, StoredVersion) else f"row {base.outcome.row}"


def _said(version: Followed) -> tuple[dict[str, Any], dict[str, str]]:
    return (version.values, version.parts) if isinstance(version, StoredVersion) else (
        version.read.values, version.read.parts,
    )  # fmt: skip


def _day(version: Followed) -> Any:
    return _said(version)[0]["effective_from"]


def _version(version: Followed) -> RegulationVersion:
    number = version.number if isinstance(version, StoredVersion) else None
    return unsaved_version(_said(version)[0], number)


def unsaved_version(values: dict[str, Any], number: int | None = None) -> RegulationVersion:
    """For what stands in a version's own row."""
    names: Sequence[str] = ("title", "state", "effective_from", *CARD_KEYS)
    regulation = Regulation(kind=values.get("kind", ""))
    return RegulationVersion(regulation=regulation, number=number, **{name: values[name] for name in names})


def _name(base: Followed) -> str:
    if isinstance(base, StoredVersion):
        return _("phiên bản %(number)d") % {"number": base.number}
    return _("dòng %(row)d của tệp này") % {"row": base.outcome.row}
