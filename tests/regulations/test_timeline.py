"""Which version speaks when."""

import datetime

import pytest

from regulations.drafting import draft_correction
from regulations.models import RegulationVersion, Status
from regulations.presenting import timeline_of
from regulations.publishing import publish_version
from tests.factories.regulations import make_agency, make_officer, make_regulation, make_version

pytestmark = pytest.mark.django_db
YEAR = {year: datetime.date(year, 1, 1) for year in range(2019, 2032)}
LONG_AGO = datetime.datetime(2019, 6, 1, tzinfo=datetime.UTC)


@pytest.fixture
def regulation():
    return make_regulation()


def test_a_version_ends_where_the_next_begins(regulation):
    second = make_version(regulation, effective_from=YEAR[2024], at=LONG_AGO)
    first = make_version(regulation, effective_from=YEAR[2020])
    timeline = timeline_of(regulation)
    assert timeline.on(YEAR[2021]) == first
    assert timeline.on(datetime.date(2023, 12, 31)) == first
    assert timeline.on(YEAR[2024]) == second
    assert timeline.ends(timeline.on(YEAR[2021])) == YEAR[2024]
    assert timeline.ends(timeline.on(YEAR[2024])) is None
    assert timeline.before(timeline.on(YEAR[2024])) == first
    assert [version.number for version in timeline.published] == [1, 2]


def test_before_it_was_announced_nothing_is_known_and_then_it_is_upcoming(regulation):
    make_version(regulation, effective_from=YEAR[2020], at=LONG_AGO)
    timeline = timeline_of(regulation)
    assert timeline.status_on(YEAR[2019]) is None
    assert timeline.status_on(datetime.date(2019, 7, 1)) == Status.UPCOMING
    assert timeline.status_on(YEAR[2020]) == Status.IN_FORCE
    assert timeline.on(YEAR[2019]) is None


def test_a_correction_takes_the_place_of_what_it_corrects():
    agency = make_agency()
    regulation = make_regulation(agency)
    wrong = make_version(regulation, effective_from=YEAR[2020])
    make_version(regulation, effective_from=YEAR[2022])
    draft = draft_correction(version=wrong, by=make_officer(agency))
    right = publish_version(version=RegulationVersion.objects.get(pk=draft.pk))
    timeline = timeline_of(regulation)
    assert timeline.on(YEAR[2021]) == right
    assert timeline.numbered(1).is_corrected
    assert timeline.correction_of(timeline.numbered(1)) == right
    assert timeline.ends(timeline.numbered(1)) == YEAR[2022]


def test_the_same_version_as_the_database_says(regulation):
    for year in (2026, 2020, 2023):
        make_version(regulation, effective_from=YEAR[year])
    timeline = timeline_of(regulation)
    for day in YEAR.values():
        assert timeline.on(day) == regulation.version_on(day)
