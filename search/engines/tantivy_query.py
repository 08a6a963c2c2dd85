"""A compiled query in Tantivy's terms: schema of the index and query objects. No query syntax is ever parsed."""

from collections.abc import Iterable

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder

from search.engines.base import CompiledQuery, NumberKey, Wording
from search.schema import (
    BM25_FACTOR,
    FACET_ATTRIBUTES,
    IN_FORCE,
    NAME_IN_FORCE_WEIGHT,
    NUMBER_PREFIX_WEIGHT,
    NUMBER_WEIGHT,
    PAIR_FOUND_WEIGHT,
    TAB_PREFIX,
    TITLE_PAIRS_WEIGHT,
    TITLE_WEIGHT,
    WHOLE_NAME_WEIGHT,
)

TOKENS = "tokens"
"""Name of the tokenizer that splits at blanks and does nothing else."""

_INDEX_OPTION = {"text": "position", "text_pairs": "freq", "title": "freq", "title_pairs": "freq", "name": "basic"}

PAIR_FOUND = PAIR_FOUND_WEIGHT * BM25_FACTOR
"""What a pair of the query adds to the score of a row that has it."""

Clause = tuple[Occur, Query]


def build_schema() -> Schema:
    """The index fields. Stored is only what tells a row apart and orders equal scores."""
    builder = SchemaBuilder()
    for name, option in _INDEX_OPTION.items():
        builder.add_text_field(name, tokenizer_name=TOKENS, index_option=option)
    for name in ("id", "owner", "fingerprint", "sort_title"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("numbers", "whole_names"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("tab", "order_newest", "order_title", "name_order", *FACET_ATTRIBUTES):
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("from_day", "to_day", "number"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def term_query(schema: Schema, field: str, token: str) -> Query:
    """The rows that have a token in a field."""
    return Query.term_query(schema, field, token, _INDEX_OPTION.get(field, "basic"))


def day_clauses(schema: Schema, day: int) -> list[Clause]:
    """What leaves the rows that hold on a day. Nearly all have begun: what has not is soon left out, while asking for
    what has takes longer than all else."""
    not_over = Query.range_query(schema, "to_day", FieldType.Integer, lower_bound=day + 1)
    return [(Occur.Must, _unscored(not_over)), (Occur.MustNot, _not_begun(schema, day))]


def off_day_query(schema: Schema, day: int) -> Query:
    """What has not begun by a day, or was over then."""
    over = Query.range_query(schema, "to_day", FieldType.Integer, upper_bound=day)
    return Query.boolean_query([(Occur.Should, _not_begun(schema, day)), (Occur.Should, over)])


def _not_begun(schema: Schema, day: int) -> Query:
    return Query.range_query(schema, "from_day", FieldType.Integer, lower_bound=day + 1)


def numbers_query(schema: Schema, first: int, last: int | None = None) -> Query:
    """The rows that have numbers from `first` on, to `last` if there is one."""
    return Query.range_query(schema, "number", FieldType.Integer, lower_bound=first, upper_bound=last)


class QueryBuilder:
    """Builds the queries of one search."""

    def __init__(self, schema: Schema, compiled: CompiledQuery) -> None:
        self.schema = schema
        self.compiled = compiled

    def scored(self, *, narrow: bool) -> Query:
        """Rows with any of the words, and their scores: a superset of what matches. `narrow` leaves out other days."""
        query = self.compiled
        prefix = TAB_PREFIX[query.tab]
        clauses = [*self._said(prefix), *self._asked_apart(prefix), *self._filters(query.filters)]
        if query.names:
            # Once, though a row may be called by several of them.
            called = Query.term_set_query(self.schema, "whole_names", list(query.names))
            in_force = Query.boolean_query([(Occur.Must, called), (Occur.Must, self._one_of("status", IN_FORCE))])
            clauses.append((Occur.Should, _fixed(called, WHOLE_NAME_WEIGHT)))
            clauses.append((Occur.Should, _fixed(in_force, NAME_IN_FORCE_WEIGHT)))
        if not query.wordings[0].syllables:
            # Words belong to one tab; all else must be told which one is meant.
            clauses.append((Occur.Must, _unscored(self._term("tab", query.tab))))
        return Query.boolean_query(clauses + (self._day() if narrow else []))

    def in_union(self) -> Query:
        """The first wording's words by BM25 alone, without what is added for each pair found.

        Nothing but a union of terms: of such a one Tantivy skips whole blocks that cannot come among the first.
        """
        prefix, wording = TAB_PREFIX[self.compiled.tab], self.compiled.wordings[0]
        weighted = [*(("text", token, 1.0) for token in wording.syllables), *_weighted(wording)]
        terms = [(Occur.Should, self._term(field, prefix + token, weight)) for field, token, weight in weighted]
        return Query.boolean_query(terms)

    def ordered(self) -> Query:
        """What matches, whatever its score, for an order by a field; what is excluded is not left out."""
        query = self.compiled
        prefix = TAB_PREFIX[query.tab]
        ways = [(Occur.Should, self._enough_of(prefix, wording)) for wording in query.wordings if wording.syllables]
        clauses = [
            (Occur.Must, self._term("tab", query.tab)),
            *self._asked_apart(prefix),
            *self._filters(query.filters),
        ]
        clauses += [(Occur.Must, self._term("title", prefix + token)) for token in query.titled]
        if ways:
            clauses.append((Occur.Must, Query.boolean_query(ways)))
        return Query.boolean_query(clauses + self._day())

    def _enough_of(self, prefix: str, wording: Wording) -> Query:
        words = [(Occur.Should, self._term("text", prefix + token)) for token in wording.syllables]
        return Query.boolean_query(words, minimum_number_should_match=wording.required)

    def _term(self, field: str, token: str, weight: float = 1.0) -> Query:
        query = term_query(self.schema, field, token)
        return query if weight == 1.0 else Query.boost_query(query, weight)

    def phrase(self, prefix: str, tokens: tuple[str, ...]) -> Query:
        if len(tokens) == 1:
            return self._term("text", prefix + tokens[0])
        return Query.phrase_query(self.schema, "text", [prefix + token for token in tokens])

    def _said(self, prefix: str) -> list[Clause]:
        """What the wordings ask for, the best of them counting."""
        wordings = [self._wording(prefix, wording) for wording in self.compiled.wordings]
        if len(wordings) == 1:
            return wordings[0]
        return [(Occur.Must, Query.disjunction_max_query([Query.boolean_query(clauses) for clauses in wordings]))]

    def _wording(self, prefix: str, wording: Wording) -> list[Clause]:
        words = [(Occur.Should, self._term("text", prefix + token)) for token in wording.syllables]
        found = (_fixed(self._term("text_pairs", prefix + token), PAIR_FOUND_WEIGHT) for token in wording.pairs)
        return [
            *([(Occur.Must, Query.boolean_query(words))] if words else []),
            *((Occur.Should, self._term(field, prefix + token, weight)) for field, token, weight in _weighted(wording)),
            *((Occur.Should, query) for query in found),
        ]

    def _asked_apart(self, prefix: str) -> list[Clause]:
        query = self.compiled
        return [
            *((Occur.Must, self.phrase(prefix, tokens)) for tokens in query.phrases),
            *((Occur.Must, self.number(prefix, number)) for number in query.numbers),
        ]

    def number(self, prefix: str, number: NumberKey) -> Query:
        """A row that has the number, or whose text mentions it; the engine adds up what holds."""
        keys = (number.key, *number.others)
        ways = [(Occur.Should, _fixed(self._term("numbers", key), NUMBER_WEIGHT)) for key in keys]
        if number.prefix:
            beginning = Query.fuzzy_term_query(self.schema, "numbers", number.key, distance=0, prefix=True)
            ways.append((Occur.Should, _fixed(beginning, NUMBER_PREFIX_WEIGHT)))
        if number.words:
            ways.append((Occur.Should, self.phrase(prefix, number.words)))
        return Query.boolean_query(ways)

    def _day(self) -> list[Clause]:
        return day_clauses(self.schema, self.compiled.day)

    def _filters(self, names: Iterable[str]) -> list[Clause]:
        return [(Occur.Must, _unscored(self._one_of(name, self.compiled.filters[name]))) for name in names]

    def _one_of(self, field: str, values: tuple[str, ...]) -> Query:
        if len(values) == 1:
            return self._term(field, values[0])
        return Query.term_set_query(self.schema, field, list(values))


def _weighted(wording: Wording) -> list[tuple[str, str, float]]:
    """What scores beside the syllables: field, token, weight."""
    return [
        *(("text_pairs", token, 1.0) for token in wording.pairs),
        *(("title", token, TITLE_WEIGHT) for token in wording.title_syllables),
        *(("title_pairs", token, TITLE_PAIRS_WEIGHT) for token in wording.pairs),
    ]


def _fixed(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score * BM25_FACTOR)


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
