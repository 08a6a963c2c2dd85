"""A register whose processes are forked from one that has loaded everything: beginning costs them milliseconds instead
of seconds, and one that is killed is as dead as any."""

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command

from search import faults
from tests.search.killing import SECONDS_TO_DIE, Register

FORK = multiprocessing.get_context("fork")
COMMANDS = ("search_worker", "search_rebuild", "search_check")


@dataclass(frozen=True)
class ForkingRegister(Register):
    """Its methods are for one process that has called `load()` and does nothing else: no database is open in it."""

    def load(self) -> None:
        os.environ.update(self.environment())
        django.setup()
        for name in (*(f"search.management.commands.{command}" for command in COMMANDS), "tests.search.changing"):
            importlib.import_module(name)

    def say(self, *words: str) -> tuple[int, str]:
        """How a command ended and what it said."""
        with tempfile.NamedTemporaryFile("r", dir=self.folder) as said:
            process = _begun(_command, words, "", Path(said.name))
            process.join()
            return process.exitcode, said.read()

    def run(self, *words: str) -> str:
        status, said = self.say(*words)
        if status:
            raise AssertionError(f"{words} ended with {status}:\n{said}")
        return said

    def die(self, *words: str, fault: str) -> None:
        with tempfile.NamedTemporaryFile("r", dir=self.folder) as said:
            process = _begun(_command, words, fault, Path(said.name))
            process.join(SECONDS_TO_DIE)
            _assert_killed(process, f"{words} at {fault}: {said.read()}")

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        process = _begun(_command, ("search_worker",), "", Path(os.devnull))
        try:
            yield
        finally:
            os.kill(process.pid, signal.SIGTERM)
            process.join()
            if process.exitcode:
                raise AssertionError(f"the worker ended with {process.exitcode}")

    @contextlib.contextmanager
    def changing(self, seed: int, *, fault: str = "") -> Iterator[None]:
        """With a fault the block goes on when the process that changes the register has died of it."""
        told = FORK.Event()
        process = _begun(_change, seed, fault, told)
        try:
            if fault:
                process.join(SECONDS_TO_DIE)
                _assert_killed(process, fault)
            yield
        finally:
            told.set()
            process.join()


def _begun(target: Callable, *arguments) -> multiprocessing.Process:
    process = FORK.Process(target=target, args=arguments)
    process.start()
    return process


def _assert_killed(process: multiprocessing.Process, what: str) -> None:
    if process.exitcode is None:
        process.kill()
    if process.exitcode != -signal.SIGKILL:
        raise AssertionError(f"did not die of it ({process.exitcode}): {what}")


def _command(words: tuple[str, ...], fault: str, said: Path) -> None:
    _arm(fault)
    sys.stdout = sys.stderr = said.open("w", buffering=1)
    call_command(*words)


def _change(seed: int, fault: str, told) -> None:
    _arm(fault)
    importlib.import_module("tests.search.changing").change_until(told, seed)


def _arm(fault: str) -> None:
    """As if the process had begun with it."""
    os.environ[faults.VARIABLE] = fault
    importlib.reload(faults)
