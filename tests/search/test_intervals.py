import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st

from search.intervals import Dates, intervals_of
from search.schema import OPEN_FROM, OPEN_TO

NOON = datetime.time(12, tzinfo=datetime.UTC)


def day(text):
    return datetime.date.fromisoformat(text)


def recorded(text):
    return datetime.datetime.combine(day(text), NOON)


def spans(versions, recorded_on="2020-01-01", issued_on=None):
    """(pk, status, first day, day it ends) in order of time; open ends are None."""
    found = intervals_of(versions, recorded_at=recorded(recorded_on), issued_on=issued_on and day(issued_on))

    def shown(number):
        return None if number in (OPEN_FROM, OPEN_TO) else datetime.date.fromordinal(number).isoformat()

    return [
        (one.pk, one.status, shown(one.from_day), shown(one.to_day))
        for one in sorted(found, key=lambda one: one.from_day)
    ]


def version(pk, effective, state="in_force", number=None):
    return Dates(pk, effective and day(effective), state, number or pk)


def test_a_version_ends_where_the_next_one_begins():
    versions = [version(2, "2022-01-01", "abolished"), version(1, "2018-01-01")]
    assert spans(versions) == [(1, "in-force", "2018-01-01", "2022-01-01"), (2, "abolished", "2022-01-01", None)]


def test_before_its_first_day_a_record_is_upcoming_from_the_day_it_was_made_public():
    assert spans([version(1, "2020-03-01")]) == [
        (1, "upcoming", "2020-01-01", "2020-03-01"),
        (1, "in-force", "2020-03-01", None),
    ]


def test_a_later_version_to_come_is_not_upcoming_the_record_is_in_force():
    versions = [version(1, "2018-01-01"), version(2, "2030-01-01")]
    assert {status for _, status, _, _ in spans(versions)} == {"in-force"}


def test_without_a_date_it_speaks_from_the_day_of_issue_with_unknown_status():
    assert spans([version(1, None)], issued_on="2019-05-05") == [(1, "unknown", "2019-05-05", None)]
    assert spans([version(1, None)]) == [(1, "unknown", None, None)]


def test_the_last_undated_version_stands_in_until_the_first_dated_one():
    versions = [version(1, None), version(2, None), version(3, "2021-01-01")]
    assert spans(versions, issued_on="2019-01-01") == [
        (2, "unknown", "2019-01-01", "2021-01-01"),
        (3, "in-force", "2021-01-01", None),
    ]


days = st.dates(day("2000-01-01"), day("2040-01-01"))


@given(st.lists(days, unique=True, max_size=6), st.booleans(), days, st.none() | days)
def test_no_day_has_two_versions(effective, undated, public_on, issued_on):
    versions = [Dates(pk, date, "in_force", pk) for pk, date in enumerate(effective, start=1)]
    if undated:
        versions.append(Dates(99, None, "unknown", 99))
    found = intervals_of(versions, recorded_at=datetime.datetime.combine(public_on, NOON), issued_on=issued_on)
    found.sort(key=lambda one: one.from_day)
    assert all(one.from_day < one.to_day for one in found)
    assert all(one.to_day <= after.from_day for one, after in itertools.pairwise(found))
    if versions and (not undated or effective):
        assert found
