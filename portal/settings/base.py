"""Everything the portal needs, driven by the environment; dev, test and production only override."""

import os
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE

from portal.environment import env_database, env_flag, env_list, env_number

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
PRODUCTION = False
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "home",
    "search",
    "consult",
    "regulations",
    "accounts.apps.AccountsConfig",
    "accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "home.middleware.AdminContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "regulations.admin.gate.AdminGate",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("portal.template_loader.Loader", ["django.template.loaders.filesystem.Loader"]),
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site",
            ],
        },
    },
]

# --- database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": env_database(default=VAR_DIR / "portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without WAL, IMMEDIATE and a long time-out, parallel writers meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
        " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMO_ALLOWED = False  # the demo's accounts have passwords that everybody knows
LOGIN_URL = "account_login"  # the admin has its own
PASSWORD_RESET_TIMEOUT = 24 * 3600
# Citizens and businesses sign in with allauth (accounts.citizens); with Django's own backend, so that one answer stands
# for an unknown address, a wrong password and a disabled account.
ACCOUNT_ADAPTER = "accounts.citizens.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser: many computers are shared
ACCOUNT_RATE_LIMITS = False  # allauth counts in the cache of a process; ours are ACCOUNT_ATTEMPTS
ACCOUNT_FORMS = {
    "login": "accounts.citizens.forms.SignInForm",
    "signup": "accounts.citizens.forms.SignUpForm",
    "reset_password": "accounts.citizens.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.citizens.forms.NewPasswordForm",
    "change_password": "accounts.citizens.forms.ChangePasswordForm",
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"
ACCOUNT_ATTEMPTS = {  # how many in any so many seconds, for one e-mail and from one address (accounts.throttling)
    "sign_in": {"account": 10, "address": 50, "seconds": 15 * 60},
    "sign_up": {"account": 3, "address": 30, "seconds": 3600},
    "password_reset": {"account": 3, "address": 30, "seconds": 3600},
    "confirm_email": {"account": 3, "address": 30, "seconds": 3600},
    "password_change": {"account": 10, "address": 50, "seconds": 15 * 60},
}
# Comments: an office behind one address is many people, one person behind an account or e-mail is one.
COMMENT_LENGTH = (10, 10_000)  # characters, at least and at most
COMMENT_ATTEMPTS = {
    "comment": {
        "account": env_number("COMMENTS_PER_PERSON", 30, smallest=1, largest=10**6),
        "address": env_number("COMMENTS_PER_ADDRESS", 300, smallest=1, largest=10**6),
        "seconds": 3600,
    },
    "receipt": {"account": 0, "address": 60, "seconds": 15 * 60},
}
ERROR_REPORT_LENGTH = (10, 2_000)  # characters, at least and at most
ERROR_REPORT_ATTEMPTS = {"account": 10, "address": 60, "seconds": 3600}  # for one e-mail and from one address
SEARCH_EXPORT_ATTEMPTS = {"address": 30, "seconds": 15 * 60}  # lists of results as files
SEARCH_FEEDBACK_ATTEMPTS = {"address": 60, "seconds": 3600}  # answers to "did you find it?"
TRUSTED_PROXY_COUNT = env_number("TRUSTED_PROXY_COUNT", 0, smallest=0, largest=10)

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["portal.formats"]

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
ORIGINALS_ROOT = VAR_DIR / "originals"  # never served: drafts have files too
QUARANTINE_DIR = VAR_DIR / "quarantine"  # files with a secrecy mark; never served, and read by no page
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- lookup ---------------------------------------------------------------------------------------------------------
SEARCH_ENGINE = os.environ.get("SEARCH_ENGINE", "tantivy")
SEARCH_INDEX_DIR = os.environ.get("SEARCH_INDEX_DIR", str(VAR_DIR / "index"))
ELASTICSEARCH_URL = os.environ.get("ELASTICSEARCH_URL", "")
SEARCH_STAND_IN = env_flag("SEARCH_STAND_IN", default=True)  # beside Elasticsearch, in SEARCH_INDEX_DIR
ELASTICSEARCH_USER = os.environ.get("ELASTICSEARCH_USER", "")
ELASTICSEARCH_PASSWORD = os.environ.get("ELASTICSEARCH_PASSWORD", "")
ELASTICSEARCH_API_KEY = os.environ.get("ELASTICSEARCH_API_KEY", "")
ELASTICSEARCH_CA_FILE = os.environ.get("ELASTICSEARCH_CA_FILE", "")
ELASTICSEARCH_INDEX_PREFIX = os.environ.get("ELASTICSEARCH_INDEX_PREFIX", "portal")
ELASTICSEARCH_SHARDS = env_number("ELASTICSEARCH_SHARDS", 1, smallest=1, largest=64)
ELASTICSEARCH_REPLICAS = env_number("ELASTICSEARCH_REPLICAS", 0, smallest=0, largest=8)

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Cổng tham vấn và tra cứu quy định kinh doanh"
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # the law's clock: a round must not close at another hour in somebody's profile
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# The admin shows previews in frames of its own; public pages forbid frames by frame-ancestors above all.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- what each process keeps for a while ----------------------------------------------------------------------------
SITE_FRAME_SECONDS = 5  # menus and the notice
OVERVIEW_SECONDS = 30  # counts and lists of the front page
SEARCH_VOCABULARY_SECONDS = 10  # the words of the index, until a rebuilt one is asked for
SYNONYM_SECONDS = 20  # synonyms and names of agencies that a query is read with
PHRASES_SECONDS = 10  # phrases that are suggested while typing
SEARCH_COUNT_SECONDS = env_number("SEARCH_COUNT_SECONDS", 5, smallest=1, largest=600)  # searches not counted yet

# --- mail -----------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", 25, smallest=1, largest=65535)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")

# --- what a browser may load ----------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
# Wagtail's own admin pages carry inline scripts and styles; they are sent by home.middleware for /admin/ only.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}
