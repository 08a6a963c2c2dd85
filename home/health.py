"""/healthz: for load balancers and for whoever is called at night. Says which part is down, never why or where."""

import logging

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engines import get_engine, get_stand_in
from search.engines.base import Engine

logger = logging.getLogger("portal")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and an index is ready, else 503: {"status", "database", "index"}, and "stand_in"
    where this host has one. "degraded" says that pages are answered, and that somebody should look."""
    parts = {"database": database_answers(), "index": is_ready(get_engine())}
    if (stand_in := get_stand_in()) is not None:
        parts["stand_in"] = is_ready(stand_in)
    serves = parts["database"] and (parts["index"] or parts.get("stand_in", False))
    status = "ok" if all(parts.values()) else "degraded" if serves else "down"
    said = {"status": status} | {name: "ok" if up else "down" for name, up in parts.items()}
    return JsonResponse(said, status=200 if serves else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            # A table of ours: a database that answers but was never migrated is no database of the portal.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except Error:
        logger.exception("The database does not answer")
        return False


def is_ready(engine: Engine) -> bool:
    health = engine.health()
    if not health.ready:
        logger.warning("The index is not ready: %s", health.detail)
    return health.ready
