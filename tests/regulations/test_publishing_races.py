"""Publishing at once: one draft becomes one version, two drafts of one record get two numbers and one chain."""

import datetime

import pytest
from django.core.management import call_command

from regulations.control import approve, submit
from regulations.models import RegulationVersion, VersionSeal
from regulations.publishing import PublicationRefused
from tests.factories.regulations import make_controller, make_draft, make_officer, make_regulation
from tests.regulations.races import at_once

pytestmark = pytest.mark.slow
MARCH = datetime.date(2026, 3, 1)


@pytest.fixture
def people(committed):
    regulation = make_regulation()
    return regulation, make_officer(regulation.agency), make_controller(regulation.agency)


def waiting(regulation, officer, day):
    draft = make_draft(regulation, effective_from=day, drafted_by=officer)
    draft.save_revision(user=officer)
    submit(version=draft, by=officer)
    return draft.pk


def approving(pk, controller):
    return lambda: approve(version=RegulationVersion.objects.get(pk=pk), by=controller)


def published():
    return list(RegulationVersion.objects.published().order_by("number").values_list("number", flat=True))


def sealed():
    call_command("verify_register", verbosity=0)
    return published(), list(VersionSeal.objects.order_by("number").values_list("number", flat=True))


@pytest.mark.django_db
def test_a_draft_approved_again_is_refused():
    regulation = make_regulation()
    officer, controller = make_officer(regulation.agency), make_controller(regulation.agency)
    again = approving(waiting(regulation, officer, MARCH), controller)
    again()
    with pytest.raises(PublicationRefused):
        again()
    assert sealed() == ([1], [1])


def test_a_draft_approved_twice_at_once_is_one_version(people, tmp_path):
    regulation, officer, controller = people
    pk = waiting(regulation, officer, MARCH)
    both = [approving(pk, one) for one in (controller, make_controller(regulation.agency))]
    refused, found = at_once(tmp_path, *both, look=sealed)
    assert (len(refused), found) == (1, ([1], [1]))


def test_two_drafts_approved_at_once_follow_each_other(people, tmp_path):
    regulation, officer, controller = people
    days = (MARCH, MARCH.replace(day=2))
    both = [approving(waiting(regulation, officer, day), controller) for day in days]
    refused, found = at_once(tmp_path, *both, look=sealed)
    assert (refused, found) == ([], ([1, 2], [1, 2]))


def test_two_drafts_of_one_day_approved_at_once_are_one_version(people, tmp_path):
    regulation, officer, controller = people
    both = [approving(waiting(regulation, officer, MARCH), controller) for _twice in range(2)]
    refused, found = at_once(tmp_path, *both, look=sealed)
    assert (len(refused), found) == (1, ([1], [1]))
