"""What bound somebody on a day: 1,000 drawn pairs of a record and a day against an oracle that shares no code.

The oracle reads raw rows with plain SQL and decides in another way than the register: it walks over what was published
in the order of publication and lets each row speak over those before it that begin no later.
"""

import datetime
import random
import re

import pytest
from django.db import connection
from django.utils import timezone

from regulations.document_record import document_timeline
from regulations.drafting import draft_correction
from regulations.models import DocumentVersion, RegulationVersion, State
from regulations.presenting import timeline_of
from regulations.publishing import publish_version
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_draft,
    make_document_version,
    make_draft,
    make_officer,
    make_regulation,
    make_version,
)
from tests.regulations.test_pages import words

pytestmark = pytest.mark.django_db
EPOCH = datetime.date(2018, 1, 1)
SPAN = 4000  # days from the first to the last that are drawn
ZONE = datetime.timezone(datetime.timedelta(hours=7))


def day_of(value):
    """SQLite hands raw dates over as text."""
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value


def moment_of(value):
    moment = datetime.datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def rows_of(table: str, identity: str, key: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number, effective_from, state, live, corrects_id, recorded_at "
            f"FROM {table} WHERE {identity} = %s",
            [key],
        )
        return cursor.fetchall()


def oracle(rows: list[tuple], day: datetime.date, known_since: datetime.date | None = None):
    """(number, state) of what speaks on the day; "upcoming" for announced, None for unknown to everybody."""
    public = [row for row in rows if row[4]]
    replaced = {row[5] for row in public if row[5] is not None}
    speaking, answer = datetime.date.min, None
    for key, number, begins, state, _live, _corrects, _recorded in sorted(public, key=lambda row: row[1]):
        if key in replaced:
            continue
        first = day_of(begins)
        if first is None:
            if speaking == datetime.date.min:
                answer = (number, state)
        elif first <= day and first >= speaking:
            speaking, answer = first, (number, state)
    if answer is not None:
        return answer
    if known_since is None and public:
        known_since = min(moment_of(row[6]) for row in public).astimezone(ZONE).date()
    return "upcoming" if known_since is not None and known_since <= day else None


def drawn_history(draw: random.Random, make, document: bool) -> None:
    """Up to seven versions in any order of days, some corrected, some left drafts; of documents some undated."""
    days = draw.sample(range(SPAN), draw.randint(1, 7))
    for place, offset in enumerate(days):
        fields = {"effective_from": EPOCH + datetime.timedelta(days=offset), "state": draw.choice(State.values)}
        if document and draw.random() < 0.15:
            fields["effective_from"] = None
        at = datetime.datetime.combine(
            EPOCH + datetime.timedelta(days=draw.randint(0, SPAN)), datetime.time(draw.choice([0, 16, 17, 23]), 59),
            tzinfo=datetime.UTC,
        )  # fmt: skip
        make(published=place == 0 or draw.random() < 0.85, corrected=draw.random() < 0.25, at=at, **fields)


def regulation_maker(regulation, officer):
    def make(*, published, corrected, at, **fields):
        if not published:
            make_draft(regulation, parts={}, **fields)
            return
        version = make_version(regulation, at=at, **fields)
        if corrected:
            draft = draft_correction(version=version, by=officer)
            publish_version(version=RegulationVersion.objects.get(pk=draft.pk), at=at)

    return make


def document_maker(document, officer):
    def make(*, published, corrected, at, **fields):
        text = f"Điều 1. Nội dung {fields['effective_from']}"
        if fields["effective_from"] is None and document.versions.filter(effective_from=None).exists():
            return
        if not published:
            make_document_draft(document, text=text, **fields)
            return
        version = make_document_version(document, at=at, text=text, **fields)
        if corrected:
            draft = draft_correction(version=version, by=officer)
            publish_version(version=DocumentVersion.objects.get(pk=draft.pk), at=at)

    return make


def days_to_ask(draw: random.Random, rows: list[tuple], count: int) -> list[datetime.date]:
    """Drawn days, among them the borders: a version's first day and the day before."""
    firsts = [day_of(row[2]) for row in rows if row[2]]
    borders = [first - datetime.timedelta(days=back) for first in firsts for back in (0, 1)]
    anywhere = [EPOCH + datetime.timedelta(days=draw.randint(-200, SPAN + 200)) for _n in range(count)]
    return (draw.sample(borders, min(len(borders), count // 2)) + anywhere)[:count]


def said(timeline, day):
    version = timeline.on(day)
    if version is not None:
        return version.number, version.state
    return "upcoming" if timeline.status_on(day) is not None else None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_days_of_regulations(client, seed):
    draw, agency = random.Random(seed), make_agency()
    officer = make_officer(agency)
    for _record in range(10):
        regulation = make_regulation(agency)
        drawn_history(draw, regulation_maker(regulation, officer), document=False)
        rows = rows_of("regulations_regulationversion", "regulation_id", regulation.pk)
        timeline = timeline_of(regulation)
        days = days_to_ask(draw, rows, 20)
        for day in days:
            expected = oracle(rows, day)
            assert said(timeline, day) == expected, (seed, regulation.code, day)
            in_force = RegulationVersion.objects.in_force_on(day).filter(regulation=regulation)
            found = [(version.number, version.state) for version in in_force]
            assert found == ([expected] if isinstance(expected, tuple) else [])
        for day in days[:2]:
            check_page(client.get(f"/regulations/{regulation.code}/", {"on": day.isoformat()}), oracle(rows, day))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_days_of_documents(client, seed):
    draw, agency = random.Random(seed), make_agency()
    officer = make_officer(agency)
    for record in range(10):
        issued = None if draw.random() < 0.3 else EPOCH + datetime.timedelta(days=draw.randint(0, SPAN))
        document = make_document(f"{record + 1}/2019/NĐ-CP", issued_on=issued, maintained_by=agency)
        drawn_history(draw, document_maker(document, officer), document=True)
        rows = rows_of("regulations_documentversion", "document_id", document.pk)
        timeline = document_timeline(document)
        days = days_to_ask(draw, rows, 20)
        for day in days:
            expected = oracle(rows, day, issued)
            assert said(timeline, day) == expected, (seed, document.number, day)
            spoken = document.version_on(day)
            assert (spoken and (spoken.number, spoken.state)) == (expected if isinstance(expected, tuple) else None)
        for day in days[:2]:
            response = client.get(f"{document.get_absolute_url()}", {"on": day.isoformat()})
            check_page(response, oracle(rows, day, issued))


def check_page(response, expected) -> None:
    """The page shows the version that the oracle names, or says that there is none."""
    assert response.status_code == 200
    if isinstance(expected, tuple):
        assert (response.context["version"].number, response.context["version"].state) == expected
    elif expected == "upcoming":
        assert "sắp có hiệu lực từ" in words(response)
    else:
        assert response.context["absent"] and re.search("chưa (tồn tại|có trên cổng)", words(response))


STATES = [
    ("in_force", "Còn hiệu lực", ""),
    ("partly", "Hết hiệu lực một phần", "đã hết hiệu lực một phần từ 01/03/2021. Phần còn lại vẫn phải thực hiện."),
    ("suspended", "Ngưng hiệu lực", "ngưng hiệu lực từ 01/03/2021."),
    ("abolished", "Hết hiệu lực", "đã hết hiệu lực từ 01/03/2021. Không còn phải thực hiện"),
    ("gap", "Khoảng trống pháp lý", "thuộc khoảng trống pháp lý từ 01/03/2021."),
    ("unknown", "Chưa rõ hiệu lực", "chưa xác định được hiệu lực."),
]
BEGINS = datetime.date(2021, 3, 1)


@pytest.mark.parametrize(("state", "badge", "notice"), STATES)
@pytest.mark.parametrize("kind", ["regulation", "document"])
def test_every_state_is_clear_from_its_first_day(client, kind, state, badge, notice):
    url = two_versions(kind, state)
    before = words(client.get(url, {"on": "2021-02-28"}))
    after = words(client.get(url, {"on": "2021-03-01"}))
    assert "Còn hiệu lực ngày 28/02/2021" in before
    assert f"{badge} ngày 01/03/2021" in after
    assert notice in after and (not notice or notice not in before)


def two_versions(kind, state):
    year = datetime.date(2020, 1, 1)
    if kind == "regulation":
        regulation = make_regulation(code="1.000001")
        make_version(regulation, effective_from=year)
        make_version(regulation, effective_from=BEGINS, state=state)
        return "/regulations/1.000001/"
    document = make_document("15/2018/NĐ-CP", issued_on=datetime.date(2019, 12, 1))
    make_document_version(document, effective_from=year)
    make_document_version(document, effective_from=BEGINS, state=state)
    return "/documents/15-2018-nd-cp/"


def test_a_document_of_unknown_day_says_so_and_gives_way_to_a_dated_text(client):
    document = make_document("15/2018/NĐ-CP", issued_on=datetime.date(2019, 12, 1))
    make_document_version(document, effective_from=None)
    url = "/documents/15-2018-nd-cp/"
    assert "Chưa rõ ngày bản này bắt đầu có hiệu lực." in words(client.get(url))
    make_document_version(document, effective_from=BEGINS, text="Điều 1. Bản có ngày")
    assert "Bản có ngày" in words(client.get(url, {"on": "2021-03-01"}))
    assert "Chưa rõ ngày bản này" in words(client.get(url, {"on": "2021-02-28"}))


@pytest.mark.parametrize(("hour", "minute", "is_new"), [(16, 59, False), (17, 0, True)])
@pytest.mark.parametrize("kind", ["regulation", "document"])
def test_a_day_begins_at_midnight_in_vietnam(client, monkeypatch, kind, hour, minute, is_new):
    url = two_versions(kind, "suspended")
    now = datetime.datetime(2021, 2, 28, hour, minute, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    text = words(client.get(url))
    assert ("ngưng hiệu lực từ 01/03/2021." in text) is is_new
    assert ("Từ 01/03/2021 áp dụng phiên bản mới." in text) is not is_new


def test_a_correction_speaks_from_the_day_of_what_it_corrects_and_both_keep_their_address(client):
    agency = make_agency()
    document = make_document("15/2018/NĐ-CP", issued_on=datetime.date(2019, 12, 1), maintained_by=agency)
    wrong = make_document_version(document, effective_from=BEGINS, text="Điều 1. Sai")
    draft = draft_correction(version=wrong, by=make_officer(agency))
    DocumentVersion.objects.filter(pk=draft.pk).update(text="Điều 1. Đúng")
    publish_version(version=DocumentVersion.objects.get(pk=draft.pk))
    url = "/documents/15-2018-nd-cp/"
    assert "Điều 1. Đúng" in words(client.get(url, {"on": "2021-03-01"}))
    old = words(client.get(url, {"version": 1}))
    assert "Điều 1. Sai" in old and "Phiên bản 1 đã được đính chính bằng phiên bản 2" in old
    assert "Đã được đính chính" in old
