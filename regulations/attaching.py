"""Originals and forms beside a version: adding one, taking one over from another version, withdrawing one.

A published version is not changed by what stands beside it. Every function asks who may on the stored row, is on record
in the version's log, and raises PublicationRefused with a reason in words or ValidationError naming the field.
"""

import logging
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.control import require_drafter, require_own_draft
from regulations.models import Attachment, DocumentVersion, OriginalKind, RegulationVersion
from regulations.models.originals import kept_under_its_hash
from regulations.original_store import digest_on_disk, put
from regulations.original_types import clean_name, default_title, type_of
from regulations.permissions import in_control
from regulations.publishing import PublicationRefused

logger = logging.getLogger("portal")
Version = RegulationVersion | DocumentVersion
ADDED, WITHDRAWN = "regulations.attachment_added", "regulations.attachment_withdrawn"
"""Actions of the log."""


def add_attachment(
    *, version: Version, kind: str, by, title: str = "", file: File | None = None, link: str = ""
) -> Attachment:
    """Put a file, or the link to a gazette, beside a draft or a published version.

    The file is written before the row: where the disk fails there is no row. Without a title it bears the file's name.
    """
    _require_may(version, by)
    if kind not in OriginalKind.values:
        raise ValidationError({"kind": _("Hãy chọn loại.")})
    attachment = Attachment(kind=kind, title=title.strip(), added_by=by)
    if kind == OriginalKind.GAZETTE_LINK:
        if file is not None:
            raise ValidationError({"file": _("Loại này là một liên kết, không kèm tệp.")})
        attachment.link = checked_link(link)
    elif file is None:
        raise ValidationError({"file": _("Hãy chọn tệp.")})
    elif link:
        raise ValidationError({"link": _("Chỉ loại Công báo (liên kết) mới ghi liên kết.")})
    else:
        _keep(attachment, file)
    return _record(attachment, version, by)


@transaction.atomic
def reuse_attachment(*, attachment: Attachment, version: Version, by) -> Attachment:
    """Put what stands beside one version of a record beside another one too; the file is kept once."""
    source = Attachment.objects.get(pk=attachment.pk)
    if source.withdrawn_at is not None or type(source.version) is not type(version):
        raise PublicationRefused(_("Không dùng lại được tệp này."))
    if source.version.identity != version.identity:
        raise PublicationRefused(_("Chỉ dùng lại được tệp của chính hồ sơ này."))
    names = ("kind", "title", "link", "file_name", "media_type", "ending", "size", "sha256")
    copy = Attachment(added_by=by, **{name: getattr(source, name) for name in names})
    copy.file = source.file.name
    return _record(copy, version, by)


@transaction.atomic
def withdraw_attachment(*, attachment: Attachment, by, reason: str) -> Attachment:
    """Take an attachment off the page, saying why; it stays on record, and its address tells the reason."""
    stored = Attachment.objects.select_for_update().get(pk=attachment.pk)
    _require_may(stored.version, by)
    if not reason.strip():
        raise ValidationError({"withdrawn_reason": _("Hãy ghi lý do rút; người đọc sẽ thấy lý do này.")})
    if stored.withdrawn_at is not None:
        raise PublicationRefused(_("Tệp hoặc liên kết này đã được rút trước đó."))
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason.strip()
    stored.full_clean()
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    log(instance=stored.version, action=WITHDRAWN, user=by, data=_said(stored) | {"comment": stored.withdrawn_reason})
    return stored


def checked_link(link: str) -> str:
    """An address as it may be shown: https, with a host and without name or password. Raises ValidationError."""
    link = link.strip()
    try:
        URLValidator(schemes=["https"])(link)
        parts = urlsplit(link)
    except (ValidationError, ValueError):
        raise ValidationError({"link": _("Hãy ghi một liên kết đầy đủ, bắt đầu bằng https://.")}) from None
    if parts.username is not None or parts.password is not None:
        raise ValidationError({"link": _("Liên kết không được kèm tên đăng nhập hay mật khẩu.")})
    return link


def damaged_attachments() -> Iterator[tuple[Attachment, str]]:
    """Attachments whose file is not there ("missing") or not what was put there ("changed"); reads each file once."""
    found: dict[str, str] = {}
    for attachment in Attachment.objects.exclude(sha256="").order_by("sha256", "pk").iterator():
        name = attachment.file.name
        if name not in found:
            try:
                found = {name: "" if digest_on_disk(name) == attachment.sha256 else "changed"}
            except OSError:
                found = {name: "missing"}
        if found[name]:
            yield attachment, found[name]


def _keep(attachment: Attachment, file: File) -> None:
    found = type_of(file, attachment.kind)
    try:
        attachment.sha256, attachment.size = put(file, found.ending)
    except OSError as error:
        logger.error("An original could not be written: %s", error)
        raise PublicationRefused(_("Máy chủ không ghi được tệp; chưa có gì được lưu, hãy thử lại sau.")) from error
    attachment.ending, attachment.media_type = found.ending, found.media_type
    attachment.file_name = clean_name(file.name, found.ending)
    attachment.file = kept_under_its_hash(attachment, "")
    attachment.title = attachment.title or default_title(file.name)


@transaction.atomic
def _record(attachment: Attachment, version: Version, by) -> Attachment:
    # The version's row is locked, so that of two people with one file the second finds the first one's.
    stored = type(version).objects.select_for_update().get(pk=version.pk)
    _require_may(stored, by)
    about = "regulation_version" if isinstance(stored, RegulationVersion) else "document_version"
    setattr(attachment, about, stored)
    here = Attachment.objects.filter(**{about: stored}, kind=attachment.kind, withdrawn_at=None)
    if here.filter(sha256=attachment.sha256, link=attachment.link).exists():
        raise PublicationRefused(_("Phiên bản này đã có đúng tệp hoặc liên kết ấy."))
    attachment.full_clean()
    attachment.save()
    log(instance=stored, action=ADDED, user=by, data=_said(attachment))
    return attachment


def _require_may(version: Version, by) -> None:
    require_drafter(version, by)
    require_own_draft(version)
    if not version.live and in_control(type(version), version.pk):
        raise PublicationRefused(_("Bản thảo đang chờ kiểm soát pháp chế; hãy rút lại trước khi thêm hoặc rút tệp."))


def _said(attachment: Attachment) -> dict[str, str]:
    """What the log keeps of an attachment."""
    return {
        "kind": attachment.kind, "title": attachment.title, "sha256": attachment.sha256, "link": attachment.link,
    }  # fmt: skip
