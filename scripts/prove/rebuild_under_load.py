"""Full rebuilds while readers ask and the register changes: no error, no empty answer.

python scripts/prove/rebuild_under_load.py FOLDER [--queries 2000] [--regulations 17800] [--served 3000]
    two processes of gunicorn, an index worker, a register that changes; on both engines where TEST_ELASTICSEARCH_URL
    says where one is; prints JSON by engine: queries, rebuilds during them, errors, empty or limited answers, jobs and
    rows left wrong
"""

import argparse
import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from registers import on_each_engine
from servers import fetch

from search.benchmark.serving import served
from tests.search.killing import Register
from tests.search.title_words import WORDS

READERS = 4
LEAST_REBUILDS = 2


def prove(register: Register, queries: int) -> dict:
    register.run("search_rebuild", "-v0")
    told: list[dict] = []
    rebuilds = 0
    enough = threading.Event()
    with served(register.environment(), log=register.folder / "gunicorn.log") as server:
        with register.working(), register.changing(3), ThreadPoolExecutor(READERS) as pool:
            readers = [pool.submit(read, server, queries // READERS, enough, told) for _ in range(READERS)]
            while rebuilds < LEAST_REBUILDS or len(told) < queries:
                register.run("search_rebuild", "-v0")
                rebuilds += 1
            enough.set()
            for reader in readers:
                reader.result()
        with register.working():
            register.wait_for_no_jobs()
    wrong = sum(map(int, re.findall(r"(?:missing|stale|orphans) (\d+)", register.check().splitlines()[0])))
    counted = {name: sum(one[name] for one in told) for name in ("errors", "empty")}
    return {"queries": len(told), "rebuilds": rebuilds, **counted, "wrong_rows": wrong}


def read(server: str, at_least: int, enough: threading.Event, told: list[dict]) -> None:
    """Ask for what is surely there, until enough has been asked and rebuilt."""
    asked = 0
    while asked < at_least or not enough.is_set():
        word = WORDS[asked % len(WORDS)]
        page = asked % 2 == 0
        status, text = fetch(f"{server}/{'search/' if page else 'api/search'}?q={quote(word)}")
        if page:
            # A list that is not whole is not offered as a file.
            empty = "data-empty" in text or "/search/export/" not in text
        else:
            said = json.loads(text or "{}")
            empty = said.get("limited", True) or not said.get("total")
        told.append({"errors": status != 200, "empty": status == 200 and empty})
        asked += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=2_000)
    parser.add_argument("--regulations", type=int, default=17_800)
    parser.add_argument("--served", type=int, default=3_000, help="regulations on Elasticsearch")
    parser.add_argument("--register", type=Path, help="a database to begin with, instead of making one")
    options = parser.parse_args()
    sizes = {"tantivy": options.regulations, "elasticsearch": options.served}
    figures = {
        engine: prove(register, options.queries)
        for engine, register in on_each_engine(options.folder, sizes=sizes, made=options.register)
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
