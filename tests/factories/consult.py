"""Rounds, comments and answers, made through the same doors as everybody's, with people where none are given."""

import datetime
import uuid
from itertools import count

from django.utils import timezone

from consult.answering import answer
from consult.commenting import submit_comment
from consult.models import Comment, Consultation, OfficialAnswer, Outcome, Phase
from consult.moderation import moderate
from consult.rounds import draft_round, publish_round
from regulations.models import Agency, PlanVersion, Role
from tests.factories.plans import controller_of, officer_of, publish_plan
from tests.factories.regulations import make_officer

DAY = datetime.timedelta(days=1)
_numbers = count(1)


def moderator_of(agency: Agency):
    """A new moderator of the agency."""
    return make_officer(agency, Role.MODERATOR)


def make_round_draft(plan_version: PlanVersion | None = None, *, by=None, **fields) -> Consultation:
    """A draft round, open for 40 days from ten days ago unless `opens_at` and `closes_at` say otherwise."""
    version = plan_version or publish_plan()
    fields.setdefault("title", f"Đợt lấy ý kiến số {next(_numbers)}")
    fields.setdefault("opens_at", timezone.now() - 10 * DAY)
    fields.setdefault("closes_at", fields["opens_at"] + 40 * DAY)
    return draft_round(plan_version=version, by=by or officer_of(version), **fields)


def make_round(plan_version: PlanVersion | None = None, *, by=None, at=None, **fields) -> Consultation:
    """A published round, open now; takes what make_round_draft takes."""
    draft = make_round_draft(plan_version, **fields)
    at = at or min(draft.opens_at, timezone.now())
    return publish_round(consultation=draft, by=by or controller_of(draft.plan_version), at=at)


def in_phase(consultation: Consultation, phase: Phase) -> Consultation:
    """The round with its clock set so that it is in `phase`: what tests would otherwise wait for."""
    now = timezone.now()
    opens, closes = {
        Phase.SCHEDULED: (now + 5 * DAY, now + 35 * DAY),
        Phase.OPEN: (now - 5 * DAY, now + 25 * DAY),
        Phase.CLOSED: (now - 35 * DAY, now - 5 * DAY),
    }[phase]
    Consultation.objects.filter(pk=consultation.pk).update(opens_at=opens, closes_at=closes)
    return Consultation.objects.get(pk=consultation.pk)


def make_comment(consultation: Consultation | None = None, *, published: bool = True, **fields) -> Comment:
    """A comment in an open round; takes what submit_comment takes. Without `published` it waits for a moderator."""
    consultation = consultation or make_round()
    number = next(_numbers)
    fields.setdefault("text", f"Ý kiến số {number}: đề nghị bỏ giấy tờ này.")
    fields.setdefault("name", f"Người gửi {number}")
    fields.setdefault("submission_key", uuid.uuid4())
    comment = submit_comment(consultation=consultation, **fields)
    return publish(comment) if published else comment


def publish(comment: Comment, *, by=None) -> Comment:
    """The comment as a moderator published it."""
    return moderate(comment=comment, to="published", by=by or moderator_of(comment.consultation.agency))


def make_answer(consultation: Consultation, *comments: Comment, by=None, **fields) -> OfficialAnswer:
    fields.setdefault("outcome", Outcome.ACCEPTED)
    fields.setdefault("text", "Cơ quan tiếp thu ý kiến và sẽ sửa phương án.")
    by = by or officer_of(consultation.plan_version)
    return answer(consultation=consultation, comments=comments, by=by, **fields)
