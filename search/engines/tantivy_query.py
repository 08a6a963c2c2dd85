"""A compiled query in Tantivy's terms: schema of the index and query objects. No query syntax is ever parsed."""

from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from search.engines.base import CompiledQuery, NumberKey
from search.schema import (
    FACET_ATTRIBUTES,
    NUMBER_PREFIX_WEIGHT,
    NUMBER_WEIGHT,
    TAB_FACETS,
    TAB_PREFIX,
    TITLE_PAIRS_WEIGHT,
    TITLE_WEIGHT,
)

TOKENS = "tokens"
"""Name of the tokenizer that splits at blanks and does nothing else."""

# Tantivy's BM25 has the factor (k1 + 1) that Lucene left out; what has a fixed score must keep its distance in both.
_BM25_FACTOR = 2.2
_INDEX_OPTION = {"text": "position", "text_pairs": "freq", "title": "freq", "title_pairs": "freq"}

Clause = tuple[Occur, Query]


def build_schema() -> Schema:
    """The index fields. Stored is only what tells a row apart and orders equal scores."""
    builder = SchemaBuilder()
    for name, option in _INDEX_OPTION.items():
        builder.add_text_field(name, tokenizer_name=TOKENS, index_option=option)
    for name in ("id", "owner", "fingerprint", "sort_title"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("tab", "numbers", "order_newest", "order_title", *FACET_ATTRIBUTES):
        builder.add_text_field(name, fast=name != "numbers", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("from_day", indexed=True, fast=True)
    builder.add_integer_field("to_day", indexed=True, fast=True)
    return builder.build()


class QueryBuilder:
    """Builds the queries of one search."""

    def __init__(self, schema: Schema, compiled: CompiledQuery) -> None:
        self.schema = schema
        self.compiled = compiled

    def scored(self, *, required: int | None = None) -> Query:
        """The matching rows with their scores. `required` in place of the compiled query's makes a cheaper superset."""
        query = self.compiled
        clauses = self._matching(query.tab, query.filters, query.required if required is None else required)
        return Query.boolean_query(clauses + (self._extras(TAB_PREFIX[query.tab]) if query.scores else []))

    def matching(self, *, tab: str, without: str | None = None) -> Query:
        """The matching rows of a tab, for counting; `without` is a facet whose filter is left out."""
        names = [name for name in self.compiled.filters if name != without and name in TAB_FACETS[tab]]
        return Query.boolean_query(self._matching(tab, names, self.compiled.required))

    def syllable_counts(self, ids: list[str]) -> Query:
        """The given rows, each with the number of the query's syllables it has as its score."""
        prefix = TAB_PREFIX[self.compiled.tab]
        rows = Query.boolean_query([(Occur.Should, self._term("id", row_id)) for row_id in ids])
        words = (Query.const_score_query(self._term("text", prefix + token), 1.0) for token in self.compiled.syllables)
        return Query.boolean_query([(Occur.Must, _unscored(rows)), *((Occur.Should, word) for word in words)])

    def _matching(self, tab: str, filters: Iterable[str], required: int) -> list[Clause]:
        clauses = [*self._words(TAB_PREFIX[tab], required), *self._day(), *self._filters(filters)]
        if not self.compiled.syllables:
            # Words belong to one tab; all else must be told which one is meant.
            clauses.append((Occur.Must, _unscored(self._term("tab", tab))))
        return clauses

    def _term(self, field: str, token: str, weight: float = 1.0) -> Query:
        query = Query.term_query(self.schema, field, token, _INDEX_OPTION.get(field, "basic"))
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def _phrase(self, prefix: str, tokens: tuple[str, ...]) -> Query:
        if len(tokens) == 1:
            return self._term("text", prefix + tokens[0])
        return Query.phrase_query(self.schema, "text", [prefix + token for token in tokens])

    def _words(self, prefix: str, required: int) -> list[Clause]:
        query = self.compiled
        clauses: list[Clause] = []
        if query.syllables:
            words = [(Occur.Should, self._term("text", prefix + token)) for token in query.syllables]
            clauses.append((Occur.Must, Query.boolean_query(words, minimum_number_should_match=required)))
        clauses += [(Occur.Must, self._phrase(prefix, tokens)) for tokens in query.phrases]
        clauses += [(Occur.Must, self._number(prefix, number)) for number in query.numbers]
        if not clauses:
            clauses.append((Occur.Must, Query.all_query()))
        clauses += [(Occur.MustNot, self._phrase(prefix, tokens)) for tokens in query.excluded]
        return clauses

    def _number(self, prefix: str, number: NumberKey) -> Query:
        """A row that has the number, or whose text mentions it; the engine adds up what holds."""
        ways = [(Occur.Should, _fixed(self._term("numbers", number.key), NUMBER_WEIGHT))]
        if number.prefix:
            beginning = Query.fuzzy_term_query(self.schema, "numbers", number.key, distance=0, prefix=True)
            ways.append((Occur.Should, _fixed(beginning, NUMBER_PREFIX_WEIGHT)))
        if number.words:
            ways.append((Occur.Should, self._phrase(prefix, number.words)))
        return Query.boolean_query(ways)

    def _extras(self, prefix: str) -> list[Clause]:
        query = self.compiled
        weighted = (
            *(("text_pairs", token, 1.0) for token in query.pairs),
            *(("title", token, TITLE_WEIGHT) for token in query.title_syllables),
            *(("title_pairs", token, TITLE_PAIRS_WEIGHT) for token in query.pairs),
        )
        return [(Occur.Should, self._term(field, prefix + token, weight)) for field, token, weight in weighted]

    def _day(self) -> list[Clause]:
        day = self.compiled.day
        begun = Query.range_query(self.schema, "from_day", FieldType.Integer, upper_bound=day)
        not_over = Query.range_query(self.schema, "to_day", FieldType.Integer, lower_bound=day + 1)
        return [(Occur.Must, _unscored(query)) for query in (begun, not_over)]

    def _filters(self, names: Iterable[str]) -> list[Clause]:
        return [(Occur.Must, _unscored(self._one_of(name, self.compiled.filters[name]))) for name in names]

    def _one_of(self, field: str, values: tuple[str, ...]) -> Query:
        if len(values) == 1:
            return self._term(field, values[0])
        return Query.term_set_query(self.schema, field, list(values))


def _fixed(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score * _BM25_FACTOR)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
