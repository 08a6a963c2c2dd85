"""Elasticsearch as it is on bad days, or behind a guard: a proxy before a real server."""

import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "authorization"}


class Proxy:
    """Listens on the loopback interface while entered.

    `fault` says what it does now: "" hands on, "error" answers 500, "slow" lets `delay` seconds pass first, "slow
    lists" only before a piece of a list that was begun, "cut" closes the connection without an answer, "lost" answers
    502, "lost once" does so once. With `tls` it speaks https; with `authorization` it answers 401 to anybody who does
    not send one of these headers.
    """

    def __init__(
        self, upstream: str, *, tls: ssl.SSLContext | None = None, authorization: tuple[str, ...] = (), delay: float = 3
    ) -> None:
        self.upstream = urlsplit(upstream)
        self.authorization = authorization
        self.delay = delay
        self.fault = ""
        self.asked = 0
        self._tls = tls
        self._port = 0
        self._ended = threading.Event()

    def __enter__(self) -> "Proxy":
        self.open()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self.close()

    def open(self) -> None:
        """Listen; where it did before, if it was closed."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), type("Handler", (_Handler,), {"proxy": self}))
        self._port = self._server.server_address[1]
        self._server.daemon_threads = True
        if self._tls:
            # The shaking of hands belongs to the connection's own thread: one that refuses us must not hold up others.
            self._server.socket = self._tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Refuse connections."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self._port}"

    def wait(self) -> None:
        self._ended.wait(self.delay)


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def _hand_on(self) -> None:
        proxy = self.proxy
        proxy.asked += 1
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if proxy.authorization and self.headers.get("authorization") not in proxy.authorization:
            self._answer(401, {"content-type": "application/json"}, b'{"error": "who are you?"}')
        elif proxy.fault == "error":
            self._answer(500, {"content-type": "application/json"}, b'{"error": "out of order"}')
        elif proxy.fault.startswith("lost"):
            proxy.fault = "" if proxy.fault == "lost once" else proxy.fault
            self._answer(502, {"content-type": "application/json"}, b'{"error": "a node is gone"}')
        elif proxy.fault == "cut":
            self.close_connection = True
        else:
            if proxy.fault == "slow" or (proxy.fault == "slow lists" and self.path.startswith("/_search")):
                proxy.wait()
            self._answer(*self._ask(body))

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        connection = http.client.HTTPConnection(self.proxy.upstream.netloc, timeout=60)
        try:
            connection.request(self.command, self.path, body=body or None, headers=headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _hand_on  # noqa: N815 - the names that the base class calls

    def log_message(self, *_message: object) -> None:
        pass
