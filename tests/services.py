"""The real services of a test run, told by the environment: `make test` starts them and sets these variables."""

import os
from dataclasses import dataclass

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
ELASTICSEARCH_URL = os.environ.get("TEST_ELASTICSEARCH_URL", "")
ELASTICSEARCH9_URL = os.environ.get("TEST_ELASTICSEARCH9_URL", "")
CHROMIUM_PATH = os.environ.get("CHROMIUM_PATH", "")
SOFFICE_PATH = os.environ.get("SOFFICE_PATH", "")

# With this set, what is missing is an error; without it, the tests that need it are not collected.
REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"


@dataclass(frozen=True)
class Engine:
    """A search engine to hold against the contract. ``url`` is empty for the embedded one."""

    id: str
    name: str
    url: str = ""


def engines() -> list[Engine]:
    """The engines that are here: the embedded one always, Elasticsearch where its variable says so."""
    served = [("elasticsearch-8", ELASTICSEARCH_URL), ("elasticsearch-9", ELASTICSEARCH9_URL)]
    return [Engine("tantivy", "tantivy")] + [Engine(name, "elasticsearch", url) for name, url in served if url]


def missing_but_required() -> list[str]:
    """The variables of services every full run has; Elasticsearch 9 is an extra where Java is new enough."""
    services = {
        "TEST_POSTGRES_URL": POSTGRES_URL,
        "TEST_ELASTICSEARCH_URL": ELASTICSEARCH_URL,
        "CHROMIUM_PATH": CHROMIUM_PATH,
        "SOFFICE_PATH": SOFFICE_PATH,
    }
    return [name for name, value in services.items() if not value]


def not_run() -> list[str]:
    """One line for each service that is not here, to be shown at the end of the run."""
    lines = {
        "PostgreSQL: the second round, on PostgreSQL (TEST_POSTGRES_URL)": POSTGRES_URL,
        "Elasticsearch 8.19: its part of the contract suite (TEST_ELASTICSEARCH_URL)": ELASTICSEARCH_URL,
        "Elasticsearch 9: its part of the contract suite (TEST_ELASTICSEARCH9_URL)": ELASTICSEARCH9_URL,
        "Chromium: the end-to-end tests (CHROMIUM_PATH)": CHROMIUM_PATH,
        "LibreOffice: Word files settled by a second reader (SOFFICE_PATH)": SOFFICE_PATH,
    }
    return [f"not run, no {line}" for line, here in lines.items() if not here]
