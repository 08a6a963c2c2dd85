"""The indexes this host keeps in step with the register: its engine's, and what stands in for Elasticsearch."""

from dataclasses import dataclass

from search.engines import get_engine, get_stand_in
from search.engines.base import Engine
from search.models import IndexTarget
from search.outbox import stand_in_name, target_name


@dataclass(frozen=True, slots=True)
class KeptIndex:
    """An index, and the name under which the database keeps what it has yet to learn."""

    name: str
    engine: Engine

    def target(self) -> IndexTarget | None:
        """None until a rebuild has made the index."""
        return IndexTarget.objects.filter(name=self.name).first()


def own_index() -> KeptIndex:
    """The index of this process's engine."""
    return KeptIndex(target_name(), get_engine())


def kept_indexes(name: str | None = None) -> list[KeptIndex]:
    """All of them, that of the engine first; or the one of that name. Raises KeyError for another name."""
    stand_in = get_stand_in()
    kept = [own_index()] + ([] if stand_in is None else [KeptIndex(stand_in_name(), stand_in)])
    if name is None:
        return kept
    return [{index.name: index for index in kept}[name]]
