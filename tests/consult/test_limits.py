"""How often one may comment and look receipts up; nobody is slowed down by others, and a wait loses nothing."""

import itertools

import pytest
from django.test import Client

from consult.models import Comment
from consult.receipts import ALPHABET, as_stored, new_receipt
from tests.consult.public import TEXT, send, sent, words
from tests.factories.accounts import make_citizen
from tests.factories.consult import make_comment, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened():
    return make_round()


@pytest.fixture
def few(settings):
    settings.COMMENT_ATTEMPTS = {
        "comment": {"account": 2, "address": 4, "seconds": 3600},
        "receipt": {"address": 5, "seconds": 900},
    }


def test_an_address_that_floods_waits_and_keeps_what_was_typed(opened, few):
    for _time in range(4):
        assert send(Client(), opened).status_code == 302
    for spoofed in ("1.2.3.4", "127.0.0.1, 5.6.7.8", ""):
        answer = Client(headers={"X-Forwarded-For": spoofed}).post(
            f"/consultations/{opened.pk}/comment/",
            {
                "text": TEXT + " Thêm.",
                "name": "Nguyễn Thị Lan",
                "submission_key": "00000000-0000-4000-8000-000000000001",
            },
        )
        assert answer.status_code == 429 and int(answer["Retry-After"]) > 3000
        assert TEXT + " Thêm." in answer.content.decode() and "bạn cần chờ một lát" in words(answer)
    assert Comment.objects.count() == 4
    other = send(Client(REMOTE_ADDR="10.1.1.1"), opened)
    assert other.status_code == 302, "an honest visitor elsewhere notices nothing"


def test_a_person_waits_wherever_they_write_from(opened, few):
    addresses = (f"10.2.2.{number}" for number in itertools.count(1))
    user = make_citizen()
    for _time in range(2):
        client = Client(REMOTE_ADDR=next(addresses))
        client.force_login(user)
        assert send(client, opened).status_code == 302
        assert send(Client(REMOTE_ADDR=next(addresses)), opened, email="Lan@vi-du.vn").status_code == 302
    client = Client(REMOTE_ADDR=next(addresses))
    client.force_login(user)
    assert send(client, opened).status_code == 429
    assert send(Client(REMOTE_ADDR=next(addresses)), opened, email="lan@vi-du.vn").status_code == 429


def test_what_was_stored_before_is_answered_without_counting(opened, few):
    key = "00000000-0000-4000-8000-000000000002"
    for _time in range(8):
        assert send(Client(), opened, submission_key=key).status_code == 302
    assert Comment.objects.count() == 1


def test_wrong_forms_do_not_count(opened, few):
    for _time in range(8):
        assert send(Client(), opened, text="ngắn").status_code == 422
    assert send(Client(), opened).status_code == 302


def test_receipts_cannot_be_tried_out(client, opened, few):
    for _time in range(5):
        assert client.get(f"/consultations/receipts/{new_receipt()}/").status_code == 404
    comment = make_comment(opened)
    assert client.get(f"/consultations/receipts/{comment.receipt}/").status_code == 429
    assert client.post("/consultations/receipts/", {"receipt": comment.receipt}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.3.3.3")
    assert elsewhere.get(f"/consultations/receipts/{comment.receipt}/").status_code == 200


@pytest.mark.parametrize(
    "given", ["", "GY", "GY-0000-0000-0000", "GY-AAAA-BBBB", "%00", "1", "' OR 1=1 --", "GY-ẠAAA-BBBB-CCCC"]
)
def test_what_is_no_receipt_is_not_found(client, opened, given):
    make_comment(opened)
    answer = client.post("/consultations/receipts/", {"receipt": given})
    assert answer.status_code == 422 and "Lỗi:" in answer.content.decode()


def test_a_receipt_is_found_however_it_was_copied(client, opened):
    receipt = sent(client, opened).receipt
    plain = receipt.replace("-", "")
    for typed in (receipt, f"  {receipt.lower()} ", plain, plain[2:].lower(), receipt.replace("-", " – ")):
        assert as_stored(typed) == receipt
        answer = client.post("/consultations/receipts/", {"receipt": typed})
        assert answer.url == f"/consultations/receipts/{receipt}/"
    assert client.get(f"/consultations/receipts/{plain.lower()}/").url == f"/consultations/receipts/{receipt}/"


def test_receipts_are_random_and_readable():
    made = {new_receipt() for _time in range(2_000)}
    assert len(made) == 2_000 and all(as_stored(receipt) == receipt for receipt in made)
    assert not set("01ILOU") & set(ALPHABET)
