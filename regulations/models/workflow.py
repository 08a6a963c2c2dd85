from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, Task, TaskState, WorkflowState

from regulations.publishing import PublicationRefused

from .choices import Role
from .documents import DocumentVersion
from .officers import covered_agency_ids
from .plans import PlanVersion
from .regulation_version import RegulationVersion


class LegalControlTask(Task):
    """Legal control: somebody of the agency's legal side, who wrote none of it, approves or returns a version."""

    class Meta:
        verbose_name = _("kiểm soát pháp chế")
        verbose_name_plural = _("kiểm soát pháp chế")

    @classmethod
    def get_description(cls):
        return _("Cán bộ pháp chế của cơ quan duyệt hoặc trả lại; người soạn không được tự duyệt.")

    def user_can_access_editor(self, obj, user) -> bool:
        return False

    def locked_for_user(self, obj, user) -> bool:
        """Nobody edits what is being judged: the author withdraws it first."""
        return True

    def get_actions(self, obj, user) -> list[tuple[str, str, bool]]:
        try:
            obj.check_approver(user)
        except PublicationRefused:
            return []
        return [("approve", _("Duyệt và công bố"), False), ("reject", _("Trả lại kèm nhận xét"), True)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person: of their agencies, and nothing that they wrote themselves."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(workflow_state__in=waiting_for(user))


KEPT_BY = {
    RegulationVersion: "regulation__agency",
    DocumentVersion: "document__maintained_by",
    PlanVersion: "plan__agency",
}
"""What goes through legal control, and the way from there to the agency whose officers keep it."""


def waiting_for(user) -> list[int]:
    """Keys of the workflow states in progress that `user` may judge."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in KEPT_BY}
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, base_content_type__in=types)
    waiting: dict[type, dict[int, int]] = {model: {} for model in KEPT_BY}
    for pk, content_type, object_id in states.values_list("pk", "base_content_type_id", "object_id"):
        waiting[types[content_type]][int(object_id)] = pk
    agencies = covered_agency_ids(user, Role.LEGAL_CONTROLLER)
    return [
        states_of[pk]
        for model, states_of in waiting.items()
        if states_of
        for pk in _judged_by(user, model._base_manager.filter(pk__in=states_of), agencies)
    ]


def _judged_by(user, versions: QuerySet, agencies: frozenset[int] | None) -> QuerySet:
    """Keys of those of `versions` that are of these agencies and not of this person's writing."""
    written = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(versions.model),
        object_id=Cast(OuterRef("pk"), CharField()),
        user=user,
    )
    others = versions.filter(Q(drafted_by=None) | ~Q(drafted_by=user)).exclude(Exists(written))
    if agencies is not None:
        others = others.filter(**{f"{KEPT_BY[versions.model]}__in": agencies})
    return others.values_list("pk", flat=True)
