"""Whether the demo's plans and rounds name things that exist."""

from collections.abc import Iterable

from consult.models import CommentStatus, ModerationReason, Outcome
from regulations.models import Action, ApprovingAuthority, Measure, Period, TimeUnit
from regulations.part_definitions import PARTS

from .accounts import ACCOUNTS
from .refusing import DemoFileError, day_said

ACCOUNT_NAMES = [account.email for account in ACCOUNTS]


class PlanChecker:
    """Checks programmes, plans and consultations against each other and against what `checker` knows."""

    def __init__(self, checker) -> None:
        self.checker, self.demo, self.known = checker, checker.demo, checker.known
        self.programmes = [row["slug"] for row in self.demo.programmes]
        self.kinds = {row["code"]: row["kind"] for row in self.demo.regulations}
        self.plans = {row["key"]: row for row in self.demo.plans}

    def check(self) -> None:
        """Raises DemoFileError for the first thing that is wrong."""
        for row in self.demo.programmes:
            place = f"programmes.toml, {row['slug']}"
            self.known(place, "document", filter(None, [row.get("document")]), self.checker.documents)
            self.known(place, "measure", [target["measure"] for target in row["targets"]], Measure.values)
            self._days(place, [row["base_date"], row["ends_on"]])
        for row in self.demo.plans:
            self._plan(row)
        for row in self.demo.consultations:
            self._consultation(row)

    def _plan(self, row: dict) -> None:
        place = row["file"]
        self.known(place, "programme", [row["programme"]], self.programmes)
        self.known(place, "agency", [row["agency"]], self.checker.agencies)
        self.known(place, "authority", [row["authority"]], ApprovingAuthority.values)
        self.known(place, "amends", [row["amends"]] if "amends" in row else [], self.plans)
        self._days(place, [row["published"]])
        for number, item in enumerate(row["item"], start=1):
            self._item(f"{place}, item {number}", item)
        numbers = range(1, len(row["item"]) + 1)
        self.known(place, "decided item", row.get("decision", {}).get("items", []), numbers)
        for done in row.get("implementation", []):
            self.known(place, "item", [done["item"]], numbers)
            self.known(place, "document", done["documents"], self.checker.documents)
            self._days(place, [done["effective_from"]])

    def _item(self, place: str, item: dict) -> None:
        self.known(place, "regulation", [item["regulation"]], self.kinds)
        self.known(place, "action", [item["action"]], Action.values)
        self.known(place, "merged_into", [item["merged_into"]] if "merged_into" in item else [], self.kinds)
        keys = [key for of, key, *_rest in PARTS if of == self.kinds[item["regulation"]]]
        self.known(place, "part", [*item.get("parts", {}), *item.get("first_parts", {})], keys)
        self.known(place, "unit", [limit["unit"] for limit in item.get("time_limits", [])], TimeUnit.values)
        self.known(place, "period", [one["period"] for one in item.get("frequencies", [])], Period.values)
        for provision in item.get("provisions", []):
            self.known(place, "basis", [provision["basis"].partition("#")[0]], self.checker.documents)
        self._days(place, [item.get("deadline", "")])

    def _consultation(self, row: dict) -> None:
        place = row["file"]
        self.known(place, "plan", [row["plan"]], self.plans)
        self._days(place, [row["opens"], row["closes"], row.get("answered", "")])
        items = range(1, len(self.plans[row["plan"]]["item"]) + 1)
        said: list[str] = []
        for comment in row.get("comment", []):
            where = f"{place}, {comment['key']}"
            self.known(where, "reply_to", [comment["reply_to"]] if "reply_to" in comment else [], said)
            self.known(where, "item", [comment["item"]] if "item" in comment else [], items)
            self.known(where, "status", [comment["status"]] if "status" in comment else [], CommentStatus.values)
            self.known(where, "reason", [comment["reason"]] if "reason" in comment else [], ModerationReason.values)
            self.known(where, "account", [comment["account"]] if "account" in comment else [], ACCOUNT_NAMES)
            if comment["key"] in said:
                raise DemoFileError(f"{where} stands twice")
            said.append(comment["key"])
        for answer in row.get("answer", []):
            self.known(place, "outcome", [answer["outcome"]], Outcome.values)
            self.known(place, "answered comment", answer["comments"], said)

    def _days(self, place: str, said: Iterable[str]) -> None:
        for day in filter(None, said):
            day_said(day, place, today=self.checker.today)
