"""200 comments at once to a real server, every third sent twice at the same instant: none lost, none doubled."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
COMMENTS, SIDE_BY_SIDE = 200, 32
SEED = """
from tests.factories.consult import make_round
print("round", make_round().pk)
"""
COUNT = """
from consult.models import Comment, Sender
for text, receipt in Comment.objects.order_by("pk").values_list("text", "receipt"):
    print("stored", receipt, text)
print("senders", Sender.objects.count())
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def database_url(tmp_path):
    """A database of its own on the server that the round of tests uses."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        return
    server = os.environ["DATABASE_URL"]
    name = f"many_at_once_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def environment(database_url, tmp_path):
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": database_url,
        "SEARCH_INDEX_DIR": str(tmp_path / "index"),
        "SEARCH_ENGINE": "tantivy",
        "COMMENTS_PER_ADDRESS": "100000",
        "PYTHONPATH": str(ROOT),
    }


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def served(environment, tmp_path):
    """The port of two server processes with four threads each, and the key of an open round."""
    manage(environment, "migrate", "-v0")
    consultation = re.search(r"^round (\d+)$", manage(environment, "shell", "-v0", "-c", SEED), re.MULTILINE).group(1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "-b", f"127.0.0.1:{port}", "-w", "2", "--threads", "4"]
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_for(port, server)
        yield port, consultation
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port, server):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if ask(port, "GET", "/consultations/")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


def ask(port, method, path, body=None, headers=None):
    """Status, headers and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def test_none_is_lost_and_none_is_doubled(environment, served):
    port, consultation = served
    address = f"/consultations/{consultation}/comment/"
    _status, headers, form = ask(port, "GET", address)
    cookie = headers["Set-Cookie"].split(";")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form).group(1)

    def send(number_and_key):
        number, key = number_and_key
        body = urlencode({"csrfmiddlewaretoken": token, "submission_key": key, "name": f"Người gửi {number}",
                          "text": f"Ý kiến thứ {number} của nhiều người gửi cùng lúc."})  # fmt: skip
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        status, headers, text = ask(port, "POST", address, body, kind)
        assert status == 302, text[:2000]
        return number, headers["Location"].split("/receipts/")[1].split("/")[0]

    posts = []
    for number in range(COMMENTS):
        post = (number, str(uuid.uuid4()))
        posts += [post] * (2 if number % 3 == 0 else 1)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as people:
        told = list(people.map(send, posts))
    printed = manage(environment, "shell", "-v0", "-c", COUNT)
    stored = dict(re.findall(r"^stored (\S+) Ý kiến thứ (\d+) ", printed, re.MULTILINE))
    assert len(told) == len(posts) == COMMENTS + 67
    assert sorted(int(number) for number in stored.values()) == list(range(COMMENTS))
    assert all(stored[receipt] == str(number) for number, receipt in told), "each sees the receipt of its own text"
    assert f"senders {COMMENTS}" in printed
