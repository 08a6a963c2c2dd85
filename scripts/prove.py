"""Proves on real data what tests on small data cannot: real documents and questions, processes that are killed, servers
that fail, speed beside a peer.

    python scripts/prove.py [--keep] [--only PART ...]

Prints a line a figure, `prove: NAME VALUE LIMIT ok|FAIL`, and exits 1 if any fails. Needs the shared data beside the
project (SHARED_DIR, by default ../shared), wrk and Elasticsearch. Everything it makes is in var/prove and removed
first. A part named with --only finds there what an earlier run with --keep has left.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
WORK = ROOT / "var" / "prove"

ENVIRONMENT = {
    **os.environ,
    "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    "DEBUG": "0",
    "DATABASE_URL": f"sqlite:///{WORK / 'prove.sqlite3'}",
    "SEARCH_ENGINE": "tantivy",
    "SEARCH_INDEX_DIR": str(WORK / "index"),
}

failures: list[str] = []


def report(name: str, value: float, limit: float, *, at_least: bool = False) -> None:
    """Print one figure with the most it may be, or the least."""
    passed = value >= limit if at_least else value <= limit
    if not passed:
        failures.append(name)
    print(f"prove: {name} {value} {limit} {'ok' if passed else 'FAIL'}", flush=True)


def run(*command: str | Path, **extra: str) -> str:
    """Standard output of a program that must succeed."""
    words = [str(word) for word in command]
    environment = {**ENVIRONMENT, **extra}
    return subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def manage(*words: str) -> str:
    return run(sys.executable, "manage.py", *words)


def figures_of(script: str, *words: str | Path, **extra: str) -> dict:
    """What a program of scripts/prove prints last."""
    began = time.monotonic()
    said = run(sys.executable, f"scripts/prove/{script}", *words, **extra)
    print(f"{said}{script}: {time.monotonic() - began:.0f} s", flush=True)
    return json.loads(said.splitlines()[-1])


def report_all(prefix: str, figures: dict, limits: dict[str, float]) -> None:
    """Print those of the figures that have a limit."""
    for name, limit in limits.items():
        report(f"{prefix}_{name}", figures[name], limit)


def prove_texts() -> None:
    """Real documents are read without losing a character, and every gap in their numbering is explained."""
    said = manage("text_report", str(SHARED / "legal-documents" / "articles.jsonl.gz"))
    print(said)
    figures = json.loads(said.splitlines()[-1])
    report("text_characters_lost", figures["characters_lost"], 0)
    report("text_unexplained_gaps", figures["unexplained_gaps"], 0)
    report("text_report_s", figures["seconds"], 60)


def prove_word() -> None:
    """Real documents come out of Word files as they went in, and the longest is compared in one soon."""
    figures = figures_of("word.py", SHARED / "legal-documents" / "articles.jsonl.gz")
    report("word_documents_changed", figures["changed"], 0)
    report("word_documents_marked", figures["marked"], 0)
    report("word_redline_s", figures["redline_seconds"], 1)


def prove_import() -> None:
    """Real documents come in fast, and a second time nothing changes."""
    documents = SHARED / "legal-documents"
    command = [
        "import_documents",
        str(documents / "articles.jsonl.gz"),
        "--metadata",
        str(documents / "documents.json"),
    ]
    started = time.monotonic()
    print(manage(*command))
    report("import_documents_s", round(time.monotonic() - started, 1), 90)
    before = register_rows()
    manage(*command)
    report("import_documents_rows_added_by_second_run", register_rows() - before, 0)
    started = time.monotonic()
    print(manage("rebuild_citations"))
    report("rebuild_citations_s", round(time.monotonic() - started, 1), 60)
    report("rebuild_citations_rows_added", register_rows() - before, 0)


def register_rows() -> int:
    count = (
        "from django.apps import apps; "
        "models = apps.get_app_config('regulations').get_models(include_auto_created=True); "
        "print(sum(model._base_manager.count() for model in models))"
    )
    return int(manage("shell", "--no-imports", "-v", "0", "-c", count).split()[-1])


def load_bench() -> None:
    """17,800 regulations with their versions beside the real documents, and the index over all of it."""
    run(sys.executable, SHARED / "bench" / "make_data.py", "--out", WORK / "data")
    print(run(sys.executable, "scripts/prove/bench_register.py", WORK / "data"))
    started = time.monotonic()
    manage("search_rebuild")
    report("search_rebuild_s", round(time.monotonic() - started, 1), 60)


def prove_timeliness() -> None:
    """The four figures over the whole register, read anew."""
    report("timeliness_s", figures_of("timeliness.py")["seconds"], 1.5)


def prove_export() -> None:
    """A whole imported register leaves as a file with every version, and the import finds nothing else in it."""
    register = {"DATABASE_URL": f"sqlite:///{WORK / 'imports-bench.sqlite3'}"}
    manage_py, file, started = (sys.executable, "manage.py"), WORK / "register.xlsx", time.monotonic()
    rows = int(run(*manage_py, "export_regulations", file, "--all-versions", **register).split()[1])
    report("export_regulations_s", round(time.monotonic() - started, 1), 120)
    said = run(*manage_py, "import_regulations", file, "--dry-run", **register)
    report("export_rows_that_differ", 0 if f"{rows} rows: {rows} unchanged" in said else 1, 0)


def prove_seals() -> None:
    """Every version of both registers is as it was published, and that is found out in reasonable time."""
    started = time.monotonic()
    for name in ("prove", "imports-bench"):
        print(run(sys.executable, "manage.py", "verify_register", DATABASE_URL=f"sqlite:///{WORK / name}.sqlite3"))
    report("verify_registers_s", round(time.monotonic() - started, 1), 120)


def prove_regulation_imports() -> None:
    """Two foreign files come in through the shipped maps, whole and fast, and a second time nothing changes."""
    figures = figures_of("imports.py", WORK, SHARED, WORK / "data")
    for name, figure in figures.items():
        # Of these two files every row is sound: a refused one would be a fault of the map or of the command.
        report(f"import_{name}_refused", figure["refused"] if figure["rows"] else 1, 0)
        report(f"import_{name}_changed_by_second_run", figure["changed_by_second_run"], 0)
    report("import_regulations_s", figures["bench"]["seconds"], 180)


def prove_lists() -> None:
    """A list of results leaves as a file, whole, whatever its length."""
    limits = {"rows_missing": 0, "csv_s": 30, "csv_first_byte_s": 2, "xlsx_s": 40, "memory_mb": 150}
    report_all("result_list", figures_of("exports.py"), limits)


def prove_relevance() -> None:
    """The right article stands first, however its question is typed and whichever engine answers."""
    figures = figures_of("relevance.py", ELASTICSEARCH_URL=os.environ["TEST_ELASTICSEARCH_URL"], SEARCH_STAND_IN="0")
    for engine in ("tantivy", "elasticsearch"):
        report(f"ndcg_{engine}", figures[f"ndcg_{engine}"], 0.9, at_least=True)
        report(f"ndcg_typos_{engine}", figures[f"ndcg_typos_{engine}"], 0.88, at_least=True)
        for variant in ("unaccented", "nfd", "tone-marks"):
            report(f"ndcg_lost_{variant}_{engine}", figures[f"lost_{variant}_{engine}"], 0.005)
    report("ndcg_elasticsearch_3_shards", figures["ndcg_elasticsearch_3_shards"], 0.9, at_least=True)
    for shards in (1, 3):
        report(f"engines_overlap_{shards}_shards", figures[f"overlap_{shards}_shards"], 0.98, at_least=True)


def prove_kills() -> None:
    """Whoever dies, and wherever on the way to the index: it says what the database says soon after."""
    for engine, figures in figures_of("kills.py", WORK / "kills", "--regulations", "600").items():
        report(f"kills_{engine}_points", figures["points"], 12, at_least=True)
        report_all(f"kills_{engine}", figures, {"lost": 0, "stale": 0, "orphans": 0, "jobs": 0, "recovery_s": 30})


def prove_drift() -> None:
    """Faults planted in an index are all found and mended."""
    for engine, figures in figures_of("drift.py", WORK / "drift").items():
        report(f"drift_{engine}_found", figures["found"], 100, at_least=True)
        report_all(f"drift_{engine}", figures, {"left": 0, "check_s": 20, "repair_s": 40})


def prove_rebuild_under_load() -> None:
    """Readers do not notice that the index is built anew."""
    sizes = ("--regulations", "8000", "--served", "3000")
    for engine, figures in figures_of("rebuild_under_load.py", WORK / "rebuild", *sizes).items():
        report(f"rebuild_under_load_{engine}_queries", figures["queries"], 2_000, at_least=True)
        report_all(f"rebuild_under_load_{engine}", figures, {"errors": 0, "empty": 0, "wrong_rows": 0})


def prove_failures() -> None:
    """Elasticsearch stopped, hung, wrong, slow or without a node: 1,000 readers are answered."""
    figures = figures_of("chaos.py", WORK / "chaos")
    report("chaos_requests", figures["requests"], 1_000, at_least=True)
    limits = {"not_200": 0, "without_notice": 0, "unseen_changes": 0, "p95_s": 1.5, "asked_before_open": 5}
    report_all("chaos", figures, limits | {"recovery_s": 20})
    # Rows that were replaced count among the words until a server merges them away: near ties may change places.
    limits = {"failed_queries": 0, "jobs_left": 0, "top_tens_apart": 0.1}
    report_all("cluster", figures_of("cluster.py", WORK / "cluster"), limits)


def prove_fuzz() -> None:
    """Strange addresses are no errors and take no time."""
    figures = figures_of("fuzz.py", WORK / "fuzz")
    report("fuzz_requests", figures["requests"], 10_000, at_least=True)
    report_all("fuzz", figures, {"errors": 0, "p99_ms": 1_000})


def prove_speed() -> None:
    """Our pages and the peer's in the same minutes, in turn; the medians of the rounds."""
    figures = figures_of("speed.py", WORK, SHARED)
    report("search_page_ratio", figures["search_p95_ratio"], 0.8)
    report("search_page_two_filters_ratio", figures["search_two_filters_p95_ratio"], 0.8)
    report("detail_page_ratio", figures["detail_p95_ratio"], 2.0)
    report("search_throughput_ratio", figures["search_throughput_ratio"], 4, at_least=True)
    report("search_throughput_two_filters_ratio", figures["search_two_filters_throughput_ratio"], 4, at_least=True)
    report("suggest_p95_ms", figures["suggest_p95_ms"], 10)


PARTS = {
    "texts": (prove_texts, prove_word),
    "register": (lambda: manage("migrate", "-v", "0"), prove_import, load_bench, prove_timeliness, prove_lists),
    "exchange": (prove_regulation_imports, prove_export, prove_seals),
    "relevance": (prove_relevance,),
    "sync": (prove_kills, prove_drift, prove_rebuild_under_load),
    "failures": (prove_failures, prove_fuzz),
    "speed": (prove_speed,),
}
"""Part -> what it does, in order. `exchange` and `speed` need what `register` leaves."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep what it makes")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}")
    options = parser.parse_args()
    if not options.only:
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for name in options.only or PARTS:
        for prove in PARTS[name]:
            prove()
    if not options.keep:
        shutil.rmtree(WORK)
    print(f"prove: {'failed: ' + ', '.join(failures) if failures else 'all figures hold'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
