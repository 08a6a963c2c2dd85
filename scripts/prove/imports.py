"""Imports other people's files of regulations with the shipped maps, each into a register of its own.

    python scripts/prove/imports.py WORK SHARED DATA

WORK is a folder for databases and reports, SHARED the shared data, DATA what make_data.py wrote. Prints a line of JSON:
for each file the rows, those refused without a reason, the seconds, and what a second run added.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAPS = ROOT / "fixtures" / "import_maps"


def manage(environment: dict[str, str], *words: str | Path) -> int:
    """The exit code; what the command says goes to standard error, for the reader."""
    command = [sys.executable, "manage.py", *(str(word) for word in words)]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=sys.stderr, check=False).returncode


def import_with_map(work: Path, file: Path, map_name: str) -> dict[str, float]:
    """Figures of one import into a new database."""
    database = work / f"imports-{map_name}.sqlite3"
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "SEARCH_INDEX_DIR": str(work / "imports-index"),
    }
    report = work / f"imports-{map_name}.jsonl"
    words = ("import_regulations", file, "--map", MAPS / f"{map_name}.toml", "--report", report)
    manage(environment, "migrate", "-v", "0")
    started = time.monotonic()
    code = manage(environment, *words)
    seconds = round(time.monotonic() - started, 1)
    first = outcomes(report)
    manage(environment, *words)
    again = [row for row in outcomes(report) if row["outcome"] != "unchanged"]
    unexplained = [row for row in first if row["outcome"] == "refused" and not row.get("problems")]
    return {
        "rows": len(first), "refused": sum(row["outcome"] == "refused" for row in first), "failed": code,
        "unexplained": len(unexplained), "seconds": seconds, "changed_by_second_run": len(again),
    }  # fmt: skip


def outcomes(report: Path) -> list[dict]:
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()] if report.exists() else []


def main() -> None:
    work, shared, data = (Path(word).resolve() for word in sys.argv[1:4])
    lines = shared / "reference-lists" / "conditional-business-lines-2020.csv"
    figures = {
        "conditional_lines": import_with_map(work, lines, "conditional-business-lines-2020"),
        "bench": import_with_map(work, data / "versions.jsonl", "bench"),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
