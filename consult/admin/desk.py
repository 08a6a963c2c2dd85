"""What consultations put on a person's desk, the first screen of the admin."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.admin.answers import with_progress
from consult.admin.moderating import waiting_for
from consult.admin.policies import ANSWERING, COMMENTS
from consult.admin.round_page import drafts_to_publish
from consult.models import Consultation, Stage
from regulations.admin.desk import SHOWN, DeskList, DeskRow
from regulations.models import Role
from regulations.models.officers import has_role


def desk_lists(user) -> list[DeskList]:
    """Lists of the desk, those without rows too."""
    lists = []
    if COMMENTS.user_has_permission(user, "change"):
        lists.append(DeskList(_("Ý kiến chờ bạn duyệt"), _to_moderate(user)))
    if ANSWERING.user_has_permission(user, "add"):
        lists.append(DeskList(_("Ý kiến chờ trả lời"), _to_answer(user)))
    if has_role(user, Role.LEGAL_CONTROLLER):
        lists.append(DeskList(_("Đợt lấy ý kiến chờ bạn công bố"), _to_publish(user)))
    return lists


def _to_moderate(user) -> list[DeskRow]:
    waiting = waiting_for(user).count()
    if not waiting:
        return []
    title = ngettext("%(count)d ý kiến chờ duyệt", "%(count)d ý kiến chờ duyệt", waiting) % {"count": waiting}
    oldest = waiting_for(user).order_by("created_at").first()
    since = date_format(timezone.localtime(oldest.created_at), "SHORT_DATETIME_FORMAT")
    return [DeskRow(title, reverse("consult_moderation:queue"), _("cũ nhất từ %(since)s") % {"since": since})]


def _to_answer(user) -> list[DeskRow]:
    rounds = with_progress(ANSWERING.instances_user_has_permission_for(user, "add")).filter(stage=Stage.PUBLISHED)
    rounds = rounds.filter(answered_count__lt=F("published_count")).order_by(F("answer_due_on").asc(nulls_last=True))
    return [
        DeskRow(one.title, reverse("consult_answering:round", args=[one.pk]), progress_of(one))
        for one in rounds[:SHOWN]
    ]


def _to_publish(user) -> list[DeskRow]:
    name = Consultation.snippet_viewset.get_url_name("inspect")
    return [
        DeskRow(one.title, reverse(name, args=[one.pk]), str(one.drafted_by or ""))
        for one in drafts_to_publish(user)[:SHOWN]
    ]


def progress_of(consultation: Consultation) -> str:
    """ "12/20 ý kiến đã trả lời, hạn 12/01/2027" of a round with its progress."""
    answered = _("đã trả lời %(answered)d/%(published)d ý kiến") % {
        "answered": consultation.answered_count,
        "published": consultation.published_count,
    }
    if not consultation.answer_due_on:
        return answered
    return _("%(answered)s, hạn %(due)s") % {
        "answered": answered,
        "due": date_format(consultation.answer_due_on, "SHORT_DATE_FORMAT"),
    }
