"""Counting in the database, as any form that must not be flooded uses it."""

import datetime

import pytest

from accounts.models import Attempt
from accounts.throttling import forget_attempts, seconds_to_wait_for

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def attempt(purpose="comment", account="lan@vi-du.vn", address="192.0.2.1", window=HOUR):
    return seconds_to_wait_for(
        purpose=purpose,
        keys={"account": account, "address": address},
        limits={"account": 2, "address": 3},
        window=window,
    )


def test_each_key_has_its_own_limit_and_the_wait_ends_with_the_window():
    assert [attempt(), attempt()] == [0, 0]
    assert 3590 < attempt() <= 3600
    assert attempt(account="Lan@vi-du.vn ") > 0
    assert attempt(account="mai@vi-du.vn") == 0
    assert attempt(account="bao@vi-du.vn") > 0, "three from one address"
    assert attempt(account="bao@vi-du.vn", address="192.0.2.2") == 0


def test_an_empty_key_does_not_count():
    assert [attempt(account="", address=f"192.0.2.{n}") for n in range(9)] == [0] * 9


def test_one_purpose_does_not_use_up_another():
    assert [attempt(), attempt(), attempt(purpose="petition")] == [0, 0, 0]


def test_a_refused_attempt_does_not_lengthen_the_wait():
    attempt()
    attempt()
    rows = Attempt.objects.count()
    assert attempt() >= attempt() > 0
    assert Attempt.objects.count() == rows


def test_what_is_past_is_forgotten_whatever_it_was_for():
    attempt(purpose="petition")
    attempt()
    Attempt.objects.update(expires_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    assert attempt() == 0
    assert Attempt.objects.count() == 2


def test_attempts_of_one_key_can_be_forgotten():
    attempt()
    attempt()
    forget_attempts(purpose="comment", keys={"account": "LAN@vi-du.vn"})
    assert attempt() == 0
    assert attempt(account="mai@vi-du.vn") > 0, "the address was not forgotten"
