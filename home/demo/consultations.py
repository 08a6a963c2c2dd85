"""The demo's rounds: announced, open, closed and answered, with what people said in them.

Comments and answers go through the same functions as everybody's, today; then their days are set back to where the
story puts them. What a mail would go to is entered last, so that loading writes to nobody.
"""

import datetime
import uuid

from django.utils import timezone

from consult.answering import answer
from consult.commenting import submit_comment, withdraw
from consult.models import Comment, CommentStatus, Consultation, ModerationAction, OfficialAnswer, Sender
from consult.moderation import moderate
from consult.rounds import draft_round, mark_answered, publish_round
from regulations.models import PlanVersion

from .wording import demo_date

LONG = datetime.timedelta(days=60)
ANSWERED_AFTER = datetime.timedelta(hours=20)
DECIDED_AFTER = datetime.timedelta(hours=3)
OPENING, CLOSING = datetime.time(8), datetime.time(17)


class ConsultationClerk:
    """Runs one round after the other. `users` are the demo's people by e-mail."""

    def __init__(self, *, users: dict, officer_of: dict, controller, moderator, today: datetime.date) -> None:
        self.users, self.officer_of = users, officer_of
        self.controller, self.moderator = controller, moderator
        self.today = today
        self.comments: dict[str, Comment] = {}

    def moment(self, said: str, at: datetime.time) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(demo_date(said, today=self.today), at))

    def open(self, row: dict, version: PlanVersion) -> Consultation:
        """The round with everything that was sent and decided in it, as if all of it were today."""
        now = timezone.now()
        opens, closes = self.moment(row["opens"], OPENING), self.moment(row["closes"], CLOSING)
        is_ahead = opens > now
        consultation = draft_round(
            plan_version=version, title=row["title"], introduction=row["introduction"].strip(),
            opens_at=opens if is_ahead else now, closes_at=closes if is_ahead else now + LONG,
            by=self.officer_of[version.plan.agency_id],
        )  # fmt: skip
        consultation = publish_round(consultation=consultation, by=self.controller, at=now)
        for said in row.get("comment", []):
            self.comments[said["key"]] = self._comment(consultation, said)
        return consultation

    def answer(self, row: dict, consultation: Consultation, changed_in: PlanVersion | None = None) -> None:
        for said in row.get("answer", []):
            answer(
                consultation=consultation, comments=[self.comments[key] for key in said["comments"]],
                outcome=said["outcome"], text=said["text"].strip(), by=self._officer(consultation),
                changed_in=changed_in if said.get("changed") else None,
            )  # fmt: skip

    def set_back(self, row: dict, consultation: Consultation) -> None:
        """Every moment to where the story puts it, then what follows from the round being over."""
        opens, closes = self.moment(row["opens"], OPENING), self.moment(row["closes"], CLOSING)
        to_answer = consultation.answer_due_on - timezone.localdate(consultation.closes_at)
        rounds = Consultation.objects.filter(pk=consultation.pk)
        rounds.update(
            opens_at=opens, closes_at=closes, answer_due_on=timezone.localdate(closes) + to_answer,
            published_at=min(opens, timezone.now()) - datetime.timedelta(days=1),
            created_at=min(opens, timezone.now()) - datetime.timedelta(days=4),
        )  # fmt: skip
        for place, said in enumerate(row.get("comment", [])):
            self._set_comment_back(said, opens + datetime.timedelta(days=said["day"], minutes=11 * place))
        answers = OfficialAnswer.objects.filter(consultation=consultation)
        if "answered" in row:
            answered = self.moment(row["answered"], CLOSING)
            answers.update(answered_at=answered)
            mark_answered(consultation=consultation, by=self._officer(consultation))
            rounds.update(answered_at=answered)
        else:
            answers.update(answered_at=timezone.now() - ANSWERED_AFTER)

    def _officer(self, consultation: Consultation):
        return self.officer_of[consultation.plan_version.plan.agency_id]

    def _comment(self, consultation: Consultation, said: dict) -> Comment:
        status = CommentStatus(said.get("status", CommentStatus.PUBLISHED))
        comment = submit_comment(
            consultation=consultation, text=said["text"].strip(), submission_key=uuid.uuid4(),
            name=said.get("name", ""), hide_name=said.get("hide_name", False),
            user=self.users[said["account"]] if "account" in said else None, part=_part(said),
            parent=self.comments[said["reply_to"]] if "reply_to" in said else None,
        )  # fmt: skip
        if status in (CommentStatus.PUBLISHED, CommentStatus.HIDDEN, CommentStatus.WITHDRAWN):
            moderate(comment=comment, to=CommentStatus.PUBLISHED, by=self.moderator)
        if status in (CommentStatus.HIDDEN, CommentStatus.REJECTED):
            moderate(comment=comment, to=status, by=self.moderator, reason=said["reason"], note=said["note"])
        if status == CommentStatus.WITHDRAWN:
            withdraw(comment.receipt)
        return comment

    def _set_comment_back(self, said: dict, sent: datetime.datetime) -> None:
        comment, decided = self.comments[said["key"]], sent + DECIDED_AFTER
        stored = Comment.objects.filter(pk=comment.pk)
        is_unconfirmed = said.get("status") == CommentStatus.UNCONFIRMED
        stored.update(created_at=sent, verified="account" in said or ("email" in said and not is_unconfirmed))
        if is_unconfirmed:
            stored.update(status=CommentStatus.UNCONFIRMED)
        stored.filter(published_at__isnull=False).update(published_at=decided)
        ModerationAction.objects.filter(comment=comment).update(at=decided)
        if "email" in said:
            Sender.objects.filter(comment=comment).update(
                email=said["email"], email_confirmed_at=None if is_unconfirmed else sent
            )


def _part(said: dict) -> str:
    if "item" not in said:
        return ""
    return f"muc-{said['item']}" + (f"-{said['part']}" if "part" in said else "")
