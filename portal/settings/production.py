"""PostgreSQL, Elasticsearch and HTTPS. `portal.checks` refuses to start what is missing or unsafe."""

import os

from .base import *  # noqa: F403

SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "elasticsearch")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if int(os.environ.get("TRUSTED_PROXY_COUNT", "0")) else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrftoken"
