"""How fast the portal answers over HTTP, in turn with the peer, on a register that holds real documents too.

python scripts/prove/speed.py FOLDER SHARED        database and index as the environment says
    FOLDER/data has the speed data; prints JSON: medians of the rounds and of their ratios, ours to the peer's
"""

import json
import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
django.setup()

from search.benchmark.rounds import in_rounds  # noqa: E402

ROUNDS = 5


def say(measure: str, **figures: object) -> None:
    print(json.dumps({"measure": measure, **figures}), flush=True)


if __name__ == "__main__":
    folder, shared = map(Path, sys.argv[1:])
    print(json.dumps(in_rounds(shared / "bench", folder, rounds=ROUNDS, with_peer=True, say=say)))
