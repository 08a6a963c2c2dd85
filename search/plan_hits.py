"""A page of plans from row ids: items grouped under their plans, read in a fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language

from regulations.models import Action, PlanItem, PlanState, PlanVersion, SimplificationPlan
from search.highlight import Highlighter
from search.hits import PlanHit, PlanItemHit
from search.plan_pieces import Piece, piece_names, pieces_of
from search.visibility import speaking_on

_COLUMNS = (
    "pk", "plan_id", "number", "effective_from", "title", "summary", "plan__agency__name_vi", "plan__agency__name_en",
    "plan__programme__name_vi", "plan__programme__name_en",
)  # fmt: skip
_ITEM = (
    "pk", "version_id", "number", "regulation__code", "regulation__kind", "action", "rationale", "base_version_id",
    "base_version__title",
)  # fmt: skip

Found = tuple[dict, Piece, str]
"""An item, the piece of it that is shown, and the snippet of that."""
Address = Callable[..., str]
"""Of a version of a plan; with an item's number, of that item; with a part's anchor behind it, of that part."""


def plan_hits(
    ids: Sequence[str], *, on: datetime.date, day_chosen: bool, highlighter: Highlighter
) -> tuple[PlanHit, ...]:
    """Plans in the order of their best row; what the public may not see on that day is left out. Addresses name the
    version, unless it is the one that the plan's page shows anyway: a plan's pages know no day."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for row_id in ids:
        wanted[int(row_id.split(":")[1])].append(row_id)
    rows = speaking_on(PlanVersion, _COLUMNS, on=on, pks=wanted.keys())
    plans = {row["plan_id"] for row in rows.values()}
    states = dict(SimplificationPlan.objects.filter(pk__in=plans).with_state().order_by().values_list("pk", "state"))
    shown = _shown_versions(plans)
    items = _items(rows.keys(), {number for found in wanted.values() for row in found if (number := _number(row))})
    chosen = {row_id: _found(item, pieces, highlighter) for row_id, (item, pieces) in items.items()}
    names = piece_names((item["regulation__kind"], piece.key) for item, piece, _snippet in chosen.values())
    hits = []
    for pk, row in ((pk, rows[pk]) for pk in wanted if pk in rows):
        address = _address_of(row, shown)
        hits.append(
            _plan_hit(
                row,
                PlanState(states[row["plan_id"]]),
                address,
                highlighter,
                summary=row["summary"] if any(not _number(row_id) for row_id in wanted[pk]) else "",
                items=tuple(
                    _item_hit(row_id, chosen[row_id], names, address, highlighter)
                    for row_id in wanted[pk]
                    if row_id in chosen
                ),
            )
        )
    return tuple(hits)


def _number(row_id: str) -> int:
    """The item's number, 0 in the row of the plan itself."""
    return int(row_id.split(":")[2] or 0)


def _plan_hit(
    row: dict, state: PlanState, address: Address, highlighter: Highlighter, *, summary: str, items
) -> PlanHit:
    english = get_language() == "en"

    def name(path: str) -> str:
        return (english and row[f"{path}__name_en"]) or row[f"{path}__name_vi"]

    return PlanHit(
        url=address(),
        title=highlighter.mark(row["title"]),
        plain_title=row["title"],
        agency=name("plan__agency"),
        programme=name("plan__programme"),
        state=str(state),
        state_name=str(state.label),
        effective=row["effective_from"],
        items=items,
        snippet=highlighter.snippet(summary) if summary else "",
    )


def _item_hit(row_id: str, found: Found, names: dict, address: Address, highlighter: Highlighter) -> PlanItemHit:
    item, piece, snippet = found
    return PlanItemHit(
        id=row_id,
        url=address(item["number"], piece.anchor),
        title=highlighter.mark(item["base_version__title"]),
        plain_title=item["base_version__title"],
        code=item["regulation__code"],
        action=item["action"],
        action_name=str(Action(item["action"]).label),
        part=names[item["regulation__kind"], piece.key],
        snippet=snippet,
    )


def _found(item: dict, pieces: list[Piece], highlighter: Highlighter) -> Found:
    """The piece with most of what was searched for, the rationale where none has any."""
    best, snippet = highlighter.best_snippet(piece.text for piece in pieces)
    return item, pieces[best or 0], snippet


def _items(versions: Collection[int], numbers: Collection[int]) -> dict[str, tuple[dict, list[Piece]]]:
    """The items of these numbers in these versions, with their pieces, by row id."""
    items = list(PlanItem.objects.filter(version__in=versions, number__in=numbers).order_by().values(*_ITEM))
    pieces = pieces_of((item["pk"], item["base_version_id"], item["rationale"]) for item in items)
    return {f"p:{item['version_id']}:{item['number']}": (item, pieces[item["pk"]]) for item in items}


def _shown_versions(plans: Collection[int]) -> dict[int, int]:
    """Plan -> the version that its page shows: the newest of the current ones."""
    current = PlanVersion.objects.current().filter(plan__in=plans)
    oldest_first = current.order_by(F("effective_from").asc(nulls_first=True), "number")
    return dict(oldest_first.values_list("plan", "pk"))


def _address_of(row: dict, shown: dict[int, int]) -> Address:
    """An item's address leads to its place on the page of many that it stands on."""
    latest = shown.get(row["plan_id"]) == row["pk"]
    name, args = ("plan", [row["plan_id"]]) if latest else ("plan_version", [row["plan_id"], row["number"]])

    def address(number: int | None = None, part: str = "") -> str:
        if number is None:
            return reverse(f"regulations:{name}", args=args)
        if not part:
            return reverse(f"regulations:{name}_item", args=[*args, number])
        return reverse(f"regulations:{name}_part", args=[*args, number, part])

    return address
