"""The whole measuring of a register that is loaded and indexed."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

from search.benchmark.measuring import MeasuringError, measure, peer, summary, warm
from search.benchmark.mixes import write_mixes
from search.benchmark.serving import free_port, served

WARMING_PASSES = 4


def in_rounds(bench: Path, folder: Path, *, rounds: int, with_peer: bool, say: Callable[..., None]) -> dict[str, float]:
    """The portal of this environment over all mixes, in turn with the peer if wanted; the medians.

    `folder`/data has the speed data; `say` is told each measure's name and figures. Raises MeasuringError and
    TimeoutError.
    """
    mixes = write_mixes(folder / "data", folder / "mixes")
    ours, theirs = [], []
    with served() as address:
        # The first pass pays for what a process reads when it is first needed; a request goes to either process.
        say("first searches", one=warm(bench, address, mixes["search"]))
        for _pass in range(WARMING_PASSES):
            warm(bench, address, mixes["search"])
        for _round in range(rounds):
            if with_peer:
                theirs.append(peer(bench, folder, port=free_port()))
                _say_all(say, "peer ", theirs[-1])
            ours.append(measure(bench, address, mixes))
            _say_all(say, "", ours[-1])
            _make_sure_of_the_engine(address)
    return summary(ours, theirs)


def _make_sure_of_the_engine(address: str) -> None:
    """Raises MeasuringError if what was measured is not the engine but what answers in its place."""
    with urllib.request.urlopen(f"{address}/api/search", timeout=30) as response:  # noqa: S310 - our own server
        answer = json.load(response)
    if answer["limited"] or answer["stand_in"]:
        raise MeasuringError("The engine itself did not answer.")


def _say_all(say: Callable[..., None], prefix: str, measured: dict[str, dict]) -> None:
    for mix, figures in measured.items():
        say(f"{prefix}{mix}", **figures)
