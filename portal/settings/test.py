"""Fast and closed: in-memory index, fast hasher, mail in memory."""

from .base import *  # noqa: F403
from .base import STORAGES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SEARCH_INDEX_DIR = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SITE_FRAME_SECONDS = OVERVIEW_SECONDS = SEARCH_VOCABULARY_SECONDS = PHRASES_SECONDS = SYNONYM_SECONDS = 0
SEARCH_COUNT_SECONDS = None  # written when a test says so
