"""A regulation's page as the template takes it: any published version, any day, and a draft being previewed."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from regulations.bases import Basis, resolve_bases
from regulations.beside import beside
from regulations.change_banners import touched_banner
from regulations.classifying import facts_of
from regulations.contents import Content, cost_sheet, draft_content, stored_contents
from regulations.models import Agency, Regulation, RegulationVersion, State, Status
from regulations.notices import (
    before_it_existed_notice,
    change_ahead_notice,
    old_version_notice,
    shown,
    state_notice,
    upcoming_notice,
)
from regulations.originals import originals_of
from regulations.place_links import links_of
from regulations.plan_pages.on_regulation import PlansOnRegulation, plans_on
from regulations.redline import compare_contents
from regulations.redline_summary import heading_changes, summary_lines
from regulations.sections import regulation_sections
from regulations.text_links import Cited, Links, links_to, parts_with_links
from regulations.timeline import Timeline, last_day
from regulations.trail import search_url, trail
from regulations.trust import trust_in
from regulations.unapplied import touched_bases

LONG_TITLE = 110
"""Characters from which a title is set smaller."""

NOT_BINDING = (State.SUSPENDED, State.ABOLISHED, State.GAP)


def timeline_of(regulation: Regulation, versions: list[RegulationVersion] | None = None) -> Timeline[RegulationVersion]:
    """All published versions (read here unless they are given), each knowing its regulation."""
    if versions is None:
        versions = list(RegulationVersion.objects.published().filter(regulation=regulation).order_by())
    for version in versions:
        version.regulation = regulation
    return Timeline(versions)


def regulation_page(
    version: RegulationVersion, on: datetime.date, *, timeline: Timeline | None = None, as_version: bool = False
) -> dict[str, Any]:
    """The context of regulations/regulation_detail.html for `version` as read on `on`.

    `version` may be a draft that is not stored. `as_version`: the page is the version's own address, not the day's.
    """
    regulation, today = version.regulation, timezone.localdate()
    timeline = timeline if timeline is not None else timeline_of(regulation)
    before = timeline.before(version) if version.live else timeline.on(version.effective_from or on)
    contents = _contents(version, before, regulation.kind)
    content = contents[version.pk]
    changes = _changes(before, version, contents)
    agency = regulation.agency
    plans = plans_on(regulation.pk, today)
    trust = trust_in(version, on)
    there = beside(version)
    query = "" if on == today else f"?on={on.isoformat()}"
    bases, links = _bases_and_links(version, content, on, query, cited=there.cited)
    return page_frame(regulation, version.title) | {
        "version": version,
        "content": content,
        "parts": parts_with_links(content.parts, links),
        "costs": cost_sheet(version, content),
        "plans": plans.items,
        "plan_sections": regulation_sections(regulation) if plans.items else [],
        "card": {name.removeprefix("card_"): getattr(version, name) for name in RegulationVersion.CARD_FIELDS},
        "status": _status(version, on, today, timeline, as_version),
        "interval": interval_text(version, timeline),
        "trust": trust,
        "notices": _notices(version, on, today, timeline, as_version),
        "touched": _touched(version, content, bases, on) if trust and trust.unapplied else [],
        "date_banner": None if as_version or on == today else on,
        "bases": bases,
        "changes": changes,
        "compare_url": compare_url(before, version),
        "before": before,
        "timeline": timeline_items(timeline, version, today, plans),
        "originals": originals_of(version) if there.has_originals else [],
        "links": links_of(version, _query(version, on, today, timeline, as_version)),
        "facts": facts_of(regulation, agency, on),
        "page_description": _description(version, agency),
    }


def page_frame(regulation: Regulation, title: str) -> dict[str, Any]:
    """What every page of one regulation has: title, breadcrumbs, addresses."""
    url = regulation.get_absolute_url()
    return {
        "regulation": regulation,
        "url": url,
        "today": timezone.localdate(),
        "title_is_long": len(title) > LONG_TITLE,
        "page_title": f"{title} ({regulation.code})",
        "breadcrumbs": trail((regulation.get_kind_display(), search_url(kind=regulation.kind)), (regulation.code, url)),
    }


def absent_page(regulation: Regulation, timeline: Timeline, on: datetime.date) -> dict[str, Any]:
    """The context for a day on which the regulation was not known: its name and history, no text."""
    first = timeline.dated[0]
    return page_frame(regulation, first.title) | {
        "version": first,
        "absent": True,
        "notices": [before_it_existed_notice(timeline, on)],
        "timeline": timeline_items(timeline, None, timezone.localdate()),
        "facts": facts_of(regulation, regulation.agency, on),
    }


def compare_url(old: RegulationVersion | None, new: RegulationVersion) -> str:
    """The address of the redline of two published versions; "" where there is nothing to compare."""
    if old is None or not new.live:
        return ""
    return reverse("regulations:compare", args=[new.regulation.code, old.number, new.number])


def interval_text(version: RegulationVersion, timeline: Timeline) -> str:
    """Since when and until when a version speaks; one that says the rule no longer binds is not "in force from"."""
    if version.effective_from is None:
        return capfirst(_("chưa rõ ngày có hiệu lực"))
    ends, binds = timeline.ends(version), version.state not in NOT_BINDING
    days = {"begins": shown(version.effective_from)}
    if ends is None:
        return (_("Có hiệu lực từ %(begins)s") if binds else _("Từ %(begins)s")) % days
    days["last"] = shown(ends - datetime.timedelta(days=1))
    return (_("Có hiệu lực từ %(begins)s đến hết %(last)s") if binds else _("Từ %(begins)s đến hết %(last)s")) % days


def timeline_items(
    timeline: Timeline,
    shown_version: RegulationVersion | None,
    today: datetime.date,
    plans: PlansOnRegulation | None = None,
) -> list[dict]:
    """All versions for components/timeline.html, newest first; `plans` says which of them carry out an item."""
    links = plans.links if plans else {}
    return [
        {
            "title": _("Phiên bản %(n)d") % {"n": version.number},
            "url": version.get_absolute_url(),
            "date": version.effective_from,
            "until": None if version.is_corrected else last_day(timeline, version),
            "status": _own_status(version, today),
            "status_label": _("Đã được đính chính") if version.is_corrected else _own_status(version, today).label,
            "note": version.note,
            "links": links.get(version.pk, ()),
            "current": version is shown_version,
            "compare_url": "" if version.is_corrected else compare_url(timeline.before(version), version),
        }
        for version in timeline.published
    ]


def _query(version, on, today, timeline, as_version) -> str:
    """What addresses of the same text carry: the version's number, or the day that is not today."""
    if as_version or version is not timeline.on(on):
        return f"?version={version.number}"
    return "" if on == today else f"?on={on.isoformat()}"


def _bases_and_links(
    version: RegulationVersion, content: Content, on: datetime.date, query: str, *, cited: list[Cited]
) -> tuple[list[Basis], Links]:
    """The legal bases and the links of what the parts cite, resolved together."""
    pairs = list(dict.fromkeys(pair for one in cited for pair in one.pairs))
    found = resolve_bases([*content.bases, *pairs], on, query=query)
    bases, resolved = found[: len(content.bases)], found[len(content.bases) :]
    return bases, links_to(cited, dict(zip(pairs, resolved, strict=True)), query)


def _touched(version: RegulationVersion, content: Content, bases: list[Basis], on: datetime.date) -> list[dict]:
    """What happened to the legal bases since the version's own day, for components/touched_bases.html."""
    found = touched_bases([version], on).get(version.pk, [])
    return touched_banner(found, dict(zip(content.bases, bases, strict=True)), on)


def _own_status(version: RegulationVersion, today: datetime.date) -> Status:
    if version.is_corrected:
        return Status.UNKNOWN
    return Status.UPCOMING if version.effective_from and version.effective_from > today else version.status


def _contents(version: RegulationVersion, before: RegulationVersion | None, kind: str) -> dict[int | None, Content]:
    stored = [each for each in (version, before) if each is not None and each.live]
    contents: dict[int | None, Content] = dict(stored_contents(stored, kind)) if stored else {}
    if not version.live:
        contents[version.pk] = draft_content(version)
    return contents


def _changes(before: RegulationVersion | None, version: RegulationVersion, contents: dict) -> list[str]:
    if before is None:
        return []
    redline = compare_contents(contents[before.pk], contents[version.pk])
    return heading_changes(before, version) + summary_lines(redline)


def _status(version, on, today, timeline, as_version) -> dict[str, str]:
    """The badge: of the version, of the day, or that another version speaks today."""
    if not version.live:
        return {"status": Status.PROPOSED, "label": _("Bản xem trước")}
    if version.effective_from and version.effective_from > (today if as_version else on):
        return {"status": Status.UPCOMING, "label": Status.UPCOMING.label}
    if as_version and version is not timeline.on(today):
        return {"status": Status.ABOLISHED, "label": _("Không phải bản hiện hành")}
    label = str(version.status.label)
    if not as_version and on != today:
        label = _("%(status)s ngày %(day)s") % {"status": label, "day": shown(on)}
    return {"status": version.status, "label": label}


def _notices(version, on, today, timeline, as_version) -> list:
    if not version.live:
        return []
    if as_version:
        first = old_version_notice(version, timeline, today, version.regulation.get_absolute_url())
    elif version.effective_from and version.effective_from > on:
        return [upcoming_notice(version)]
    else:
        first = None
    notices = [first, state_notice(version)]
    following = timeline.next_after(on) if version is timeline.on(on) and on >= today else None
    if following is not None:
        notices.append(change_ahead_notice(following, compare_url(version, following)))
    return [notice for notice in notices if notice]


def _description(version: RegulationVersion, agency: Agency) -> str:
    """For search engines: what must be done, or the name."""
    return " ".join(filter(None, [version.card_what or version.title, f"({agency.name})"]))[:300]
