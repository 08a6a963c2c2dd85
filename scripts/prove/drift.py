"""A hundred faults planted in an index: `search_check` finds every one, `--repair` mends them.

python scripts/prove/drift.py FOLDER [--regulations 17800] [--faults 100]
    on the embedded engine, and on Elasticsearch where TEST_ELASTICSEARCH_URL says where one is; prints JSON by engine:
    faults planted, records found to differ, rows left wrong after the repair, seconds to check and to repair
"""

import argparse
import json
import os
import re
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.search.killing import Register

PLANT = (
    "from tests.search.planting import *; from search.engines import get_engine; plant_faults(get_engine(), {count})"
)
FIND = (
    "from search.checking import *; from search.sync import known_target; print(len(find_drift(known_target()).owners))"
)


def prove(register: Register, faults: int) -> dict:
    register.run("search_rebuild", "-v0")
    register.run("shell", "--no-imports", "-v0", "-c", PLANT.format(count=faults))
    began = time.monotonic()
    found = int(register.run("shell", "--no-imports", "-v0", "-c", FIND).split()[-1])
    checked = time.monotonic()
    register.run("search_check", "--repair")
    repaired = time.monotonic()
    left = sum(map(int, re.findall(r"(?:missing|stale|orphans) (\d+)", register.check().splitlines()[0])))
    seconds = {"check_s": round(checked - began, 1), "repair_s": round(repaired - checked, 1)}
    return {"planted": faults, "found": found, "left": left, **seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--regulations", type=int, default=17_800)
    parser.add_argument("--faults", type=int, default=100)
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    origin = Register(options.folder)
    origin.run("migrate", "-v0")
    origin.make(options.regulations)
    figures = {"tantivy": prove(origin, options.faults)}
    if url := os.environ.get("TEST_ELASTICSEARCH_URL", ""):
        served = Register(options.folder / "elasticsearch", url)
        served.folder.mkdir()
        with closing(sqlite3.connect(origin.database)) as database:
            served.take_over(database)
        try:
            figures["elasticsearch"] = prove(served, options.faults)
        finally:
            served.remove_index()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
