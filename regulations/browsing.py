"""Pages of agencies, fields and industries, as the templates take them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulations.classifying import Link
from regulations.keeping import former_keepers, found_under, with_predecessors
from regulations.listing import counts_by_kind, latest_changes
from regulations.models import Agency, AgencySuccession, Field, LegalDocument, Level, Regulation
from regulations.notices import shown
from regulations.trail import search_url, trail

DOCUMENTS_SHOWN = 10
SUBUNITS_SHOWN = 30


def agencies_page() -> dict[str, Any]:
    """All agencies as trees, those that ended apart, each with the count that its own page gives. Three queries."""
    agencies = list(Agency.objects.order_by("name_vi"))
    counts = _counts_with_predecessors()
    children: dict[int | None, list[Agency]] = defaultdict(list)
    today = timezone.localdate()
    living = [agency for agency in agencies if _is_living(agency, today)]
    keys = {agency.pk for agency in living}
    for agency in living:
        children[agency.parent_id if agency.parent_id in keys else None].append(agency)
    levels = []
    for level in Level:
        rows = [_node(agency, children, counts) for agency in children[None] if agency.level == level]
        levels.append({"title": level.label, "rows": rows})
    ended = [_node(agency, {}, counts) for agency in agencies if not _is_living(agency, today)]
    title = _("Cơ quan quản lý")
    return {
        "page_title": title,
        "breadcrumbs": trail((title, "")),
        "levels": [level for level in levels if level["rows"]],
        "ended": ended,
    }


def agency_page(agency: Agency) -> dict[str, Any]:
    """One agency with what it took over: the counts are of its own records and those of agencies it succeeded."""
    successions = list(AgencySuccession.objects.select_related("old", "new").order_by("date", "pk"))
    regulations = Regulation.objects.public().filter(found_under(Regulation, agency, successions))
    kept = LegalDocument.objects.public().filter(found_under(LegalDocument, agency, successions))
    kinds = counts_by_kind(regulations, agency=agency.acronym)
    subunits = list(agency.children.order_by("name_vi"))
    steps = [(_("Cơ quan quản lý"), reverse("regulations:agencies"))]
    if agency.parent:
        steps.append((agency.parent.name, agency.parent.get_absolute_url()))
    return {
        "agency": agency,
        "page_title": agency.name,
        "page_description": _("Quy định kinh doanh do %(agency)s quản lý.") % {"agency": agency.name},
        "breadcrumbs": trail(*steps, (agency.name, agency.get_absolute_url())),
        "is_living": _is_living(agency, timezone.localdate()),
        "facts": _agency_facts(agency, successions),
        "kinds": kinds,
        "total": sum(row["count"] for row in kinds),
        "all_url": search_url(agency=agency.acronym),
        "took_over": any(row.new_id == agency.pk for row in successions),
        "handed_on": kept_elsewhere(agency),
        "changes": latest_changes(regulations),
        "subunits": subunits[:SUBUNITS_SHOWN],
        "more_subunits": subunits[SUBUNITS_SHOWN:],
        "documents": _documents(kept),
        "documents_total": kept.count(),
        "documents_url": search_url("documents", agency=agency.acronym),
    }


def kept_elsewhere(agency: Agency) -> list[Link]:
    """The agencies that keep now what this one handed on."""
    regulations = Regulation.objects.filter(transfers__old_agency=agency).exclude(agency=agency)
    documents = LegalDocument.objects.filter(transfers__old_agency=agency).exclude(maintained_by=agency)
    ids = set(regulations.order_by().values_list("agency", flat=True))
    ids |= set(documents.order_by().values_list("maintained_by", flat=True))
    return [Link(one.name, one.get_absolute_url()) for one in Agency.objects.filter(pk__in=ids)]


def fields_page() -> dict[str, Any]:
    """All fields with the number of their regulations. Two queries."""
    counts = _counts("fields")
    title = _("Lĩnh vực")
    fields = sorted(Field.objects.all(), key=lambda field: field.name)
    return {
        "page_title": title,
        "breadcrumbs": trail((title, "")),
        "rows": [{"title": f.name, "url": f.get_absolute_url(), "count": counts.get(f.pk, 0)} for f in fields],
    }


def _is_living(agency: Agency, today) -> bool:
    return agency.valid_to is None or agency.valid_to > today


def _counts(attribute: str) -> dict[int, int]:
    """Public regulations by the key of what they belong to."""
    rows = Regulation.objects.public().order_by().values_list(attribute).annotate(n=Count("pk"))
    return dict(rows.exclude(Q(**{attribute: None})))


def _counts_with_predecessors() -> dict[int, int]:
    """Public regulations by agency; what it took over or handed on counts for it too, as on its page and in lookup."""
    own, successions = _counts("agency"), list(AgencySuccession.objects.all())
    heirs = {row.new_id: with_predecessors(row.new_id, successions) for row in successions}
    counts = Counter(own | {heir: sum(own.get(pk, 0) for pk in ids) for heir, ids in heirs.items()})
    handed_on = former_keepers(Regulation)
    moved = Regulation.objects.public().filter(transfers__isnull=False).distinct().order_by()
    for regulation, keeper in moved.values_list("pk", "agency"):
        counted = {keeper, *(heir for heir, ids in heirs.items() if keeper in ids)}
        counts.update(set(handed_on[regulation]) - counted)
    return counts


def _node(agency: Agency, children: dict, counts: dict[int, int]) -> dict[str, Any]:
    below = children.get(agency.pk, [])
    return {
        "title": agency.name,
        "acronym": agency.acronym,
        "url": agency.get_absolute_url(),
        "count": counts.get(agency.pk, 0),
        "until": agency.valid_to,
        "children": [_node(child, children, counts) for child in below[:SUBUNITS_SHOWN]],
        "more": max(0, len(below) - SUBUNITS_SHOWN),
    }


def _agency_facts(agency: Agency, successions: Iterable[AgencySuccession]) -> list[dict[str, Any]]:
    after = [(row.new, row.date) for row in successions if row.old_id == agency.pk]
    before = [(row.old, row.date) for row in successions if row.new_id == agency.pk]
    facts = [
        (_("Viết tắt"), [Link(agency.acronym)]),
        (_("Mã định danh"), [Link(agency.code)]),
        (_("Tên tiếng Anh"), [Link(agency.name_en)] if agency.name_en else []),
        (_("Cấp"), [Link(agency.get_level_display())]),
        (_("Thuộc cơ quan"), [Link(agency.parent.name, agency.parent.get_absolute_url())] if agency.parent else []),
        (_("Hoạt động từ"), [Link(shown(agency.valid_from))] if agency.valid_from else []),
        (_("Hoạt động đến trước"), [Link(shown(agency.valid_to))] if agency.valid_to else []),
        (_("Nay là"), [_dated(other, day) for other, day in after]),
        (pgettext("an agency, of those before it", "Kế thừa"), [_dated(other, day) for other, day in before]),
    ]
    return [{"term": term, "lines": lines} for term, lines in facts if lines]


def _dated(agency: Agency, day) -> Link:
    return Link(_("%(agency)s (từ %(day)s)") % {"agency": agency.name, "day": shown(day)}, agency.get_absolute_url())


def _documents(kept: QuerySet) -> list[dict[str, str]]:
    documents = kept.prefetch_related("slugs")[:DOCUMENTS_SHOWN]
    return [
        {
            "url": document.get_absolute_url(),
            "name": f"{document.get_doc_type_display()} {document.number}".strip(),
            "title": document.title,
        }
        for document in documents
    ]
