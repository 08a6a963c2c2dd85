"""Collect what the portal says into `locale/en`, for translation; `make messages` runs it. It needs GNU gettext.

New messages come in empty, those that are gone go, and the others keep their translation. The file is sorted and names
neither times nor places in the code, so that it changes only where a message does. `locale/vi` is not touched: it holds
Vietnamese for Wagtail's own messages, not ours.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOG = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
NOT_OURS = [".venv", ".services", "var", "tests", "scripts", "migrations"]
HEAD = "# English for the messages of the portal, which are written in Vietnamese. `make messages` adds the new ones."


def main() -> int:
    """Returns the exit status: 1 where the messages could not be collected. Those without English are named."""
    if not all(map(shutil.which, ("xgettext", "msgmerge"))):
        print("Collecting messages needs GNU gettext: on Debian, apt-get install gettext.", file=sys.stderr)
        return 1
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    collect = [sys.executable, "manage.py", "makemessages", "--locale=en", "--no-obsolete", "--no-location", "-v0"]
    if subprocess.run([*collect, *(f"--ignore={name}" for name in NOT_OURS)], cwd=ROOT, check=False).returncode:
        return 1
    with CATALOG.open("rb") as file:
        catalog = tidied(read_po(file, locale="en"))
    with CATALOG.open("wb") as file:
        # Babel writes its own headers; of them only these say something.
        write_po(file, catalog, width=0, sort_output=True, omit_header=True, ignore_obsolete=True)
    text = CATALOG.read_text(encoding="utf-8")
    CATALOG.write_text(f"{HEAD}\n{header(catalog)}\n{text.strip()}\n", encoding="utf-8")
    missing = [message.id for message in catalog if message.id and not all(forms(message.string))]
    for message in missing:
        print(f"no English yet: {message}")
    return 0


def tidied(found: Catalog) -> Catalog:
    """The same messages; a translation that was only guessed from a similar message is emptied."""
    for message in found:
        if message.id and message.fuzzy:
            message.flags.discard("fuzzy")
            message.string = ("", "") if message.pluralizable else ""
        # gettext tells here what it guessed from.
        message.user_comments = [line for line in message.user_comments if not line.startswith("|")]
    return found


def forms(string: str | tuple[str, ...]) -> tuple[str, ...]:
    """A translation and its plurals."""
    return (string,) if isinstance(string, str) else tuple(string)


def header(catalog: Catalog) -> str:
    """The entry that gettext reads: what the file is written in."""
    lines = ["Language: en", "Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    lines.append(f"Plural-Forms: {catalog.plural_forms}")
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in lines), ""])


if __name__ == "__main__":
    sys.exit(main())
