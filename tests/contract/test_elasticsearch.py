"""What only Elasticsearch has: nodes, generations behind an alias, a mapping, identities. On a real server."""

import base64
import logging
import time
import uuid

import pytest

from search.engines import elasticsearch
from search.engines.base import Batch, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch_calls import Breaker
from search.engines.elasticsearch_query import index_mappings, index_settings
from tests.contract.certificates import OPENSSL, Authority
from tests.contract.conftest import SERVED, remove
from tests.contract.corpus import CORPUS, ask, rebuild, regulation
from tests.contract.proxy import Proxy
from tests.contract.test_all_ids import compiled
from tests.contract.test_failures import _free_port


@pytest.fixture(params=[engine.url for engine in SERVED], ids=[engine.id for engine in SERVED])
def url(request):
    return request.param


@pytest.fixture
def prefix():
    return f"test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def engine(url, prefix):
    """The corpus in a server that is well."""
    engine = ElasticsearchEngine(url, prefix=prefix)
    rebuild(engine, CORPUS)
    yield engine
    remove(engine)


@pytest.fixture
def proxy(url):
    with Proxy(url) as proxy:
        yield proxy


@pytest.fixture
def client(url):
    other = ElasticsearchEngine(url)
    yield other._calls.client
    other.close()


def indices(engine):
    return sorted(engine._calls.client.indices.get(index=f"{engine._alias}-*").body)


def fails(engine):
    with pytest.raises(SearchUnavailable):
        ask(engine, "hóa chất")


# --- bad days -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("fault", ["error", "slow", "cut"])
def test_breaker_opens_within_five_requests_and_closes_by_itself(engine, prefix, proxy, fault, caplog):
    now = [0.0]
    reader = ElasticsearchEngine(proxy.url, prefix=prefix)
    reader._calls.breaker = Breaker(clock=lambda: now[0])
    assert ask(reader, "hóa chất").total == 1
    proxy.fault = fault
    for _ in range(5):
        fails(reader)
    asked = proxy.asked
    caplog.clear()
    with caplog.at_level(logging.WARNING, "portal.search"):
        fails(reader)
        assert proxy.asked == asked, "nobody is asked any more"
        assert not caplog.records, "and nothing is written a reader"
        proxy.fault = ""
        fails(reader)
        now[0] = 10.0
        assert ask(reader, "hóa chất").total == 1
    assert "answers again" in caplog.text
    reader.close()


@pytest.mark.parametrize("gone", ["refuses", "cuts"])
def test_a_reader_is_answered_by_another_node_when_one_is_gone(engine, url, prefix, proxy, gone):
    proxy.fault = "cut"
    lost = proxy.url if gone == "cuts" else f"http://127.0.0.1:{_free_port()}"
    reader = ElasticsearchEngine(f"{lost},{url}", prefix=prefix)
    for _ in range(4):
        assert ask(reader, "hóa chất").total == 1
    reader.close()


def test_a_slow_node_costs_a_second_and_is_not_asked_twice(engine, prefix, proxy):
    with Proxy(proxy.url) as another:
        reader = ElasticsearchEngine(f"{proxy.url},{another.url},{proxy.url}/", prefix=prefix)
        proxy.fault = another.fault = "slow"
        begin = time.monotonic()
        fails(reader)
        assert 0.5 < time.monotonic() - begin < 1.5
        assert proxy.asked + another.asked == 1
        reader.close()


def test_a_list_is_not_waited_for_for_ever(engine, prefix, proxy, monkeypatch):
    monkeypatch.setattr(elasticsearch, "LIST_SECONDS", 0.5)
    reader = ElasticsearchEngine(proxy.url, prefix=prefix)
    query = compiled("hóa chất")
    assert len(reader.all_ids(query)) == 1
    proxy.fault = "slow lists"
    begin = time.monotonic()
    with pytest.raises(SearchUnavailable):
        reader.all_ids(query)
    assert time.monotonic() - begin < 2
    reader.close()


def test_a_search_that_lost_a_node_behind_the_one_asked_is_asked_once_more(engine, prefix, proxy):
    reader = ElasticsearchEngine(proxy.url, prefix=prefix)
    proxy.fault = "lost"
    asked = proxy.asked
    fails(reader)
    assert proxy.asked == asked + 2
    proxy.fault = "lost once"
    assert ask(reader, "hóa chất").total == 1
    reader.close()


# --- another mapping ------------------------------------------------------------------------------------------------
def test_an_index_of_another_mapping_is_not_used_and_a_rebuild_mends_it(engine, client, prefix):
    foreign = f"{prefix}-of-somebody-else"
    client.indices.create(index=foreign, mappings={"properties": {"id": {"type": "text"}}})
    client.index(index=foreign, document={"id": "r:1"}, refresh=True)
    assert ask(engine, "hóa chất").total == 1
    [live] = indices(engine)
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": live, "alias": engine._alias}},
            {"add": {"index": foreign, "alias": engine._alias}},
        ]
    )
    fails(engine)
    assert "another mapping" in engine.health().detail
    with pytest.raises(SearchUnavailable, match="another mapping"):
        engine.write(Batch(put=(CORPUS[0],)))
    rebuild(engine, CORPUS)
    assert ask(engine, "hóa chất").total == 1
    assert client.count(index=foreign)["count"] == 1, "what is not ours is left alone"
    client.indices.delete(index=foreign)


def test_an_index_that_would_find_nothing_is_not_believed(engine, client, prefix):
    mappings = index_mappings()
    mappings["properties"]["text"] = {"type": "keyword"}
    foreign = f"{prefix}-of-keywords"
    client.indices.create(index=foreign, mappings=mappings, settings=index_settings(shards=1, replicas=0))
    [live] = indices(engine)
    assert ask(engine, "hóa chất").total == 1
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": live, "alias": engine._alias}},
            {"add": {"index": foreign, "alias": engine._alias}},
        ]
    )
    with pytest.raises(SearchUnavailable, match="another mapping"):
        ask(engine, "hóa chất")
    client.indices.delete(index=foreign)


def test_an_alias_that_stands_for_two_indices_is_not_used(engine, client):
    [live] = indices(engine)
    client.indices.create(index=f"{live}-copy", mappings=client.indices.get_mapping(index=live)[live]["mappings"],
                          settings=index_settings(shards=1, replicas=0),
                          aliases={engine._alias: {}})  # fmt: skip
    engine.close()
    fails(engine)


def test_an_index_that_took_the_name_of_the_alias_gives_way_to_a_rebuild(engine, client):
    client.indices.delete(index=indices(engine)[0])
    client.index(index=engine._alias, document={"id": "r:1"}, refresh=True)
    engine.close()
    fails(engine)
    rebuild(engine, CORPUS)
    assert ask(engine, "hóa chất").total == 1


# --- an index that may not be used ----------------------------------------------------------------------------------
def test_a_server_whose_disk_is_full_is_read_and_written_again_when_it_is_not(engine, client):
    [live] = indices(engine)
    client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": True})
    assert ask(engine, "hóa chất").total == 1
    batch = Batch(put=(regulation("r:9", "Cấp phép vận tải"),))
    with pytest.raises(SearchUnavailable, match="block"):
        engine.write(batch)
    client.indices.put_settings(index=live, settings={"index.blocks.read_only_allow_delete": None})
    engine.write(batch)
    assert ask(engine, "vận tải").total == 1


def test_a_closed_index_answers_nothing_and_a_rebuild_mends_it(engine, client):
    client.indices.close(index=indices(engine)[0])
    fails(engine)
    assert not engine.health().ready
    with pytest.raises(SearchUnavailable, match="closed"):
        engine.write(Batch(put=(CORPUS[0],)))
    rebuild(engine, CORPUS)
    assert ask(engine, "hóa chất").total == 1


# --- generations ----------------------------------------------------------------------------------------------------
def test_the_generation_before_stays_until_the_next_swap(engine):
    first = indices(engine)
    rebuild(engine, CORPUS)
    second = indices(engine)
    assert set(first) < set(second) and len(second) == 2
    rebuild(engine, CORPUS)
    assert len(indices(engine)) == 2 and not set(first) & set(indices(engine))


def test_an_index_has_the_shards_and_replicas_that_are_set(engine, url, prefix, client):
    shaped = ElasticsearchEngine(url, prefix=prefix, shards=3, replicas=1)
    rebuild(shaped, CORPUS)
    found = client.indices.get_settings(index=indices(engine)[-1]).body
    [index] = (kept["settings"]["index"] for kept in found.values())
    assert (index["number_of_shards"], index["number_of_replicas"]) == ("3", "1")
    assert ask(shaped, "hóa chất").ids == ask(shaped, "hoa chat").ids != ()
    shaped.close()


# --- who the portal is ----------------------------------------------------------------------------------------------
if OPENSSL:

    @pytest.fixture(scope="module")
    def authority(tmp_path_factory):
        return Authority.make(tmp_path_factory.mktemp("tls"), "ours")

    @pytest.fixture(scope="module")
    def stranger(tmp_path_factory):
        return Authority.make(tmp_path_factory.mktemp("tls"), "stranger")

    BASIC = f"Basic {base64.b64encode(b'portal:mat+khau/').decode()}"

    @pytest.fixture
    def guarded(url, authority):
        with Proxy(url, tls=authority.server_context(), authorization=(BASIC, "ApiKey a2V5")) as proxy:
            yield proxy

    @pytest.mark.parametrize("who", [{"user": "portal", "password": "mat+khau/"}, {"api_key": "a2V5"}, {}])
    def test_it_works_over_tls_with_each_identity(guarded, authority, prefix, who):
        address = guarded.url if who else guarded.url.replace("://", "://portal:mat%2Bkhau%2F@")
        engine = ElasticsearchEngine(address, prefix=prefix, ca_file=str(authority.file), **who)
        rebuild(engine, CORPUS[:3])
        assert ask(engine, "hóa chất").total == 1
        remove(engine)

    def test_a_wrong_secret_is_told_without_it(guarded, authority, prefix):
        engine = ElasticsearchEngine(
            guarded.url, prefix=prefix, ca_file=str(authority.file), user="portal", password="geheim"
        )
        with pytest.raises(SearchUnavailable, match="401") as refused:
            ask(engine, "hóa chất")
        assert "geheim" not in str(refused.value)
        engine.close()

    @pytest.mark.parametrize("known", ["stranger", "nobody"])
    def test_a_server_of_an_unknown_authority_gets_no_secret(guarded, stranger, prefix, known):
        ca_file = str(stranger.file) if known == "stranger" else ""
        engine = ElasticsearchEngine(guarded.url, prefix=prefix, ca_file=ca_file, api_key="a2V5")
        with pytest.raises(SearchUnavailable, match="certificate"):
            ask(engine, "hóa chất")
        assert guarded.asked == 0
        engine.close()
