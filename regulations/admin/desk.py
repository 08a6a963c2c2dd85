"""The first screen of the admin: what waits for this person, and where to begin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from regulations.admin.filters import with_control
from regulations.admin.lists import situation
from regulations.admin.version_page import item_url
from regulations.models import DocumentVersion, LegalControlTask, PlanVersion, RegulationVersion
from regulations.permissions import policy_of
from regulations.plans.overdue import overdue_items

SHOWN = 10


@dataclass(frozen=True)
class DeskRow:
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True)
class DeskList:
    """A heading of the desk with what waits under it; one without rows is left out."""

    heading: str
    rows: list[DeskRow]


_providers: list[Callable[[Any], list[DeskList]]] = []


def on_desk(provider: Callable[[Any], list[DeskList]]) -> None:
    """An app above adds lists to the desk: `provider(user)` is asked once a page."""
    _providers.append(provider)


class DeskPanel(Component):
    """Drafts of mine, submissions that wait for my control, and approved items of plans that are late."""

    name, order = "desk", 10
    template_name = "regulations/admin/desk.html"

    def __init__(self, user):
        self.user = user

    def get_context_data(self, parent_context):
        return {
            "drafts": [
                self._row(version)
                for model in (RegulationVersion, DocumentVersion, PlanVersion)
                for version in self._mine(model)
            ],
            "waiting": [self._row(state.revision.content_object, state) for state in self._waiting()],
            "others": [one for one in self._others() if one.rows],
            "shortcuts": list(self._shortcuts()),
        }

    def _mine(self, model):
        return with_control(model.objects.drafts().filter(drafted_by=self.user)).order_by("-created_at")[:SHOWN]

    def _waiting(self):
        task = LegalControlTask.objects.first()
        states = task.get_task_states_user_can_moderate(self.user) if task else LegalControlTask.objects.none()
        return states.select_related("revision", "revision__user").order_by("started_at")[:SHOWN] if task else []

    def _row(self, version, state=None) -> dict:
        return {
            "title": str(version).strip(),
            "url": reverse(type(version).snippet_viewset.get_url_name("inspect"), args=[version.pk]),
            "situation": situation(version) if state is None else "",
            "since": state.started_at if state else version.created_at,
            "by": state.revision.user if state else None,
        }

    def _others(self):
        yield DeskList(_("Mục phương án quá hạn thực thi"), [_late(item) for item in overdue_items(self.user)[:SHOWN]])
        for provider in _providers:
            yield from provider(self.user)

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
        if policy_of(RegulationVersion).user_has_permission(self.user, "view"):
            yield {"label": _("Mọi phiên bản quy định"), "url": reverse(name("list"))}


def _late(item) -> DeskRow:
    title = _("Mục %(number)d (%(code)s), %(plan)s") % {
        "number": item.number, "code": item.regulation.code, "plan": item.version.title,
    }  # fmt: skip
    detail = _("hạn %(day)s") % {"day": date_format(item.deadline, "SHORT_DATE_FORMAT")}
    return DeskRow(title=title, url=item_url(item), detail=detail)
