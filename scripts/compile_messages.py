"""Compile the message catalogues (``.po``) of the checkout to what Django reads (``.mo``), without GNU gettext.

Ends with status 1 and names the message when a translation does not fit its original (a lost placeholder, for example).
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
FOREIGN = {".venv", ".services", "node_modules"}


def main() -> int:
    """Returns the exit status."""
    status = 0
    for path in sorted(ROOT.glob("**/LC_MESSAGES/*.po")):
        if FOREIGN & set(path.relative_to(ROOT).parts):
            continue
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parents[1].name)
        status |= report_errors(path, catalog)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    return status


def report_errors(path: Path, catalog: Catalog) -> int:
    """Print each translation that does not fit its original; returns 1 where there is one, otherwise 0."""
    status = 0
    for message, errors in catalog.check():
        for error in errors:
            print(f"{path.relative_to(ROOT)}:{message.lineno}: {message.id!r}: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
