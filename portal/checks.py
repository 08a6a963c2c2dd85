"""What is looked at before the portal starts: each variable of the configuration, with a message that says what to set.

`manage.py` runs these as system checks; a web server asks `refuse_misconfigured()` (portal/wsgi.py).
"""

import ipaddress
import os
import re
import ssl
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's own name
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from search import faults

ENGINES = ("tantivy", "elasticsearch")


def connect() -> None:
    register(check_configuration, "configuration")


def refuse_misconfigured() -> None:
    """Raises ImproperlyConfigured listing everything that must be set otherwise."""
    problems = [f"{found.msg} ({found.id})" for found in check_configuration() if found.is_serious()]
    if problems:
        raise ImproperlyConfigured("The portal does not start: " + " ".join(problems))


def check_configuration(app_configs=None, **kwargs) -> list[CheckMessage]:
    return [*check_database(), *check_search(), *check_faults(), *check_addresses(), *check_mail()]


def check_database() -> list[CheckMessage]:
    """A SQLite file needs a folder that can be written to: SQLite itself only says "unable to open"."""
    database = settings.DATABASES["default"]
    name = str(database["NAME"])
    if not database["ENGINE"].endswith("sqlite3") or ":memory:" in name or "mode=memory" in name:
        return []
    folder = Path(name).resolve().parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [Error(f"DATABASE_URL: the folder {folder} does not exist or cannot be written to.", id="portal.E001")]


def check_search() -> list[CheckMessage]:
    if settings.SEARCH_ENGINE not in ENGINES:
        said = f"SEARCH_ENGINE is {settings.SEARCH_ENGINE!r}; it can be {' or '.join(ENGINES)}."
        return [Error(said, id="portal.E002")]
    return check_elasticsearch() if settings.SEARCH_ENGINE == "elasticsearch" else []


def check_elasticsearch() -> list[CheckMessage]:
    nodes = [node.strip() for node in settings.ELASTICSEARCH_URL.split(",") if node.strip()]
    found: list[CheckMessage] = []
    if not nodes:
        found.append(
            Error("ELASTICSEARCH_URL must be set while SEARCH_ENGINE is elasticsearch.", id="portal.E003",
                  hint="For example http://127.0.0.1:9200; or set SEARCH_ENGINE=tantivy, which needs no server.")
        )  # fmt: skip
    if all(_is_web_address(node) for node in nodes):
        found += _check_identity([urlsplit(node) for node in nodes])
    else:
        # The addresses may hold passwords and are not repeated.
        said = "ELASTICSEARCH_URL must list addresses like https://host:9200, comma-separated."
        found.append(Error(said, id="portal.E004"))
    if not re.fullmatch("[a-z0-9][a-z0-9_-]{0,60}", settings.ELASTICSEARCH_INDEX_PREFIX):
        said = "ELASTICSEARCH_INDEX_PREFIX may only have small letters, digits, '-' and '_'."
        found.append(Error(said, id="portal.E005"))
    if settings.PRODUCTION and len(nodes) > 1 and not settings.ELASTICSEARCH_REPLICAS:
        said = "ELASTICSEARCH_REPLICAS is 0 with several nodes: with any one of them its part of the index is gone."
        found.append(Warning(said, id="portal.W003"))
    return found


def _check_identity(nodes: list[SplitResult]) -> list[CheckMessage]:
    """Who the portal says it is, and to whom."""
    in_address = any(node.username or node.password for node in nodes)
    named = bool(settings.ELASTICSEARCH_USER or settings.ELASTICSEARCH_PASSWORD)
    ways = [settings.ELASTICSEARCH_API_KEY, named, in_address]
    found: list[CheckMessage] = []
    if sum(map(bool, ways)) > 1:
        said = (
            "Elasticsearch is given two identities; choose one of ELASTICSEARCH_API_KEY, ELASTICSEARCH_USER with"
            " ELASTICSEARCH_PASSWORD, and user and password in ELASTICSEARCH_URL."
        )
        found.append(Error(said, id="portal.E011"))
    if bool(settings.ELASTICSEARCH_USER) != bool(settings.ELASTICSEARCH_PASSWORD):
        said = "ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD must be set both or neither."
        found.append(Error(said, id="portal.E012"))
    authorities = settings.ELASTICSEARCH_CA_FILE
    if authorities and not all(node.scheme == "https" for node in nodes):
        said = "ELASTICSEARCH_CA_FILE is set, but not every address in ELASTICSEARCH_URL begins with https://."
        found.append(Error(said, id="portal.E013"))
    if authorities and not _holds_certificates(authorities):
        said = f"ELASTICSEARCH_CA_FILE: {authorities} cannot be read or holds no certificate (PEM)."
        found.append(Error(said, id="portal.E014"))
    if any(ways) and any(node.scheme == "http" and not _is_this_machine(node.hostname or "") for node in nodes):
        said = "ELASTICSEARCH_URL begins with http:// on another machine: the portal's secret is sent unprotected."
        found.append(Warning(said, id="portal.W002"))
    return found


def _holds_certificates(file: str) -> bool:
    try:
        return bool(ssl.create_default_context(cafile=file).get_ca_certs())
    except (OSError, ssl.SSLError):
        return False


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_faults() -> list[CheckMessage]:
    if not settings.PRODUCTION or faults.VARIABLE not in os.environ:
        return []
    return [Error(f"{faults.VARIABLE} has processes killed; it is for tests only.", id="portal.E015")]


def check_addresses() -> list[CheckMessage]:
    base = settings.WAGTAILADMIN_BASE_URL
    found: list[CheckMessage] = []
    if not _is_web_address(base) or urlsplit(base).path.strip("/") or urlsplit(base).query:
        said = f"BASE_URL must be the portal's address without a path, like https://portal.example, not {base!r}."
        found.append(Error(said, id="portal.E006"))
    elif settings.PRODUCTION and not base.startswith("https://"):
        found.append(Error("BASE_URL must be set and begin with https:// in production.", id="portal.E007"))
    for host in settings.ALLOWED_HOSTS:
        if "/" in host or ("*" in host and host != "*"):
            said = f"ALLOWED_HOSTS takes host names without scheme and path, not {host!r}."
            found.append(Error(said, id="portal.E008"))
    return found


def check_mail() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    sender = settings.DEFAULT_FROM_EMAIL
    address = re.sub(r"^.*<([^<>]+)>$", r"\1", sender)
    try:
        validate_email(address)
    except ValidationError:
        said = f"DEFAULT_FROM_EMAIL must be an e-mail address, not {sender!r}."
        found.append(Error(said, id="portal.E009"))
    if bool(settings.EMAIL_HOST_USER) != bool(settings.EMAIL_HOST_PASSWORD):
        found.append(Error("EMAIL_HOST_USER and EMAIL_HOST_PASSWORD must be set both or neither.", id="portal.E010"))
    if settings.PRODUCTION and address.endswith("@localhost"):
        said = "DEFAULT_FROM_EMAIL is not set: mail of the portal will be refused by most servers."
        found.append(Warning(said, id="portal.W001"))
    return found


def _is_web_address(said: str) -> bool:
    try:
        parts = urlsplit(said)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
