"""What the account pages do not give away, and what they refuse."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.citizens import EMAIL, link_of_the_last_mail, sign_in, sign_up, signed_in
from tests.factories.accounts import PASSWORD, make_citizen, make_user

pytestmark = pytest.mark.django_db
UNKNOWN = "khong-co@vi-du.vn"
OUTSIDE = ["https://xau.vn/", "//xau.vn/", "/\\xau.vn", "javascript:alert(1)", "http:xau.vn", "\thttps://xau.vn"]
FOR_ALL = ["sign-in/", "sign-up/", "confirm/", "confirm/again/", "confirm/MQ:x:y/", "password/forgotten/",
           "password/forgotten/sent/", "password/new/1-abc/", "password/new/done/", "erased/"]  # fmt: skip
FOR_OWNERS = ["", "name/", "password/", "erase/", "sign-out/"]
ABSENT = [
    "email/",
    "login/",
    "logout/",
    "signup/",
    "inactive/",
    "reauthenticate/",
    "login/code/",
    "password/set/",
    "3rdparty/",
]


@pytest.fixture
def citizen():
    return make_citizen(EMAIL, full_name="Nguyễn Thị Lan")


def seen(answer, email):
    """Everything an outsider sees of an answer, the address they entered and the one-time token aside."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(email, "")
    passing = ("Content-Length", "Expires", "Last-Modified")  # a second may pass between two answers
    headers = {name: value for name, value in answer.headers.items() if name not in passing}
    return answer.status_code, headers, sorted(answer.cookies), text


def both(answer_to):
    """What is seen for an address with an account and for one without, after following the redirect."""
    views = []
    for email in (EMAIL, UNKNOWN):
        browser = Client()
        first = answer_to(browser, email)
        follow = browser.get(first.url) if first.status_code == 302 else first
        views.append((seen(first, email), seen(follow, email), sorted(browser.cookies)))
    return views


def ask(path):
    return lambda browser, email: browser.post(path, {"email": email})


@pytest.mark.parametrize(
    "answer_to",
    [sign_up, ask("/account/password/forgotten/"), ask("/account/confirm/again/"),
     lambda browser, email: sign_in(browser, email, "sai-mật-khẩu")],
    ids=["sign up", "forgotten password", "confirm again", "sign in"],
)  # fmt: skip
def test_no_answer_says_whether_an_address_has_an_account(citizen, answer_to):
    known, unknown = both(answer_to)
    assert known == unknown
    assert len(mail.outbox) in (0, 2), "both get a mail, or none does: a mail takes time"


def test_a_disabled_account_is_answered_like_a_wrong_password(citizen):
    wrong = seen(sign_in(Client(), EMAIL, "sai-mật-khẩu"), EMAIL)
    User.objects.update(is_active=False)
    assert seen(sign_in(Client()), EMAIL) == wrong


def test_signing_up_again_changes_nothing_of_the_account(citizen):
    sign_up(Client(), name="Kẻ khác", password="mật-khẩu-của-kẻ-khác")
    assert User.objects.get().full_name == "Nguyễn Thị Lan"
    assert sign_in(Client()).url == "/account/"
    assert mail.outbox[0].subject == "Bạn đã có tài khoản"
    assert "Kẻ khác" not in mail.outbox[0].body


def test_no_mail_repeats_what_somebody_typed():
    sign_up(Client(), name="Bấm ngay để nhận quà")
    assert "quà" not in mail.outbox[0].body + mail.outbox[0].subject


def test_links_of_mails_lead_to_the_portal_and_not_where_the_request_says(settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
    Client().post("/account/password/forgotten/", {"email": UNKNOWN}, HTTP_HOST="xau.vn")
    sign_up(Client(), HTTP_HOST="xau.vn")
    assert all("https://portal.example/account/" in one.body and "xau" not in one.body for one in mail.outbox)


@pytest.mark.parametrize("where", OUTSIDE)
def test_one_is_led_to_no_other_site(citizen, where):
    assert sign_in(Client(), next=where).url == "/account/"
    assert signed_in().post("/account/sign-out/", {"next": where}).url == "/account/sign-in/"
    sign_up(Client(), "hai@vi-du.vn", next=where)
    assert "xau" not in mail.outbox[-1].body


def test_one_is_led_back_inside_the_portal(citizen):
    page = Client().get("/account/sign-in/?next=/regulations/1/%3Fon%3D2026-01-01")
    assert 'name="next" value="/regulations/1/?on=2026-01-01"' in page.content.decode()
    assert "/account/sign-up/?next=" in page.content.decode()
    assert sign_in(Client(), next="/regulations/1/?on=2026-01-01").url == "/regulations/1/?on=2026-01-01"
    assert signed_in().get("/account/sign-in/?next=/search/").url == "/search/"


@pytest.mark.parametrize(
    ("purpose", "path"),
    [("sign_up", "/account/sign-up/"), ("password_reset", "/account/password/forgotten/"),
     ("confirm_email", "/account/confirm/again/"), ("password_reset", "/admin/password_reset/")],
)  # fmt: skip
def test_what_sends_mail_is_limited_for_an_address_and_for_who_asks(settings, purpose, path):
    form = {"full_name": "Lan", "password1": PASSWORD}
    for n in range(settings.ACCOUNT_ATTEMPTS[purpose]["account"]):
        assert Client().post(path, form | {"email": EMAIL}, REMOTE_ADDR=f"192.0.2.{n}").status_code == 302
    refused = Client().post(path, form | {"email": EMAIL.upper()}, REMOTE_ADDR="192.0.2.99")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= settings.ACCOUNT_ATTEMPTS[purpose]["seconds"]

    settings.ACCOUNT_ATTEMPTS = settings.ACCOUNT_ATTEMPTS | {
        purpose: settings.ACCOUNT_ATTEMPTS[purpose] | {"address": 2}
    }
    answers = [Client().post(path, form | {"email": f"n{n}@vi-du.vn"}, REMOTE_ADDR="198.51.100.1") for n in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 429]


def test_guesses_count_together_on_both_sign_in_pages_and_for_the_present_password(citizen, settings):
    browser = signed_in()
    for n in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["account"]):
        if n % 2:
            sign_in(Client(), password="sai")
        else:
            Client().post("/admin/login/", {"username": EMAIL, "password": "sai"})
    assert sign_in(Client()).status_code == 429
    for n in range(settings.ACCOUNT_ATTEMPTS["password_change"]["account"]):
        path = "/account/password/" if n % 2 else "/account/erase/"
        browser.post(path, {"oldpassword": "sai", "password": "sai", "email": f"n{n}@vi-du.vn"})
    assert browser.post("/account/erase/", {"password": PASSWORD}).status_code == 429
    assert User.objects.get().is_active


def test_signing_in_unconfirmed_does_not_send_mail_for_ever(settings):
    sign_up(Client())
    for _ in range(settings.ACCOUNT_ATTEMPTS["confirm_email"]["account"] + 3):
        assert sign_in(Client()).url == "/account/confirm/"
    assert len(mail.outbox) == 1 + settings.ACCOUNT_ATTEMPTS["confirm_email"]["account"]


def test_a_citizen_gets_nothing_in_the_admin(citizen):
    browser = signed_in()
    for path in ("", "account/", "users/", f"users/{citizen.pk}/", "snippets/", "reports/site-history/", "pages/",
                 "snippets/regulations/regulation/", "images/", "settings/"):  # fmt: skip
        answer = browser.get(f"/admin/{path}", follow=True)
        assert answer.status_code in (403, 404) or answer.redirect_chain[-1][0].startswith("/admin/login/"), path
    anew = Client()
    anew.post("/admin/login/", {"username": EMAIL, "password": PASSWORD})
    assert anew.get("/admin/").status_code != 200


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_private_strict_and_speaks_its_language(citizen, prefix):
    owner = signed_in()
    for browser, paths in ((Client(), FOR_ALL), (owner, FOR_OWNERS)):
        for path in paths:
            answer = browser.get(f"{prefix}/account/{path}")
            page = answer.content.decode()
            assert answer.status_code == 200, path
            assert answer["Cache-Control"] == "private, no-store", path
            assert "'unsafe" not in answer["Content-Security-Policy"], path
            assert "script-src 'self'" in answer["Content-Security-Policy"], path
            assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", page), path
            assert answer["X-Robots-Tag"] == "noindex", path
            assert '<meta name="robots" content="noindex">' in page, path
            assert f'<html lang="{prefix[1:] or "vi"}">' in page, path
            assert "<h1>" in page, path


def test_who_is_not_signed_in_is_sent_to_sign_in_in_the_same_language():
    for path in FOR_OWNERS[:-1]:
        assert Client().get(f"/account/{path}").url == f"/account/sign-in/?next=/account/{path}"
        assert Client().get(f"/en/account/{path}").url == f"/en/account/sign-in/?next=/en/account/{path}"


def test_an_english_page_sends_links_to_english_pages():
    Client().post("/en/account/sign-up/", {"full_name": "Ann", "email": EMAIL, "password1": PASSWORD})
    assert link_of_the_last_mail().startswith("/en/account/confirm/")


def test_what_the_portal_does_not_offer_is_not_there(citizen):
    for browser in (Client(), signed_in()):
        assert [path for path in ABSENT if browser.get(f"/account/{path}").status_code != 404] == []


def test_a_form_sent_from_elsewhere_is_refused(citizen):
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser).status_code == 403
    assert browser.post("/account/sign-out/").status_code == 403


@pytest.mark.usefixtures("citizen")
@pytest.mark.parametrize("path", ["/agencies/", "/en/agencies/", "/no-such-page/"])
def test_reading_pages_lead_to_the_account_and_touch_no_session(path):
    anybody, somebody = Client(), signed_in()
    for browser in (anybody, somebody):
        answer = browser.get(path)
        assert f'href="{path[:3] if path.startswith("/en") else ""}/account/"' in answer.content.decode()
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    with CaptureQueriesContext(connection) as queries:
        assert somebody.get(path).content == anybody.get(path).content
    assert not [one["sql"] for one in queries if "session" in one["sql"] or "account" in one["sql"]]


def test_scripts_get_pages_too(citizen):
    wants_json = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    answer = Client(headers=wants_json).post("/account/sign-in/", {"login": EMAIL, "password": "sai"})
    assert answer["Content-Type"].startswith("text/html")


def test_two_who_sign_up_with_one_address_at_once_make_one_account(monkeypatch):
    """The second is checked before the first is stored."""
    make_user(EMAIL)
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda email, user=None: True
    )
    assert sign_up(Client()).url == "/account/confirm/"
    assert User.objects.count() == 1
    assert mail.outbox[-1].subject == "Bạn đã có tài khoản"


class Refusing(BaseEmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no")})


def test_mail_that_cannot_be_sent_is_said_the_same_way_for_everybody(citizen, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for answer_to in (sign_up, ask("/account/password/forgotten/"), ask("/account/confirm/again/")):
        known, unknown = both(answer_to)
        assert known == unknown
        assert known[0][0] == 503
    assert "vi-du" not in caplog.text, "no address in the log"


def test_what_is_done_is_done_though_the_notice_of_it_cannot_be_sent(citizen, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert signed_in().post("/account/erase/", {"password": PASSWORD}).url == "/account/erased/"
