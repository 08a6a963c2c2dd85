"""How a round stands against the clock, in words. Calendar days, in Viet Nam's time."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Consultation, Phase

SIGNS = {
    Phase.SCHEDULED: "upcoming",
    Phase.OPEN: "proposed",
    Phase.CLOSED: "suspended",
    Phase.ANSWERED: "in_force",
    Phase.ARCHIVED: "gap",
}
"""The sign of components/status_badge.html that stands for each phase."""


def clock_of(consultation: Consultation, now: datetime.datetime) -> dict[str, Any]:
    """What templates say of a public round's hours: phase, days left, the answer's due date."""
    phase = consultation.phase_at(now)
    return {
        "phase": phase.value,
        "label": phase.label,
        "sign": SIGNS[phase],
        "is_open": phase is Phase.OPEN,
        "opens_at": consultation.opens_at,
        "closes_at": consultation.closes_at,
        "left": _left(phase, consultation, now),
        "days": (consultation.closes_at - consultation.opens_at).days,
        "minimum_days": consultation.minimum_days,
        "ground": consultation.answer_due_ground,
        "shortened_ground": consultation.shortened_ground,
        "answer_due_on": consultation.answer_due_on,
        "answer": _answer(phase, consultation, timezone.localdate(now)),
        "overdue": phase is Phase.CLOSED
        and consultation.answer_due_on is not None
        and consultation.answer_due_on < timezone.localdate(now),
    }


def _left(phase: Phase, consultation: Consultation, now: datetime.datetime) -> str:
    if phase is Phase.SCHEDULED:
        days = (timezone.localdate(consultation.opens_at) - timezone.localdate(now)).days
        return ngettext("còn %(n)d ngày nữa thì bắt đầu", "còn %(n)d ngày nữa thì bắt đầu", days) % {"n": days}
    if phase is not Phase.OPEN:
        return ""
    left = consultation.closes_at - now
    if left.days:
        return ngettext("còn %(n)d ngày", "còn %(n)d ngày", left.days) % {"n": left.days}
    hours = left.seconds // 3600
    if hours:
        return ngettext("còn %(n)d giờ", "còn %(n)d giờ", hours) % {"n": hours}
    return _("còn chưa đến một giờ")


def _answer(phase: Phase, consultation: Consultation, today: datetime.date) -> str:
    """The agency's duty: how long it has, or by how much it is late."""
    if phase in (Phase.ANSWERED, Phase.ARCHIVED):
        day = timezone.localdate(consultation.answered_at) if consultation.answered_at else None
        return _("Đã trả lời xong ngày %(day)s.") % {"day": date_format(day, "SHORT_DATE_FORMAT")} if day else ""
    if phase is not Phase.CLOSED or consultation.answer_due_on is None:
        return ""
    days = (consultation.answer_due_on - today).days
    if days > 0:
        return ngettext("Cơ quan còn %(n)d ngày để trả lời.", "Cơ quan còn %(n)d ngày để trả lời.", days) % {"n": days}
    if days == 0:
        return _("Hôm nay là hạn trả lời.")
    return ngettext("Quá hạn trả lời %(n)d ngày.", "Quá hạn trả lời %(n)d ngày.", -days) % {"n": -days}
