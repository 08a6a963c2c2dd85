"""How the portal calls Elasticsearch: one second for a reader, one retry on another node, a breaker."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch
from urllib3 import Timeout

from search.engines.base import IndexNotReady, SearchUnavailable

SEARCH_SECONDS = 1.0
WRITE_SECONDS = 60.0
LIST_SECONDS = 5.0
"""For a thousand rows of a list that somebody waits for: a web server ends a process that is silent for 30."""

_FAILURES = 3
_OPEN_SECONDS = 10.0
_NOT_FOUND = 404
_BAD_GATEWAY = 502
"""What a node answers that has lost another one in the middle of a search."""

Call = Callable[[Elasticsearch], Any]

logger = logging.getLogger("portal.search")


class Breaker:
    """After three failures in a row nobody is made to wait for ten seconds; then one call tries again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._retry_at = 0.0

    def check(self) -> None:
        """Raises SearchUnavailable while open. The one call let through afterwards keeps others out."""
        with self._lock:
            if self._failures < _FAILURES:
                return
            if self._clock() < self._retry_at:
                raise SearchUnavailable("Elasticsearch failed just now; it is asked again in some seconds.")
            self._retry_at = self._clock() + _OPEN_SECONDS

    def succeeded(self) -> None:
        with self._lock:
            was_open = self._failures >= _FAILURES
            self._failures = 0
        if was_open:
            logger.warning("search: Elasticsearch answers again")

    def failed(self, error: SearchUnavailable) -> None:
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + _OPEN_SECONDS
        # Told here, since from the third failure on there is one such line in ten seconds and not one a reader.
        logger.warning("search: Elasticsearch failed (%d in a row): %s", self._failures, error)


class Calls:
    """A client with the portal's rules about waiting and failing."""

    def __init__(self, connect: Callable[[], Elasticsearch]) -> None:
        self._connect = connect
        self._begin()

    def _begin(self) -> None:
        self.client = self._connect()
        self.breaker = Breaker()
        self._nodes = len(self.client.transport.node_pool)

    def close(self) -> None:
        """Closes the connections and forgets failures; the next call opens new ones."""
        self.client.close()
        self._begin()

    def read(self, call: Call, *, until: float | None = None) -> Any:
        """Calls for a reader, within a second or `until` that moment of the monotonic clock. Raises SearchUnavailable.

        `call` may itself raise it, for an answer that cannot be used.
        """
        self.breaker.check()
        try:
            with _failures_told():
                answer = self._whoever_is_lost(call, until or time.monotonic() + SEARCH_SECONDS)
        except IndexNotReady:
            self.breaker.succeeded()
            raise
        except SearchUnavailable as error:
            self.breaker.failed(error)
            raise
        self.breaker.succeeded()
        return answer

    def write(self, call: Call, *, seconds: float = WRITE_SECONDS) -> Any:
        """Calls for the worker, or for who can wait for so many seconds. Raises SearchUnavailable."""
        with _failures_told():
            return self._or_another(call, time.monotonic() + seconds, again=_is_refused)

    def _whoever_is_lost(self, call: Call, end: float) -> Any:
        """A node that is gone is told in either of two ways. Who only reads may ask the same again, once for each."""
        try:
            return self._or_another(call, end, again=_is_gone)
        except ApiError as error:
            if error.status_code != _BAD_GATEWAY:
                raise
            return self._or_another(call, end, again=_is_gone)

    def _or_another(self, call: Call, end: float, *, again: Callable[[NoConnection], bool]) -> Any:
        try:
            return self._once(call, end)
        except NoConnection as error:
            if self._nodes == 1 or not again(error):
                raise
            # The client has marked the node and takes another one.
            return self._once(call, end)

    def _once(self, call: Call, end: float) -> Any:
        left = end - time.monotonic()
        if left <= 0:
            raise SearchUnavailable("Elasticsearch did not answer in time.")
        # A plain number would be granted twice: for connecting and for the answer.
        return call(self.client.options(request_timeout=Timeout(total=left)))


@contextlib.contextmanager
def _failures_told() -> Iterator[None]:
    """Every failure of client and server in the portal's words."""
    try:
        yield
    except ApiError as error:
        if error.status_code == _NOT_FOUND:
            raise IndexNotReady("There is no index in Elasticsearch; make one with search_rebuild.") from error
        raise SearchUnavailable(f"Elasticsearch answered {error.status_code}: {error}") from error
    except ConnectionTimeout as error:
        raise SearchUnavailable("Elasticsearch did not answer in time.") from error
    except TransportError as error:
        raise SearchUnavailable(f"Elasticsearch cannot be reached: {error.message}") from error


def _is_gone(error: NoConnection) -> bool:
    return not isinstance(error, TlsError)


def _is_refused(error: BaseException) -> bool:
    """Whether a connection was refused, whatever libraries have wrapped the error in: nothing has reached a server,
    and what is written cannot be written twice."""
    seen: list[BaseException] = [error]
    for problem in seen:
        if isinstance(problem, ConnectionRefusedError):
            return True
        inner = (*getattr(problem, "errors", ()), problem.__cause__, problem.__context__)
        seen += [e for e in inner if isinstance(e, BaseException) and e not in seen]
    return "refused" in str(error).lower()
