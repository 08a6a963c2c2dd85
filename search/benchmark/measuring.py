"""Measuring with the shared load driver, and the peer's figures in the same minutes."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

REQUESTS = 200
SECONDS = 3
CONNECTIONS = 8
PEER_MIXES = ("facet_html", "detail_html")

Figures = dict[str, Any]
Round = Mapping[str, Mapping[str, Figures]]
"""Mix -> "one" (a single client) or "eight" (eight connections) -> figures of the driver; times in milliseconds."""


class MeasuringError(Exception):
    """Something answered wrongly or not at all: its figures would say nothing."""


def measure(bench: Path, address: str, mixes: Mapping[str, Path], *, seconds: int = SECONDS) -> dict[str, dict]:
    """One round over all mixes. Raises MeasuringError."""
    return {
        mix: {
            "one": checked(mix, _driver(bench, "lat", address, paths, REQUESTS)),
            "eight": checked(mix, _driver(bench, "wrk", address, paths, seconds, CONNECTIONS)),
        }
        for mix, paths in mixes.items()
    }


def warm(bench: Path, address: str, paths: Path) -> Figures:
    """Every path once by one client."""
    return checked("warming", _driver(bench, "lat", address, paths, REQUESTS))


def peer(bench: Path, folder: Path, *, port: int, seconds: int = SECONDS) -> dict[str, dict]:
    """One round of the peer over the rows in `folder`/data; what it needs is put into `folder` the first time."""
    settings = {"PORT": str(port), "ROUNDS": "1", "SECS": str(seconds)}
    said = _run(["bash", str(bench / "datasette.sh"), str(folder)], settings)
    return read_peer(said)


def read_peer(said: str) -> dict[str, dict]:
    """The lines `MIX lat|c8 JSON` of the peer's measuring. Raises MeasuringError if a mix is missing."""
    found: dict[str, dict] = {}
    for line in said.splitlines():
        mix, kind, figures = [*line.split(None, 2), "", "", ""][:3]
        if kind in ("lat", "c8") and mix in PEER_MIXES:
            found.setdefault(mix, {})["one" if kind == "lat" else "eight"] = checked(mix, figures)
    if any(len(found.get(mix, ())) != 2 for mix in PEER_MIXES):
        raise MeasuringError(f"The peer did not say all its figures:\n{said[-2000:]}")
    return found


def checked(mix: str, said: str) -> Figures:
    """The driver's line. Raises MeasuringError unless every answer was 200."""
    try:
        figures = json.loads(said)
    except ValueError:
        raise MeasuringError(f"{mix}: the load driver said no figures:\n{said[-2000:]}") from None
    failed = sum(figures.get(name, 0) for name in ("non200", "bad_status", "sock_err"))
    if failed:
        raise MeasuringError(f"{mix}: {failed} answers were not 200: {said.strip()}")
    return figures


def summary(ours: Sequence[Round], theirs: Sequence[Round]) -> dict[str, float]:
    """The medians over the rounds; with a peer also of each round's ratios, ours to theirs."""

    def median(mix: str, name: str) -> float:
        return round(statistics.median(each[mix]["one"][name] for each in ours), 1)

    figures = {
        "median_ms": median("search", "p50"),
        **{f"{mix}_median_ms": median(mix, "p50") for mix in ("search_two_filters", "suggest", "json")},
        "search_p95_ms": median("search", "p95"),
        "search_two_filters_p95_ms": median("search_two_filters", "p95"),
        "suggest_p95_ms": median("suggest", "p95"),
        "json_p95_ms": median("json", "p95"),
        "json_two_filters_p95_ms": median("json_two_filters", "p95"),
    }
    if theirs:
        for mix, other in (("search", "facet_html"), ("search_two_filters", "facet_html"), ("detail", "detail_html")):
            figures[f"{mix}_p95_ratio"] = _ratio(ours, theirs, mix, other, "one", "p95")
            figures[f"{mix}_throughput_ratio"] = _ratio(ours, theirs, mix, other, "eight", "rps")
    return figures


def growth(small: Figures, large: Figures) -> dict[str, float]:
    """What the medians of a large register are to those of a small one, both as `summary` has them."""
    return {
        name.replace("_ms", "_ratio"): round(large[name] / small[name], 2)
        for name in small
        if name.endswith("median_ms")
    }


def _ratio(ours: Sequence[Round], theirs: Sequence[Round], mix: str, other: str, clients: str, name: str) -> float:
    rounds = zip(ours, theirs, strict=True)
    return round(statistics.median(our[mix][clients][name] / their[other][clients][name] for our, their in rounds), 2)


def _driver(bench: Path, mode: str, address: str, paths: Path, *numbers: int) -> str:
    return _run([sys.executable, str(bench / "loadtest.py"), mode, address, str(paths), *map(str, numbers)], {})


def _run(command: list[str], settings: Mapping[str, str]) -> str:
    environment = {**os.environ, **settings}
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
    if done.returncode:
        raise MeasuringError(f"{Path(command[1]).name} ended with status {done.returncode}; what is above says why.")
    return done.stdout
