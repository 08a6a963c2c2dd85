"""What a citizen does on the account pages, as a browser would post it."""

import re

from django.core import mail
from django.test import Client

from tests.factories.accounts import PASSWORD

EMAIL = "lan@vi-du.vn"
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


def sign_up(client: Client, email: str = EMAIL, name: str = "Nguyễn Thị Lan", password: str = PASSWORD, **more):
    posted = {"full_name": name, "email": email, "password1": password}
    return client.post("/account/sign-up/", posted | more)


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more):
    return client.post("/account/sign-in/", {"login": email, "password": password} | more)


def link_of_the_last_mail() -> str:
    """The first link of the newest mail, as a path."""
    return LINK.search(mail.outbox[-1].body).group(1)


def signed_in(email: str = EMAIL) -> Client:
    client = Client()
    assert sign_in(client, email).status_code == 302
    return client
