"""The report of an uploaded file: what each row comes to and what it would change, a page of rows at a time."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy

from regulations.importing.regulation_plan import UNCHANGED, Outcome, RegulationPlan
from regulations.importing.reviewing import Reviewer, fingerprint

PAGE_SIZE = 20
OUTCOMES = {
    "refused": gettext_lazy("Bị từ chối"),
    "new_version": gettext_lazy("Phiên bản mới"),
    "created": gettext_lazy("Quy định mới"),
    "held": gettext_lazy("Được, chờ sửa dòng khác"),
    "unchanged": gettext_lazy("Đã có, không đổi"),
}
"""In the order in which the rows are shown: what must be mended, what changes, what is new."""


def report_context(plan: RegulationPlan, digest: str, *, asked: str = "", page: str = "1") -> dict[str, Any]:
    """For templates/regulations/admin/upload_report.html. `asked` is one outcome, or "" for all that is to be seen.

    A page or outcome that there is not is the first page, or all. Only the rows of the page are compared.
    """
    asked = asked if asked in OUTCOMES else ""
    counts = Counter(outcome.outcome for outcome in plan.outcomes)
    rows = [one for one in plan.outcomes if (one.outcome == asked if asked else _is_shown(one))]
    order = list(OUTCOMES)
    rows.sort(key=lambda one: (not one.problems, order.index(one.outcome)))
    paginator = Paginator(rows, PAGE_SIZE)
    shown = paginator.get_page(page)
    reviews = Reviewer(plan).review(shown.object_list)
    return {
        "digest": digest,
        "shown": fingerprint(plan),
        "counts": [
            {"name": name, "count": counts[key], "url": _url(digest, outcome=key), "current": key == asked}
            for key, name in OUTCOMES.items()
            if counts[key]
        ],
        "all_url": _url(digest),
        "is_all": not asked,
        "reviews": [(review, OUTCOMES[review.outcome.outcome]) for review in reviews],
        "pagination": _pagination(paginator, shown.number, digest, asked),
        "only_unchanged": not rows and not asked,
        "is_refused": plan.is_refused,
        "to_write": 0 if plan.is_refused else len(plan.rows),
    }


def _is_shown(outcome: Outcome) -> bool:
    """Rows that change nothing are counted only, unless something is to be said of them."""
    return outcome.outcome != UNCHANGED or bool(outcome.problems)


def _url(digest: str, **more: str | int) -> str:
    return f"{reverse('regulation_upload')}?{urlencode({'digest': digest} | more)}"


def _pagination(paginator: Paginator, number: int, digest: str, asked: str) -> dict[str, Any]:
    """As regulations.paging.page_of gives it, whatever address the report was asked for at."""
    kept = {"outcome": asked} if asked else {}
    page = paginator.page(number)
    return {
        "number": number,
        "num_pages": paginator.num_pages,
        "previous_url": _url(digest, **kept, page=number - 1) if page.has_previous() else "",
        "next_url": _url(digest, **kept, page=number + 1) if page.has_next() else "",
        "items": [
            {"gap": True} if one == Paginator.ELLIPSIS
            else {"number": one, "url": _url(digest, **kept, page=one), "current": one == number}
            for one in paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
        ],
    }  # fmt: skip
