"""A citizen's account over HTTP: signing up, confirming, signing in, the password, the end of it."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.people import NameIsKept, erase_account, is_verified
from accounts.signals import account_erased
from regulations.models import Role
from tests.accounts.citizens import EMAIL, link_of_the_last_mail, sign_in, sign_up, signed_in
from tests.factories.accounts import PASSWORD, make_citizen, make_user
from tests.factories.regulations import make_agency, make_officer, make_portal_person

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "một-mật-khẩu-khác"


@pytest.fixture
def citizen():
    return make_citizen(EMAIL, full_name="Nguyễn Thị Lan")


def test_who_signs_up_confirms_by_link_and_is_signed_in_where_they_came_from():
    browser = Client()
    answer = sign_up(browser, next="/regulations/1.900101/")
    assert answer.url == "/account/confirm/"
    assert "Đăng nhập" in browser.get("/account/", follow=True).content.decode()
    user = User.objects.get(email=EMAIL)
    assert (user.full_name, user.is_staff, is_verified(user)) == ("Nguyễn Thị Lan", False, False)

    link = link_of_the_last_mail()
    assert EMAIL in browser.get(link).content.decode()
    assert not is_verified(user), "opening the link is not confirming: programs open links"
    assert browser.post(link).url == "/regulations/1.900101/"
    assert is_verified(user)
    assert "Nguyễn Thị Lan" in browser.get("/account/").content.decode()


def test_the_link_works_in_another_browser_and_leads_back_over_signing_in():
    sign_up(Client(), next="/regulations/1.900101/")
    phone = Client()
    link = link_of_the_last_mail()
    page = phone.get(link)
    assert 'name="next" value="/regulations/1.900101/"' in page.content.decode()
    assert phone.post(link).url == "/account/sign-in/?next=%2Fregulations%2F1.900101%2F"
    assert "Đã xác nhận địa chỉ e-mail" in phone.get("/account/sign-in/").content.decode()


def test_a_link_confirms_once(citizen):
    sign_up(Client(), "hai@vi-du.vn")
    link = link_of_the_last_mail()
    assert Client().post(link).status_code == 302
    assert "không còn dùng được" in Client().post(link, follow=True).content.decode()


def test_a_made_up_or_old_link_says_so(settings):
    assert "không còn dùng được" in Client().get("/account/confirm/MQ:1abc:def/").content.decode()
    sign_up(Client())
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    assert "không còn dùng được" in Client().get(link_of_the_last_mail()).content.decode()


def test_without_a_confirmed_address_nobody_signs_in_and_the_link_comes_again():
    sign_up(Client())
    browser = Client()
    assert sign_in(browser).url == "/account/confirm/"
    assert browser.get("/account/").status_code == 302
    assert len(mail.outbox) == 2
    assert browser.post(link_of_the_last_mail()).status_code == 302
    assert is_verified(User.objects.get(email=EMAIL))


def test_the_link_is_sent_again_to_who_asks():
    sign_up(Client())
    assert Client().post("/account/confirm/again/", {"email": EMAIL.upper()}).url == "/account/confirm/"
    assert Client().post(link_of_the_last_mail()).status_code == 302
    assert is_verified(User.objects.get(email=EMAIL))


def test_an_address_is_one_account_whatever_its_case(citizen):
    sign_up(Client(), "LAN@Vi-Du.vn")
    assert User.objects.filter(email__iexact=EMAIL).count() == 1
    assert sign_in(Client(), "Lan@VI-DU.vn").url == "/account/"


def test_signing_out_takes_a_post(citizen):
    browser = signed_in()
    assert browser.get("/account/sign-out/").status_code == 200
    assert browser.get("/account/").status_code == 200
    assert browser.post("/account/sign-out/").url == "/account/sign-in/"
    assert browser.get("/account/").status_code == 302


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(citizen):
    other_session = signed_in()
    assert Client().post("/account/password/forgotten/", {"email": EMAIL}).url == "/account/password/forgotten/sent/"
    link = link_of_the_last_mail()
    browser = Client()
    form = browser.get(link).url
    assert link not in form, "the address of the form does not show the key"
    assert browser.post(form, {"password1": NEW_PASSWORD}).url == "/account/password/new/done/"
    assert browser.get("/account/password/new/done/").status_code == 200
    assert "không còn dùng được" in Client().get(link).content.decode()
    assert other_session.get("/account/").status_code == 302
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302
    assert "Mật khẩu của bạn đã đổi" in mail.outbox[-1].subject


def test_a_new_password_by_link_confirms_the_address_too_and_opens_a_closed_account(settings):
    sign_up(Client())
    for _ in range(settings.ACCOUNT_ATTEMPTS["sign_in"]["account"] + 1):
        sign_in(Client(), password="sai-mật-khẩu")
    assert sign_in(Client()).status_code == 429
    Client().post("/account/password/forgotten/", {"email": EMAIL})
    browser = Client()
    browser.post(browser.get(link_of_the_last_mail()).url, {"password1": NEW_PASSWORD})
    assert sign_in(Client(), password=NEW_PASSWORD).url == "/account/"


@pytest.mark.parametrize("password", ["ngan", "password12345", "123456789012", "lan@vi-du.vn"])
def test_a_weak_password_is_refused_and_what_was_typed_is_kept_but_it(password):
    page = sign_up(Client(), password=password).content.decode()
    assert 'value="Nguyễn Thị Lan"' in page
    assert f'value="{EMAIL}"' in page
    assert f'value="{password}"' not in page.replace(f'value="{EMAIL}"', "")
    assert '<a href="#id_password1">Mật khẩu: Mật khẩu' in page, "said in Vietnamese"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["", "   ", "<b>Lan</b>", "www.vi-du.vn", "https://x.vn", "Lan\u202enaL", "123", "x" * 151]
)
def test_a_name_that_is_none_is_refused(name):
    assert 'href="#id_full_name"' in sign_up(Client(), name=name).content.decode()
    assert not User.objects.exists()


def test_changing_the_password_ends_the_other_sessions(citizen):
    here, elsewhere = signed_in(), signed_in()
    wrong = here.post("/account/password/", {"oldpassword": "sai", "password1": NEW_PASSWORD})
    assert "Mật khẩu hiện tại không đúng" in wrong.content.decode()
    right = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})
    assert right.url == "/account/"
    assert "Đã đổi mật khẩu" in here.get("/account/").content.decode()
    assert elsewhere.get("/account/").status_code == 302
    assert [one.to for one in mail.outbox] == [[EMAIL]]


def test_a_session_ends_when_the_account_is_disabled(citizen):
    browser = signed_in()
    User.objects.filter(pk=citizen.pk).update(is_active=False)
    assert browser.get("/account/").url == "/account/sign-in/?next=/account/"


def test_the_name_is_changed(citizen):
    browser = signed_in()
    assert browser.post("/account/name/", {"full_name": "<i>"}).status_code == 200
    assert browser.post("/account/name/", {"full_name": "  Trần   Văn Bình "}).url == "/account/"
    assert "Trần Văn Bình" in browser.get("/account/").content.decode()


def test_an_erased_account_keeps_nothing_of_the_person(citizen):
    told = []
    account_erased.connect(lambda sender, user, **_: told.append(user), weak=False, dispatch_uid="test")
    browser, elsewhere = signed_in(), signed_in()
    try:
        assert browser.post("/account/erase/", {"password": "sai"}).status_code == 200
        assert browser.post("/account/erase/", {"password": PASSWORD}).url == "/account/erased/"
    finally:
        account_erased.disconnect(dispatch_uid="test")
    assert browser.get("/account/erased/").status_code == 200
    assert browser.get("/account/").status_code == elsewhere.get("/account/").status_code == 302
    user = User.objects.get(pk=citizen.pk)
    assert told == [user]
    stored = str(User.objects.filter(pk=user.pk).values().get()) + str(list(user.emailaddress_set.values()))
    assert "Lan" not in stored
    assert "vi-du" not in stored
    assert str(user) == "Người dùng đã xóa tài khoản"
    assert (user.is_active, user.has_usable_password()) == (False, False)
    assert mail.outbox[-1].to == [EMAIL]
    assert make_citizen(EMAIL).pk != user.pk, "the address may be used for a new account"


def test_who_acted_for_an_authority_keeps_the_name():
    officer = make_officer(make_agency("BCT"), email=EMAIL)
    browser = Client()
    browser.force_login(officer)
    assert "khóa tài khoản" in browser.get("/account/erase/").content.decode()
    browser.post("/account/erase/", {"password": PASSWORD})
    officer.refresh_from_db()
    assert officer.email == EMAIL

    officer.appointments.update(valid_to=timezone.localdate())
    officer.groups.clear()
    with pytest.raises(NameIsKept):
        erase_account(officer)


def test_an_officer_sees_the_way_to_the_desk_and_that_the_address_is_not_confirmed(client):
    client.force_login(make_officer(make_agency("BCT"), email=EMAIL))
    page = client.get("/account/").content.decode()
    assert 'href="/admin/"' in page
    assert "chưa được xác nhận" in page
    client.post("/account/confirm/again/", {"email": EMAIL})
    assert client.post(link_of_the_last_mail()).url == "/account/"
    assert "chưa được xác nhận" not in client.get("/account/").content.decode()


def test_an_e_mail_that_administrators_replaced_opens_nothing(citizen, client):
    client.force_login(make_portal_person(Role.ADMINISTRATOR))
    form = {"email": "moi@vi-du.vn", "full_name": "Lan", "is_active": "on", "password1": "", "password2": ""}
    assert client.post(reverse("wagtailusers_users:edit", args=[citizen.pk]), form).status_code == 302
    assert sign_in(Client()).status_code == 200
    Client().post("/account/password/forgotten/", {"email": EMAIL})
    assert "chưa có tài khoản" in mail.outbox[-1].subject
    citizen.refresh_from_db()
    assert not is_verified(citizen), "the new address is not confirmed yet"


def test_an_account_made_by_hand_is_found_whatever_the_case_it_was_entered_in():
    make_user("Can.Bo@Vi-Du.vn")
    Client().post("/account/password/forgotten/", {"email": "CAN.BO@vi-du.vn"})
    assert "/account/password/new/" in mail.outbox[-1].body
