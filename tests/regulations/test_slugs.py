"""Every address a document was ever given, and what several documents share."""

import datetime

import pytest

from regulations.identity import register_document
from regulations.models import DocumentSlug
from tests.factories.regulations import make_agency

pytestmark = pytest.mark.django_db


def add(number="68/NQ-CP", *, year=None, issuers=(), title="Về phát triển kinh tế tư nhân", **fields):
    issued_on = datetime.date(year, 5, 4) if year else None
    document, created = register_document(
        number=number, doc_type="nghi-quyet", title=title, issuers=issuers, issued_on=issued_on, **fields
    )
    assert created
    return document


def addresses(document):
    """Slug to whether it is the document's own."""
    return dict(DocumentSlug.objects.filter(document=document).values_list("slug", "canonical"))


def test_the_number_alone_is_the_address():
    assert addresses(add("15/2018/NĐ-CP")) == {"15-2018-nd-cp": True}


def test_two_with_one_number_share_the_bare_address_and_have_the_year_for_their_own():
    older, newer = add(year=2021), add(year=2025)
    assert addresses(older) == {"68-nq-cp": False, "68-nq-cp-2021": True}
    assert addresses(newer) == {"68-nq-cp": False, "68-nq-cp-2025": True}
    assert (older.slug, newer.slug) == ("68-nq-cp-2021", "68-nq-cp-2025")


def test_in_the_same_year_the_issuer_tells_them_apart():
    government, assembly = make_agency("CP"), make_agency("UBTVQH")
    one, other = add(year=2025, issuers=[government]), add(year=2025, issuers=[assembly])
    assert one.slug == "68-nq-cp-2025"
    assert other.slug == "68-nq-cp-2025-ubtvqh"


def test_where_year_and_issuer_are_not_known_a_counter_does():
    documents = [add() for _ in range(3)]
    assert [document.slug for document in documents] == ["68-nq-cp-2", "68-nq-cp-3", "68-nq-cp-4"]
    assert all(addresses(document)["68-nq-cp"] is False for document in documents)


def test_an_address_once_given_never_disappears():
    first = add(year=2021)
    given = set(addresses(first))
    for year in (2022, 2023):
        add(year=year)
    assert given <= set(addresses(first))
    own = [slug for slug, canonical in addresses(first).items() if canonical]
    assert own == ["68-nq-cp-2021"]


def test_a_title_that_makes_anothers_own_address_shares_it_from_then_on():
    older = add(year=2021)
    add(year=2025)
    third = add("", title="68 NQ CP 2021")
    assert addresses(older) == {"68-nq-cp": False, "68-nq-cp-2021": False, "68-nq-cp-2021-2021": True}
    assert addresses(third) == {"68-nq-cp-2021": False, "68-nq-cp-2021-2": True}


def test_without_a_number_the_title_is_the_address():
    assert addresses(add("", title="Quy chế làm việc của Đoàn kiểm tra")) == {
        "quy-che-lam-viec-cua-doan-kiem-tra": True
    }


def test_a_number_that_is_none_still_makes_a_better_address_than_the_title():
    assert addresses(add("302/Ng")) == {"302-ng": True}


def test_without_any_letter_to_use_the_address_is_made_up():
    document = add("", title="……")
    assert addresses(document) == {f"van-ban-{document.pk}": True}


def test_long_titles_and_long_lists_of_issuers_stay_within_the_column():
    issuers = [make_agency(f"BO-NGANH-RAT-DAI-{n}") for n in range(12)]
    title = "quy định " * 90
    slugs = [add("", title=title, year=2020, issuers=issuers).slug for _ in range(3)]
    assert len(set(slugs)) == 3
    assert all(len(slug) <= 120 for slug in slugs)
