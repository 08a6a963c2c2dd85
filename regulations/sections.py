"""Places on the register's pages that an app above fills: it registers a provider in its AppConfig.ready().

Rendered on the server, so that pages need no script, and without an import against the arrow. Where nobody registered,
a place stays empty.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from django.utils.safestring import SafeString

from regulations.models import PlanVersion, Regulation


class PlanSection(Protocol):
    """What stands on the page of one plan version: at its top, and beside each anchor ("muc-3", "muc-3-steps")."""

    top: SafeString

    def beside(self, anchor: str) -> SafeString: ...


_plan_page: list[Callable[[PlanVersion], PlanSection]] = []
_plan_list: list[Callable[[Iterable[int]], dict[int, SafeString]]] = []
_regulation_page: list[Callable[[Regulation], SafeString]] = []


def on_plan_page(provider: Callable[[PlanVersion], PlanSection]) -> None:
    """`provider(version)` is asked once a page."""
    _plan_page.append(provider)


def on_plan_list(provider: Callable[[Iterable[int]], dict[int, SafeString]]) -> None:
    """`provider(plan keys)` gives what stands beside those plans in lists, by key."""
    _plan_list.append(provider)


def on_regulation_page(provider: Callable[[Regulation], SafeString]) -> None:
    """`provider(regulation)` gives what stands below the plans that touch it, "" for nothing."""
    _regulation_page.append(provider)


def plan_sections(version: PlanVersion) -> list[PlanSection]:
    return [provider(version) for provider in _plan_page]


def plan_list_sections(plan_ids: Iterable[int]) -> dict[int, list[SafeString]]:
    found: dict[int, list[SafeString]] = {}
    for provider in _plan_list:
        for plan, html in provider(plan_ids).items():
            found.setdefault(plan, []).append(html)
    return found


def regulation_sections(regulation: Regulation) -> list[SafeString]:
    return [html for provider in _regulation_page if (html := provider(regulation))]
