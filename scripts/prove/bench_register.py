"""Load the seeded speed data (regs.jsonl, versions.jsonl) into the register, through the bulk publish path.

python scripts/prove/bench_register.py DATA_FOLDER        database and index as DATABASE_URL and SEARCH_INDEX_DIR say
"""

import json
import os
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
django.setup()

from search.benchmark.register import load  # noqa: E402

if __name__ == "__main__":
    started = time.monotonic()
    versions = load(Path(sys.argv[1]))
    print(json.dumps({"versions": versions, "seconds": round(time.monotonic() - started, 1)}))
