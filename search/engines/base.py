"""The one interface of the two engines. An engine gets tokens, keys and filters, never what a reader typed."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from search import analysis
from search.names import NameQuery, name_tokens
from search.query import Sort
from search.schema import TAB_FACETS, TAB_PREFIX, TABS, IndexRow


class SearchUnavailable(Exception):
    """No answer can be had from the index now: not reachable, too slow, not built, or of another schema version."""


class IndexNotReady(SearchUnavailable):
    """There is no index of this schema version yet: `search_rebuild` makes one."""


class IndexBusy(Exception):
    """Another process is writing to this index; only one may."""


class IndexIncomplete(Exception):
    """A rebuilt index does not hold the rows it should; the live one was left in place."""


@dataclass(frozen=True, slots=True)
class NumberKey:
    """A document number or regulation code asked for: whole, or the beginning of one. `words` are its
    tokens, which also find a text that mentions the number. `others` are further numbers that may be meant as well."""

    key: str
    prefix: bool = False
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One way to say what is asked. A row matches it that has at least `required` of `syllables`; `pairs`,
    `title_syllables` and `names` (what stands together, as `names.whole_name`) only score. All tokens are folded and
    distinct."""

    syllables: tuple[str, ...] = ()
    required: int = 0
    pairs: tuple[str, ...] = ()
    title_syllables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledQuery:
    """A query as both engines understand it. All tokens are folded and distinct.

    A row matches when it matches one of `wordings`, has every one of `phrases` (tokens side by side) and of `numbers`,
    none of `excluded` (tokens side by side), all of `titled` in its title, a value of every filter, and holds on `day`.
    Its score is that of the wording it fits best, and more if it is called as one of `names`. The first wording is
    what was typed; only where it is alone may it be without syllables.
    `nothing` says that a text was typed in which there is nothing to look for ("?!").
    """

    tab: str
    day: int
    wordings: tuple[Wording, ...] = (Wording(),)
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    titled: tuple[str, ...] = ()
    numbers: tuple[NumberKey, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    nothing: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What may be a name, in any of the wordings."""
        return analysis.distinct(name for wording in self.wordings for name in wording.names)

    @property
    def scores(self) -> bool:
        """Whether anything in it tells one matching row from another."""
        return bool(self.wordings[0].syllables or self.phrases or self.titled or self.numbers)


@dataclass(frozen=True, slots=True)
class EngineResults:
    """Ids of one page in order, the size of the matching set, and its counts: facet -> value -> rows, tab -> rows.

    A facet's counts leave out its own filter. The count of another tab is under those filters that it has. `stand_in`
    says that the embedded index of this host answered for Elasticsearch.
    """

    ids: tuple[str, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tab_counts: Mapping[str, int] = field(default_factory=dict)
    stand_in: bool = False

    @classmethod
    def none(cls, tab: str) -> "EngineResults":
        """The answer to a query that asks for nothing."""
        return cls((), 0, {facet: {} for facet in TAB_FACETS[tab]}, dict.fromkeys(TABS, 0))


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes to write at once: all rows of `delete_owners` go, then `put` rows replace those of the same id."""

    put: tuple[IndexRow, ...] = ()
    delete_owners: tuple[str, ...] = ()


def text_fields(row: IndexRow) -> dict[str, str]:
    """What is matched of a row, as tokens with single blanks between; no two engines can cut that differently.

    `text` is title and body, `title` the title again for its weight, `*_pairs` the neighbouring syllables of each,
    `name` what a half-typed text is compared with.
    """
    title, title_pairs = analysis.cut(row.title)
    body, body_pairs = analysis.cut(row.body)
    fields = {
        "text": [*title, analysis.TITLE_END, *body],
        "text_pairs": [*title_pairs, *body_pairs],
        "title": title,
        "title_pairs": title_pairs,
        "name": name_tokens(row),
    }
    prefix = TAB_PREFIX[row.tab]
    return {name: prefix + f" {prefix}".join(tokens) if tokens else "" for name, tokens in fields.items()}


class StoredRow(NamedTuple):
    """What an index says it holds of a row."""

    id: str
    owner: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the index answers queries, how many rows it has, and in words what is wrong if it does not."""

    ready: bool
    rows: int = 0
    detail: str = ""


class Rebuild(Protocol):
    """An index being built beside the live one. What is not swapped in is thrown away."""

    def add(self, rows: Iterable[IndexRow]) -> None:
        """Takes rows with ids not yet added."""

    def write(self, batch: Batch) -> None:
        """Replays a change that arrived meanwhile."""

    def finish(self) -> None:
        """Puts what was added in order, so that `swap` is quick. May take long; more may be written afterwards."""

    def swap(self, *, expected: int) -> None:
        """Makes it the live index, at once for every process. Raises IndexIncomplete if it has not `expected` rows."""


class Engine(Protocol):
    """An index of `IndexRow`s. Every method may raise SearchUnavailable; any thread and process may read."""

    def search(self, query: CompiledQuery) -> EngineResults:
        """Answers one query."""

    def all_ids(self, query: CompiledQuery) -> tuple[str, ...]:
        """The ids of all matching rows in the order of `search`, whatever its offset and limit: there is no cap."""

    def suggest(self, query: NameQuery) -> Mapping[str, tuple[str, ...]]:
        """The ids of the rows to be offered, best first, by tab."""

    def write(self, batch: Batch) -> None:
        """Writes a batch so that the next search sees it. Raises IndexBusy if another process is the writer."""

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """Builds a new index beside the live one. Raises IndexBusy if another process is rebuilding."""

    def generation(self) -> str:
        """The name of the live index; a swap changes it."""

    def iter_fingerprints(self) -> Iterator[StoredRow]:
        """Every row of the index, in no order and without a cap; "" for what a row lacks."""

    def health(self) -> Health:
        """Never raises."""

    def close(self) -> None:
        """Gives up files, locks and connections. The engine can be used again; it then opens them anew."""
