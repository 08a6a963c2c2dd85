"""Time the four figures of /timeliness/ over the register as it stands, every third regulation compared once.

python scripts/prove/timeliness.py        database as DATABASE_URL says; prints JSON
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

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from home.timeliness.figures import read_timeliness  # noqa: E402
from regulations.models import OriginalComparison, RegulationVersion  # noqa: E402


def compare_every_third() -> None:
    today = timezone.localdate()
    rows = RegulationVersion.objects.in_force_on(today).order_by("pk").values_list("pk", "regulation__agency_id")
    OriginalComparison.objects.bulk_create(
        [OriginalComparison(regulation_version_id=pk, agency_id=agency, compared_on=today) for pk, agency in rows[::3]],
        batch_size=2000,
    )


def measure() -> dict[str, float]:
    """The best of three readings: what else the machine does is not what is measured."""
    reverse("timeliness")  # the addresses are read once a process
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        found = read_timeliness(timezone.localdate())
        seconds.append(time.perf_counter() - started)
    return {"seconds": round(min(seconds), 2), "records": found.everybody.complete.of, "agencies": len(found.by_agency)}


if __name__ == "__main__":
    compare_every_third()
    print(json.dumps(measure()))
