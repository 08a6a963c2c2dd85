"""Who may see and change which record of a consultation; judged by the stored row, like the register's.

Moderators read what is not public yet, officers and controllers what everybody reads: nobody who drafts a plan sees who
or what was refused, and by being there alone nobody is kept from speaking.
"""

from django.db import models

from consult.models import PUBLIC_STAGES, Comment, Consultation, ConsultationPeriod, Stage
from regulations.models import Role
from regulations.permissions import READERS, WRITERS, AgencyPolicy, RolePolicy


class RoundPolicy(AgencyPolicy):
    """Drafts are open to the officers of the plan's agency; a public round only ever gets longer."""

    agency_path = "plan_version__plan__agency_id"
    roles = {"view": (*READERS, Role.MODERATOR), "add": WRITERS, "change": WRITERS, "delete": WRITERS}

    def state_columns(self):
        return ("stage",)

    def is_open(self, action, stored):
        return stored["stage"] == Stage.DRAFT


class AnsweringPolicy(AgencyPolicy):
    """Rounds as those who answer see them: public ones. `add` is giving an official answer."""

    agency_path = RoundPolicy.agency_path
    roles = {"view": (Role.OFFICER, Role.LEGAL_CONTROLLER, Role.EXAMINER), "add": WRITERS}

    def state_columns(self):
        return ("stage",)

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return allowed and self._stored(instance)["stage"] in PUBLIC_STAGES

    def instances_user_has_any_permission_for(self, user, actions) -> models.QuerySet:
        return super().instances_user_has_any_permission_for(user, actions).filter(stage__in=PUBLIC_STAGES)


class CommentPolicy(AgencyPolicy):
    """Comments as moderators see them, in whatever state. `change` is deciding on one."""

    agency_path = "consultation__plan_version__plan__agency_id"
    roles = {"view": (Role.MODERATOR, Role.EXAMINER), "change": (Role.MODERATOR,)}


ROUNDS = RoundPolicy(Consultation)
ANSWERING = AnsweringPolicy(Consultation)
COMMENTS = CommentPolicy(Comment)
PERIODS = RolePolicy(ConsultationPeriod)

POLICIES = {Consultation: ROUNDS, Comment: COMMENTS, ConsultationPeriod: PERIODS}
"""What Wagtail asks for each model; ANSWERING is asked by its own screens."""
