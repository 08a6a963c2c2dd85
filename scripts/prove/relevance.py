"""How well lookup finds the right article, over the shared benchmark, on every engine that is here.

python scripts/prove/relevance.py        the folder SHARED_DIR or ../shared; ELASTICSEARCH_URL for the second engine
Prints one JSON line: nDCG@10 by variant, how far a variant lies below the text as written, the engines' overlap.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from search.evaluation.metrics import overlap  # noqa: E402

DATA = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared")) / "search-benchmark"
VARIANTS = ("as-written", "unaccented", "nfd", "tone-marks", "typos")


def evaluate(engine: str, variants: tuple[str, ...], run: Path, shards: int = 1) -> dict[str, dict]:
    """Variant -> its figures; the rankings are written to `run`."""
    words = [
        *(sys.executable, ROOT / "manage.py", "search_eval", "--engine", engine, "--shards", shards, "--run", run),
        *("--corpus", DATA / "corpus.jsonl.gz", "--queries", DATA / "queries.jsonl", "--qrels", DATA / "qrels.tsv"),
        *("--top", 10, "--variant", *variants),
    ]
    done = subprocess.run([str(word) for word in words], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return dict(zip(variants, lines, strict=True))


def rankings(run: Path) -> dict[tuple[str, str], list[str]]:
    """(variant, question) -> articles, best first."""
    found = defaultdict(list)
    with run.open(encoding="utf-8") as lines:
        for variant, question, _rank, article in csv.reader(lines, delimiter="\t"):
            found[variant, question].append(article)
    return found


def mean_overlap(one: dict, other: dict) -> float:
    """Over all questions in all variants that both were asked; what one finds nothing for counts too."""
    variants = {variant for variant, _ in one} & {variant for variant, _ in other}
    shared = [key for key in one.keys() | other.keys() if key[0] in variants]
    return round(statistics.fmean(overlap(one.get(key, []), other.get(key, [])) for key in shared), 4)


def figures(name: str, found: dict[str, dict]) -> dict[str, float]:
    written = found["as-written"]["all"]["ndcg@10"]
    said = {f"ndcg_{name}": written}
    for variant, line in found.items():
        if variant == "typos":
            said[f"ndcg_typos_{name}"] = line["all"]["ndcg@10"]
        elif variant != "as-written":
            said[f"lost_{variant}_{name}"] = round(written - line["all"]["ndcg@10"], 4)
    said[f"ndcg_citizens_{name}"] = found["as-written"]["sets"]["citizen-questions"]["ndcg@10"]
    return said


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "tantivy.tsv"
        said = figures("tantivy", evaluate("tantivy", VARIANTS, run))
        if os.environ.get("ELASTICSEARCH_URL"):
            embedded = rankings(run)
            for shards in (1, 3):
                run = Path(folder) / f"elasticsearch-{shards}.tsv"
                variants = VARIANTS if shards == 1 else VARIANTS[:1]
                found = evaluate("elasticsearch", variants, run, shards)
                said |= figures("elasticsearch" if shards == 1 else "elasticsearch_3_shards", found)
                said[f"overlap_{shards}_shards"] = mean_overlap(embedded, rankings(run))
    print(json.dumps(said))


if __name__ == "__main__":
    main()
