"""Reads the environment for the settings. A value that cannot be used ends the start with the variable's name."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DATABASES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def env_list(name: str) -> list[str]:
    """A comma-separated variable as a list; absent or empty gives []."""
    return [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]


def env_number(name: str, default: int, *, smallest: int, largest: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else or outside the limits."""
    said = os.environ.get(name, "").strip() or str(default)
    if not (said.isascii() and said.isdigit()) or not smallest <= int(said) <= largest:
        raise ImproperlyConfigured(f"{name} must be a whole number from {smallest} to {largest}, not {said!r}.")
    return int(said)


def env_flag(name: str, *, default: bool) -> bool:
    """1 or 0. Raises ImproperlyConfigured for anything else: "false" must not mean yes."""
    said = os.environ.get(name, "").strip() or ("1" if default else "0")
    if said not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {said!r}.")
    return said == "1"


def env_database(*, default: Path) -> dict:
    """DATABASE_URL as Django wants it; a SQLite file at `default` without it.

    Raises ImproperlyConfigured without repeating the address: it may hold a password.
    """
    url = os.environ.get("DATABASE_URL", "").strip() or f"sqlite:///{default}"
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError:
        database = {"ENGINE": "", "NAME": ""}
    if database["ENGINE"] not in DATABASES or not database["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be used; it must be like sqlite:////folder/file.sqlite3 or"
            " postgres://user:password@host:5432/name."
        )
    return database
