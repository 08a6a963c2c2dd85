"""Errors that readers report: taken from anybody, handled by officers of the record's agency.

`submit_report` is safe to call twice with one `submission_key`, also at the same instant: one report is stored.
An e-mail address serves the answer alone. It is in no log and on no public page, and is emptied by `forget_addresses`.
"""

import datetime
import logging
import uuid
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.citizens.adapter import absolute
from regulations.control import require_drafter
from regulations.models import ErrorReport, RegulationVersion, ReportState
from regulations.publishing import PublicationRefused
from regulations.version_places import VersionPlace, place_in

logger = logging.getLogger("portal")
HANDLED = "regulations.error_report_handled"
"""Action of the log."""
ADDRESS_KEPT = datetime.timedelta(days=180)
"""After a report was handled; regulations.personal_data says the same to people."""


def submit_report(*, place: VersionPlace, text: str, submission_key: uuid.UUID, email: str = "") -> ErrorReport:
    """Store a report about this place and return it; for a key that was sent before, the report stored then.

    Raises ValidationError naming the field.
    """
    stored = ErrorReport.objects.filter(submission_key=submission_key).first()
    if stored is not None:
        return stored
    report = ErrorReport(
        place=place.key, text=checked_text(text), email=checked_email(email), submission_key=submission_key
    )
    if isinstance(place.version, RegulationVersion):
        report.regulation_version = place.version
    else:
        report.document_version = place.version
    report.full_clean(exclude=["handled_by", "handled_at"], validate_unique=False)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return ErrorReport.objects.get(submission_key=submission_key)  # its twin was quicker
    return report


@transaction.atomic
def handle_report(*, report: ErrorReport, state: str, answer: str, by) -> ErrorReport:
    """Say what became of a report: fixed, or no error. The sender is told, where there is an address, after the commit.

    Raises PublicationRefused for who does not draft for the agency and for a report that somebody has handled already,
    ValidationError naming the field.
    """
    stored = ErrorReport.objects.select_for_update().get(pk=report.pk)
    require_drafter(stored.version, by)
    if stored.state != ReportState.OPEN:
        raise PublicationRefused(_("Báo lỗi này đã được xử lý trước đó."))
    if state not in (ReportState.FIXED, ReportState.NOT_AN_ERROR):
        raise ValidationError({"state": _("Hãy chọn kết quả xử lý.")})
    if not answer.strip():
        raise ValidationError({"answer": _("Hãy viết câu trả lời.")})
    stored.state, stored.answer = state, answer.strip()
    stored.handled_by, stored.handled_at = by, timezone.now()
    stored.full_clean()
    stored.save(update_fields=["state", "answer", "handled_by", "handled_at"])
    log(
        instance=stored.version,
        action=HANDLED,
        user=by,
        data={"report": stored.pk, "place": stored.place, "state": state, "comment": stored.answer},
    )
    if stored.email:
        transaction.on_commit(partial(_send_answer, stored), robust=True)
    return stored


@transaction.atomic
def forget_addresses(*, now: datetime.datetime | None = None) -> int:
    """Empty the e-mail of reports handled ADDRESS_KEPT ago or longer; returns how many."""
    until = (now or timezone.now()) - ADDRESS_KEPT
    return ErrorReport.objects.filter(handled_at__lte=until).exclude(email="").update(email="")


def place_of(report: ErrorReport) -> VersionPlace:
    """Where the error is said to be."""
    found = place_in(report.version, report.place)
    return found if found is not None else place_in(report.version, "")


def checked_text(text: str) -> str:
    """What is stored of what was typed. Raises ValidationError where it is too short or too long."""
    typed = text.replace("\r\n", "\n").replace("\0", "").strip()
    least, most = settings.ERROR_REPORT_LENGTH
    if len(typed) < least:
        raise ValidationError({"text": _("Hãy viết rõ sai ở đâu, ít nhất %(least)d ký tự.") % {"least": least}})
    if len(typed) > most:
        numbers = {"length": len(typed), "most": most}
        raise ValidationError({"text": _("Nội dung dài %(length)d ký tự, tối đa %(most)d.") % numbers})
    return typed


def checked_email(email: str) -> str:
    """Raises ValidationError for what is no address; an empty one is none."""
    email = email.replace("\0", "").strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            said = _("Hãy nhập địa chỉ e-mail đầy đủ, ví dụ ten@vi-du.vn, hoặc để trống.")
            raise ValidationError({"email": said}) from None
    return email


def _send_answer(report: ErrorReport) -> None:
    """In both languages, for nobody knows which one the sender reads. Says nothing of what was reported: anybody may
    have typed this address."""
    subjects, texts = [], []
    for language in ("vi", "en"):
        with translation.override(language):
            place = place_of(report)
            context = {"report": report, "place": place, "url": absolute(place.url)}
            subjects.append(" ".join(render_to_string("emails/error_report_answer_subject.txt", context).split()))
            texts.append(render_to_string("emails/error_report_answer_message.txt", context))
    try:
        EmailMessage(" / ".join(subjects), "\n\n".join(texts), to=[report.email]).send()
    except Exception as error:  # whatever a mail server does, the answer stands
        logger.error("The answer to error report %s was not sent: %s", report.pk, type(error).__name__)
