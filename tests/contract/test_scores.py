"""A score is the same number in both engines: what is fixed, as for a pair that is found, weighs in each what it weighs
in the other beside BM25."""

import pytest

from search.engines.elasticsearch_query import search_arguments
from search.engines.tantivy_query import QueryBuilder
from search.parser import compile_query
from search.query import SearchQuery
from search.schema import BM25_FACTOR, DOCUMENTS, NUMBER_WEIGHT, PAIR_FOUND_WEIGHT, PLANS, REGULATIONS
from tests.contract.conftest import SERVED, make_engine, remove
from tests.contract.corpus import TODAY, rebuild, regulation
from tests.contract.test_agreement import corpus, questions

WITHIN = 0.01
"""Lengths are kept in a byte, by rules that are the same; what is left is rounding."""


def compiled(text, tab):
    return compile_query(SearchQuery(on=TODAY, text=text, tab=tab, page_size=10))


def embedded_scores(engine, query):
    """Row -> score of all rows with any of the words."""
    searcher = engine._searcher()
    hits = searcher.search(QueryBuilder(engine._schema, query).scored(narrow=True), limit=searcher.num_docs).hits
    return {searcher.doc(address).get_first("id"): score for score, address in hits}


def served_scores(engine, query):
    """Row -> score of the first ten."""
    answer = engine._calls.client.search(
        index=engine._alias, search_type="dfs_query_then_fetch", **search_arguments(query)
    )
    return {hit["_source"]["id"]: hit["sort"][0] for hit in answer["hits"]["hits"]}


@pytest.mark.parametrize("kind", [engine.id for engine in SERVED])
@pytest.mark.parametrize("shards", [1, 3])
def test_scores_are_equal(kind, shards, tmp_path):
    embedded, _ = make_engine("tantivy-memory", None)
    served, _ = make_engine(kind, tmp_path, shards=shards)
    try:
        for engine in (embedded, served):
            rebuild(engine, corpus())
        compared = 0
        for text in filter(None, questions()):
            for tab in (REGULATIONS, DOCUMENTS, PLANS):
                query = compiled(text, tab)
                expected = embedded_scores(embedded, query)
                for row_id, score in served_scores(served, query).items():
                    assert score == pytest.approx(expected[row_id], rel=WITHIN), (text, row_id)
                    compared += 1
        assert compared > 1_000
    finally:
        remove(served)


@pytest.mark.parametrize("kind", [engine.id for engine in SERVED])
def test_what_is_fixed_weighs_the_same(kind, tmp_path):
    """A hundred rows have the pair, so that BM25 gives next to nothing for it: what is left is what is fixed."""
    rows = [regulation(f"r:{n}", "", "cấp phép rừng") for n in range(100)] + [regulation("r:100", "", "phép cấp rừng")]
    rows.append(regulation("r:101", "", "cấp phép rừng", numbers=["5/2020/NĐ-CP"]))
    embedded, _ = make_engine("tantivy-memory", None)
    served, _ = make_engine(kind, tmp_path)
    try:
        for engine in (embedded, served):
            rebuild(engine, rows)
        for ask, engine in ((embedded_scores, embedded), (served_scores, served)):
            has_pair = ask(engine, compiled("cấp phép", REGULATIONS))["r:0"]
            has_words = ask(engine, compiled("cấp rừng phép", REGULATIONS))["r:0"]
            assert has_pair - has_words == pytest.approx(PAIR_FOUND_WEIGHT * BM25_FACTOR, rel=WITHIN)
            numbered = ask(engine, compiled("cấp phép 5/2020/NĐ-CP", REGULATIONS))["r:101"]
            assert numbered - has_pair == pytest.approx(NUMBER_WEIGHT * BM25_FACTOR, rel=WITHIN)
    finally:
        remove(served)
