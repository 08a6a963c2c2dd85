"""Legal control: a draft is submitted, then approved (and so published), returned with remarks, or withdrawn.

Every function is one transaction, asks who may on the stored row, and raises PublicationRefused with a reason in words
for the person who tried. What a screen hides is refused here too.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

from regulations.control_mail import tell_controllers
from regulations.models import (
    DocumentVersion,
    LegalControlTask,
    PartDefinition,
    PlanVersion,
    RegulationVersion,
    Role,
    SimplificationPlan,
)
from regulations.models.officers import covered_agency_ids
from regulations.models.published import PublishedVersion
from regulations.plans.readiness import check_implementation, check_plan
from regulations.publishing import PublicationRefused

WORKFLOW_NAME = "Kiểm soát pháp chế"


@transaction.atomic
def submit(*, version: PublishedVersion, by, tell: bool = True) -> None:
    """Hand the latest saved draft over to legal control. Who submits many at once tells of all together (`tell`).

    Raises PublicationRefused where it is not `by`'s to submit or is no open draft, ValidationError saying what is
    missing. A returned draft goes back to the same control.
    """
    stored = _lock(version)
    require_drafter(stored, by)
    require_own_draft(stored)
    if stored.live:
        raise PublicationRefused(_("Phiên bản này đã được công bố."))
    if stored.workflow_in_progress:
        raise PublicationRefused(_("Bản thảo này đang chờ kiểm soát pháp chế."))
    check_ready(stored.get_latest_revision_as_object())
    if stored.latest_revision_id is None:
        stored.save_revision(user=by)
    state = stored.current_workflow_state
    if state is not None:
        state.resume(by)
    else:
        stored.get_workflow().start(stored, by)
    if tell:
        tell_controllers([stored], by=by)


@transaction.atomic
def approve(*, version: PublishedVersion, by, task_state_id: int | None = None, comment: str = "") -> None:
    """Approve what waits for legal control; it becomes public. `task_state_id` pins the submission that was read.

    Raises PublicationRefused for one who may not or a submission that no longer waits, ValidationError naming the field
    for content that is not fit.
    """
    stored, waiting = _waiting(version, by, task_state_id)
    check_ready(stored.get_latest_revision_as_object())
    waiting.approve(user=by, comment=comment)


@transaction.atomic
def send_back(*, version: PublishedVersion, by, remarks: str, task_state_id: int | None = None) -> None:
    """Return a submission to its author, saying why. Raises PublicationRefused, also without remarks."""
    if not remarks.strip():
        raise PublicationRefused(_("Hãy ghi nhận xét để người soạn biết phải sửa gì."))
    _stored, waiting = _waiting(version, by, task_state_id)
    waiting.reject(user=by, comment=remarks.strip())


@transaction.atomic
def withdraw(*, version: PublishedVersion, by) -> None:
    """Take a submission back to work on it. Raises PublicationRefused where nothing waits or it is not `by`'s."""
    stored = _lock(version)
    require_drafter(stored, by)
    if not stored.workflow_in_progress:
        raise PublicationRefused(_("Bản thảo này không còn chờ kiểm soát pháp chế."))
    stored.current_workflow_state.cancel(user=by)


def require_drafter(version: PublishedVersion, user) -> None:
    """Raises PublicationRefused unless `user` drafts for the agency of this version."""
    require_drafting_for(version.maintaining_agency, user)


def require_drafting_for(agency, user) -> None:
    """Raises PublicationRefused unless `user` drafts for `agency`."""
    agencies = covered_agency_ids(user, Role.OFFICER)
    if agencies is not None and (agency is None or agency.pk not in agencies):
        raise PublicationRefused(_("Bạn không được phân công soạn thảo cho cơ quan này."))


def require_own_draft(version: PublishedVersion) -> None:
    """Raises PublicationRefused for the proposed text of a plan's item: it comes and goes with its plan."""
    if isinstance(version, RegulationVersion) and version.proposed_in_id is not None:
        raise PublicationRefused(
            _("Đây là nội dung đề xuất của một mục phương án; hãy trình, công bố hoặc bỏ cùng phương án đó.")
        )


def check_ready(version: PublishedVersion) -> None:
    """Whether a draft could be published as it stands. Raises ValidationError saying what is missing."""
    version.about_to_publish()
    version.full_clean()
    _check_day_is_free(version)
    if isinstance(version, RegulationVersion):
        _check_required_parts(version)
        check_implementation(version)
    if isinstance(version, DocumentVersion) and not version.text.strip():
        raise ValidationError({"text": _("Chưa có toàn văn.")})
    if isinstance(version, PlanVersion):
        check_plan(version)


def install_workflow() -> None:
    """Create the workflow with its one task and assign it to every kind of versions. Safe to run again and again."""
    task = LegalControlTask.objects.first() or LegalControlTask.objects.create(name=WORKFLOW_NAME)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() or Workflow.objects.create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    for model in (RegulationVersion, DocumentVersion, PlanVersion):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )


def _lock(version: PublishedVersion) -> PublishedVersion:
    """The stored row, locked. A plan's identity comes first: a decision locks it too, and publication after it."""
    if isinstance(version, PlanVersion):
        SimplificationPlan.objects.select_for_update().get(pk=version.plan_id)
    return type(version).objects.select_for_update().get(pk=version.pk)


def _waiting(version: PublishedVersion, by, task_state_id: int | None) -> tuple[PublishedVersion, TaskState]:
    stored = _lock(version)
    state = stored.current_workflow_state
    current = state.current_task_state if state and state.status == WorkflowState.STATUS_IN_PROGRESS else None
    if stored.live or current is None or current.status != TaskState.STATUS_IN_PROGRESS:
        raise PublicationRefused(_("Bản thảo này không còn chờ kiểm soát pháp chế."))
    if task_state_id is not None and current.pk != task_state_id:
        raise PublicationRefused(_("Bản thảo đã được trình lại sau khi bạn mở trang; hãy đọc bản mới rồi quyết định."))
    stored.check_approver(by)
    return stored, current.specific


def _check_day_is_free(version: PublishedVersion) -> None:
    others = (
        type(version)
        .objects.current()
        .filter(**{version.IDENTITY: version.identity}, effective_from=version.effective_from)
    )
    taken = others.exclude(pk=version.corrects_id).first()
    if taken is not None and version.effective_from is not None:
        raise ValidationError(
            {
                "effective_from": _(
                    "Phiên bản %(number)d đã công bố cũng có hiệu lực từ ngày này. Hãy chọn ngày khác, "
                    "hoặc đính chính phiên bản đó."
                )
                % {"number": taken.number}
            }
        )


def _check_required_parts(version: RegulationVersion) -> None:
    written = {part.key for part in version.parts.all() if part.text.strip()}
    on = version.effective_from
    required = PartDefinition.objects.filter(kind=version.regulation.kind, required=True).valid_on(on)
    missing = [definition.label_vi for definition in required if definition.key not in written]
    if missing:
        raise ValidationError(_("Còn thiếu phần bắt buộc: %(parts)s."), params={"parts": "; ".join(missing)})
