"""The mixes of addresses that are measured, each a file of paths."""

import json
import random
from pathlib import Path
from urllib.parse import quote, urlencode

TWO_FILTERS = urlencode({"kind": "procedure", "status": "in-force"})
MIXES = ("search", "search_two_filters", "suggest", "json", "json_two_filters", "detail")

_SEED = 7
_DETAILS = 300


def write_mixes(data: Path, folder: Path) -> dict[str, Path]:
    """Mix -> its file in `folder`, from the queries and regulations of the speed data; the same every time."""
    queries = (data / "queries.txt").read_text(encoding="utf-8").split("\n")
    asked = [quote(query) for query in queries if query]
    with (data / "regs.jsonl").open(encoding="utf-8") as lines:
        names = [(row["code"], row["title"]) for row in map(json.loads, lines)]
    chance = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    shown = chance.sample(names, min(_DETAILS, len(names)))
    typed = [_beginning(code if i % 4 == 0 else title, chance) for i, (code, title) in enumerate(shown)]
    paths = {
        "search": [f"/search/?q={query}" for query in asked],
        "search_two_filters": [f"/search/?q={query}&{TWO_FILTERS}" for query in asked],
        "suggest": [f"/search/suggest/?q={quote(beginning)}" for beginning in typed],
        "json": [f"/api/search?q={query}" for query in asked],
        "json_two_filters": [f"/api/search?q={query}&{TWO_FILTERS}" for query in asked],
        "detail": [f"/regulations/{code}/" for code, _title in shown],
    }
    folder.mkdir(parents=True, exist_ok=True)
    files = {mix: folder / f"{mix}.txt" for mix in MIXES}
    for mix, file in files.items():
        file.write_text("".join(f"{path}\n" for path in paths[mix]), encoding="utf-8")
    return files


def _beginning(name: str, chance: random.Random) -> str:
    """What somebody has typed of it so far: at least three characters."""
    return name[: chance.randint(3, min(len(name), 24))].strip()
