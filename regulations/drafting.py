"""New drafts of versions, from nothing or from what is published, and giving a draft up."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from regulations.control import require_drafter, require_drafting_for, require_own_draft
from regulations.copying import copy_content
from regulations.models import DocumentVersion, LegalDocument, PlanVersion, Regulation, RegulationVersion
from regulations.models import SimplificationPlan as Plan
from regulations.plans.carrying import copy_items, require_no_decision
from regulations.publishing import PublicationRefused

Version = RegulationVersion | DocumentVersion | PlanVersion
MODELS = {Regulation: RegulationVersion, LegalDocument: DocumentVersion, Plan: PlanVersion}


@transaction.atomic
def start_draft(*, identity: Regulation | LegalDocument | Plan, by) -> Version:
    """A draft to work on: a copy of the newest published version, or empty where there is none yet.

    Raises PublicationRefused where `by` does not draft for the agency.
    """
    model = MODELS[type(identity)]
    newest = model.objects.current().filter(**{model.IDENTITY: identity}).order_by(*model._meta.ordering).first()
    if newest is not None:
        return draft_from(version=newest, by=by)
    return keep_draft(model(**{model.IDENTITY: identity}), by=by)


@transaction.atomic
def draft_from(*, version: Version, by) -> Version:
    """A draft with the content of a published version.

    Raises PublicationRefused for a draft, another's agency, or a plan that a decision has approved: what is approved
    is changed by a plan that amends it.
    """
    if not version.live:
        raise PublicationRefused(_("Chỉ tạo được phiên bản mới từ phiên bản đã công bố."))
    if isinstance(version, PlanVersion):
        require_no_decision(version.plan)
    return _copy(version, by)


@transaction.atomic
def draft_correction(*, version: Version, by) -> Version:
    """A draft that takes the place of a published version from the same day once it is published.

    Raises PublicationRefused where the version is no longer current or somebody already corrects it.
    """
    stored = type(version).objects.select_for_update().get(pk=version.pk)
    if not stored.live or stored.is_corrected:
        raise PublicationRefused(_("Phiên bản cần đính chính chưa công bố hoặc đã được đính chính."))
    if type(version).objects.filter(corrects=stored).exists():
        raise PublicationRefused(_("Đã có bản thảo đính chính phiên bản này."))
    return _copy(stored, by, corrects=stored, effective_from=stored.effective_from)


@transaction.atomic
def discard_draft(*, version: Version, by) -> None:
    """Delete a draft that is not with legal control. Raises PublicationRefused for anything else.

    With the draft of a plan go its items and their proposed texts, and the plan itself where it has nothing else.
    """
    stored = type(version).objects.select_for_update().get(pk=version.pk)
    require_drafter(stored, by)
    require_own_draft(stored)
    if stored.live:
        raise PublicationRefused(_("Phiên bản đã công bố không thể xóa."))
    if stored.workflow_in_progress:
        raise PublicationRefused(_("Bản thảo đang chờ kiểm soát pháp chế; hãy rút lại trước khi xóa."))
    log(instance=stored, action="wagtail.delete", user=by, deleted=True)
    WorkflowState.objects.for_instance(stored).delete()
    stored.delete()
    if isinstance(stored, PlanVersion) and not stored.plan.versions.exists():
        stored.plan.delete()


def open_drafts(identity: Regulation | LegalDocument | Plan) -> models.QuerySet:
    """Drafts of the same record, newest first: officers are told of each other's. Proposed texts of plans are none."""
    model = MODELS[type(identity)]
    drafts = model.objects.drafts().filter(**{model.IDENTITY: identity})
    return drafts.select_related("drafted_by").order_by("-created_at")


def keep_draft(draft: Version, *, by) -> Version:
    """Store a new draft with its first revision. Raises PublicationRefused where `by` does not draft for the agency."""
    require_drafting_for(draft.maintaining_agency, by)
    draft.drafted_by = by
    draft.save()
    revision = draft.save_revision(user=by, clean=False)
    log(instance=draft, action="wagtail.create", user=by, revision=revision, content_changed=True)
    return type(draft).objects.get(pk=draft.pk)


def _copy(version: Version, by, **fields) -> Version:
    draft = keep_draft(copy_content(version, **fields), by=by)
    if isinstance(version, PlanVersion):
        copy_items(version, draft, by=by)
    return draft
