"""What a file of regulations comes to: for every row what becomes of it, all wrong cells named, nothing written."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from regulations.models import PartDefinition
from regulations.models.regulation_version import CARD_WORD_LIMIT

from .cells import CellRefused
from .columns import BY_KEY, CARD_KEYS, IDENTITY_KEYS, VERSION_KEYS, Columns, ReadRow, problem, read_row
from .references import References, missing_labels
from .sheets import SheetRow
from .stored import StoredRegulation, StoredVersion, stored_regulations

CREATED, NEW_VERSION, UNCHANGED, REFUSED, HELD = "created", "new_version", "unchanged", "refused", "held"
PUBLISHED, DRAFT = "published", "draft"


@dataclass(frozen=True)
class Scope:
    """Whose file it is: the agencies they may speak for (None: all), documents they may name, drafts only or not."""

    agencies: frozenset[int] | None = None
    documents: QuerySet | None = None
    drafts_only: bool = False


@dataclass
class Outcome:
    """What became of one row. `HELD` is sound but not written, because other rows were refused."""

    row: int
    code: str = ""
    effective_from: str = ""
    outcome: str = ""
    stands_as: str = ""
    problems: list[str] = field(default_factory=list)
    version: int | None = None
    """The key of the version in the register that says the same, or that was made."""

    def refuse(self, *problems: str) -> None:
        self.outcome = REFUSED
        self.problems += problems


@dataclass
class PlannedRow:
    """A row that is sound as far as it was checked."""

    outcome: Outcome
    read: ReadRow

    @property
    def key(self) -> str:
        return self.outcome.code.lower()

    @property
    def day(self) -> datetime.date:
        return self.read.values["effective_from"]


@dataclass
class RegulationPlan:
    """`rows` are to be written, in the order of the file; `stored` is what the register said when they were judged."""

    references: References
    outcomes: list[Outcome] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    stored: dict[str, StoredRegulation] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        return any(outcome.outcome == REFUSED for outcome in self.outcomes)


def plan_regulations(
    *, rows: Iterable[SheetRow], columns: Columns, references: References, scope: Scope | None = None
) -> RegulationPlan:
    """Judge every row (by our column keys) by itself, by the others and by the register. Nothing is written."""
    plan, scope = RegulationPlan(references), scope or Scope()
    definitions = _definitions()
    sound = [_planned(plan, row, columns, definitions, scope) for row in rows]
    sound = [planned for planned in sound if planned.outcome.outcome != REFUSED]
    _check_labels(references, sound)
    _check_among_themselves(sound)
    plan.stored = stored_regulations(planned.outcome.code for planned in sound)
    for planned in sound:
        if planned.outcome.outcome == "":
            _judge(plan, planned, scope)
    created: set[str] = set()
    for planned in plan.rows:
        is_new = planned.key not in plan.stored and planned.key not in created
        planned.outcome.outcome = CREATED if is_new else NEW_VERSION
        created.add(planned.key)
    if plan.is_refused:
        for planned in plan.rows:
            planned.outcome.outcome = HELD
    return plan


@dataclass(frozen=True)
class _Definition:
    label: str
    required: bool
    begins: datetime.date | None
    ends: datetime.date | None

    def holds_on(self, day: datetime.date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.ends is None or day < self.ends)


def _definitions() -> dict[str, dict[str, _Definition]]:
    """By kind and key, in the order of reading."""
    found: dict[str, dict[str, _Definition]] = {}
    for row in PartDefinition.objects.order_by("kind", "position"):
        definition = _Definition(row.label_vi, row.required, row.valid_from, row.valid_to)
        found.setdefault(row.kind, {})[row.key] = definition
    return found


def _planned(
    plan: RegulationPlan, row: SheetRow, columns: Columns, definitions: dict[str, dict[str, _Definition]], scope: Scope
) -> PlannedRow:
    read = read_row(columns, row.cells)
    outcome = Outcome(row.number, code=read.values.get("code", ""))
    day = read.values.get("effective_from")
    outcome.effective_from = day.isoformat() if day else ""
    publish = read.values.get("publish") is not False and not scope.drafts_only
    outcome.stands_as = PUBLISHED if publish else DRAFT
    problems = [row.problem] if row.problem else []
    problems += read.problems + _resolve(plan.references, read)
    problems += _check_parts(read, columns, definitions, publish=publish)
    words = sum(len(read.values.get(key, "").split()) for key in CARD_KEYS)
    if words > CARD_WORD_LIMIT:
        said = {"words": words, "limit": CARD_WORD_LIMIT}
        problems.append(_("Thẻ trả lời: có %(words)d từ, tối đa %(limit)d từ") % said)
    if problems:
        outcome.refuse(*problems)
    plan.outcomes.append(outcome)
    return PlannedRow(outcome, read)


def _resolve(references: References, read: ReadRow) -> list[str]:
    """Put keys of the register in place of names; returns what was not found."""
    problems = []
    resolvers = {
        "agency": references.agency,
        "fields": lambda names: tuple(sorted({references.field(name) for name in names})),
        "industries": lambda names: tuple(sorted({references.industry(name) for name in names})),
        "basis_rows": lambda bases: tuple((references.document(said), label) for said, label in bases),
    }
    for key, resolve in resolvers.items():
        if key in read.given:
            try:
                read.values[key] = resolve(read.values[key])
            except CellRefused as refused:
                problems.append(f"{BY_KEY[key].shown()}: {refused}")
    return problems


def _check_parts(
    read: ReadRow, columns: Columns, definitions: dict[str, dict[str, _Definition]], *, publish: bool
) -> list[str]:
    kind, day = read.values.get("kind"), read.values.get("effective_from")
    if not kind or not day:
        return []
    own = definitions.get(kind, {})
    problems = []
    for key, text in read.parts.items():
        if key not in own:
            problems.append(problem(columns.parts[key], text, _("loại quy định này không có phần đó")))
        elif not own[key].holds_on(day):
            problems.append(problem(columns.parts[key], text, _("phần này không dùng vào ngày có hiệu lực")))
    if publish:
        for key, definition in own.items():
            if definition.required and definition.holds_on(day) and key not in read.parts:
                problems.append(_("%(label)s (%(key)s): thiếu phần bắt buộc") % {"label": definition.label, "key": key})
    read.parts = {key: read.parts[key] for key in own if key in read.parts}
    return problems


def _check_labels(references: References, rows: Sequence[PlannedRow]) -> None:
    bases = {basis for planned in rows for basis in planned.read.values["basis_rows"]}
    missing = missing_labels(references, bases)
    for planned in rows if missing else ():
        wrong = [missing[basis] for basis in planned.read.values["basis_rows"] if basis in missing]
        if wrong:
            planned.outcome.refuse(*(f"{BY_KEY['basis_rows'].shown()}: {reason}" for reason in wrong))


def _check_among_themselves(rows: Sequence[PlannedRow]) -> None:
    """Rows of one code agree on what the regulation is; a day has one row, or rows that say the same."""
    first: dict[str, PlannedRow] = {}
    days: dict[tuple[str, datetime.date], PlannedRow] = {}
    for planned in rows:
        if planned.outcome.outcome == REFUSED:
            continue
        before = first.setdefault(planned.key, planned)
        differs = _identity_differences(planned, before.read.values)
        if before.outcome.code != planned.outcome.code:
            differs.insert(0, BY_KEY["code"].shown())
        if differs:
            _refuse_beside(planned, before, differs)
            continue
        twin = days.setdefault((planned.key, planned.day), planned)
        if twin is planned:
            continue
        differs = _content_differences(planned, twin.read.values, twin.read.parts)
        if planned.outcome.stands_as != twin.outcome.stands_as:
            differs.append(BY_KEY["publish"].shown())
        if differs:
            _refuse_beside(planned, twin, differs)
        else:
            planned.outcome.outcome = UNCHANGED


def _refuse_beside(planned: PlannedRow, other: PlannedRow, differs: list[str]) -> None:
    said = {"row": other.outcome.row, "columns": ", ".join(differs)}
    planned.outcome.refuse(_("khác dòng %(row)d của cùng quy định ở: %(columns)s") % said)


def _identity_differences(planned: PlannedRow, values: dict[str, Any]) -> list[str]:
    """Columns where the row says otherwise of the regulation; a blank cell says nothing."""
    keys = [key for key in IDENTITY_KEYS if key in planned.read.given]
    return [BY_KEY[key].shown() for key in keys if planned.read.values[key] != values[key]]


def _content_differences(planned: PlannedRow, values: dict[str, Any], parts: dict[str, str]) -> list[str]:
    differs = [BY_KEY[key].shown() for key in VERSION_KEYS if planned.read.values[key] != values[key]]
    return differs + sorted(
        key for key in planned.read.parts.keys() | parts.keys() if planned.read.parts.get(key) != parts.get(key)
    )


def _judge(plan: RegulationPlan, planned: PlannedRow, scope: Scope) -> None:
    """Hold the row against the register: new, known already, or refused."""
    outcome, stored = planned.outcome, plan.stored.get(planned.key)
    agency_id = plan.references.agency_ids[planned.read.values["agency"]]
    if scope.agencies is not None and agency_id not in scope.agencies:
        outcome.refuse(_("%(column)s: bạn không được phân công soạn thảo cho cơ quan này") % _column("agency"))
    elif scope.agencies is not None and stored is not None and stored.agency_id not in scope.agencies:
        outcome.refuse(_("%(column)s: mã này thuộc hồ sơ mà bạn không được phân công") % _column("code"))
    elif stored is None:
        plan.rows.append(planned)
    elif stored.values["code"] != outcome.code:
        outcome.refuse(_("%(column)s: trong sổ viết là %(code)s") % (_column("code") | {"code": stored.values["code"]}))
    elif differs := _identity_differences(planned, stored.values):
        said = {"columns": ", ".join(differs)}
        outcome.refuse(_("hồ sơ trong sổ ghi khác ở: %(columns)s; hãy sửa hồ sơ ở trang quản trị hoặc sửa tệp") % said)
    else:
        _judge_day(
            plan, planned, [version for version in stored.versions if version.values["effective_from"] == planned.day]
        )


def _column(key: str) -> dict[str, str]:
    return {"column": BY_KEY[key].shown()}


def _judge_day(plan: RegulationPlan, planned: PlannedRow, there: list[StoredVersion]) -> None:
    outcome = planned.outcome
    published = next((version for version in there if version.live), None)
    drafts = [version for version in there if not version.live]
    if published is not None:
        differs = _content_differences(planned, published.values, published.parts)
        if not differs:
            outcome.outcome, outcome.version = UNCHANGED, published.pk
            return
        said = {"number": published.number, "columns": ", ".join(differs)}
        outcome.refuse(
            _("phiên bản %(number)d đã công bố từ ngày này, khác ở: %(columns)s; hãy đính chính ở trang quản trị")
            % said
        )
    elif not drafts:
        plan.rows.append(planned)
    else:
        same = [draft for draft in drafts if not _content_differences(planned, draft.values, draft.parts)]
        if same and outcome.stands_as == DRAFT:
            outcome.outcome, outcome.version = UNCHANGED, same[0].pk
        else:
            outcome.refuse(_("đã có bản thảo cho ngày này; hãy sửa, trình hoặc xóa bản thảo đó ở trang quản trị"))
