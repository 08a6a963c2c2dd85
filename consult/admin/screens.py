"""What the plain screens of this app share: addresses behind rules, a frame, pages of a list."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.viewsets.base import ViewSet

from regulations.admin.guards import guarded
from regulations.permissions import AgencyPolicy


class GuardedScreens(ViewSet):
    """Screens about records of `model`, each address behind its rule as in the register's viewsets."""

    model: type
    permission_policy: AgencyPolicy
    rules: dict[str, str | None]
    inspect_view_enabled = False

    def screens(self) -> list:
        """The addresses, the first of them for the menu; a `pk` in one is a record of `model`."""
        raise NotImplementedError

    def get_urlpatterns(self):
        patterns = self.screens()
        for pattern in patterns:
            pattern.callback = guarded(pattern.callback, self, self.rules[pattern.name])
        return patterns

    @cached_property
    def menu_item_class(self):
        policy = self.permission_policy

        class OnlyForThoseWhoMayEnter(MenuItem):
            def is_shown(self, request):
                return policy.user_has_permission(request.user, "view")

        return OnlyForThoseWhoMayEnter


class Screen(View):
    """A page in the admin's frame."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = ""
    title = ""
    policy: AgencyPolicy

    def trail(self) -> list[tuple[str, str]]:
        """Pages above this one as (name to reverse or address, label)."""
        return []

    def render(self, *, status: int = 200, title: str = "", **context: Any) -> TemplateResponse:
        title = title or str(self.title)
        above = [{"url": reverse("wagtailadmin_home"), "label": _("Trang chủ")}]
        above += [{"url": url, "label": label} for url, label in self.trail()]
        frame = {
            "page_title": title,
            "header_title": title,
            "breadcrumbs_items": [*above, {"url": "", "label": title}],
        }
        return TemplateResponse(self.request, self.template_name, frame | context, status=status)

    def require(self, action: str) -> None:
        """Raises PermissionDenied unless the person has this right at all."""
        if not self.policy.user_has_permission(self.request.user, action):
            raise PermissionDenied


def chosen_rows(rows: QuerySet, keys: list[str]) -> list:
    """Those of `rows` that were chosen in a form. Raises Http404 if one is not among them: it may belong to others."""
    if any(not (key.isdecimal() and len(key) < 19) for key in keys):
        raise Http404
    wanted = {int(key) for key in keys}
    found = list(rows.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise Http404
    return found


def paged(rows: QuerySet, request, size: int) -> dict[str, Any]:
    """What Wagtail's pagination asks for; a number beyond the last page means the last."""
    paginator = WagtailPaginator(rows, size)
    page = paginator.get_page(request.GET.get("p"))
    return {"page_obj": page, "elided_page_range": paginator.get_elided_page_range(page.number)}


def refuse(form: forms.BaseForm, problem: Exception) -> None:
    """Put what the domain refused (Refused, ValidationError) on the fields it names, or on top."""
    if not hasattr(problem, "error_dict"):
        form.add_error(None, problem.messages if isinstance(problem, ValidationError) else str(problem))
        return
    for name, errors in problem.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
