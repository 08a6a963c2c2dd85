"""Seals: the hash of every version as it was published, so that a row changed behind our back is found and named.

A seal is chained to the one before it of the same record. The columns that are sealed stand on the models (`SEALED`):
what publication fixes for ever, not what Wagtail or a later correction may still set.
"""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import models

from regulations.models.seals import VersionSeal

CHUNK = 500
DIGEST = 24
"""Hexadecimal digits of a row's digest: 96 bits."""

Rows = dict[str, dict[str, str]]
"""Table -> key of a row -> digest of its sealed columns."""


def seal_versions(model: type[models.Model], ids: Iterable[int]) -> None:
    """Seal published versions of one model as the database has them now; inside the transaction that publishes them.

    The caller holds the lock on their identities, as publishing does.
    """
    identity_id = f"{model.IDENTITY}_id"
    wanted = sorted(ids)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        rows = rows_of(model, chunk)
        columns = ("pk", identity_id, "number")
        versions = list(model._base_manager.filter(pk__in=chunk).order_by(identity_id, "number").values_list(*columns))
        last = _last_hashes(model, {identity for _pk, identity, _number in versions})
        seals = []
        for pk, identity, number in versions:
            seal = VersionSeal(
                model=model._meta.model_name, version=pk, identity=identity, number=number, rows=rows[pk],
                previous=last.get(identity, ""),
            )  # fmt: skip
            seal.hash = last[identity] = hash_of(seal)
            seals.append(seal)
        VersionSeal.objects.bulk_create(seals)


def unsealed(model: type[models.Model]) -> list[int]:
    """Keys of published versions that have no seal, in the order of publication."""
    sealed = VersionSeal.objects.filter(model=model._meta.model_name).values_list("version", flat=True)
    return list(model.objects.published().exclude(pk__in=sealed).order_by("number", "pk").values_list("pk", flat=True))


def hash_of(seal: VersionSeal) -> str:
    """What the seal's hash must be: of everything it says and of the seal before it."""
    said = [seal.model, seal.version, seal.identity, seal.number, seal.previous, seal.rows]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def rows_of(model: type[models.Model], ids: Sequence[int]) -> dict[int, Rows]:
    """The digests of all sealed rows of these versions, by version."""
    found: dict[int, Rows] = {pk: {} for pk in ids}
    for path, columns in model.SEALED.items():
        related, lookup = _walk(model, path)
        table: dict[int, dict[str, str]] = defaultdict(dict)
        rows = related._base_manager.filter(**{f"{lookup}__in": ids}).order_by("pk")
        for owner, pk, *values in rows.values_list(lookup, "pk", *columns).iterator(chunk_size=2000):
            table[owner][str(pk)] = _digest(values)
        for owner, digests in table.items():
            found[owner].setdefault(related._meta.db_table, {}).update(digests)
    return found


def _walk(model: type[models.Model], path: str) -> tuple[type[models.Model], str]:
    """The model at the end of a path of reverse relations, and the lookup that leads from it back to the version."""
    back: list[str] = []
    for name in filter(None, path.split("__")):
        relation = model._meta.get_field(name)
        back.insert(0, relation.field.name)
        model = relation.related_model
    return model, "__".join(back) or "pk"


def _last_hashes(model: type[models.Model], identities: set[int]) -> dict[int, str]:
    seals = VersionSeal.objects.filter(model=model._meta.model_name, identity__in=identities).order_by("number")
    return dict(seals.values_list("identity", "hash"))


def _digest(values: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps([*_plain(values)]).encode()).hexdigest()[:DIGEST]


def _plain(values: Sequence[Any]) -> Iterator[Any]:
    """The values as both databases give them back alike."""
    for value in values:
        if isinstance(value, datetime.datetime):
            yield value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        elif isinstance(value, datetime.date):
            yield value.isoformat()
        elif isinstance(value, Decimal):
            yield f"{value:f}"
        else:
            yield value


def seal_what_is_not(model: type[models.Model]) -> int:
    """Seal versions that were published before there were seals; gives how many."""
    left = unsealed(model)
    seal_versions(model, left)
    return len(left)
