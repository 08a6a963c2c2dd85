"""Make the demo's database and index ready, whatever is already there. Run by serve_demo.py and reset_demo.py.

One process for all four steps, so that a start with everything in place takes a second or two.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command


def main() -> int:
    """Returns the exit status."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    django.setup()
    try:
        print("demo: database", flush=True)
        call_command("migrate", verbosity=0, interactive=False)
        print("demo: register", flush=True)
        call_command("load_demo", if_empty=True)
        print("demo: search index", flush=True)
        call_command("search_rebuild", if_needed=True)
        call_command("demo_accounts")
    except CommandError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
