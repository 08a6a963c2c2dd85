"""Who may do what in a consultation: questions without effect. Every write asks one of them on the stored row."""

import datetime

from regulations.models import Agency, AuditEntry, Role
from regulations.models.officers import covered_agency_ids

from .models import PUBLIC_STAGES, Comment, CommentStatus, Consultation, Phase, Sender, Stage


def acts_for(user, agency: Agency | int, *roles: Role) -> bool:
    """Whether `user` holds one of `roles` today for `agency`, a unit above it or what succeeded it."""
    agencies = covered_agency_ids(user, *roles)
    return agencies is None or (agency if isinstance(agency, int) else agency.pk) in agencies


def may_read(consultation: Consultation) -> bool:
    """Whether the public sees the round."""
    return consultation.stage in PUBLIC_STAGES


def may_comment(consultation: Consultation, now: datetime.datetime) -> bool:
    """Anybody, from the second the round opens until, not at, the second it closes."""
    return consultation.phase_at(now) is Phase.OPEN


def may_reply_to(comment: Comment) -> bool:
    """Only to what everybody can read."""
    return comment.status == CommentStatus.PUBLISHED


def may_draft(user, agency: Agency) -> bool:
    """Draft a round on a plan of `agency`."""
    return acts_for(user, agency, Role.OFFICER)


def may_edit(user, consultation: Consultation) -> bool:
    """Change or throw away a draft round. What is public is only ever lengthened."""
    return consultation.stage == Stage.DRAFT and may_draft(user, consultation.agency)


def may_publish(user, consultation: Consultation) -> bool:
    """A legal controller of the agency who wrote nothing of the round: two pairs of eyes, for superusers too."""
    return acts_for(user, consultation.agency, Role.LEGAL_CONTROLLER) and not _has_written(user, consultation)


def may_extend(user, consultation: Consultation) -> bool:
    return consultation.stage == Stage.PUBLISHED and may_publish(user, consultation)


def may_moderate(user, consultation: Consultation) -> bool:
    return may_read(consultation) and acts_for(user, consultation.agency, Role.MODERATOR)


def may_decide_on(user, comment: Comment) -> bool:
    """A moderator of the round's agency, but not on what they said themselves."""
    own = Sender.objects.filter(comment=comment, user=user.pk).exists()
    return may_moderate(user, comment.consultation) and not own


def may_answer(user, consultation: Consultation) -> bool:
    """Give official answers: as soon as the round is open, until it is in the archive."""
    answered_from = (Stage.PUBLISHED, Stage.ANSWERED)
    return consultation.stage in answered_from and acts_for(user, consultation.agency, Role.OFFICER)


def may_mark_answered(user, consultation: Consultation) -> bool:
    """Say that a round is answered, or that an answered one goes to the archive."""
    return may_answer(user, consultation)


def _has_written(user, consultation: Consultation) -> bool:
    written = AuditEntry.objects.for_instance(consultation).filter(
        user=user.pk, action__in=("wagtail.create", "wagtail.edit")
    )
    return user.pk == consultation.drafted_by_id or written.exists()
