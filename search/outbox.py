"""The outbox: what changed in the register becomes jobs for every known index, in the transaction of the change."""

import os
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from search.faults import reached
from search.models import IndexJob, IndexTarget

_LIST_OF_TARGETS = 0x7A2C
"""The key of a lock in PostgreSQL, of which nothing else of the portal uses any."""


def target_name() -> str:
    """The name of the index this process uses: engine and host; `SEARCH_TARGET` in the environment overrides it."""
    given = os.environ.get("SEARCH_TARGET", "").strip()
    if given:
        return given[:200]
    if settings.SEARCH_ENGINE == "elasticsearch":
        listed = (node.strip() for node in settings.ELASTICSEARCH_URL.split(","))
        nodes = (urlsplit(node).netloc.rpartition("@")[2] for node in listed if node)
        # Whatever order a host lists them in, it is one index, and has one writer.
        return f"elasticsearch:{min(nodes, default='')}/{settings.ELASTICSEARCH_INDEX_PREFIX}"[:200]
    return f"{settings.SEARCH_ENGINE}:{socket.gethostname()}"[:200]


def stand_in_name() -> str:
    """The name of the embedded index that stands in for Elasticsearch on this host: the one it would have alone."""
    given = os.environ.get("SEARCH_TARGET", "").strip()
    return f"{given[:190]}:stand-in" if given else f"tantivy:{socket.gethostname()}"[:200]


def enqueue(kind: IndexJob.Kind, keys: Iterable[int]) -> None:
    """Ask every known index to look at these records again. Call it inside the transaction that changes them."""
    keys = list(dict.fromkeys(keys))
    if not keys:
        return
    hold_list_of_targets()
    targets = IndexTarget.objects.values_list("pk", flat=True)
    IndexJob.objects.bulk_create(
        (IndexJob(target_id=target, kind=kind, key=key) for target in targets for key in keys), batch_size=5000
    )
    reached("jobs-queued")


def hold_list_of_targets(*, to_change_it: bool = False) -> None:
    """Until the transaction ends, nobody adds or removes a target (`to_change_it`: nobody writes jobs either).

    Else a transaction that wrote its jobs before a target was added, and ends after that target's index was filled,
    would be in neither. On SQLite writing transactions come one after another anyway.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock" if to_change_it else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [_LIST_OF_TARGETS])
