from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

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
        """What waits for this person: of their agencies. What they wrote themselves is refused when they try."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        agencies = covered_agency_ids(user, Role.LEGAL_CONTROLLER)
        if agencies is None:
            return waiting
        return waiting.filter(workflow_state__in=waiting_for(agencies))


def waiting_for(agency_ids) -> list[int]:
    """Keys of the workflow states in progress on versions of these agencies."""
    found = []
    for model, path in (
        (RegulationVersion, "regulation__agency"),
        (DocumentVersion, "document__maintained_by"),
        (PlanVersion, "plan__agency"),
    ):
        states = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type__app_label=model._meta.app_label,
            base_content_type__model=model._meta.model_name,
        ).values_list("pk", "object_id")
        by_object = {int(object_id): pk for pk, object_id in states}
        mine = model._base_manager.filter(pk__in=by_object, **{f"{path}__in": agency_ids}).values_list("pk", flat=True)
        found += [by_object[pk] for pk in mine]
    return found
