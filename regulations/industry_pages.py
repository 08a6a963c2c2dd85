"""Pages of the industry classification, as the templates take them.

A regulation filed under an industry binds all that lies below it: an industry's page lists what is filed under it and
below, and apart what is filed above it, which applies in common.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from regulations.classifying import Link
from regulations.listing import counts_by_kind, rows_of
from regulations.models import Industry, IndustryCrosswalk, IndustryEdition, Regulation
from regulations.trail import search_url, trail

COMMON_SHOWN = 20


def editions_page() -> dict[str, Any]:
    title = _("Ngành kinh tế")
    editions = IndustryEdition.objects.annotate(industries_count=Count("industries")).order_by("-key")
    return {
        "page_title": title,
        "breadcrumbs": trail((title, "")),
        "rows": [
            {
                "title": edition.name,
                "source": edition.source,
                "count": edition.industries_count,
                "url": reverse("regulations:industry_edition", args=[edition.key]),
            }
            for edition in editions
        ],
    }


def edition_page(edition: IndustryEdition) -> dict[str, Any]:
    """The two upper levels of an edition. Two queries."""
    industries = list(Industry.objects.filter(edition=edition).order_by("code"))
    below: dict[int | None, list[Industry]] = defaultdict(list)
    for industry in industries:
        industry.edition = edition
        below[industry.parent_id].append(industry)
    return {
        "edition": edition,
        "page_title": edition.name,
        "breadcrumbs": trail((_("Ngành kinh tế"), reverse("regulations:industries")), (edition.name, "")),
        "rows": [{"industry": top, "children": below[top.pk]} for top in below[None]],
    }


def industry_page(industry: Industry) -> dict[str, Any]:
    """What one industry is, where it stands, and its regulations; `regulations` is the queryset to page through."""
    edition = industry.edition
    family = _family(industry)
    above, below = _above(industry, family), _below(industry, family)
    regulations = Regulation.objects.public().filter(_filed_under([industry.pk, *below]))
    common = Regulation.objects.public().filter(_filed_under([each.pk for each in above]))
    common = common.exclude(_filed_under([industry.pk, *below])).select_related("agency").order_by("code")
    kinds = counts_by_kind(regulations, industry=f"{edition.key}:{industry.code}")
    common_total = common.count() if above else 0
    return {
        "industry": industry,
        "edition": edition,
        "page_title": f"{industry.code} {industry.name} ({edition.key})",
        "page_description": _("Quy định kinh doanh áp dụng cho ngành %(industry)s.") % {"industry": industry.name},
        "breadcrumbs": trail(
            (_("Ngành kinh tế"), reverse("regulations:industries")),
            (edition.name, reverse("regulations:industry_edition", args=[edition.key])),
            *[(str(each), each.get_absolute_url()) for each in above],
            (industry.code, industry.get_absolute_url()),
        ),
        "above": above,
        "children": [each for each in family if each.parent_id == industry.pk],
        "crosswalk": _crosswalk(industry),
        "kinds": kinds,
        "total": sum(kind["count"] for kind in kinds),
        "all_url": search_url(industry=f"{edition.key}:{industry.code}"),
        "regulations": regulations.select_related("agency").order_by("code"),
        "common": rows_of(common[:COMMON_SHOWN]) if common_total else [],
        "common_total": common_total,
        "for_all_total": Regulation.objects.public().filter(industries=None).count(),
    }


def _family(industry: Industry) -> list[Industry]:
    """The edition's industries, in order; small enough to take whole."""
    rows = list(Industry.objects.filter(edition=industry.edition_id).order_by("code"))
    for row in rows:
        row.edition = industry.edition
    return rows


def _above(industry: Industry, family: list[Industry]) -> list[Industry]:
    by_key = {each.pk: each for each in family}
    path: list[Industry] = []
    parent = by_key.get(industry.parent_id)
    while parent is not None and parent not in path:
        path.insert(0, parent)
        parent = by_key.get(parent.parent_id)
    return path


def _below(industry: Industry, family: list[Industry]) -> list[int]:
    children: dict[int | None, list[int]] = defaultdict(list)
    for each in family:
        children[each.parent_id].append(each.pk)
    found: list[int] = []
    waiting = [industry.pk]
    while waiting:
        fresh = [pk for pk in children[waiting.pop()] if pk not in found]
        found += fresh
        waiting += fresh
    return found


def _filed_under(industries: list[int]) -> Q:
    return Q(pk__in=Regulation.industries.through.objects.filter(industry__in=industries).values("regulation"))


def _crosswalk(industry: Industry) -> list[dict[str, Any]]:
    rows = IndustryCrosswalk.objects.filter(Q(old=industry) | Q(new=industry)).select_related(
        "old__edition", "new__edition"
    )
    found = []
    for row in rows.order_by(F("old__code"), F("new__code")):
        other, term = (row.new, _("Trở thành")) if row.old_id == industry.pk else (row.old, _("Từ mã cũ"))
        link = Link(f"{other} ({other.edition.key})", other.get_absolute_url())
        found.append({"term": term, "link": link, "note": row.note})
    return found
