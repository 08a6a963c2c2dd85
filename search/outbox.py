"""The outbox: what changed in the register becomes jobs for every known index, in the transaction of the change."""

import os
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings

from search.models import IndexJob, IndexTarget


def target_name() -> str:
    """The name of the index this process uses: engine and host; `SEARCH_TARGET` in the environment overrides it."""
    given = os.environ.get("SEARCH_TARGET", "").strip()
    if given:
        return given[:200]
    if settings.SEARCH_ENGINE == "elasticsearch":
        first_node = urlsplit(settings.ELASTICSEARCH_URL.split(",")[0]).netloc.rpartition("@")[2]
        return f"elasticsearch:{first_node}/{settings.ELASTICSEARCH_INDEX_PREFIX}"[:200]
    return f"{settings.SEARCH_ENGINE}:{socket.gethostname()}"[:200]


def enqueue(kind: IndexJob.Kind, keys: Iterable[int]) -> None:
    """Ask every known index to look at these records again. Call it inside the transaction that changes them."""
    keys = list(dict.fromkeys(keys))
    targets = IndexTarget.objects.values_list("pk", flat=True) if keys else ()
    IndexJob.objects.bulk_create(
        (IndexJob(target_id=target, kind=kind, key=key) for target in targets for key in keys), batch_size=5000
    )
