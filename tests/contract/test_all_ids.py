"""All that matches comes in the order of the pages, however much it is."""

import datetime
from dataclasses import replace

import pytest

from search.parser import compile_query
from search.query import LAST_RESULT, SearchQuery, Sort
from search.schema import DOCUMENTS
from tests.contract.corpus import CORPUS, TODAY, rebuild, regulation

MANY = LAST_RESULT + 20


def compiled(text: str = "", **more):
    return compile_query(SearchQuery(on=TODAY, text=text, **more))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"text": "kinh doanh hóa chất"},
        {"text": "kinh doanh", "sort": Sort.TITLE},
        {"filters": {"agency": ("BCT",)}, "sort": Sort.NEWEST},
        {"text": "nghị định", "tab": DOCUMENTS, "filters": {"doc_type": ("nghi-dinh",)}},
        {"text": "báo cáo", "on": datetime.date(2027, 1, 1)},
        {"text": '"không có gì"'},
    ],
)
def test_it_is_what_the_pages_show(engine, asked):
    query = compile_query(SearchQuery(**({"on": TODAY} | asked)))
    assert engine.all_ids(query) == engine.search(replace(query, limit=len(CORPUS))).ids
    assert engine.all_ids(replace(query, offset=2, limit=1)) == engine.all_ids(query)


def test_what_asks_for_nothing_has_nothing(engine):
    assert engine.all_ids(compiled("?!")) == ()


@pytest.mark.slow
def test_more_than_can_be_turned_to_comes_whole(empty):
    rebuild(empty, [regulation(f"r:{n}", f"Thủ tục {n % 7}", "rượu " * (n % 5)) for n in range(MANY)])
    by_score, by_title = compiled("thủ tục rượu"), compiled("thủ tục", sort=Sort.TITLE)
    for query in (by_score, by_title):
        found = empty.all_ids(query)
        assert len(set(found)) == len(found) == empty.search(query).total
        assert found[:60] == empty.search(replace(query, limit=60)).ids
    assert len(empty.all_ids(by_title)) == MANY
