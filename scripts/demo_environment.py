"""Where the demo keeps its data and which variables lead its programs there; for the scripts that serve and reset it.

There are two, side by side: `make demo` on SQLite and an embedded index, `make demo-full` on PostgreSQL and
Elasticsearch, which scripts/services/with_services.sh starts and tells of in TEST_POSTGRES_URL, TEST_ELASTICSEARCH_URL.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def demo_folder(*, full: bool) -> Path:
    """The folder of uploads, e-mails and, of the embedded demo, database and index."""
    return ROOT / "var" / "full" if full else ROOT / "var"


def demo_environment(*, full: bool, port: str = "8000") -> dict[str, str]:
    """The variables of a program of the demo. Raises KeyError if the full demo's services are not told."""
    # Not DEBUG: the demo shows the error pages that readers get, and answers as fast as the portal does.
    defaults = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DEBUG": "0",
        "DEMO_DIR": str(demo_folder(full=full)),
        "BASE_URL": f"http://127.0.0.1:{port}",
    }
    environment = {**defaults, **os.environ}
    if full:
        # These win over what is set outside: the full demo has its own servers, whatever else this machine works on.
        environment |= {
            "DATABASE_URL": os.environ["TEST_POSTGRES_URL"],
            "SEARCH_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": os.environ["TEST_ELASTICSEARCH_URL"],
            **dict.fromkeys(("ELASTICSEARCH_API_KEY", "ELASTICSEARCH_USER", "ELASTICSEARCH_PASSWORD"), ""),
            "ELASTICSEARCH_CA_FILE": "",
            "SEARCH_INDEX_DIR": str(demo_folder(full=True) / "index"),
            # The server has another port at each start and is still the same index.
            "SEARCH_TARGET": "demo-full",
            "DEMO_DIR": str(demo_folder(full=True)),
        }
    return environment
