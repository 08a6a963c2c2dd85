"""The admin in its people's language: what Wagtail's own catalogue leaves in English, and how days are written."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from regulations.models import Appointment, Role
from tests.factories.regulations import make_document

REGISTER = "wagtailsnippets_regulations"


@pytest.mark.django_db
def test_the_sign_in_page_is_in_vietnamese(client):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Mật khẩu" in page
    assert "Password" not in page


def test_what_the_scripts_say_is_in_vietnamese(client):
    catalogue = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert r'"Collapse all": "Thu g\u1ecdn t\u1ea5t c\u1ea3"' in catalogue


def test_the_first_screen_offers_no_search_of_pages_and_no_english_guide(officer, signed_in):
    page = signed_in(officer).get(reverse("wagtailadmin_home")).content.decode()
    assert 'role="search"' not in page
    assert "guide.wagtail.org" not in page


def test_lists_write_the_day_itself(officer, ministry, signed_in):
    make_document(maintained_by=ministry, issued_on=datetime.date(2021, 7, 21))
    assert "21/07/2021" in signed_in(officer).get(reverse(f"{REGISTER}_legaldocument:list")).content.decode()


def test_appointing_a_superuser_is_refused_in_the_form(administrator, signed_in):
    superuser = get_user_model().objects.create_superuser(email="goc@demo.example", password="x", full_name="Gốc")
    answer = signed_in(administrator).post(
        reverse(f"{REGISTER}_appointment:add"),
        {"user": superuser.pk, "role": Role.ADMINISTRATOR, "agency": "", "valid_from": "", "valid_to": ""},
    )
    assert "Chỉ quản trị hệ thống" in answer.content.decode()
    assert not Appointment.objects.filter(user=superuser).exists()
