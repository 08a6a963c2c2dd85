"""`/search/suggest/`: what is offered while a reader types, as JSON. Described in docs/search.md."""

from collections.abc import Iterable

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from search.names import LONGEST
from search.schema import REGULATIONS
from search.suggesting import Suggestion, suggest
from search.wording import tab_name


@csrf_exempt  # it only reads: a program that posts is told that the method is wrong, not its form
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Always 200. Sets no cookie and is kept nowhere: what is withdrawn is offered no more."""
    found = suggest(request.GET.get("q", "")[:LONGEST], tab=request.GET.get("in", REGULATIONS), on=timezone.localdate())
    groups = [_group(tab, tab_name(tab), records) for tab, records in found.records.items()]
    groups.append(_group("phrases", _("Tìm theo cụm từ"), found.phrases))
    total = sum(len(group["items"]) for group in groups)
    said = ngettext("Có %(count)d gợi ý.", "Có %(count)d gợi ý.", total) if total else _("Không có gợi ý.")
    answer = {
        "label": _("Gợi ý"),
        "said": said % {"count": total} if total else said,
        "groups": [group for group in groups if group["items"]],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def _group(kind: str, title: str, found: Iterable[Suggestion]) -> dict:
    return {"kind": kind, "title": title, "items": [_item(one) for one in found]}


def _item(suggestion: Suggestion) -> dict:
    item = {"title": suggestion.title, "number": suggestion.number, "url": suggestion.url, "note": suggestion.note}
    return {name: value for name, value in item.items() if value}
