"""Names that fit a half-typed text, in Elasticsearch's terms: one search a tab, all in one request."""

from typing import Any

from search.engines.base import IndexNotReady, SearchUnavailable
from search.names import NamePattern, NameQuery
from search.schema import TAB_PREFIX

Body = dict[str, Any]

_NOT_FOUND = 404


def suggest_searches(index: str, query: NameQuery) -> list[Body]:
    """What the client's `msearch` is called with."""
    searches: list[Body] = []
    for tab, limit in query.limits.items():
        searches += [{"index": index, "allow_partial_search_results": False}, _search(query, tab, limit)]
    return searches


def read_suggested(query: NameQuery, answer: Body) -> dict[str, tuple[str, ...]]:
    """The response to `suggest_searches`. Raises SearchUnavailable: one search of several can fail by itself."""
    for one in answer["responses"]:
        if "error" in one:
            if one["status"] == _NOT_FOUND:
                raise IndexNotReady("There is no index in Elasticsearch; make one with search_rebuild.")
            raise SearchUnavailable(f"Elasticsearch answered {one['status']}: {one['error'].get('type')}")
    found = ((hit["_source"]["id"] for hit in one["hits"]["hits"]) for one in answer["responses"])
    return {tab: tuple(ids) for tab, ids in zip(query.limits, found, strict=True)}


def _search(query: NameQuery, tab: str, limit: int) -> Body:
    *stricter, loosest = (_fitting(TAB_PREFIX[tab], pattern) for pattern in query.patterns)
    begun, not_over = {"range": {"from_day": {"lte": query.day}}}, {"range": {"to_day": {"gt": query.day}}}
    return {
        "query": {
            "bool": {
                "filter": [loosest, begun, not_over],
                # Each stricter pattern is part of the next one: the more of them fit, the higher.
                "should": [{"constant_score": {"filter": fitting}} for fitting in stricter],
                "minimum_should_match": 0,
            }
        },
        "sort": [{"_score": "desc"}, {"name_order": "asc"}],
        "size": limit,
        "track_total_hits": False,
        "_source": ["id"],
    }


def _fitting(prefix: str, pattern: NamePattern) -> Body:
    wanted: list[Body] = [{"term": {"name": {"value": prefix + token}}} for token in pattern.tokens]
    if pattern.beginnings:
        begun = [{"prefix": {"name": {"value": prefix + beginning}}} for beginning in pattern.beginnings]
        wanted.append({"bool": {"should": begun, "minimum_should_match": 1}})
    return {"bool": {"filter": wanted}}
