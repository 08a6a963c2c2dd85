"""Names and codes of the reference lists are part of many rows: whoever changes one in the admin, the index follows."""

import datetime

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from regulations.models import AgencySuccession, Role
from regulations.signals import lists_changed, regulations_changed
from regulations.transfers import transfer_records
from search.checking import find_drift
from search.models import IndexJob
from tests.factories.plans import make_item, make_plan, publish_plan
from tests.factories.regulations import (
    make_agency,
    make_document,
    make_document_version,
    make_edition,
    make_field,
    make_industry,
    make_portal_person,
    make_regulation,
    make_version,
)
from tests.search.asking import codes
from tests.search.draining import known_target

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2025, 3, 1)


class Register:
    """A ministry that took over another one's work, and something of each kind under either."""

    def __init__(self) -> None:
        self.first, self.old, self.new, self.other = (
            make_agency(acronym, name_vi=f"Bộ {acronym}") for acronym in ("BCN", "BCNg", "BCT", "BYT")
        )
        self.before = AgencySuccession.objects.create(old=self.first, new=self.old, date=MARCH)
        self.succession = AgencySuccession.objects.create(old=self.old, new=self.new, date=MARCH)
        self.field, self.edition = make_field("Rượu", slug="ruou"), make_edition("2025")
        self.section = make_industry("C", edition=self.edition)
        self.industry = make_industry("1101", parent=make_industry("11", parent=self.section))
        for number, agency in enumerate((self.first, self.old, self.new, self.other)):
            regulation = make_regulation(
                agency, code=f"1.00000{number}", fields=[self.field], industries=[self.industry]
            )
            make_version(regulation)
            make_document_version(make_document(f"{number}/2025/TT-BCT", issuers=[agency]))
        draft = make_plan(self.first)
        make_item(draft, self.first.regulations.get())
        publish_plan(draft)
        moved = make_version(make_regulation(self.old, code="1.000009")).regulation
        transfer_records(from_agency=self.old, to_agency=self.other, on=MARCH, reason="Sáp nhập", by=None,
                         records=[moved])  # fmt: skip


@pytest.fixture
def register(embedded):
    made = Register()
    embedded()
    return made


@pytest.fixture
def save(client):
    """Call it with a row of a list and what an administrator changes of it in its form."""
    client.force_login(make_portal_person(Role.ADMINISTRATOR))

    def post(row, name="edit", **changed):
        viewset = type(row).snippet_viewset
        fields = viewset.form_order
        said = {name: value for name, value in model_to_dict(row, fields).items() if value not in (None, False)}
        answer = client.post(reverse(viewset.get_url_name(name), args=[row.pk] if row.pk else []), said | changed)
        assert answer.status_code == 302, answer.context["form"].errors

    return post


@pytest.mark.parametrize("agency", ["first", "old", "new"])
def test_an_agency_of_another_name(register, save, embedded, agency):
    save(getattr(register, agency), acronym="TM", name_vi="Bộ tên mới")
    assert embedded()
    assert not find_drift(known_target())


def test_a_field_of_another_name_and_address(register, save, embedded):
    save(register.field, name_vi="Đồ uống", slug="do-uong")
    embedded()
    assert not find_drift(known_target())
    assert len(codes("field=do-uong")) == 4


def test_an_industry_and_all_below_it(register, save, embedded):
    save(register.section, code="D")
    embedded()
    assert not find_drift(known_target())
    assert len(codes("industry=2025:D")) == 4


def test_an_industry_that_hangs_elsewhere(register, save, embedded):
    save(register.industry, parent=make_industry("D", edition=register.edition).pk)
    embedded()
    assert not find_drift(known_target())
    assert len(codes("industry=2025:D")) == 4


def test_an_edition_of_another_key(register, save, embedded):
    save(register.edition, key="moi")
    embedded()
    assert not find_drift(known_target())
    assert len(codes("industry=moi:1101")) == 4


def test_a_merger(register, save, embedded):
    save(AgencySuccession(old=register.new, new=register.other, date=MARCH), name="add")
    embedded()
    assert not find_drift(known_target())
    assert sorted(codes("agency=BYT")) == ["1.000000", "1.000001", "1.000002", "1.000003", "1.000009"]


@pytest.mark.parametrize("end", ["old", "new"])
def test_a_succession_of_others(register, save, embedded, end):
    save(register.succession, **{end: register.other.pk})
    assert embedded()
    assert not find_drift(known_target())


def test_a_succession_that_never_was(register, save, embedded):
    save(register.succession, name="delete")
    assert not AgencySuccession.objects.filter(pk=register.succession.pk).exists()
    assert embedded()
    assert not find_drift(known_target())


def test_only_what_is_under_it_is_written_anew(register, save):
    save(register.first, name_vi="Bộ cũ")
    asked_again = set(IndexJob.objects.values_list("kind", "key"))
    assert sorted(kind for kind, _key in asked_again) == ["document", "plan", "regulation"]


def test_a_plan_says_the_code_of_what_an_item_is_merged_into(embedded):
    agency = make_agency()
    into = make_regulation(agency)
    make_version(into)
    draft = make_plan(agency)
    make_item(draft, make_version(make_regulation(agency)).regulation, action="merge", merged_into=into)
    version = publish_plan(draft)
    embedded()
    regulations_changed.send(sender=None, ids=[into.pk])
    assert IndexJob.objects.filter(kind="plan", key=version.plan_id).exists()


def test_the_questions_do_not_grow_with_the_records(register, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        lists_changed.send(sender=type(register.new), ids=[register.new.pk])
