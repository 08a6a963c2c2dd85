"""/healthz: for load balancers and for whoever is called at night. Says which part is down, never why or where."""

import logging

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.engines import get_engine

logger = logging.getLogger("portal")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and the index is ready, else 503: {"status", "database", "index"}."""
    parts = {"database": database_answers(), "index": index_is_ready()}
    well = all(parts.values())
    said = {"status": "ok" if well else "down"} | {name: "ok" if up else "down" for name, up in parts.items()}
    return JsonResponse(said, status=200 if well else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            # A table of ours: a database that answers but was never migrated is no database of the portal.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except Error:
        logger.exception("The database does not answer")
        return False


def index_is_ready() -> bool:
    health = get_engine().health()
    if not health.ready:
        logger.warning("The index is not ready: %s", health.detail)
    return health.ready
