"""Programs of the operating system: found where they are installed, otherwise installed through apt."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path


class MissingServiceError(Exception):
    """Something a service needs is not here and cannot be installed; the message says what to install."""


def postgres_bin(major: str = "") -> Path | None:
    """The folder with ``initdb`` and ``postgres``, of this major version or the newest; None where there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_numbers, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    fitting = [folder for folder in folders if (folder / "initdb").exists()]
    return next((folder for folder in fitting if not major or _major(folder) == major), None)


def java_home(at_least: int) -> Path | None:
    """The home of the oldest Java that is new enough, None where there is none.

    The oldest, because a server is tested by its makers on the Java of its day.
    """
    homes = [Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += [home for home in Path("/usr/lib/jvm").glob("*") if home.is_dir()]
    found = shutil.which("java")
    if found:
        homes.append(Path(found).resolve().parents[1])
    fitting = [(version, home) for home in homes if (version := _java_version(home)) >= at_least]
    return min(fitting)[1] if fitting else None


def chromium_path() -> Path | None:
    """The browser of the end-to-end tests: ``CHROMIUM_PATH`` where set, otherwise the first found on the path."""
    names = [os.environ.get("CHROMIUM_PATH", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def soffice_path() -> Path | None:
    """LibreOffice, which opens the Word files that the portal writes: ``SOFFICE_PATH`` where set, else on the path."""
    names = [os.environ.get("SOFFICE_PATH", ""), "soffice", "libreoffice"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return Path(found) if found else None


def has_vietnamese_fonts() -> bool:
    """Whether Noto is installed: without it screenshots show boxes for some Vietnamese letters."""
    return any(Path("/usr/share/fonts").glob("**/NotoSans-Regular.*"))


def install(packages: Iterable[str]) -> None:
    """Install Debian packages; raises MissingServiceError naming them where that is not possible."""
    wanted = sorted(set(packages))
    if not wanted:
        return
    as_root = _as_root()
    if as_root is None or not shutil.which("apt-get"):
        raise MissingServiceError(f"please install these packages as root, then try again: {' '.join(wanted)}")
    print(f"services: installing {' '.join(wanted)}", flush=True)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt, "update"], check=False, stdin=subprocess.DEVNULL)
    command = [*apt, "install", "-y", "--no-install-recommends", *wanted]
    done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise MissingServiceError(f"apt-get could not install {' '.join(wanted)}:\n{said}")


def _major(folder: Path) -> str:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+", said)
    return found[0] if found else ""


def _as_root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def _java_version(home: Path) -> int:
    if not (home / "bin" / "java").exists():
        return 0
    try:
        release = (home / "release").read_text(encoding="utf-8")
    except OSError:
        return 0
    version = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', release, re.MULTILINE)
    return int(version[1]) if version else 0


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(path))]
