"""Signing in over HTTP: counted tries, one answer for all failures, and sessions that end with the account."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Attempt
from regulations.models import Role
from tests.factories.accounts import PASSWORD, make_superuser, make_user
from tests.factories.regulations import make_agency, make_officer, make_portal_person

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


@pytest.fixture
def officer():
    return make_officer(make_agency("BCT"), email="can-bo@vi-du.vn")


def sign_in(client, email="can-bo@vi-du.vn", password=PASSWORD, **headers):
    return client.post(LOGIN, {"username": email, "password": password}, **headers)


def allow_from_an_address(settings, number):
    limits = settings.ACCOUNT_ATTEMPTS["sign_in"] | {"address": number}
    settings.ACCOUNT_ATTEMPTS = settings.ACCOUNT_ATTEMPTS | {"sign_in": limits}


def test_the_e_mail_is_the_login_whatever_its_case(officer, client):
    assert sign_in(client, "Can-Bo@VI-DU.vn").status_code == 302
    assert client.get("/admin/").status_code == 200


def test_the_answer_is_the_same_for_unknown_wrong_and_disabled(officer):
    make_officer(make_agency("BYT"), email="nghi@vi-du.vn", is_active=False)
    answers = [
        list(sign_in(Client(), email, password).context["form"].non_field_errors())
        for email, password in (
            ("can-bo@vi-du.vn", "sai"), ("khong-co@vi-du.vn", "sai"), ("nghi@vi-du.vn", PASSWORD),
        )
    ]  # fmt: skip
    assert answers[0] == answers[1] == answers[2] != []


def test_an_account_is_closed_to_guesses_after_ten(officer, settings):
    for _ in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["account"]):
        assert sign_in(Client(), password="sai").status_code == 200
    refused = sign_in(Client())
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= settings.ACCOUNT_ATTEMPTS["sign_in"]["seconds"]
    assert sign_in(Client(), "CAN-BO@vi-du.vn").status_code == 429


def test_an_unknown_account_is_refused_the_same_way(settings):
    for _ in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["account"]):
        sign_in(Client(), "khong-co@vi-du.vn", "sai")
    assert sign_in(Client(), "khong-co@vi-du.vn", "sai").status_code == 429


def test_an_address_is_closed_after_fifty_whoever_it_tries(officer, settings):
    for n in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["address"]):
        sign_in(Client(), f"nguoi-{n}@vi-du.vn", "sai", REMOTE_ADDR="192.0.2.7")
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.8").status_code == 302


def test_a_visitor_cannot_choose_their_address(officer, settings):
    allow_from_an_address(settings, 3)
    for n in range(3):
        sign_in(Client(), f"x{n}@vi-du.vn", "sai", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_behind_a_proxy_the_address_it_appended_counts(officer, settings):
    allow_from_an_address(settings, 3)
    settings.TRUSTED_PROXY_COUNT = 1
    for n in range(3):
        sign_in(Client(), f"x{n}@vi-du.vn", "sai", HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.1")
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="9.9.9.9, 198.51.100.1").status_code == 429
    assert sign_in(Client(), HTTP_X_FORWARDED_FOR="198.51.100.1, 198.51.100.2").status_code == 302


def test_one_subscriber_of_ipv6_is_one_address(officer, settings):
    allow_from_an_address(settings, 3)
    for n in range(3):
        sign_in(Client(), f"x{n}@vi-du.vn", "sai", REMOTE_ADDR=f"2001:db8:0:7::{n}")
    assert sign_in(Client(), REMOTE_ADDR="2001:db8:0:7:ffff::1").status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="2001:db8:0:8::1").status_code == 302


def test_signing_in_forgets_the_wrong_tries_of_the_account(officer, settings):
    for _ in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["account"] - 1):
        sign_in(Client(), password="sai")
    assert sign_in(Client()).status_code == 302
    assert sign_in(Client(), password="sai").status_code == 200


def test_the_table_of_tries_names_nobody(officer):
    sign_in(Client(), password="sai", REMOTE_ADDR="192.0.2.7")
    rows = str(list(Attempt.objects.values()))
    assert "sign_in" in rows
    assert "vi-du" not in rows
    assert "192.0.2" not in rows


def test_a_session_ends_when_the_account_is_disabled(officer):
    client = Client()
    sign_in(client)
    officer.is_active = False
    officer.save()
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/").url.startswith(LOGIN)


def test_ones_own_account_shows_the_full_name_and_not_the_login(officer, client):
    client.force_login(officer)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "full_name-full_name" in page
    assert "name_email" not in page
    posted = {"full_name-full_name": "Trần Thị B", "locale-preferred_language": "", "locale-current_time_zone": "",
              "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
              "theme-keyboard_shortcuts": "on"}  # fmt: skip
    assert client.post(reverse("wagtailadmin_account"), posted).status_code == 302
    officer.refresh_from_db()
    assert (officer.full_name, officer.email) == ("Trần Thị B", "can-bo@vi-du.vn")


def test_administrators_make_accounts_by_e_mail_and_name(client):
    client.force_login(make_portal_person(Role.ADMINISTRATOR))
    made = client.post(
        reverse("wagtailusers_users:add"),
        {"email": "moi@vi-du.vn", "full_name": "Người mới", "password1": PASSWORD, "password2": PASSWORD,
         "is_superuser": "on", "groups": "1"},
    )  # fmt: skip
    assert made.status_code == 302
    user = type(make_user()).objects.get(email="moi@vi-du.vn")
    assert (user.full_name, user.is_superuser, user.groups.count()) == ("Người mới", False, 0)


def test_an_e_mail_is_one_account_whatever_its_case(client):
    make_user("co@vi-du.vn")
    client.force_login(make_portal_person(Role.ADMINISTRATOR))
    answer = client.post(
        reverse("wagtailusers_users:add"),
        {"email": "CO@vi-du.vn", "full_name": "Hai", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_an_administrator_does_not_change_a_superuser(client):
    superuser = make_superuser("goc@vi-du.vn")
    client.force_login(make_portal_person(Role.ADMINISTRATOR))
    where = reverse("wagtailusers_users:edit", args=[superuser.pk])
    client.post(where, {"email": "goc@vi-du.vn", "full_name": "x", "password1": PASSWORD + "1",
                        "password2": PASSWORD + "1"})  # fmt: skip
    superuser.refresh_from_db()
    assert superuser.check_password(PASSWORD)


def test_the_admin_has_its_own_content_security_policy(client):
    assert "'unsafe-inline'" in client.get(LOGIN)["Content-Security-Policy"]
    assert "'unsafe-inline'" not in client.get("/robots.txt").get("Content-Security-Policy", "")
