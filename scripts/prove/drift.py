"""A hundred faults planted in an index: `search_check` finds every one, `--repair` mends them.

python scripts/prove/drift.py FOLDER [--regulations 17800 | --register FILE] [--faults 100]
    on the embedded engine, and on Elasticsearch where TEST_ELASTICSEARCH_URL says where one is; prints JSON by engine:
    faults planted, records found to differ, rows left wrong after the repair, seconds to check and to repair
"""

import argparse
import json
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from registers import on_each_engine

from tests.search.killing import Register

PLANT_AND_FIND = """
import time
from search.checking import find_drift
from search.engines import get_engine
from tests.search.draining import known_target
from tests.search.planting import plant_faults
plant_faults(get_engine(), {count})
began = time.monotonic()
print(len(find_drift(known_target()).owners), time.monotonic() - began)
"""


def prove(register: Register, faults: int) -> dict:
    register.run("search_rebuild", "-v0")
    found, seconds = register.shell_out(PLANT_AND_FIND.format(count=faults)).split()[-2:]
    checked = time.monotonic()
    register.run("search_check", "--repair")
    repaired = time.monotonic()
    left = sum(map(int, re.findall(r"(?:missing|stale|orphans) (\d+)", register.check().splitlines()[0])))
    times = {"check_s": round(float(seconds), 1), "repair_s": round(repaired - checked, 1)}
    return {"planted": faults, "found": int(found), "left": left} | times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--regulations", type=int, default=17_800)
    parser.add_argument("--register", type=Path, help="a database to begin with, instead of making one")
    parser.add_argument("--faults", type=int, default=100)
    options = parser.parse_args()
    sizes = dict.fromkeys(("tantivy", "elasticsearch"), options.regulations)
    figures = {
        engine: prove(register, options.faults)
        for engine, register in on_each_engine(options.folder, sizes=sizes, made=options.register)
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
