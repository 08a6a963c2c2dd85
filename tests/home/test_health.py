"""/healthz is 200 only when the portal can do its work."""

import pytest
from django.db import OperationalError, connection

from search.engines import reset_engine
from search.engines.tantivy import TantivyEngine

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine():
    reset_engine(TantivyEngine())
    yield
    reset_engine()


@pytest.fixture
def no_index(tmp_path):
    reset_engine(TantivyEngine(tmp_path / "nothing-here"))
    yield
    reset_engine()


def test_all_is_well(client, engine):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok", "index": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_without_an_index(client, no_index):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "ok", "index": "down"}


def test_without_a_database(client, engine):
    def refuse(*args, **kwargs):
        raise OperationalError("password=geheim")

    with connection.execute_wrapper(refuse):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "down", "index": "ok"}
    assert b"geheim" not in response.content


def test_it_only_answers_questions(client, engine):
    assert client.post("/healthz").status_code == 405
