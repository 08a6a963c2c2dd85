"""People of two ministries, one record of each sort, and a client that is signed in."""

import pytest
from django.test import Client

from regulations.models import Role
from tests.factories.regulations import make_agency, make_controller, make_officer, make_portal_person


@pytest.fixture
def ministry(db):
    return make_agency("BCT")


@pytest.fixture
def other_ministry(db):
    return make_agency("BYT")


@pytest.fixture
def officer(ministry):
    return make_officer(ministry)


@pytest.fixture
def controller(ministry):
    return make_controller(ministry)


@pytest.fixture
def administrator(db):
    return make_portal_person(Role.ADMINISTRATOR)


@pytest.fixture
def signed_in():
    """A client signed in as the given user."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in
