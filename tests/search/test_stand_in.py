"""Elasticsearch does not answer: the embedded index of the host does, and every page says so."""

import socket

import pytest

from search.engines import get_stand_in, reset_engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.tantivy import TantivyEngine
from search.rebuild import rebuild
from tests.factories.regulations import make_agency, make_regulation, make_version
from tests.search.asking import ask, codes, counts

pytestmark = pytest.mark.django_db

NOTICE = "Tra cứu đang dùng chỉ mục dự phòng"


@pytest.fixture
def nobody_listens():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def regulation():
    return make_version(make_regulation(make_agency("BCT")), title="Cấp giấy phép hóa chất").regulation


@pytest.fixture
def stand_in(nobody_listens, regulation):
    """The register is in the embedded index, which stands in for a server that is not there."""
    embedded = TantivyEngine()
    reset_engine(embedded)
    rebuild()
    reset_engine(ElasticsearchEngine(nobody_listens), stand_in=embedded)
    yield
    reset_engine()


def test_it_finds_counts_and_filters_as_ever(stand_in, regulation):
    assert codes("q=hoa+chat&agency=bct") == [regulation.code]
    assert counts("q=hoa+chat", "kind") == {"procedure": 1}
    results = ask("q=hoa+chat&page=7")
    assert results.stand_in and not results.limited
    assert results.query.page == 1


def test_page_and_programs_are_told(client, stand_in):
    for address in ("/search/?q=hoa+chat", "/search/?q=khongco&agency=BCT"):
        page = client.get(address).content.decode()
        assert NOTICE in page and "chế độ rút gọn" not in page
    answer = client.get("/api/search?q=hoa+chat").json()
    assert (answer["total"], answer["stand_in"], answer["limited"]) == (1, True, False)
    assert [notice["title"] for notice in answer["notices"]] == [NOTICE]


def test_what_a_reader_typed_is_not_in_the_log(client, stand_in, caplog):
    for _ in range(5):
        client.get("/search/?q=nguyen+van+an+0912345678")
    assert "in a row" in caplog.text
    assert "0912345678" not in caplog.text and "nguyen" not in caplog.text


def test_health_is_degraded_and_still_serves(client, stand_in):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "index": "down", "stand_in": "ok"}


def test_a_stand_in_that_was_never_built_leaves_the_database(client, nobody_listens, regulation, tmp_path):
    reset_engine(ElasticsearchEngine(nobody_listens), stand_in=TantivyEngine(tmp_path / "nothing"))
    results = ask("q=giấy")
    assert results.limited and not results.stand_in
    assert client.get("/healthz").status_code == 503
    reset_engine()


def test_while_the_engine_answers_nobody_stands_in(embedded, regulation, tmp_path):
    embedded()
    answer = ask("q=hoa+chat")
    assert answer.total == 1 and not answer.stand_in


def test_the_settings_say_whether_there_is_one(settings, nobody_listens, tmp_path):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elasticsearch", nobody_listens
    settings.SEARCH_INDEX_DIR = str(tmp_path)
    for wanted in (True, False):
        settings.SEARCH_STAND_IN = wanted
        reset_engine()
        assert (get_stand_in() is not None) is wanted
    settings.SEARCH_ENGINE = "tantivy"
    reset_engine()
    assert get_stand_in() is None
    reset_engine()
