"""The first screen of the admin: what waits for this person, and where to begin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from regulations.admin.desk_rows import DeskRow, rows_of
from regulations.admin.duties import DUTIES, Desk
from regulations.admin.freshness import freshness
from regulations.models import PlanVersion, RegulationVersion, Role
from regulations.models.officers import has_role
from regulations.permissions import policy_of

SHOWN = 10
FEW = 5
"""Lines of a list on the desk; the rest is on the list's own page."""


@dataclass(frozen=True)
class DeskList:
    """A heading of the desk with the first of what waits under it; one without rows is left out.

    `total` is how many there are, None where `rows` are all; `url` is the whole list's.
    """

    heading: str
    rows: list[DeskRow]
    total: int | None = None
    url: str = ""

    @property
    def count(self) -> int:
        return len(self.rows) if self.total is None else self.total

    @property
    def has_more(self) -> bool:
        return bool(self.url) and self.count > len(self.rows)


_providers: list[Callable[[Any], list[DeskList]]] = []


def on_desk(provider: Callable[[Any], list[DeskList]]) -> None:
    """Another part of the portal adds lists to the desk: `provider(user)` is asked once a page."""
    _providers.append(provider)


class DeskPanel(Component):
    """Everything that waits for one person, each list with its count and its first lines."""

    name, order = "desk", 10
    template_name = "regulations/admin/desk.html"

    def __init__(self, user):
        self.user = user

    @property
    def media(self):
        return forms.Media(css={"all": ["css/register_admin.css"]})

    def get_context_data(self, parent_context):
        desk = Desk.of(self.user)
        lists = [*self._duties(desk), *(one for provider in _providers for one in provider(self.user))]
        return {
            "lists": [one for one in lists if one.rows],
            "nothing_in": [one.heading for one in lists if not one.rows],
            "freshness": freshness(desk.drafts_for, desk.today)[:FEW] if has_role(self.user, Role.OFFICER) else [],
            "freshness_url": reverse("desk_freshness"),
            "shortcuts": list(self._shortcuts()),
        }

    def _duties(self, desk: Desk) -> Iterator[DeskList]:
        held = [duty for duty in DUTIES if has_role(self.user, duty.role)]
        found = {duty.key: duty.find(desk) for duty in held}
        rows = rows_of({key: items[:FEW] for key, items in found.items()})
        for duty in held:
            url = reverse("desk_list", args=[duty.key])
            yield DeskList(str(duty.heading), rows[duty.key], len(found[duty.key]), url)

    def _shortcuts(self):
        name = RegulationVersion.snippet_viewset.get_url_name
        if policy_of(RegulationVersion).user_has_permission(self.user, "add"):
            yield {"label": _("Soạn phiên bản mới của một quy định"), "url": reverse(name("add"))}
        if policy_of(PlanVersion).user_has_permission(self.user, "add"):
            yield {
                "label": _("Lập phương án cắt giảm"),
                "url": reverse(PlanVersion.snippet_viewset.get_url_name("add")),
            }
            yield {"label": _("Tải lên nhiều quy định"), "url": reverse("regulation_upload")}
            yield {"label": _("Đối chiếu với bản gốc"), "url": reverse("compare_originals")}
        if policy_of(RegulationVersion).user_has_permission(self.user, "view"):
            yield {"label": _("Mọi phiên bản quy định"), "url": reverse(name("list"))}
