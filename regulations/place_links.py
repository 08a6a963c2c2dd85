"""Where the links beside each part and article lead: how it is cited, and the report of an error in it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from regulations.models import DocumentVersion, RegulationVersion


@dataclass(frozen=True)
class PlaceLinks:
    """Addresses are those of a place but for its key: `cite` + key + "/" + `query`, and `report_at` + key.

    They are cut so because a text has thousands of places. `report` is about the whole record.
    """

    cite: str
    query: str
    report_at: str
    report: str


def links_of(version: RegulationVersion | DocumentVersion, query: str) -> PlaceLinks | None:
    """For a published version as it is read with `query` ("?on=2026-07-01"); a draft has none."""
    if not version.live:
        return None
    return PlaceLinks(_cite(version), query, report_url(version, at=True), report_url(version))


def report_url(version: RegulationVersion | DocumentVersion, key: str = "", *, at: bool = False) -> str:
    """The form that takes a report of an error; `at`: up to where the key of a place would stand."""
    if isinstance(version, RegulationVersion):
        where, name = {"regulation": version.regulation.code}, "part"
    else:
        where, name = {"document": version.document.slug}, "label"
    where |= {"version": version.number} | ({name: key} if key or at else {})
    return f"{reverse('regulations:report_error')}?{urlencode(where)}"


def _cite(version: RegulationVersion | DocumentVersion) -> str:
    """With a key that stands in no address, cut off behind it."""
    if isinstance(version, RegulationVersion):
        return reverse("regulations:cite_part", args=[version.regulation.code, "x"]).removesuffix("x/")
    return reverse("regulations:cite_provision", args=[version.document.slug, "x"]).removesuffix("x/")
