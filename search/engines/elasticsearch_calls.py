"""How the portal calls Elasticsearch: one second for a reader, one retry where nothing was asked yet, a breaker."""

import threading
import time
from collections.abc import Callable
from typing import Any

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch

from search.engines.base import IndexNotReady, SearchUnavailable

SEARCH_SECONDS = 1.0
WRITE_SECONDS = 60.0

_FAILURES = 3
_OPEN_SECONDS = 10.0
_NOT_FOUND = 404


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
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._retry_at = self._clock() + _OPEN_SECONDS


class Calls:
    """A client with the portal's rules about waiting and failing."""

    def __init__(self, client: Elasticsearch) -> None:
        self.client = client
        self.breaker = Breaker()

    def read(self, call: Callable[[Elasticsearch], Any], *, seconds: float = SEARCH_SECONDS) -> Any:
        """Calls for a reader, within `seconds` in all. Raises SearchUnavailable."""
        self.breaker.check()
        try:
            answer = self._within(call, seconds)
        except IndexNotReady:
            self.breaker.succeeded()
            raise
        except SearchUnavailable:
            self.breaker.failed()
            raise
        self.breaker.succeeded()
        return answer

    def write(self, call: Callable[[Elasticsearch], Any]) -> Any:
        """Calls for the worker, who can wait. Raises SearchUnavailable."""
        return self._within(call, WRITE_SECONDS)

    def _within(self, call: Callable[[Elasticsearch], Any], seconds: float) -> Any:
        end = time.monotonic() + seconds
        try:
            try:
                return call(self.client.options(request_timeout=seconds))
            except NoConnection as error:
                left = end - time.monotonic()
                if not _refused(error) or left <= 0:
                    raise
                # Nothing has reached a server; the client takes another node if it has one.
                return call(self.client.options(request_timeout=left))
        except ApiError as error:
            if error.status_code == _NOT_FOUND:
                raise IndexNotReady("There is no index in Elasticsearch; make one with search_rebuild.") from error
            raise SearchUnavailable(f"Elasticsearch answered {error.status_code}: {error}") from error
        except ConnectionTimeout as error:
            raise SearchUnavailable(f"Elasticsearch did not answer within {seconds:g} s.") from error
        except TransportError as error:
            raise SearchUnavailable(f"Elasticsearch cannot be reached: {error}") from error


def _refused(error: BaseException) -> bool:
    """Whether a connection was refused, whatever libraries have wrapped the error in."""
    seen: list[BaseException] = [error]
    for problem in seen:
        if isinstance(problem, ConnectionRefusedError):
            return True
        inner = (*getattr(problem, "errors", ()), problem.__cause__, problem.__context__)
        seen += [e for e in inner if isinstance(e, BaseException) and e not in seen]
    return "refused" in str(error).lower()
