"""Whether the lock files are what ``make lock`` would write, told without the network.

A lock file must pin exactly what its requirements ask for, hold every package those need and none besides (read from
the installed packages), have hashes for each, and name no package index.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements.lock": ["requirements.txt"],
    "requirements-dev.lock": ["requirements.txt", "requirements-dev.txt"],
}


def main() -> int:
    """Returns the exit status; prints one line a fault."""
    faults = [fault for lock, sources in LOCKS.items() for fault in faults_of(lock, sources)]
    faults += installer_faults()
    faults += disagreements()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print("run `make lock`", file=sys.stderr)
    return 1 if faults else 0


def faults_of(lock: str, sources: list[str]) -> Iterator[str]:
    """What is wrong with one lock file."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    locked = pins(text)
    if re.search(r"https?://|^--(index|extra|find)", text, re.MULTILINE):
        yield f"{lock}: names a package index"
    for entry in re.split(r"\n(?=[a-z0-9])", text):
        if re.match(r"[a-z0-9]", entry) and "--hash=sha256:" not in entry:
            yield f"{lock}: no hash for {entry.splitlines()[0]}"
    wanted = [line for source in sources for line in requirements(source)]
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        if str(requirement.specifier) != f"=={locked.get(name)}":
            yield f"{lock}: has {name} {locked.get(name)}, asked for is {requirement}"
    needed = set(closure(wanted, lock))
    missing = {fault for fault in needed if " " in fault}
    yield from sorted(missing)
    names = needed - missing
    for name in sorted(names - set(locked)):
        yield f"{lock}: {name} is needed and not locked"
    for name in sorted(set(locked) - names - platform_bound(text)):
        yield f"{lock}: {name} is locked and not needed"


def installer_faults() -> Iterator[str]:
    """Whether the installer of the lock files is the one that requirements-dev.txt names."""
    wanted = {requirement.name: str(requirement.specifier) for requirement in requirements("requirements-dev.txt")}
    locked = pins((ROOT / "requirements-uv.lock").read_text(encoding="utf-8"))
    if wanted["uv"] != f"=={locked.get('uv')}":
        yield f"requirements-uv.lock: has uv {locked.get('uv')}, asked for is uv{wanted['uv']}"


def disagreements() -> Iterator[str]:
    """Packages that tests would run in another version than the portal does."""
    runtime, development = (pins((ROOT / lock).read_text(encoding="utf-8")) for lock in LOCKS)
    for name, version in runtime.items():
        if development.get(name) != version:
            yield f"requirements-dev.lock: has {name} {development.get(name)}, the portal runs on {version}"


def pins(text: str) -> dict[str, str]:
    """Package name to version of every line that pins one."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE))


def platform_bound(text: str) -> set[str]:
    """Packages locked for other platforms or Pythons, which the installed packages cannot speak for."""
    return set(re.findall(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^\]]*\])?==\S+ ;", text, re.MULTILINE))


def requirements(source: str) -> list[Requirement]:
    """The lines of a requirements file, comments left out."""
    lines = ((ROOT / source).read_text(encoding="utf-8")).splitlines()
    return [Requirement(line) for raw in lines if (line := raw.split("#")[0].strip())]


def closure(wanted: Iterable[Requirement], lock: str) -> Iterator[str]:
    """Every package the requirements lead to here; a sentence for one that is not installed."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(wanted)
    while waiting:
        requirement = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needs = [Requirement(line) for line in requires(name) or []]
        except PackageNotFoundError:
            yield f"{lock}: {name} is needed and not installed"
            continue
        yield name
        waiting += [need for need in needs if applies(need, extras)]


def applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement counts here, with the extras that were asked for."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""})


if __name__ == "__main__":
    sys.exit(main())
