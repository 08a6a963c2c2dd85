"""The generations of an index in Elasticsearch: an alias names the live one, and only our own mapping is used."""

import contextlib
import time
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.base import IndexIncomplete, IndexNotReady, SearchUnavailable
from search.engines.elasticsearch_calls import Calls
from search.engines.elasticsearch_query import index_mappings, index_settings
from search.faults import reached

_WHILE_BUILT = {"index.refresh_interval": "-1", "index.translog.durability": "async"}
"""Nobody reads a generation that is being built, and one that is lost is built again."""


class Generations:
    """The indices behind one alias. A generation is an index named after the alias and the moment it was begun."""

    def __init__(self, calls: Calls, alias: str, *, shards: int, replicas: int) -> None:
        self._calls = calls
        self._alias = alias
        self._shape = {"shards": shards, "replicas": replicas}

    def checked(self, client: Elasticsearch) -> set[str]:
        """The index behind the alias. Raises SearchUnavailable unless there is just one, and of our mapping.

        Another one would answer too: with nothing found, or with errors that say nothing.
        """
        behind = client.indices.get_mapping(index=self._alias).body
        expected = _shape_of(index_mappings())
        if len(behind) != 1 or any(_shape_of(index["mappings"]) != expected for index in behind.values()):
            raise SearchUnavailable(
                f"{self._alias} in Elasticsearch stands for {', '.join(sorted(behind))}, which is not an index of this "
                "program (another mapping); build it anew with search_rebuild."
            )
        return set(behind)

    def begin(self) -> str:
        """Makes an empty generation beside the live one; returns its name."""
        name = f"{self._alias}-{time.time_ns()}"
        self._calls.write(
            lambda client: client.indices.create(
                index=name, settings={**index_settings(**self._shape), **_WHILE_BUILT}, mappings=index_mappings()
            )
        )
        return name

    def complete(self, name: str) -> None:
        """Has a generation that was filled kept as safe and as fresh as a live one."""
        usual = dict.fromkeys(_WHILE_BUILT)
        self._calls.write(lambda client: client.indices.put_settings(index=name, settings=usual))
        self._calls.write(lambda client: client.indices.flush(index=name))

    def swap(self, name: str, *, expected: int) -> None:
        """Makes a generation the live one. Raises IndexIncomplete if it has not `expected` rows.

        The one before it stays until the next swap: whoever is being answered from it is not cut off.
        """
        self._calls.write(lambda client: client.indices.refresh(index=name))
        found = self._calls.write(lambda client: client.count(index=name))["count"]
        if found != expected:
            raise IndexIncomplete(f"The rebuilt index has {found} rows instead of {expected}; the old one stays.")
        before = self.live()
        actions: list[dict[str, Any]] = [
            # Where an index has taken the alias's own name, the alias can only come with its removal.
            {"remove_index": {"index": index}}
            if index == self._alias
            else {"remove": {"index": index, "alias": self._alias, "must_exist": False}}
            for index in before
        ]
        actions.append({"add": {"index": name, "alias": self._alias}})
        reached("rebuild-swapping")
        self._calls.write(lambda client: client.indices.update_aliases(actions=actions))
        # The new one is live whatever becomes of the others.
        with contextlib.suppress(SearchUnavailable):
            for index in self._all() - {name, *before}:
                self._delete(index)

    def abandon(self, name: str) -> None:
        """Removes a generation that was not swapped in. One that went live all the same, its answer lost, stays."""
        if name not in self.live():
            self._delete(name)

    def live(self) -> set[str]:
        """The indices behind the alias: one, if nobody else has been at work."""
        try:
            return set(self._calls.write(lambda client: client.indices.get_alias(index=self._alias)).body)
        except IndexNotReady:
            return set()

    def remove(self) -> None:
        """All generations go, the live one too."""
        for name in self._all():
            self._delete(name)

    def _all(self) -> set[str]:
        return set(self._calls.write(lambda client: client.indices.get(index=f"{self._alias}-*")).body)

    def _delete(self, name: str) -> None:
        self._calls.write(lambda client: client.indices.delete(index=name, ignore_unavailable=True))


def _shape_of(mappings: Any) -> tuple[Any, Any]:
    """What two mappings must have in common: the server gives its own account of the rest."""
    fields = mappings.get("properties", {}).items()
    return mappings.get("_meta"), {name: (field.get("type"), field.get("analyzer")) for name, field in fields}
