"""What the demo's merged ministries handed on, and what a file of the national procedure database says of the rest."""

import datetime
import tomllib

from django.conf import settings

from regulations.models import Agency, Regulation
from regulations.national.reading import read_national_file
from regulations.transfers import transfer_records

from .reading import FOLDER
from .wording import demo_date

NATIONAL_FILE = FOLDER / "national-procedures.csv"
NATIONAL_MAP = "fixtures/import_maps/national-procedures.toml"


def hand_on_records(*, by, today: datetime.date) -> None:
    """In the name of the administrator `by`."""
    said = tomllib.loads((FOLDER / "transfers.toml").read_text(encoding="utf-8"))
    for row in said["transfer"]:
        transfer_records(
            from_agency=Agency.objects.get(acronym=row["from"]), to_agency=Agency.objects.get(acronym=row["to"]),
            on=demo_date(row["on"], today=today), reason=row["reason"], by=by,
            records=Regulation.objects.filter(code__in=row["regulations"]),
        )  # fmt: skip


def read_national_database() -> None:
    """With one procedure that differs, one that the register lacks, and one that the file lacks."""
    read_national_file(NATIONAL_FILE, map_path=settings.BASE_DIR / NATIONAL_MAP)
