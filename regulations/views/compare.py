"""Two versions of a regulation side by side or in one text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from regulations.compared_days import versions_on_days
from regulations.comparing import INLINE, VIEWS, compare_page, uncompared_page
from regulations.models import Regulation, RegulationVersion
from regulations.notices import wrong_days_notice
from regulations.timeline import Timeline
from regulations.views.reading_day import compared_days
from regulations.views.regulation import find_regulation, permanently


@require_safe
def compare(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    found, timeline = find_regulation(code)
    left, right = timeline.numbered(old), timeline.numbered(new)
    if left is None or right is None:
        raise Http404
    if left is right:
        return redirect("regulations:version", found.code, old)
    if (left.effective_from, left.number) > (right.effective_from, right.number):
        return permanently("regulations:compare", found.code, new, old, request=request)
    if found.code != code:
        return permanently("regulations:compare", found.code, old, new, request=request)
    view = request.GET.get("view", "")
    context = compare_page(left, right, timeline, view=view if view in VIEWS else VIEWS[0])
    return render(request, "regulations/regulation_compare.html", context)


@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """From the form that asks for two versions, or two days, to their address; without a choice, to the newest two."""
    found, timeline = find_regulation(code)
    if not timeline.dated:
        raise Http404
    if found.code != code:
        return permanently("regulations:compare_choose", found.code, request=request)
    if "from" in request.GET or "to" in request.GET:
        return _by_days(request, found, timeline)
    numbers = [request.GET.get(name, "") for name in ("old", "new")]
    chosen = [timeline.numbered(int(given)) if given.isdecimal() and len(given) < 9 else None for given in numbers]
    newest = timeline.dated[-1]
    old, new = chosen[0] or timeline.before(newest) or newest, chosen[1] or newest
    return _to(request, found, old, new)


def _to(request: HttpRequest, found: Regulation, old: RegulationVersion, new: RegulationVersion) -> HttpResponse:
    url = reverse("regulations:compare", args=[found.code, old.number, new.number])
    return redirect(url + ("?view=inline" if request.GET.get("view") == INLINE else ""))


def _by_days(request: HttpRequest, found: Regulation, timeline: Timeline) -> HttpResponse:
    """To the two versions of the days; where there are not two, a page that says so and asks again."""
    days = compared_days(request.GET)
    if days.wrong:
        context = uncompared_page(found, timeline, wrong_days_notice(days.wrong))
        return render(request, "regulations/compare_nothing.html", context | {"days": days}, status=400)
    chosen = versions_on_days(timeline, days.first, days.last)
    if chosen.notice is None:
        return _to(request, found, chosen.old, chosen.new)
    return render(
        request, "regulations/compare_nothing.html", uncompared_page(found, timeline, chosen.notice) | {"days": days}
    )
