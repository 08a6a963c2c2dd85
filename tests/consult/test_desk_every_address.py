"""Rights on every address of consultations in the admin, walked from the URL resolver.

Ministry B has a draft round and comments that nobody outside its moderators may read, with a marker in each. People of
ministry A in every role, a citizen with an account and strangers ask for every address, with B's keys, by every method.
They may read no marker, change no row, and learn no more than that there is nothing: B's record answers as one that
is missing.
"""

import hashlib

import pytest
from django.apps import apps
from django.test import Client

from consult.models import ConsultationPeriod
from regulations.models import AuditEntry, Role
from regulations.officers import appoint
from tests.consult.desk import QUEUE, Ministry, answer_url, mark, round_url, signed_in, text_of
from tests.factories.accounts import make_user
from tests.factories.consult import make_answer, make_comment, make_round_draft
from tests.factories.plans import publish_plan
from tests.factories.regulations import make_agency, make_officer, make_portal_person
from tests.regulations.admin.addresses import every_address

MARKER, ADDRESS = "BÍ-MẬT-CỦA-BỘ-B", "bi-mat@bo-b.example"
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
ADDRESSES = [address for address in every_address() if address.in_admin and "consult" in address.name]
ABSENT = 87_654_321


class MinistryB(Ministry):
    """A ministry with something of everything, and a form body that would do for any address that let it in."""

    def __post_init__(self):
        super().__post_init__()
        self.second = publish_plan(agency=self.agency, by=self.controller)
        self.draft = make_round_draft(self.second, by=self.officer, title=f"{MARKER} đợt", introduction=MARKER)
        self.waiting = self.comment(text=f"{MARKER} ý kiến chờ", name=f"{MARKER} tên")
        self.mailed = self.comment(
            text="Ý kiến chờ xác nhận.", name=MARKER, email="bi-mat@bo-b.example", hide_name=True
        )
        self.published = make_comment(self.round, name=f"{MARKER} giấu", hide_name=True)
        self.answered = make_comment(self.round)
        self.answer = make_answer(self.round, self.answered, by=self.officer)
        self.period = ConsultationPeriod.objects.first()

    def paths(self, address, absent: bool = False):
        """The address with B's keys, or with keys that nobody has."""
        values = dict.fromkeys(address.parameters, ABSENT if absent else 1) | {"answer_pk": self.answer.pk}
        for pk in [ABSENT] if absent else self._keys(address.name):
            yield address.path(values | {"pk": pk})

    def _keys(self, name: str) -> list[int]:
        if name.startswith("consult_moderation:"):
            return [self.waiting.pk, self.mailed.pk, self.published.pk]
        if "consultationperiod" in name:
            return [self.period.pk]
        return [self.draft.pk, self.round.pk]

    def posted(self) -> dict:
        comments = [self.waiting, self.mailed, self.published]
        return {
            "plan_version": self.second.pk, "title": "Lén", "introduction": "Lén", "opens_at": "01/01/2027 08:00",
            "closes_at": "01/12/2027 08:00", "shortened_ground": "Lén", "reason": "insult", "note": "Lén đổi",
            "to": "rejected", "comment": [one.pk for one in comments], "outcome": "accepted",
            "text": "Câu trả lời lén.", "publish": "1", "subject": "plan", "minimum_days": 1, "answer_days": 1,
            "source": "Lén", "valid_from": "", "valid_to": "", **{f"seen-{one.pk}": 0 for one in comments},
        }  # fmt: skip

    def queries(self) -> list[str]:
        return [
            f"?round={self.round.pk}&status=all",
            f"?round={self.draft.pk}&comment={self.waiting.pk}",
            f"?plan_version={self.second.pk}&q=mat&status=all&answered=all",
        ]


def fingerprint() -> str:
    models = [*apps.get_app_config("consult").get_models(), AuditEntry]
    rows = [(model._meta.label, list(model._base_manager.order_by("pk").values_list())) for model in models]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def ask_everything(ministry: MinistryB, user) -> list[str]:
    """Send every request; returns what was changed, shown or broken, and what answered otherwise than a missing one."""
    wrong, before, posted = [], fingerprint(), ministry.posted()
    client = Client(raise_request_exception=False) if user is None else signed_in(user)
    client.raise_request_exception = False
    for address in ADDRESSES:
        missing = {
            method: getattr(client, method)(path, **({"data": posted} if method == "post" else {})).status_code
            for method in METHODS
            for path in ministry.paths(address, absent=True)
        }
        for path in ministry.paths(address):
            for method in METHODS:
                response = getattr(client, method)(path, **({"data": posted} if method == "post" else {}))
                if MARKER in text_of(response) or "bo-b.example" in text_of(response):
                    wrong.append(f"showed: {method} {path}")
                if response.status_code >= 500:
                    wrong.append(f"broke with {response.status_code}: {method} {path}")
                if "pk" in address.parameters and response.status_code != missing[method]:
                    wrong.append(f"{response.status_code}, a missing one {missing[method]}: {method} {path}")
            queries = ministry.queries()
            wrong += [f"showed: get {path}{query}" for query in queries if MARKER in text_of(client.get(path + query))]
        after = fingerprint()
        if after != before:
            wrong.append(f"changed a row: {address.route}")
        before = after
    return wrong


@pytest.fixture
def ministry_b(db):
    return MinistryB("BYT")


def person_of_a(*roles: Role):
    agency = make_agency("BCT")
    user = make_officer(agency, roles[0])
    for role in roles[1:]:
        appoint(user=user, role=role, agency=agency)
    return user


def test_there_are_addresses_to_ask():
    names = {address.name for address in ADDRESSES}
    assert {"consult_moderation:queue", "consult_moderation:comment", "consult_answering:answer"} <= names
    assert "wagtailsnippets_consult_consultation:publish" in names


@pytest.mark.slow
@pytest.mark.parametrize("roles", [(Role.MODERATOR,), (Role.OFFICER, Role.LEGAL_CONTROLLER, Role.MODERATOR)])
def test_another_ministrys_people_neither_read_nor_change_nor_learn_anything(ministry_b, roles):
    wrong = ask_everything(ministry_b, person_of_a(*roles))
    periods = [line for line in wrong if "consultationperiod" in line]
    assert all("a missing one" in line for line in periods)  # a public list, closed to them alike
    assert [line for line in wrong if line not in periods] == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["nobody", "citizen"])
def test_people_without_a_role_neither_read_nor_change_anything(ministry_b, who):
    assert ask_everything(ministry_b, None if who == "nobody" else make_user()) == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["examiner", "administrator"])
def test_those_who_see_all_change_nothing_of_it(ministry_b, who):
    wrong = ask_everything(ministry_b, make_portal_person(Role(who)))
    changed = [line for line in wrong if line.startswith(("changed", "broke")) and "consultationperiod" not in line]
    assert changed == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["officer", "controller"])
def test_ones_own_officers_do_not_read_what_only_moderators_may(ministry_b, who):
    """Names that senders hid, texts that are not public: not for those whose plan is judged by them."""
    client = signed_in(getattr(ministry_b, who))
    for address in ADDRESSES:
        for path in ministry_b.paths(address):
            for query in ("", *ministry_b.queries()):
                page = text_of(client.get(path + query))
                assert f"{MARKER} ý kiến" not in page, path
                assert f"{MARKER} tên" not in page, path
                assert f"{MARKER} giấu" not in page, path
                assert "bo-b.example" not in page, path


def test_the_marker_is_there_to_be_found(ministry_b):
    """The other tests prove nothing unless those who may read do find it."""
    moderating = text_of(signed_in(ministry_b.moderator).get(QUEUE))
    assert f"{MARKER} ý kiến chờ" in moderating
    assert f"{MARKER} tên" in moderating
    drafting = signed_in(ministry_b.officer)
    assert f"{MARKER} đợt" in text_of(drafting.get(round_url("inspect", ministry_b.draft)))
    assert mark(ministry_b.published) in text_of(drafting.get(answer_url("round", ministry_b.round)))
