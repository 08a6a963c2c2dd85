"""Kill -9 at every named point on the way from a change to the index, while the register keeps changing; then the index
must say what the database says.

python scripts/prove/kills.py FOLDER [--regulations 600] [--only POINT ...]
    on both engines where TEST_ELASTICSEARCH_URL says where one is, on the embedded one alone otherwise; prints JSON:
    by engine the points, what was lost, stale, orphaned and left to do (each to be 0), and the longest recovery
"""

import argparse
import contextlib
import json
import os
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from forking import FORK, ForkingRegister

from search import faults
from tests.search.killing import Register

AT_ONCE = 6
"""Most of the time is spent waiting for the leases of the dead to run out."""

# A point that is passed at every turn of a process is more telling when some work has been done.
NTH = {"lease-taken": 2, "jobs-read": 3, "rows-read": 3, "rows-sent": 3, "rows-written": 3, "jobs-let-go": 3,
       "batch-settled": 3, "rebuild-filling": 2, "jobs-queued": 20}  # fmt: skip


def kill_at(register: ForkingRegister, point: str, seed: int) -> dict:
    """What a kill at that point left behind, and how many seconds until index and database agreed again."""
    fault = f"{point}:{NTH.get(point, 1)}"
    if point in faults.PUBLISHER_POINTS:
        with register.changing(seed, fault=fault):
            pass
    elif point in faults.REBUILD_POINTS:
        with register.changing(seed), register.working():
            register.die("search_rebuild", fault=fault)
    elif point == "repair-queued":
        register.ask("UPDATE regulations_regulation SET subjects = subjects || ' muối' WHERE id % 7 = 0")
        register.die("search_check", "--repair", fault=fault)
    else:
        with register.changing(seed):
            register.die("search_worker", fault=fault)
    with register.working():
        seconds = register.wait_for_none("search_indexjob WHERE applied = 0")
        left = drift(register)
        register.wait_for_no_jobs()
        if point in faults.REBUILD_POINTS:
            # Nobody gave up the claim of the dead.
            register.wait_for_none("search_indextarget WHERE rebuild_until > datetime('now')")
            register.run("search_rebuild", "-v0")
            register.wait_for_no_jobs()
            left = {name: left[name] + number for name, number in drift(register).items()}
    return left | {"jobs": register.ask("SELECT count(*) FROM search_indexjob"), "seconds": round(seconds, 1)}


def drift(register: ForkingRegister) -> dict:
    """The row-by-row comparison: three numbers."""
    _status, said = register.say("search_check")
    found = re.match(r"rows \d+, missing (\d+), stale (\d+), orphans (\d+)", said)
    if not found:
        raise SystemExit(f"search_check: {said}")
    return dict(zip(("lost", "stale", "orphans"), map(int, found.groups()), strict=True))


def prove_engine(origin: Register, url: str, points: list[str]) -> dict:
    engine = "elasticsearch" if url else "tantivy"
    lanes = [ForkingRegister(origin.folder / f"{engine}-{lane}", url) for lane in range(min(AT_ONCE, len(points)))]
    for lane in lanes:
        lane.folder.mkdir()
        with closing(sqlite3.connect(origin.database)) as database:
            lane.take_over(database)
    receiver, sender = FORK.Pipe(duplex=False)
    processes = [
        FORK.Process(target=prove_lane, args=(lane, points[number :: len(lanes)], sender))
        for number, lane in enumerate(lanes)
    ]
    for process in processes:
        process.start()
    sender.close()
    told = []
    with contextlib.suppress(EOFError):
        while True:
            told.append(receiver.recv())
            print(json.dumps(told[-1]), flush=True)
    for process in processes:
        process.join()
    for lane in lanes:
        lane.remove_index()
    if len(told) < len(points):
        raise SystemExit(f"{engine}: only {len(told)} of {len(points)} points came to an end")
    sums = {name: sum(one[name] for one in told) for name in ("lost", "stale", "orphans", "jobs")}
    return {"points": len(told), **sums, "recovery_s": max(one["seconds"] for one in told)}


def prove_lane(register: ForkingRegister, points: list[str], tell) -> None:
    """One point after another on one register."""
    register.load()
    register.run("search_rebuild", "-v0")
    for seed, point in enumerate(points):
        tell.send({"on": register.folder.name, "point": point} | kill_at(register, point, seed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--regulations", type=int, default=600)
    parser.add_argument("--only", nargs="*", default=list(faults.POINTS), choices=faults.POINTS)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    origin = Register(options.folder)
    origin.run("migrate", "-v0")
    origin.make(options.regulations)
    figures = {}
    for url in dict.fromkeys(("", os.environ.get("TEST_ELASTICSEARCH_URL", ""))):
        figures["elasticsearch" if url else "tantivy"] = prove_engine(origin, url, options.only)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
