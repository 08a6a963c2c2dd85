"""Staff keep the words that lookup understands; nobody else does, and the log says who did."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from regulations.models import AuditEntry, Role
from search.models import Synonym
from tests.factories.regulations import make_agency, make_controller, make_officer, make_portal_person

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_search_synonym:add"
FORM = {"typed": "GPXDD", "meant": "giấy phép xây dựng", "language": "vi", "active": "on", "source": "Thử",
        "valid_from": "", "valid_to": ""}  # fmt: skip


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_synonyms_are_administrators_work():
    agency = make_agency("BCT")
    others = [make_officer(agency), make_controller(agency), make_officer(agency, Role.MODERATOR)]
    others += [make_portal_person(Role.EXAMINER), make_portal_person(Role.OPERATOR)]
    one = Synonym.objects.first()
    for user in others:
        client = signed_in(user)
        client.post(reverse(ADD), FORM)
        for name in ("list", "edit", "delete", "history"):
            args = [] if name == "list" else [one.pk]
            response = client.get(reverse(f"wagtailsnippets_search_synonym:{name}", args=args))
            assert one.meant not in response.content.decode()
    assert not Synonym.objects.filter(typed="GPXDD").exists()


def test_the_log_says_who_added_changed_and_deleted():
    administrator = make_portal_person(Role.ADMINISTRATOR)
    client = signed_in(administrator)
    client.post(reverse(ADD), FORM)
    one = Synonym.objects.get(typed="GPXDD")
    client.post(reverse("wagtailsnippets_search_synonym:edit", args=[one.pk]), FORM | {"meant": "giấy phép xây"})
    assert Synonym.objects.get(pk=one.pk).meant == "giấy phép xây"
    client.post(reverse("wagtailsnippets_search_synonym:delete", args=[one.pk]))
    assert not Synonym.objects.filter(pk=one.pk).exists()
    logged = AuditEntry.objects.filter(object_id=str(one.pk), content_type__model="synonym").order_by("timestamp")
    assert [entry.action for entry in logged] == ["wagtail.create", "wagtail.edit", "wagtail.delete"]
    assert {entry.user for entry in logged} == {administrator}


def test_the_list_is_searched_without_accents_and_filtered():
    client = signed_in(make_portal_person(Role.ADMINISTRATOR))
    page = client.get(reverse("wagtailsnippets_search_synonym:list") + "?q=dang+ky+kinh+doanh&language=vi")
    assert "ĐKKD" in page.content.decode()
    assert "business registration" not in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"typed": ""}, "typed"),
        ({"typed": "?!"}, "typed"),
        ({"meant": "..."}, "meant"),
        ({"typed": "Giay phep", "meant": "giấy phép"}, "meant"),
        ({"typed": "a b c d e f g h i"}, "typed"),
        ({"meant": "x " * 17}, "meant"),
        ({"valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "valid_to"),
        ({"typed": "ĐKKD", "meant": "đăng ký kinh doanh"}, "__all__"),
    ],
)
def test_what_could_not_work_is_refused(changed, field):
    values = {"typed": "GPXDD", "meant": "giấy phép xây dựng", "valid_from": None, "valid_to": None} | changed
    with pytest.raises(ValidationError) as refused:
        Synonym(**values).full_clean()
    assert set(refused.value.message_dict) == {field}
