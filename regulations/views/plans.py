"""Plans: the list, a plan as it is now, any of its published versions, and the way to one item."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from regulations.comparing import VIEWS
from regulations.models import PlanVersion, SimplificationPlan
from regulations.paging import page_of
from regulations.plan_pages.filters import asked_for
from regulations.plan_pages.listing import (
    PLANS_ON_A_PAGE,
    chips,
    empty_state,
    filter_groups,
    ignored_notices,
    matching_plans,
    plan_rows,
    programme_box,
)
from regulations.plan_pages.page import ITEMS_ON_A_PAGE, PlanReading, page_with_item, plan_page
from regulations.timeline import Timeline
from regulations.trail import trail


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    asked = asked_for(request.GET)
    found = matching_plans(asked)
    keys, pagination = page_of(found, request, PLANS_ON_A_PAGE)
    groups = filter_groups(asked, found)
    chosen = chips(asked, groups)
    title = _("Phương án cắt giảm, đơn giản hóa")
    context = {
        "page_title": title,
        "page_description": _("Phương án cắt giảm, đơn giản hóa quy định kinh doanh do các cơ quan công bố."),
        "breadcrumbs": trail((_("Phương án cắt giảm"), "")),
        "asked": asked,
        "groups": groups,
        "chips": chosen,
        "notices": ignored_notices(asked),
        "programme": programme_box(asked),
        "total": len(found),
        "rows": plan_rows(keys),
        "pagination": pagination,
        "empty": empty_state(chosen),
    }
    return render(request, "regulations/plan_list.html", context)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    found, timeline = find_plan(pk)
    return _page(request, found, timeline, timeline.dated[-1])


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found, timeline = find_plan(pk)
    return _page(request, found, timeline, _numbered(timeline, number))


@require_safe
def item(request: HttpRequest, pk: int, item: int, part: str = "") -> HttpResponse:
    """To the page and anchor of an item, or of one of its parts, in the plan as it is now."""
    found, timeline = find_plan(pk)
    return _to_item(timeline.dated[-1], item, part, base=found.get_absolute_url())


@require_safe
def version_item(request: HttpRequest, pk: int, number: int, item: int, part: str = "") -> HttpResponse:
    """The same in one version."""
    chosen = _numbered(find_plan(pk)[1], number)
    return _to_item(chosen, item, part, base=chosen.get_absolute_url())


def find_plan(pk: int) -> tuple[SimplificationPlan, Timeline[PlanVersion]]:
    """A plan with its state, and its published versions. Raises Http404, alike for a draft and for nothing."""
    if pk > _BIGGEST_KEY:
        raise Http404
    plans = SimplificationPlan.objects.with_state().select_related("programme", "agency")
    found = plans.filter(pk=pk).first()
    timeline = Timeline(PlanVersion.objects.published().filter(plan=pk).order_by() if found else ())
    if not timeline.dated:
        raise Http404
    for each in timeline.published:
        each.plan = found
    return found, timeline


_BIGGEST_KEY = 2**63 - 1


def _numbered(timeline: Timeline[PlanVersion], number: int) -> PlanVersion:
    found = timeline.numbered(number)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, found: SimplificationPlan, timeline: Timeline, version: PlanVersion) -> HttpResponse:
    view = request.GET.get("view", "")
    reading = PlanReading(version, timeline, view=view if view in VIEWS else VIEWS[0])
    items, pagination = page_of(reading.items, request, ITEMS_ON_A_PAGE)
    context = plan_page(reading, items, address=request.path) | {"pagination": pagination}
    return render(request, "regulations/plan_detail.html", context)


def _to_item(version: PlanVersion, number: int, part: str, *, base: str) -> HttpResponse:
    page = page_with_item(version, number)
    if page is None:
        raise Http404
    query = f"?page={page}" if page > 1 else ""
    return redirect(f"{base}{query}#muc-{number}{f'-{part}' if part else ''}")
