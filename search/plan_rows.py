"""Simplification plans as index rows: one for each current version, and one for each of its items, read set-wise."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils import translation

from regulations.models import Action, PlanDecision, PlanItem, PlanVersion, ProvisionToAmend, Regulation
from regulations.text.numbers import number_key
from search import analysis
from search.plan_pieces import pieces_of
from search.references import References
from search.schema import OPEN_TO, PLANS, IndexRow
from search.understanding.typed_numbers import code_key

_VERSION = (
    "pk", "plan_id", "effective_from", "title", "summary", "plan__agency_id", "plan__programme__name_vi",
    "plan__programme__number",
)  # fmt: skip
_ITEM = (
    "pk", "version_id", "number", "regulation_id", "regulation__code", "regulation__kind", "merged_into__code",
    "action", "rationale", "base_version_id", "base_version__title",
)  # fmt: skip


def row_id(version_id: int, number: int | None = None) -> str:
    """The id of an item's row, or of the plan's own."""
    return f"p:{version_id}:{'' if number is None else number}"


def plan_rows(keys: Sequence[int], references: References) -> Iterator[IndexRow]:
    """The rows of these plans, in no order. One that is not public has none."""
    current = PlanVersion.objects.current().filter(plan__in=keys).order_by("plan", "effective_from")
    versions = list(current.values(*_VERSION))
    decisions = _decisions(keys)
    items = _Items([version["pk"] for version in versions], references)
    for _plan, one_plan in itertools.groupby(versions, key=lambda version: version["plan_id"]):
        following = list(one_plan)
        starts = [version["effective_from"].toordinal() for version in following]
        for version, start, end in zip(following, starts, [*starts[1:], OPEN_TO], strict=True):
            shared = {
                "tab": PLANS,
                "owner": f"plan:{version['plan_id']}",
                "status": "",
                "agencies": references.agencies_of(version["plan__agency_id"]),
                "from_day": start,
                "to_day": end,
                "sort_date": start,
            }
            yield _plan_row(version, shared, references, decisions[version["plan_id"]])
            yield from items.rows(version, shared, decisions[version["plan_id"]])


def _plan_row(version: dict, shared: dict, references: References, decisions: dict[str, set[int]]) -> IndexRow:
    programme = (version["plan__programme__number"], version["plan__programme__name_vi"])
    body = (version["summary"], *programme, *decisions, *references.words_of(version["plan__agency_id"], ()))
    return IndexRow(
        id=row_id(version["pk"]),
        title=version["title"],
        body="\n".join(filter(None, body)),
        number_keys=_number_keys(programme[0], *decisions),
        sort_title=analysis.sort_key(version["title"]),
        **shared,
    )


def _decisions(plans: Sequence[int]) -> dict[int, dict[str, set[int]]]:
    """Plan -> the numbers of its decisions, each with the numbers of the items it approved, over all versions."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    recorded = PlanDecision.objects.filter(version__plan__in=plans).order_by("decided_on", "pk")
    for plan, number, item in recorded.values_list("version__plan", "number", "items__number"):
        found[plan][number].add(item)
    return found


class _Items:
    """The items of some versions, read when it is made."""

    def __init__(self, versions: Sequence[int], references: References) -> None:
        self._references = references
        items = list(PlanItem.objects.filter(version__in=versions).order_by("version", "number").values(*_ITEM))
        self._of_version: dict[int, list[dict]] = defaultdict(list)
        for item in items:
            self._of_version[item["version_id"]].append(item)
        keys = [item["pk"] for item in items]
        self._pieces = pieces_of((item["pk"], item["base_version_id"], item["rationale"]) for item in items)
        self._fields: dict[int, list[int]] = defaultdict(list)
        through = Regulation.fields.through.objects.filter(regulation__in={item["regulation_id"] for item in items})
        for regulation, field in through.order_by().values_list("regulation", "field"):
            self._fields[regulation].append(field)
        self._provisions: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
        provisions = ProvisionToAmend.objects.filter(item__in=keys).order_by("pk")
        for item, *named in provisions.values_list("item", "document__number", "document__number_key", "note"):
            self._provisions[item].append(tuple(named))

    def rows(self, version: dict, shared: dict, decisions: dict[str, set[int]]) -> Iterator[IndexRow]:
        for item in self._of_version[version["pk"]]:
            fields, title = self._fields[item["regulation_id"]], item["base_version__title"]
            provisions = self._provisions[item["pk"]]
            approved = [number for number, items in decisions.items() if item["number"] in items]
            words = [
                *(piece.text for piece in self._pieces[item["pk"]]),
                *(text for number, _key, note in provisions for text in (number, note)),
                *approved,
                _in_vietnamese(item["action"]),
                *self._references.words_of(version["plan__agency_id"], fields),
            ]
            codes = (item["regulation__code"], item["merged_into__code"])
            keys = {*_number_keys(*approved), *(key for _number, key, _note in provisions if key)}
            yield IndexRow(
                id=row_id(version["pk"], item["number"]),
                title=title,
                body="\n".join(filter(None, words)),
                kind=item["regulation__kind"],
                action=item["action"],
                fields=self._references.fields_of(fields),
                number_keys=tuple(sorted(keys | {code_key(code) for code in codes if code})),
                sort_title=analysis.sort_key(title),
                **shared,
            )


def _in_vietnamese(action: str) -> str:
    """Rows are the same whoever writes them, whatever language was spoken last."""
    with translation.override("vi"):
        return str(Action(action).label)


def _number_keys(*numbers: str) -> tuple[str, ...]:
    return tuple(sorted({key for number in numbers if (key := number_key(number))}))
