"""The text of a Word file becomes the text of a draft; of the file itself nothing is kept or published."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from regulations.control import require_drafter
from regulations.models import DocumentVersion
from regulations.publishing import PublicationRefused
from regulations.text.docx.reading import WordText

TAKEN = "regulations.word_text_taken"
"""Action of the log."""


@transaction.atomic
def take_word_text(*, version: DocumentVersion, read: WordText, by, seen_revision: int | None) -> None:
    """Make `read` the text of an open draft, as a new revision of it. All else that the draft says stays.

    `seen_revision` is the draft's newest revision when the person looked at it. Raises PublicationRefused for a draft
    that is not `by`'s to write, not open, changed since, or where the file bears a secrecy mark.
    """
    stored = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    require_drafter(stored, by)
    if read.is_marked:
        raise PublicationRefused(_("Tệp mang dấu mật nên không được nhập."))
    if stored.live:
        raise PublicationRefused(_("Phiên bản này đã được công bố."))
    if stored.workflow_in_progress:
        raise PublicationRefused(_("Bản thảo đang chờ kiểm soát pháp chế; hãy rút lại trước khi sửa."))
    if stored.latest_revision_id != seen_revision:
        raise PublicationRefused(
            _("Người khác đã lưu bản thảo này sau khi bạn xem tệp. Chưa có gì được ghi; hãy xem lại rồi nhập lại.")
        )
    draft = stored.get_latest_revision_as_object()
    draft.text = read.text
    revision = draft.save_revision(user=by, clean=False)
    told = {"characters": len(read.text), "found": read.counts}
    log(instance=stored, action=TAKEN, user=by, revision=revision, data=told, content_changed=True)
