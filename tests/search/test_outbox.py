import pytest
from django.db import transaction

from regulations.models import Regulation
from regulations.publishing import publish_in_bulk
from regulations.signals import regulations_changed
from search.models import IndexJob, IndexTarget
from search.outbox import target_name
from tests.factories.regulations import make_document_version, make_draft, make_regulation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def targets():
    return [IndexTarget.objects.create(name=name) for name in ("one", "two")]


def jobs():
    return sorted(IndexJob.objects.values_list("target__name", "kind", "key"))


def test_a_publication_is_a_job_for_every_known_index(targets):
    version = make_version()
    assert jobs() == [("one", "regulation", version.regulation_id), ("two", "regulation", version.regulation_id)]


def test_a_document_likewise(targets):
    version = make_document_version()
    assert set(jobs()) == {("one", "document", version.document_id), ("two", "document", version.document_id)}


def test_without_any_index_there_is_nothing_to_write_down():
    make_version()
    assert jobs() == []


def test_a_job_is_part_of_the_transaction_that_publishes(targets):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_version()
        assert IndexJob.objects.count() == 2
        raise ZeroDivisionError
    assert jobs() == []
    assert not Regulation.objects.exists()


def test_a_draft_is_no_job(targets):
    make_draft()
    assert jobs() == []


def test_a_bulk_publication_writes_a_job_a_record_in_few_queries(targets, django_assert_max_num_queries):
    versions = [make_draft(make_regulation()) for _ in range(5)]
    for version in versions:
        version.pk = version.id = None
    with django_assert_max_num_queries(28):
        publish_in_bulk(versions=versions)
    assert IndexJob.objects.count() == 10


def test_the_same_record_twice_is_one_job(targets):
    regulations_changed.send(sender=None, ids=[7, 7, 7])
    assert jobs() == [("one", "regulation", 7), ("two", "regulation", 7)]


@pytest.mark.parametrize(
    ("engine", "url", "expected"),
    [
        (
            "elasticsearch",
            "https://me:secret@es.example:9200,https://other:9200",
            "elasticsearch:es.example:9200/portal",
        ),
        (
            "elasticsearch",
            "https://other:9200, https://me:secret@es.example:9200",
            "elasticsearch:es.example:9200/portal",
        ),
        ("tantivy", "", "tantivy:"),
    ],
)
def test_an_index_is_named_after_engine_and_host_without_secrets(settings, monkeypatch, engine, url, expected):
    monkeypatch.delenv("SEARCH_TARGET", raising=False)
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = engine, url
    settings.ELASTICSEARCH_INDEX_PREFIX = "portal"
    assert target_name().startswith(expected)
    assert "secret" not in target_name()


def test_the_name_can_be_given(monkeypatch):
    monkeypatch.setenv("SEARCH_TARGET", "host-7")
    assert target_name() == "host-7"
