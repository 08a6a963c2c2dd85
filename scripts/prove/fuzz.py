"""Thousands of strange addresses over HTTP: none may be an error of ours, and none may take long.

python scripts/prove/fuzz.py FOLDER [--requests 10000] [--regulations 500]
    two processes of gunicorn, an index as SEARCH_ENGINE says; prints JSON: requests, errors (5xx or no answer),
    p50, p99 and longest in milliseconds
"""

import argparse
import contextlib
import http.client
import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from search.benchmark.serving import served
from tests.search.fuzzing import strange_addresses
from tests.search.killing import Register

AT_ONCE = 2


def ask(server: str, addresses: list[str]) -> list[tuple[int, float, str]]:
    """Status (0 without an answer) and seconds of each."""
    host = urlsplit(server).netloc
    told = []
    for number, address in enumerate(addresses):
        # Files are given out to one reader only so often.
        reader = {"X-Forwarded-For": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"}
        connection = http.client.HTTPConnection(host, timeout=60)
        began, status = time.monotonic(), 0
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", address, headers=reader)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        told.append((status, time.monotonic() - began, address))
        connection.close()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--regulations", type=int, default=500)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    register = Register(options.folder)
    register.run("migrate", "-v0")
    register.make(options.regulations)
    addresses = list(strange_addresses(options.requests, seed=6))
    # A request line of more than 4 kB is refused by gunicorn itself; here it is to come through to us.
    environment = register.environment() | {"GUNICORN_CMD_ARGS": "--limit-request-line 0", "TRUSTED_PROXY_COUNT": "1"}
    with served(environment, log=options.folder / "gunicorn.log") as server, ThreadPoolExecutor(AT_ONCE) as pool:
        shares = [addresses[share::AT_ONCE] for share in range(AT_ONCE)]
        told = [one for share in pool.map(ask, [server] * AT_ONCE, shares) for one in share]
    failed = [(status, address[:300]) for status, _seconds, address in told if status == 0 or status >= 500]
    for status, address in failed[:20]:
        print(status, address)
    for _status, seconds, address in sorted(told, key=lambda one: -one[1])[:5]:
        print(f"{seconds:.2f} s {address[:160]}")
    times = statistics.quantiles([seconds * 1000 for _status, seconds, _address in told], n=100)
    figures = {"requests": len(told), "errors": len(failed), "p50_ms": round(times[49]), "p99_ms": round(times[98])}
    print(json.dumps(figures | {"longest_ms": round(max(seconds for _, seconds, _ in told) * 1000)}))


if __name__ == "__main__":
    main()
