"""Two ministries with a round each, the people who work on them, and clients signed in as them."""

from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from consult.models import Comment, Consultation
from regulations.models import Agency, Role
from tests.factories.consult import make_comment, make_round
from tests.factories.plans import publish_plan
from tests.factories.regulations import make_agency, make_controller, make_officer

ROUNDS = "wagtailsnippets_consult_consultation"
QUEUE = reverse("consult_moderation:queue")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def round_url(name: str, consultation: Consultation | None = None) -> str:
    return reverse(f"{ROUNDS}:{name}", args=[consultation.pk] if consultation else [])


def comment_url(comment: Comment) -> str:
    return reverse("consult_moderation:comment", args=[comment.pk])


def answer_url(name: str, consultation: Consultation, *more: int) -> str:
    return reverse(f"consult_answering:{name}", args=[consultation.pk, *more])


def mark(comment: Comment) -> str:
    """What a list has of a comment that it shows."""
    return f'id="y-kien-{comment.pk}"'


def text_of(response) -> str:
    return response.content.decode()


@dataclass
class Ministry:
    """An agency with an open round on its published plan, and one person a role."""

    acronym: str
    agency: Agency = field(init=False)

    def __post_init__(self):
        self.agency = make_agency(self.acronym)
        self.officer, self.controller = make_officer(self.agency), make_controller(self.agency)
        self.moderator = make_officer(self.agency, Role.MODERATOR)
        self.version = publish_plan(agency=self.agency, by=self.controller, title=f"Phương án của {self.acronym}")
        self.round = make_round(self.version, title=f"Đợt của {self.acronym}")

    def comment(self, **fields) -> Comment:
        fields.setdefault("published", False)
        return make_comment(self.round, **fields)
