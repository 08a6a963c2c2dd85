"""What stands above a plan: whose it is, how far it has come, what came before and after it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.classifying import Link
from regulations.models import AgencySuccession, PlanState, PlanVersion, SimplificationPlan, Status
from regulations.notices import Notice, shown
from regulations.timeline import Timeline
from regulations.trail import trail

_SIGNS = {
    PlanState.PROPOSED: Status.PROPOSED,
    PlanState.APPROVED: Status.UPCOMING,
    PlanState.IMPLEMENTED: Status.IN_FORCE,
    PlanState.AMENDED: Status.PARTLY,
}


@dataclass(frozen=True, slots=True)
class RelatedPlans:
    """Published plans that this one amends and that amend it."""

    amends: list[Link]
    amended_by: list[Link]


def state_badge(state: str) -> dict[str, str]:
    """For components/status_badge.html: the nearest of its signs with the plan's own words."""
    return {"status": _SIGNS[PlanState(state)], "label": str(PlanState(state).label)}


def related_plans(plan: SimplificationPlan) -> RelatedPlans:
    """By the titles of their newest published versions. One query."""
    versions = PlanVersion.objects.current().filter(plan__amends=plan)
    if plan.amends_id:
        versions = versions | PlanVersion.objects.current().filter(plan=plan.amends_id)
    titles = dict(versions.order_by("effective_from").values_list("plan_id", "title"))
    links = {pk: Link(title, reverse("regulations:plan", args=[pk])) for pk, title in titles.items()}
    earlier = links.pop(plan.amends_id, None)
    return RelatedPlans([earlier] if earlier else [], list(links.values()))


def plan_trail(version: PlanVersion) -> list[dict[str, str]]:
    plan_url = version.plan.get_absolute_url()
    return trail((_("Phương án cắt giảm"), reverse("regulations:plans")), (version.title, plan_url))


def plan_notices(version: PlanVersion, timeline: Timeline, related: RelatedPlans) -> list[Notice]:
    """What to know before reading: an older version, a later plan, or that nothing of it binds yet."""
    notices = []
    newest, correction = timeline.dated[-1] if timeline.dated else None, timeline.correction_of(version)
    plan_url = version.plan.get_absolute_url()
    if correction is not None:
        title = _("Phiên bản %(n)d đã được đính chính bằng phiên bản %(by)d.")
        numbers = {"n": version.number, "by": correction.number}
        link = (correction.get_absolute_url(), _("Xem bản đính chính"))
        notices.append(Notice("warning", title % numbers, correction.note, *link))
    elif version.live and newest is not None and newest.pk != version.pk:
        title = _("Phương án đã có phiên bản mới hơn: phiên bản %(n)d, ngày %(day)s.")
        numbers = {"n": newest.number, "day": shown(newest.effective_from)}
        notices.append(Notice("warning", title % numbers, newest.note, plan_url, _("Xem phiên bản mới nhất")))
    for link in related.amended_by:
        title = _("Phương án này đã được một phương án sau sửa đổi, bổ sung.")
        notices.append(Notice("warning", title, "", link.url, link.text))
    if version.plan.state == PlanState.PROPOSED:
        title = _("Đây là phương án đề xuất, chưa được phê duyệt.")
        notices.append(Notice("info", title, _("Quy định hiện hành vẫn áp dụng cho đến khi có văn bản sửa đổi.")))
    return notices


def plan_facts(plan: SimplificationPlan, version: PlanVersion, related: RelatedPlans) -> list[dict[str, Any]]:
    """The facts of the header, for a definition list. One query where the agency has ended."""
    programme = Link(plan.programme.name, f"{reverse('regulations:plans')}?programme={plan.programme.slug}")
    facts = [
        (_("Chương trình"), [programme]),
        (_("Cơ quan lập phương án"), [Link(plan.agency.name, plan.agency.get_absolute_url()), *_successors(plan)]),
        (_("Cấp phê duyệt"), [Link(plan.get_authority_display())]),
        (_("Ngày của phương án"), [Link(shown(version.effective_from))]),
        (_("Sửa đổi, bổ sung phương án"), related.amends),
        (_("Được sửa đổi, bổ sung bởi"), related.amended_by),
    ]
    return [{"term": term, "lines": lines} for term, lines in facts if lines]


def version_items(shown_version: PlanVersion, timeline: Timeline) -> list[dict[str, Any]]:
    """All published versions for components/timeline.html, newest first; nothing where there is only one."""
    if len(timeline.published) < 2:
        return []
    newest = timeline.dated[-1]
    return [
        {
            "title": _("Phiên bản %(n)d") % {"n": version.number},
            "url": version.get_absolute_url(),
            "date": version.effective_from,
            "status": "unknown" if version.is_corrected else ("in-force" if version is newest else "abolished"),
            "status_label": _version_label(version, newest),
            "note": version.note,
            "current": version.pk == shown_version.pk,
        }
        for version in timeline.published
    ]


def _version_label(version: PlanVersion, newest: PlanVersion) -> str:
    if version.is_corrected:
        return _("Đã được đính chính")
    return _("Bản mới nhất") if version is newest else _("Đã có bản mới hơn")


def _successors(plan: SimplificationPlan) -> list[Link]:
    """What an agency that has ended is now; the plan keeps the old name."""
    if plan.agency.valid_to is None:
        return []
    rows = AgencySuccession.objects.filter(old=plan.agency_id).select_related("new").order_by("-primary", "pk")
    return [Link(_("nay là %(agency)s") % {"agency": row.new.name}, row.new.get_absolute_url()) for row in rows]
