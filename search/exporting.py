"""A list of results as a table: each in the order of the pages, as the public may see it on the day asked for."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.citizens.adapter import absolute
from regulations.models import Status
from search.hits import DocumentHit, Hit, PlanHit, RegulationHit
from search.query import SearchQuery
from search.schema import DOCUMENTS, PLANS, REGULATIONS
from search.searching import every_hit

Row = tuple[str, ...]


def exported_rows(query: SearchQuery) -> Iterator[Row]:
    """The heading, then a row for each regulation, provision or item, all texts. Raises SearchUnavailable at once."""
    hits = every_hit(query)
    return _rows(hits, _ROWS[query.tab])


def _rows(hits: Iterable[Hit], rows_of: Callable[[Any], Iterator[Row]]) -> Iterator[Row]:
    yield (
        _("Số, mã"), _("Tên"), _("Loại"), _("Cơ quan"), _("Tình trạng"), _("Ngày có hiệu lực"), _("Phần khớp"),
        _("Trích đoạn"), _("Địa chỉ"),
    )  # fmt: skip
    for hit in hits:
        yield from rows_of(hit)


def _regulation(hit: RegulationHit) -> Iterator[Row]:
    url = hit.part_url or hit.url
    status = str(Status(hit.status).label)
    yield _row(hit.code, hit.plain_title, hit.kind, hit.agency, status, hit.effective, hit.part, hit.snippet, url)


def _document(hit: DocumentHit) -> Iterator[Row]:
    status = str(Status(hit.status).label)
    record = (hit.number, hit.plain_title, hit.type, hit.issuer, status, hit.effective)
    if hit.snippet or not hit.provisions:
        yield _row(*record, "", hit.snippet, hit.url)
    for provision in hit.provisions:
        part = ": ".join(filter(None, [provision.plain_title, provision.part]))
        yield _row(*record, part, provision.snippet, provision.part_url or provision.url)


def _plan(hit: PlanHit) -> Iterator[Row]:
    if hit.snippet or not hit.items:
        kind = _("Phương án cắt giảm")
        yield _row("", hit.plain_title, kind, hit.agency, hit.state_name, hit.effective, "", hit.snippet, hit.url)
    for item in hit.items:
        record = (item.code, hit.plain_title, item.action_name, hit.agency, hit.state_name, hit.effective)
        part = ": ".join(filter(None, [item.plain_title, item.part]))
        yield _row(*record, part, item.snippet, item.url)


_ROWS = {REGULATIONS: _regulation, DOCUMENTS: _document, PLANS: _plan}


def _row(
    number: str,
    title: str,
    kind: str,
    agency: str,
    status: str,
    effective: datetime.date | None,
    part: str,
    snippet: str,
    url: str,
) -> Row:
    day = effective.isoformat() if effective else ""
    return number, title, kind, agency, status, day, part, unescape(strip_tags(snippet)), absolute(url)
