"""Rows of regulations as lists show them, and the counts that stand beside them: set-wise, whatever their number."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from regulations.models import Kind, Regulation, RegulationVersion, Status
from regulations.timeline import Timeline
from regulations.trail import search_url

PAGE_SIZE = 50


def rows_of(regulations: Iterable[Regulation]) -> list[dict[str, Any]]:
    """Items for components/results_regulations.html, as of today. The regulations need `agency`. One query."""
    regulations = list(regulations)
    versions: dict[int, list[RegulationVersion]] = {regulation.pk: [] for regulation in regulations}
    stored = RegulationVersion.objects.current().filter(regulation__in=versions).order_by()
    columns = ("regulation_id", "title", "effective_from", "state", "number", "is_corrected", "recorded_at")
    for version in stored.only(*columns):
        versions[version.regulation_id].append(version)
    today = timezone.localdate()
    return [_row(regulation, Timeline(versions[regulation.pk]), today) for regulation in regulations]


def _row(regulation: Regulation, timeline: Timeline, today: datetime.date) -> dict[str, Any]:
    version = timeline.on(today) or timeline.dated[0]
    ahead = version.effective_from > today
    status = Status.UPCOMING if ahead else version.status
    return {
        "url": regulation.get_absolute_url(),
        "title": version.title,
        "code": regulation.code,
        "kind": regulation.get_kind_display(),
        "agency": regulation.agency.name,
        "status": status,
        "status_label": status.label,
        "effective": version.effective_from,
    }


def counts_by_kind(regulations: QuerySet, **filters: Any) -> list[dict[str, Any]]:
    """How many of the public regulations are of each kind, each opening the search that lists exactly those."""
    counted = dict(regulations.order_by().values_list("kind").annotate(n=Count("pk", distinct=True)))
    return [
        {"label": kind.label, "count": counted.get(kind.value, 0), "url": search_url(kind=kind.value, **filters)}
        for kind in Kind
        if counted.get(kind.value)
    ]


def latest_changes(regulations: QuerySet, *, limit: int = 8) -> list[dict[str, Any]]:
    """The versions that took effect last or will next, newest day first."""
    versions = (
        RegulationVersion.objects.current()
        .filter(regulation__in=regulations.order_by().values("pk"))
        .select_related("regulation")
        .only("title", "effective_from", "state", "note", "number", "regulation__code", "regulation__kind")
        .order_by("-effective_from", "-pk")[:limit]
    )
    today = timezone.localdate()
    return [
        {
            "url": version.get_absolute_url(),
            "title": version.title,
            "day": version.effective_from,
            "note": version.note,
            "ahead": version.effective_from > today,
        }
        for version in versions
    ]
