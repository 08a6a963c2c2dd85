"""How fresh each agency's records are: when they were last changed here, and last compared with their originals."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from regulations.models import Agency, DocumentVersion, LegalDocument, OriginalComparison, Regulation, RegulationVersion
from regulations.models.workflow import KEPT_BY


@dataclass(frozen=True, slots=True)
class Freshness:
    """Regulations or documents that an agency keeps and that speak today.

    `updated_on` and `oldest_on` are when the newest and the oldest of their versions were recorded; `compared` is how
    many versions were ever compared with the original, `compared_longest_ago` the day of the oldest last comparison.
    """

    agency: Agency
    of_documents: bool
    url: str
    records: int
    updated_on: datetime.date
    oldest_on: datetime.date
    compared: int
    compared_longest_ago: datetime.date | None

    @property
    def compared_percent(self) -> int:
        return self.compared * 100 // self.records


def freshness(agencies: Iterable[int] | None, today: datetime.date) -> list[Freshness]:
    """Of these agencies (None is all) that keep any records, by name. Three queries."""
    rows = [
        (identity, row)
        for identity, model, link in (
            (Regulation, RegulationVersion, "regulation_version"),
            (LegalDocument, DocumentVersion, "document_version"),
        )
        for row in _of(model, link, agencies, today)
    ]
    found = Agency.objects.in_bulk({row["keeper"] for _identity, row in rows})
    result = [
        Freshness(
            agency=found[row["keeper"]],
            of_documents=identity is LegalDocument,
            url=_url(identity, row["keeper"]),
            records=row["records"],
            updated_on=timezone.localdate(row["newest"]),
            oldest_on=timezone.localdate(row["oldest"]),
            compared=row["compared_records"],
            compared_longest_ago=row["longest_ago"],
        )
        for identity, row in rows
    ]
    return sorted(result, key=lambda one: (one.agency.name, one.agency.pk, one.of_documents))


def _of(model, link: str, agencies: Iterable[int] | None, today: datetime.date):
    keeper = KEPT_BY[model]
    compared = (
        OriginalComparison.objects.filter(**{link: OuterRef("pk")}).order_by("-compared_on").values("compared_on")
    )
    speaking = model.objects.in_force_on(today).exclude(**{keeper: None})
    if agencies is not None:
        speaking = speaking.filter(**{f"{keeper}__in": agencies})
    speaking = speaking.annotate(compared_on=Subquery(compared.values("compared_on")[:1])).order_by().values(keeper)
    return [
        {"keeper": row[keeper], **row}
        for row in speaking.annotate(
            records=Count("pk"),
            newest=Max("recorded_at"),
            oldest=Min("recorded_at"),
            compared_records=Count("compared_on"),
            longest_ago=Min("compared_on"),
        )
    ]


def _url(identity, agency: int) -> str:
    field = "agency" if identity is Regulation else "maintained_by"
    return f"{reverse(identity.snippet_viewset.get_url_name('list'))}?{field}={agency}"
