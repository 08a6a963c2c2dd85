"""New drafts of versions, from nothing or from what is published, and giving a draft up."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from regulations.control import require_drafter, require_drafting_for
from regulations.models import DocumentVersion, LegalDocument, Regulation, RegulationVersion
from regulations.publishing import PublicationRefused
from regulations.text.structure import ParsedProvision, render_structure

Version = RegulationVersion | DocumentVersion

COPIED = {
    RegulationVersion: ("title", "state", *RegulationVersion.CARD_FIELDS, "times_per_year", "subjects_per_year"),
    DocumentVersion: ("state", "source"),
}
"""What a new version takes over. Not the day, which must be given, nor the reason, which is new."""


@transaction.atomic
def start_draft(*, identity: Regulation | LegalDocument, by) -> Version:
    """A draft to work on: a copy of the newest published version, or empty where there is none yet.

    Raises PublicationRefused where `by` does not draft for the agency.
    """
    model = RegulationVersion if isinstance(identity, Regulation) else DocumentVersion
    newest = model.objects.current().filter(**{model.IDENTITY: identity}).order_by(*model._meta.ordering).first()
    if newest is not None:
        return draft_from(version=newest, by=by)
    return _keep(model(**{model.IDENTITY: identity}), by)


@transaction.atomic
def draft_from(*, version: Version, by) -> Version:
    """A draft with the content of a published version. Raises PublicationRefused for a draft or another's agency."""
    if not version.live:
        raise PublicationRefused(_("Chỉ tạo được phiên bản mới từ phiên bản đã công bố."))
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
    """Delete a draft that is not with legal control. Raises PublicationRefused for anything else."""
    stored = type(version).objects.select_for_update().get(pk=version.pk)
    require_drafter(stored, by)
    if stored.live:
        raise PublicationRefused(_("Phiên bản đã công bố không thể xóa."))
    if stored.workflow_in_progress:
        raise PublicationRefused(_("Bản thảo đang chờ kiểm soát pháp chế; hãy rút lại trước khi xóa."))
    log(instance=stored, action="wagtail.delete", user=by, deleted=True)
    WorkflowState.objects.for_instance(stored).delete()
    stored.delete()


def open_drafts(identity: Regulation | LegalDocument) -> models.QuerySet:
    """Drafts of the same regulation or document, newest first: officers are told of each other's."""
    model = RegulationVersion if isinstance(identity, Regulation) else DocumentVersion
    drafts = model.objects.filter(**{model.IDENTITY: identity}, live=False)
    return drafts.select_related("drafted_by").order_by("-created_at")


def _copy(version: Version, by, **fields) -> Version:
    model = type(version)
    content = {name: getattr(version, name) for name in COPIED[model]}
    draft = model(**{model.IDENTITY: version.identity}, **content, **fields)
    if isinstance(version, DocumentVersion):
        draft.text = version.text or _text_of_provisions(version)
    children = (
        [relation.get_accessor_name() for relation in model._meta.related_objects if _is_child(relation)]
        if isinstance(version, RegulationVersion)
        else []
    )
    for name in children:
        rows = list(getattr(version, name).all())
        for row in rows:
            row.pk = None
            row.version = draft
        setattr(draft, name, rows)
    return _keep(draft, by)


def _is_child(relation) -> bool:
    return relation.field.name == "version" and hasattr(relation.related_model, "sort_order")


def _text_of_provisions(version: DocumentVersion) -> str:
    """The text of a version that came through the bulk path as provisions only."""
    rows = list(version.provisions.all())
    place = {row.pk: position for position, row in enumerate(rows)}
    return render_structure(
        [
            ParsedProvision(
                kind=row.kind, number=row.number, heading=row.heading, text=row.text, label=row.label, depth=row.depth,
                parent=place.get(row.parent_id), position=position,
            )
            for position, row in enumerate(rows)
        ]
    )  # fmt: skip


def _keep(draft: Version, by) -> Version:
    require_drafting_for(draft.maintaining_agency, by)
    draft.drafted_by = by
    draft.save()
    revision = draft.save_revision(user=by, clean=False)
    log(instance=draft, action="wagtail.create", user=by, revision=revision, content_changed=True)
    return type(draft).objects.get(pk=draft.pk)
