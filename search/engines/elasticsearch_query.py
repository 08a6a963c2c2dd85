"""A compiled query in Elasticsearch's terms: the mapping of an index and the body of one search. No query strings."""

from collections.abc import Iterable
from typing import Any

from search.engines.base import CompiledQuery, EngineResults, NumberKey, Wording, text_fields
from search.names import name_order, whole_names
from search.query import Sort
from search.schema import (
    BM25_FACTOR,
    FACET_ATTRIBUTES,
    IN_FORCE,
    NAME_IN_FORCE_WEIGHT,
    NUMBER_PREFIX_WEIGHT,
    NUMBER_WEIGHT,
    PAIR_FOUND_WEIGHT,
    SCHEMA_VERSION,
    TAB_FACETS,
    TAB_PREFIX,
    TABS,
    TITLE_PAIRS_WEIGHT,
    TITLE_WEIGHT,
    WHOLE_NAME_WEIGHT,
    IndexRow,
)

_FACET_VALUES = 5_000
_STORED = ["id", "owner", "fingerprint"]
_KEYS = ("id", "owner", "tab", "numbers", "whole_names", "sort_title", "name_order")

Body = dict[str, Any]


def index_settings(*, shards: int, replicas: int) -> Body:
    """Settings of a new index. `standard` cuts tokens of ASCII letters and digits at blanks and nowhere else."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "analysis": {"analyzer": {"tokens": {"type": "custom", "tokenizer": "standard"}}},
    }


def index_mappings() -> Body:
    """Fields of an index. The texts are matched, not kept: `_source` only says which row it is."""

    def text(index_options: str) -> Body:
        return {"type": "text", "analyzer": "tokens", "index_options": index_options}

    keyword = {"type": "keyword"}
    return {
        "dynamic": "strict",
        "_meta": {"schema_version": SCHEMA_VERSION},
        "_source": {"includes": _STORED},
        "properties": {
            "text": text("positions"),
            **{name: text("freqs") for name in ("text_pairs", "title", "title_pairs")},
            "name": text("docs"),
            **dict.fromkeys((*_KEYS, *FACET_ATTRIBUTES), keyword),
            "fingerprint": {"type": "keyword", "index": False, "doc_values": False},
            **{name: {"type": "integer"} for name in ("from_day", "to_day", "sort_date")},
        },
    }


def document(row: IndexRow) -> Body:
    """The row as it is sent."""
    return {
        **text_fields(row),
        "id": row.id,
        "owner": row.owner,
        "fingerprint": row.fingerprint,
        "tab": row.tab,
        "numbers": list(row.number_keys),
        "whole_names": list(whole_names(row)),
        "from_day": row.from_day,
        "to_day": row.to_day,
        "sort_date": row.sort_date,
        "sort_title": row.sort_title,
        "name_order": name_order(row),
        **{facet: list(row.facet_values(facet)) for facet in FACET_ATTRIBUTES},
    }


def search_arguments(query: CompiledQuery) -> Body:
    """What the client's `search` is called with, one request for everything: filters come after
    the scoring, so that each facet can leave out its own.
    """
    return {
        "query": {
            "bool": {
                "must": [{"bool": {"should": [_tab_words(query, tab) for tab in TABS]}}],
                "filter": _day(query.day),
            }
        },
        "post_filter": _filters(query, query.tab),
        "aggs": {
            **{f"facet_{name}": _facet(query, name) for name in TAB_FACETS[query.tab]},
            "tabs": {"filters": {"filters": {tab: _filters(query, tab) for tab in TABS}}},
        },
        "sort": _sort(query),
        "from_": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "source": ["id"],
    }


def walk_arguments(query: CompiledQuery) -> Body:
    """The same for a walk over all that matches: the order of the pages, nothing counted."""
    arguments = search_arguments(query)
    return {name: arguments[name] for name in ("query", "post_filter", "sort", "source")}


def read_answer(query: CompiledQuery, answer: Body) -> EngineResults:
    """The response to `search_arguments`."""
    aggregations = answer["aggregations"]
    facets = {
        name: {b["key"]: b["doc_count"] for b in aggregations[f"facet_{name}"]["values"]["buckets"]}
        for name in TAB_FACETS[query.tab]
    }
    tabs = {tab: aggregations["tabs"]["buckets"][tab]["doc_count"] for tab in TABS}
    ids = tuple(hit["_source"]["id"] for hit in answer["hits"]["hits"])
    return EngineResults(ids, answer["hits"]["total"]["value"], facets, tabs)


def _tab_words(query: CompiledQuery, tab: str) -> Body:
    prefix = TAB_PREFIX[tab]
    # What is asked of another tab is only how many there are.
    scored = tab == query.tab and query.scores
    must = _said(query.wordings, prefix, scored=scored)
    must += [_phrase(prefix, tokens) for tokens in query.phrases]
    must += [_number(prefix, number) for number in query.numbers]
    # A single wording that asks for nothing still tells rows apart: the words of quoted phrases.
    extras = _extras(query.wordings[0], prefix) if scored and len(query.wordings) == 1 else []
    if scored and query.names:
        called, in_force = {"terms": {"whole_names": list(query.names)}}, {"terms": {"status": list(IN_FORCE)}}
        extras.append(_fixed(called, WHOLE_NAME_WEIGHT))
        extras.append(_fixed({"bool": {"filter": [called, in_force]}}, NAME_IN_FORCE_WEIGHT))
    return {
        "bool": {
            "must": must,
            "should": extras,
            "must_not": [_phrase(prefix, tokens) for tokens in query.excluded],
            "filter": [_term("tab", tab), *(_term("title", prefix + token) for token in query.titled)],
            "minimum_should_match": 0,
        }
    }


def _said(wordings: tuple[Wording, ...], prefix: str, *, scored: bool) -> list[Body]:
    """A row must match one of the wordings. With several the score is that of the best, whichever the row matched."""
    if not wordings[0].syllables:
        return []
    matched = [{"bool": {"should": _words(w, prefix), "minimum_should_match": w.required}} for w in wordings]
    if len(wordings) == 1:
        return matched
    one_of = {"bool": {"filter": [{"bool": {"should": matched, "minimum_should_match": 1}}]}}
    if not scored:
        return [one_of]
    ways = [{"bool": {"should": [*_words(w, prefix), *_extras(w, prefix)]}} for w in wordings]
    return [one_of, {"dis_max": {"queries": ways}}]


def _words(wording: Wording, prefix: str) -> list[Body]:
    return [_term("text", prefix + token) for token in wording.syllables]


def _extras(wording: Wording, prefix: str) -> list[Body]:
    weighted = (
        *(("text_pairs", token, 1.0) for token in wording.pairs),
        *(("title", token, TITLE_WEIGHT) for token in wording.title_syllables),
        *(("title_pairs", token, TITLE_PAIRS_WEIGHT) for token in wording.pairs),
    )
    found = (_fixed(_term("text_pairs", prefix + token), PAIR_FOUND_WEIGHT) for token in wording.pairs)
    return [*(_term(field, prefix + token, weight) for field, token, weight in weighted), *found]


def _term(field: str, token: str, weight: float = 1.0) -> Body:
    return {"term": {field: {"value": token, "boost": weight}}}


def _phrase(prefix: str, tokens: tuple[str, ...]) -> Body:
    if len(tokens) == 1:
        return _term("text", prefix + tokens[0])
    return {"match_phrase": {"text": {"query": " ".join(prefix + token for token in tokens)}}}


def _number(prefix: str, number: NumberKey) -> Body:
    ways: list[Body] = [_fixed(_term("numbers", key), NUMBER_WEIGHT) for key in (number.key, *number.others)]
    if number.prefix:
        ways.append(_fixed({"prefix": {"numbers": {"value": number.key}}}, NUMBER_PREFIX_WEIGHT))
    if number.words:
        ways.append(_phrase(prefix, number.words))
    return {"bool": {"should": ways, "minimum_should_match": 1}}


def _fixed(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": score * BM25_FACTOR}}


def _day(day: int) -> list[Body]:
    return [{"range": {"from_day": {"lte": day}}}, {"range": {"to_day": {"gt": day}}}]


def _filters(query: CompiledQuery, tab: str, without: str | None = None) -> Body:
    names: Iterable[str] = (name for name in query.filters if name != without and name in TAB_FACETS[tab])
    chosen = [{"terms": {name: list(query.filters[name])}} for name in names]
    return {"bool": {"filter": [_term("tab", tab), *chosen]}}


def _facet(query: CompiledQuery, name: str) -> Body:
    order = [{"_count": "desc"}, {"_key": "asc"}]
    values = {"terms": {"field": name, "size": _FACET_VALUES, "order": order}}
    return {"filter": _filters(query, query.tab, without=name), "aggs": {"values": values}}


def _sort(query: CompiledQuery) -> list[Body]:
    ties = [{"sort_title": "asc"}, {"id": "asc"}]
    if query.sort is Sort.TITLE:
        return ties
    if query.sort is Sort.RELEVANCE and query.scores:
        return [{"_score": "desc"}, *ties]
    return [{"sort_date": "desc"}, *ties]
