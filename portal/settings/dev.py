"""For one's own machine: nothing to start, nothing to set."""

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
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
