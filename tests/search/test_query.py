"""An address becomes a query and a query an address; what cannot be read is named."""

import datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.query import LAST_RESULT, PAGE_SIZE, SearchQuery, SearchResults, Sort
from search.schema import IndexRow

TODAY = datetime.date(2026, 11, 22)


def read(address):
    return SearchQuery.from_params(QueryDict(address), today=TODAY)


def test_empty_address():
    assert read("") == SearchQuery(on=TODAY)


def test_full_address_there_and_back():
    address = (
        "q=h%C3%B3a+ch%E1%BA%A5t&kind=report&kind=condition&agency=BCT&industry=2018%3A46"
        "&on=2024-02-29&sort=newest&page=3"
    )
    query = read(address)
    assert query.text == "hóa chất"
    assert query.filters == {"kind": ("report", "condition"), "agency": ("BCT",), "industry": ("2018:46",)}
    assert (query.on, query.day_chosen) == (datetime.date(2024, 2, 29), True)
    assert (query.sort, query.page, query.offset) == (Sort.NEWEST, 3, 40)
    assert query.to_query_string(page=3) == address


def test_change_goes_back_to_the_first_page():
    query = read("q=a&page=3&kind=report")
    assert query.to_query_string(filters={}) == "q=a"
    assert query.to_query_string(tab="documents") == "q=a&in=documents"
    assert query.without("kind", "report") == {}


def test_filter_that_the_tab_lacks_is_ignored_and_named():
    query = read("in=documents&kind=report&type=luat")
    assert query.filters == {"doc_type": ("luat",)}
    assert query.ignored == ("kind",)


@pytest.mark.parametrize(
    "address", ["on=2024-02-30", "on=gestern", "page=0", "page=-1", "page=x", "sort=price", "in=x"]
)
def test_unreadable_value_is_named_and_left_out(address):
    query = read(address)
    assert query.unreadable == (address.split("=")[0],)
    assert query == SearchQuery(on=TODAY, unreadable=query.unreadable)


def test_page_stops_at_the_last_reachable_result():
    assert read("page=999999999999").page == LAST_RESULT // PAGE_SIZE
    assert SearchResults(query=read(""), total=1_000_000).page_count == LAST_RESULT // PAGE_SIZE
    assert SearchResults(query=read("")).page_count == 1


def test_values_are_cut_and_counted_once():
    query = read("q=" + "x" * 5_000 + "&" + "&".join(f"agency={n}" for n in range(80)) + "&agency=1&agency=%00")
    assert len(query.text) == 2_000
    assert len(query.filters["agency"]) == 50


@given(st.dictionaries(st.sampled_from(["q", "in", "kind", "on", "sort", "page", "agency"]), st.text()))
def test_no_address_is_an_error(values):
    data = QueryDict(mutable=True)
    data.update(values)
    query = SearchQuery.from_params(data, today=TODAY)
    assert query.page >= 1
    query.to_query_string()


def test_fingerprint_changes_with_the_content():
    row = IndexRow(id="r:1", tab="regulations", owner="regulation:1", title="a")
    same = IndexRow(id="r:1", tab="regulations", owner="regulation:1", title="a")
    other = IndexRow(id="r:1", tab="regulations", owner="regulation:1", title="a", to_day=5)
    assert row.fingerprint == same.fingerprint != other.fingerprint
