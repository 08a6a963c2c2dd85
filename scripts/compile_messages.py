"""Compile the message catalogues (``.po``) of the checkout to what Django reads (``.mo``), without GNU gettext.

Ends with status 1 and names the message when a translation does not fit its original (a lost placeholder, for example).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SOURCE_LANGUAGE = "vi"
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
        if path.parents[1].name == SOURCE_LANGUAGE:
            add_originals(catalog, path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    return status


def add_originals(catalog: Catalog, path: Path) -> None:
    """Let the language the messages are written in have them as translations of themselves.

    A message that Django does not find it looks for in the catalogue of every application, twice: at a hundred messages
    a page that was a sixth of the time of a page.
    """
    english = path.parents[2] / "en" / path.parent.name / path.name
    if not english.exists():
        return
    with english.open("rb") as file:
        for message in read_po(file, locale="en"):
            forms = {message.id} if isinstance(message.id, str) else set(message.id)
            if message.id and len(forms) == 1 and catalog.get(message.id, message.context) is None:
                original = forms.pop()
                string = original if isinstance(message.id, str) else (original,)
                catalog.add(message.id, string, context=message.context, flags=message.flags)


def report_errors(path: Path, catalog: Catalog) -> int:
    """Print each translation that does not fit its original; returns 1 where there is one, otherwise 0."""
    faults = [(message, str(error)) for message, errors in catalog.check() for error in errors]
    # Babel sees a placeholder too many; one too few is as wrong, but for plurals, where "one" may be written out.
    for message in catalog:
        if message.id and isinstance(message.id, str) and message.string:
            lost = set(PLACEHOLDER.findall(message.id)) ^ set(PLACEHOLDER.findall(message.string))
            faults += [(message, f"{name} is on one side only") for name in sorted(lost)]
    for message, fault in faults:
        print(f"{path.relative_to(ROOT)}:{message.lineno}: {message.id!r}: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
