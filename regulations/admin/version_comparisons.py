"""The comparisons of a version with its original on its page in the admin, and who may record another."""

from dataclasses import dataclass

from django.urls import reverse

from regulations.models import DocumentVersion, OriginalComparison, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids


@dataclass(frozen=True)
class ComparisonsSection:
    """What a version's page says of comparisons, the last first; `add_url` is "" for who may not add one."""

    rows: list[OriginalComparison]
    add_url: str


def comparisons_section(version, user) -> ComparisonsSection | None:
    """None for what has no original to compare with: drafts, plans."""
    if not isinstance(version, RegulationVersion | DocumentVersion) or not version.live:
        return None
    rows = OriginalComparison.objects.filter(**{f"{version.IDENTITY}_version": version.pk})
    name = type(version).snippet_viewset.get_url_name("compare_original")
    url = reverse(name, args=[version.pk]) if may_compare(version, user) else ""
    return ComparisonsSection(list(rows.select_related("agency", "recorded_by")), url)


def may_compare(version, user) -> bool:
    """Whether to offer it: a published text that stands, of an agency that this officer works for."""
    agencies, agency = covered_agency_ids(user, Role.OFFICER), version.maintaining_agency
    covers = agency is not None and (agencies is None or agency.pk in agencies)
    return covers and version.live and not version.is_corrected
