"""The originals and forms of a version on its page in the admin: what there is, and what this person may do with it."""

from dataclasses import dataclass

from django.urls import reverse

from regulations.models import Attachment, DocumentVersion, PlanVersion, RegulationVersion, Role
from regulations.models.officers import covered_agency_ids
from regulations.permissions import in_control

REUSABLE = 20


@dataclass(frozen=True)
class AttachmentRow:
    attachment: Attachment
    file_url: str
    withdraw_url: str = ""
    reuse_url: str = ""


@dataclass(frozen=True)
class OriginalsSection:
    """`rows` are the version's own, withdrawn ones too; `reusable` stand beside other versions of the record."""

    rows: list[AttachmentRow]
    reusable: list[AttachmentRow]
    add_url: str


def originals_section(version: RegulationVersion | DocumentVersion | PlanVersion, user) -> OriginalsSection | None:
    """None for what has no originals: plans, and the texts that plans propose."""
    if isinstance(version, PlanVersion) or getattr(version, "proposed_in_id", None):
        return None
    name = type(version).snippet_viewset.get_url_name
    may = _may_change(version, user)
    about = f"{version.IDENTITY}_version"
    own = list(Attachment.objects.filter(**{about: version.pk}).order_by("pk"))
    rows = [
        AttachmentRow(
            one,
            _file_url(name, version.pk, one),
            withdraw_url=reverse(name("withdraw_attachment"), args=[version.pk, one.pk])
            if may and _stands(one)
            else "",
        )
        for one in own
    ]
    reusable = []
    if may:
        here = {(one.kind, one.sha256, one.link) for one in own if _stands(one)}
        for one in _others(version, about):
            if (one.kind, one.sha256, one.link) not in here and len(reusable) < REUSABLE:
                here.add((one.kind, one.sha256, one.link))
                url = reverse(name("reuse_attachment"), args=[version.pk, one.pk])
                reusable.append(AttachmentRow(one, _file_url(name, getattr(one, f"{about}_id"), one), reuse_url=url))
    return OriginalsSection(rows, reusable, reverse(name("add_attachment"), args=[version.pk]) if may else "")


def _may_change(version, user) -> bool:
    agencies, agency = covered_agency_ids(user, Role.OFFICER), version.maintaining_agency
    covers = agencies is None or (agency is not None and agency.pk in agencies)
    return covers and (version.live or not in_control(type(version), version.pk))


def _others(version, about: str):
    same_record = {f"{about}__{version.IDENTITY}": version.identity}
    return Attachment.objects.filter(**same_record, withdrawn_at=None).exclude(**{about: version.pk}).order_by("-pk")


def _stands(attachment: Attachment) -> bool:
    return attachment.withdrawn_at is None


def _file_url(name, version_id: int, attachment: Attachment) -> str:
    """In the admin files of drafts can be had too."""
    return attachment.link or reverse(name("attachment_file"), args=[version_id, attachment.pk])
