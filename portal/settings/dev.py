"""For one's own machine: nothing to start, nothing to set."""

import os
from pathlib import Path

from portal.environment import env_flag

from .base import *  # noqa: F403
from .base import SECRET_KEY, STORAGES, VAR_DIR

# WhiteNoise warns at every start about a folder that only `collectstatic` would make.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)

DEBUG = env_flag("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "dev-only-not-a-secret"
ALLOWED_HOSTS = ["*"]
DEMO_ALLOWED = True
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if "DEMO_DIR" in os.environ:
    # A demo keeps its uploads and e-mails to itself; scripts/serve_demo.py shows the e-mails.
    MEDIA_ROOT = Path(os.environ["DEMO_DIR"]) / "media"
    ORIGINALS_ROOT = Path(os.environ["DEMO_DIR"]) / "originals"
    QUARANTINE_DIR = Path(os.environ["DEMO_DIR"]) / "quarantine"
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = Path(os.environ["DEMO_DIR"]) / "mail"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
