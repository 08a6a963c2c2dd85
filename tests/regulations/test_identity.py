"""Which records are one legal document."""

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from regulations.identity import DocumentRecord, identity_key, register_document, register_documents
from regulations.models import DocumentSlug, LegalDocument
from tests.factories.regulations import make_agency

ISSUED = datetime.date(2018, 2, 2)


@pytest.fixture
def government(db):
    return make_agency("CP")


def known(government, **changes):
    """A record of which everything that makes the identity is known."""
    fields = {
        "number": "15/2018/NĐ-CP", "doc_type": "nghi-dinh", "title": "An toàn thực phẩm", "issuers": [government],
        "issued_on": ISSUED,
    }  # fmt: skip
    return DocumentRecord(**fields | changes)


def test_what_is_known_of_a_document_makes_it_one_record_however_its_number_is_spelt(government):
    first, created = register_document(
        number="15/2018/NĐ-CP", doc_type="nghi-dinh", title="An toàn thực phẩm", issuers=[government], issued_on=ISSUED
    )
    again, created_again = register_document(
        number="015/2018/ND-CP", doc_type="nghi-dinh", title="Tên khác", issuers=[government], issued_on=ISSUED
    )
    assert (created, created_again) == (True, False)
    assert again == first
    assert LegalDocument.objects.get().title == "An toàn thực phẩm"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "16/2018/NĐ-CP"},
        {"doc_type": "nghi-quyet"},
        {"issued_on": datetime.date(2018, 2, 3)},
        {"consolidated": True},
    ],
)
def test_another_number_type_day_or_a_consolidated_text_is_another_document(government, changes):
    assert identity_key(known(government)) != identity_key(known(government, **changes))


def test_the_issuers_tell_documents_apart_whatever_their_order(government):
    ministry = make_agency("BYT")
    both = identity_key(known(government, issuers=[government, ministry]))
    assert both == identity_key(known(government, issuers=[ministry, government]))
    assert both != identity_key(known(government))


@pytest.mark.parametrize("missing", [{"number": ""}, {"number": "302/Ng"}, {"issuers": []}, {"issued_on": None}])
def test_a_missing_value_never_equals_another_missing_one(government, missing):
    results = register_documents(records=[known(government, **missing), known(government, **missing)])
    assert [created for _document, created in results] == [True, True]
    assert LegalDocument.objects.count() == 2


@pytest.mark.parametrize("missing", [{"number": ""}, {"issuers": []}, {"issued_on": None}])
def test_where_something_is_missing_the_sources_own_id_keeps_records_apart(government, missing):
    records = [known(government, **missing, source="congbao", source_id=own) for own in ("a", "b", "a")]
    results = register_documents(records=records)
    assert [created for _document, created in results] == [True, True, False]
    assert results[0][0] == results[2][0]
    assert identity_key(records[0]) != identity_key(known(government, **missing, source="other", source_id="a"))


def test_ids_as_long_as_a_source_may_have_them_still_fit_and_differ(government):
    long = [known(government, issued_on=None, source="s" * 60, source_id="x" * 199 + last) for last in ("1", "2")]
    assert LegalDocument.objects.count() == 0
    register_documents(records=long)
    assert len(set(LegalDocument.objects.values_list("identity_key", flat=True))) == 2


def test_a_field_that_does_not_fit_is_named_and_nothing_is_stored(government):
    with pytest.raises(ValidationError) as refused:
        register_documents(records=[known(government), known(government, number="1" * 61, issued_on=None)])
    assert list(refused.value.message_dict) == ["number"]
    assert LegalDocument.objects.count() == DocumentSlug.objects.count() == 0


def test_a_type_that_is_none_is_named(government):
    with pytest.raises(ValidationError) as refused:
        register_document(doc_type="thu", title="Một bức thư")
    assert list(refused.value.message_dict) == ["doc_type"]


def test_many_at_once_are_registered_as_one_by_one(government):
    ministry = make_agency("BYT")
    records = [
        known(government, details={"signer": "Nguyễn Văn A"}),
        known(government, issued_on=datetime.date(2019, 1, 1)),
        known(government, issued_on=datetime.date(2019, 1, 1), issuers=[government, ministry]),
        known(government, issued_on=None, source="s", source_id="1"),
        known(government, number="", issued_on=None, source="s", source_id="2"),
        known(government, number="", issued_on=None, source="s", source_id="3"),
        known(government),
    ]

    def stored():
        documents = LegalDocument.objects.order_by("pk").prefetch_related("issuers", "slugs")
        return [
            (
                document.number, document.number_key, document.identity_key, document.doc_type, document.title,
                document.issued_on, document.consolidated, document.signer, document.source_id,
                sorted(agency.acronym for agency in document.issuers.all()),
                sorted((row.slug, row.canonical) for row in document.slugs.all()),
            )
            for document in documents
        ]  # fmt: skip

    together = register_documents(records=records)
    set_wise = stored()
    LegalDocument.objects.all().delete()
    for record in records:
        given = {name: getattr(record, name) for name in DocumentRecord.__dataclass_fields__ if name != "details"}
        register_document(**given, **record.details)
    assert stored() == set_wise
    assert [created for _document, created in together] == [True] * 6 + [False]


def test_many_take_few_queries(government, django_assert_max_num_queries):
    records = [known(government, number=f"{n}/2018/NĐ-CP") for n in range(1, 400)]
    with django_assert_max_num_queries(20):
        register_documents(records=records)


@pytest.fixture
def committed_government(django_db_setup, django_db_blocker):
    """An agency that other connections see. Emptying the database afterwards would take what migrations left."""
    with django_db_blocker.unblock():
        agency = make_agency("CP")
        yield agency
        LegalDocument.objects.filter(issuers=agency).delete()
        agency.delete()


@pytest.mark.postgres  # writers on SQLite wait for each other from the start
def test_two_at_once_get_one_record(committed_government):
    together = threading.Barrier(2)
    results = []

    def register():
        together.wait()
        try:
            results.append(register_documents(records=[known(committed_government)])[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=register) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({document.pk for document, _created in results}) == 1
    assert sorted(created for _document, created in results) == [False, True]
    assert DocumentSlug.objects.filter(document__issuers=committed_government).count() == 1
