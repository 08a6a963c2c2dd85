"""Every variable of the configuration is looked at before the portal starts, and the message names it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured

from portal import checks
from portal.environment import env_database, env_flag, env_number

ROOT = Path(configured.BASE_DIR)
SOURCE = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("portal/**/*.py"))
VARIABLES = set(re.findall(r'env(?:iron\.get|_\w+)\(\s*"([A-Z_]+)"', SOURCE))
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "Qx7-vUe2mZp9LrT4wKc8YbN1sGd6HfJ3aVoX5iRt0uEwPzBk_MyCnq",
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "ELASTICSEARCH_URL": "https://127.0.0.1:9200",
    "DATABASE_URL": "sqlite://:memory:",
    "DEFAULT_FROM_EMAIL": "portal@portal.example",
}
ELASTIC = {"SEARCH_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": "http://a:9200"}
PASSWORD = {"ELASTICSEARCH_USER": "u", "ELASTICSEARCH_PASSWORD": "p"}


def start(code: str, **changes: str) -> subprocess.CompletedProcess:
    """Runs `code` in a process with the environment of production and these changes."""
    inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    environment = inherited | PRODUCTION | {"PYTHONPATH": str(ROOT)} | changes
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def found() -> set[str]:
    return {problem.id for problem in checks.check_configuration()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"TRUSTED_PROXY_COUNT": "one"}, "TRUSTED_PROXY_COUNT"),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT"),
        ({"DATABASE_URL": "mysql://user:geheim@host/name"}, "DATABASE_URL"),
    ],
)
def test_production_settings_refuse(changes, named):
    done = start("from django.conf import settings; settings.DEBUG", **changes)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "ImproperlyConfigured" in last and named in last
    assert "geheim" not in last


@pytest.mark.slow
def test_a_web_server_of_production_starts_or_says_everything_that_is_wrong():
    assert start("import portal.wsgi").returncode == 0
    wrong = {"ELASTICSEARCH_URL": "", "BASE_URL": "http://portal.example", "SEARCH_FAULT": "rows-read"}
    done = start("import portal.wsgi", **wrong)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "ELASTICSEARCH_URL" in last and "BASE_URL" in last and "SEARCH_FAULT" in last


@pytest.mark.slow
def test_manage_py_says_what_is_wrong():
    run = (
        "import sys; sys.argv = ['manage.py', 'check']; import runpy; runpy.run_path('manage.py', run_name='__main__')"
    )
    done = start(run, SEARCH_ENGINE="sphinx")
    assert done.returncode == 1
    assert "portal.E002" in done.stderr and "sphinx" in done.stderr


def test_the_tests_own_configuration_has_no_fault():
    assert found() == set()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"SEARCH_ENGINE": "sphinx"}, "portal.E002"),
        (ELASTIC | {"ELASTICSEARCH_URL": ""}, "portal.E003"),
        (ELASTIC | {"ELASTICSEARCH_URL": "localhost:9200"}, "portal.E004"),
        (ELASTIC | {"ELASTICSEARCH_URL": "http://a:9200,http://b:x"}, "portal.E004"),
        (ELASTIC | {"ELASTICSEARCH_INDEX_PREFIX": "Cổng"}, "portal.E005"),
        (ELASTIC | PASSWORD | {"ELASTICSEARCH_API_KEY": "k"}, "portal.E011"),
        (ELASTIC | {"ELASTICSEARCH_API_KEY": "k", "ELASTICSEARCH_URL": "https://u:p@a:9200"}, "portal.E011"),
        (ELASTIC | {"ELASTICSEARCH_USER": "u"}, "portal.E012"),
        (ELASTIC | {"ELASTICSEARCH_CA_FILE": __file__}, "portal.E013"),
        (ELASTIC | {"ELASTICSEARCH_CA_FILE": __file__, "ELASTICSEARCH_URL": "https://a:9200"}, "portal.E014"),
        (ELASTIC | {"ELASTICSEARCH_CA_FILE": "/nowhere.pem", "ELASTICSEARCH_URL": "https://a:9200"}, "portal.E014"),
        (ELASTIC | {"ELASTICSEARCH_URL": "http://u:p@es.example:9200"}, "portal.W002"),
        (ELASTIC | {"ELASTICSEARCH_URL": "http://a:1,http://b:1", "PRODUCTION": True}, "portal.W003"),
        ({"WAGTAILADMIN_BASE_URL": "portal.example"}, "portal.E006"),
        ({"WAGTAILADMIN_BASE_URL": "https://portal.example/vi/"}, "portal.E006"),
        ({"PRODUCTION": True, "WAGTAILADMIN_BASE_URL": "http://portal.example"}, "portal.E007"),
        ({"ALLOWED_HOSTS": ["https://portal.example"]}, "portal.E008"),
        ({"DEFAULT_FROM_EMAIL": "Cổng"}, "portal.E009"),
        ({"EMAIL_HOST_USER": "portal", "EMAIL_HOST_PASSWORD": ""}, "portal.E010"),
        ({"PRODUCTION": True, "DEFAULT_FROM_EMAIL": "portal@localhost"}, "portal.W001"),
    ],
)  # fmt: skip
def test_each_fault_is_told(settings, changed, problem):
    for name, value in changed.items():
        setattr(settings, name, value)
    assert problem in found()


def test_a_secret_stays_on_this_machine_or_goes_by_https(settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_API_KEY = "elasticsearch", "k"
    for address in ("http://127.0.0.1:9200", "http://localhost:9200,http://[::1]:9200", "https://es.example:9200"):
        settings.ELASTICSEARCH_URL = address
        assert found() == set(), address


def test_a_sender_may_have_a_name(settings):
    settings.DEFAULT_FROM_EMAIL = "Cổng quy định <portal@portal.example>"
    assert found() == set()


def test_a_database_file_needs_its_folder(settings, tmp_path, monkeypatch):
    for name, ids in ((tmp_path / "missing" / "x.sqlite3", {"portal.E001"}), (tmp_path / "x.sqlite3", set())):
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": name}
        monkeypatch.setitem(settings.DATABASES, "default", database)
        assert {problem.id for problem in checks.check_database()} == ids


def test_addresses_of_servers_are_not_repeated(settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", "user:geheim@host"
    assert "geheim" not in "".join(problem.msg for problem in checks.check_search())
    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_URL"):
        checks.refuse_misconfigured()


@pytest.mark.parametrize("said", ["x", "-1", "11", "1.5", "٣"])
def test_numbers_are_whole_and_within_limits(monkeypatch, said):
    monkeypatch.setenv("TRUSTED_PROXY_COUNT", said)
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXY_COUNT must be a whole number from 0 to 10"):
        env_number("TRUSTED_PROXY_COUNT", 0, smallest=0, largest=10)


def test_flags_are_one_or_zero(monkeypatch):
    monkeypatch.setenv("EMAIL_USE_TLS", "false")
    with pytest.raises(ImproperlyConfigured, match="EMAIL_USE_TLS must be 1 or 0"):
        env_flag("EMAIL_USE_TLS", default=False)
    monkeypatch.setenv("EMAIL_USE_TLS", "")
    assert env_flag("EMAIL_USE_TLS", default=True) is True


@pytest.mark.parametrize("said", ["oracle://a:geheim@b/c", "postgres://", "nonsense", "postgres://a:geheim@b:port/c"])
def test_a_database_address_that_cannot_be_used(monkeypatch, tmp_path, said):
    monkeypatch.setenv("DATABASE_URL", said)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as refused:
        env_database(default=tmp_path / "x.sqlite3")
    assert "geheim" not in str(refused.value)


def test_the_readme_names_every_variable():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in VARIABLES if f"`{name}`" not in readme} <= {"DEBUG"}
