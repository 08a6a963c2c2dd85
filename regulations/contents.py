"""What a version of a regulation consists of, as plain values: read in one query, or from a draft being previewed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db import connection
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from regulations.costs import CostRow, CostSheet, money
from regulations.models import (
    CostLine,
    Fee,
    Frequency,
    LegalBasis,
    Paper,
    Part,
    PartDefinition,
    Period,
    RegulationVersion,
    TimeLimit,
    TimeUnit,
)


@dataclass(frozen=True, slots=True)
class PartText:
    """A part: `key` of its definition, the definition's label in the reader's language, plain text."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    name: str
    copies: int
    form: str

    def __str__(self):
        copies = ngettext("%(n)d bản", "%(n)d bản", self.copies) % {"n": self.copies}
        return f"{self.name} ({', '.join(filter(None, [copies, self.form]))})"


@dataclass(frozen=True, slots=True)
class FeeRow:
    """`amount` is whole đồng; None where it is set case by case."""

    name: str
    amount: int | None
    note: str

    @property
    def money(self) -> str:
        return _("theo từng trường hợp") if self.amount is None else money(self.amount)

    def __str__(self):
        return f"{self.name}: {self.money}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True, slots=True)
class TimeLimitRow:
    label: str
    number: int
    unit: str

    @property
    def name(self) -> str:
        return self.label

    @property
    def length(self) -> str:
        return TimeUnit(self.unit).length(self.number)

    def __str__(self):
        return f"{self.label}: {self.length}" if self.label else self.length


@dataclass(frozen=True, slots=True)
class FrequencyRow:
    number: int
    period: str

    @property
    def name(self) -> str:
        return self.period

    def __str__(self):
        return Period(self.period).times(self.number)


@dataclass(frozen=True, slots=True)
class Content:
    """The parts in the order of their definitions, the ordered rows, and bases as (document key, label)."""

    parts: tuple[PartText, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    fees: tuple[FeeRow, ...] = ()
    time_limits: tuple[TimeLimitRow, ...] = ()
    frequencies: tuple[FrequencyRow, ...] = ()
    costs: tuple[CostRow, ...] = ()
    bases: tuple[tuple[int, str], ...] = ()

    @property
    def has_facts(self) -> bool:
        return bool(self.papers or self.fees or self.time_limits or self.frequencies)


def cost_sheet(version: RegulationVersion, content: Content) -> CostSheet:
    """What complying with this version costs."""
    return CostSheet(content.costs, version.times_per_year, version.subjects_per_year)


def stored_contents(versions: Iterable[RegulationVersion], kind: str) -> dict[int, Content]:
    """The contents of stored versions of regulations of one kind by the version's key, in one query."""
    return contents_by_kind({version.pk: kind for version in versions})


def contents_by_kind(kinds: Mapping[int, str], *, only: tuple[str, ...] = ()) -> dict[int, Content]:
    """The same for versions of any kinds, given as version's key -> kind of its regulation; with `only`, names of
    `CHILDREN`, the other rows are not read."""
    if not kinds:
        return {}
    ids, different, children = list(kinds), sorted(set(kinds.values())), only or tuple(CHILDREN)
    found: dict[tuple[str, int], list[tuple]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_union(len(ids), len(different), children), [*different, *ids * len(children)])
        for row, version, order, pk, name, number, more in cursor.fetchall():
            found[row, version].append((order or 0, pk, name, number, more))
    for rows in found.values():
        rows.sort(key=lambda values: values[:2])
    labels = _labels(found["definition", 0])
    return {pk: _content({row: found[row, pk] for row in CHILDREN}, labels[kind]) for pk, kind in kinds.items()}


def _labels(definitions: list[tuple]) -> dict[str, dict[str, str]]:
    """By kind the parts' names in the reader's language, in their order."""
    english = get_language() == "en"
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for _order, _pk, key, _number, packed in definitions:
        kind, *names = packed.split("\n")
        labels[kind][key] = names[english]
    return labels


def draft_content(version: RegulationVersion) -> Content:
    """The content of a version whose children need not be stored, as in a preview."""
    labels = {row.key: row.label for row in PartDefinition.objects.filter(kind=version.regulation.kind)}
    return Content(
        parts=_in_order({part.key: part.text for part in version.parts.all()}, labels),
        papers=tuple(PaperRow(row.name, row.copies or 1, row.form) for row in version.papers.all()),
        fees=tuple(FeeRow(row.name, row.amount, row.note) for row in version.fees.all()),
        time_limits=tuple(TimeLimitRow(row.label, row.number or 0, row.unit) for row in version.time_limits.all()),
        frequencies=tuple(FrequencyRow(row.number or 1, row.period) for row in version.frequencies.all()),
        costs=tuple(_cost_row(row) for row in version.cost_lines.all()),
        bases=tuple((row.document_id, row.label) for row in version.bases.all() if row.document_id),
    )


_COST_FIGURES = " || '\n' || ".join(
    [*(f"CAST({column} AS varchar(40))" for column in ("hours", "services", "fees")), "source"]
)
"""Figures travel as text: SQLite would make a float of the hours."""

CHILDREN = {
    "part": (Part, "key", "NULL", "text"),
    "paper": (Paper, "name", "copies", "form"),
    "fee": (Fee, "name", "amount", "note"),
    "time": (TimeLimit, "label", "number", "unit"),
    "frequency": (Frequency, "period", "number", "''"),
    "cost": (CostLine, "activity", "hourly_income", _COST_FIGURES),
    "basis": (LegalBasis, "label", "document_id", "''"),
}
"""For each sort of row its model and its columns: a text, a number, another text."""


@cache
def _union(versions: int, kinds: int, children: tuple[str, ...]) -> str:
    """The statement that reads these children of so many versions at once, and first the definitions of their kinds.

    Plain SQL, made once: the ORM takes several times as long to write this union as a database to answer it.
    """
    definitions = PartDefinition._meta.db_table
    arms = [
        "SELECT 'definition', 0, position, id, key, CAST(NULL AS bigint),"  # noqa: S608
        " kind || '\n' || label_vi || '\n' || label_en"
        f" FROM {definitions} WHERE kind IN ({', '.join(['%s'] * kinds)})"
    ]
    holes = ", ".join(["%s"] * versions)
    for row in children:
        model, text, number, more = CHILDREN[row]
        arms.append(
            f"SELECT '{row}', version_id, sort_order, id, {text}, {number}, {more}"  # noqa: S608
            f" FROM {model._meta.db_table} WHERE version_id IN ({holes})"
        )
    return " UNION ALL ".join(arms)


def _content(rows: dict[str, list[tuple]], labels: dict[str, str]) -> Content:
    return Content(
        parts=_in_order({name: more for _o, _p, name, _n, more in rows["part"]}, labels),
        papers=tuple(PaperRow(name, number, more) for _o, _p, name, number, more in rows["paper"]),
        fees=tuple(FeeRow(name, number, more) for _o, _p, name, number, more in rows["fee"]),
        time_limits=tuple(TimeLimitRow(name, number, more) for _o, _p, name, number, more in rows["time"]),
        frequencies=tuple(FrequencyRow(number, name) for _o, _p, name, number, _more in rows["frequency"]),
        costs=tuple(_unpacked_cost(name, number, more) for _o, _p, name, number, more in rows["cost"]),
        bases=tuple((number, name) for _o, _p, name, number, _more in rows["basis"]),
    )


def _unpacked_cost(activity: str, hourly_income: int, figures: str) -> CostRow:
    hours, services, fees, source = figures.split("\n", 3)
    return CostRow(activity, Decimal(hours), hourly_income, int(services), int(fees), source)


def _cost_row(line: CostLine) -> CostRow:
    """Of a line that may be new and half-filled."""
    money_columns = (line.hourly_income or 0, line.services or 0, line.fees or 0)
    return CostRow(line.activity, Decimal(line.hours or 0), *money_columns, line.source)


def _in_order(texts: dict[str, str], labels: dict[str, str]) -> tuple[PartText, ...]:
    """In the order of the definitions; a part whose definition is gone stands last under its key."""
    keys = [key for key in labels if key in texts] + [key for key in texts if key not in labels]
    return tuple(PartText(key, labels.get(key, key), texts[key]) for key in keys)
