"""Which two versions are meant by two days, and what to say where there is nothing to compare."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from regulations.models.published import PublishedVersion
from regulations.notices import Notice, shown
from regulations.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ComparedDays:
    """The versions that spoke on the earlier and on the later day; `notice` says why they cannot be compared."""

    old: PublishedVersion | None
    new: PublishedVersion | None
    notice: Notice | None = None


def versions_on_days(
    timeline: Timeline, first: datetime.date, last: datetime.date, *, of_document: bool = False
) -> ComparedDays:
    """What spoke on two days, whichever order they are given in."""
    first, last = sorted((first, last))
    old, new = timeline.on(first), timeline.on(last)
    if old is None or new is None:
        return ComparedDays(old, new, _not_yet(timeline, first if old is None else last, new, of_document))
    if old is new:
        days = {"n": old.number, "first": shown(first), "last": shown(last)}
        return ComparedDays(
            old,
            new,
            Notice(
                "info",
                _("Ngày %(first)s và ngày %(last)s áp dụng cùng một bản, bản số %(n)d.") % days,
                _("Giữa hai ngày này nội dung không thay đổi."),
                old.get_absolute_url(),
                _("Xem bản đó"),
            ),
        )
    return ComparedDays(old, new)


def _not_yet(timeline: Timeline, day: datetime.date, new: PublishedVersion | None, of_document: bool) -> Notice:
    known = timeline.status_on(day) is not None
    titles = {
        (False, False): _("Vào ngày %(day)s, quy định này chưa tồn tại."),
        (False, True): _("Vào ngày %(day)s, quy định này đã được công bố nhưng chưa có hiệu lực."),
        (True, False): _("Vào ngày %(day)s, văn bản này chưa có trên cổng và chưa có hiệu lực."),
        (True, True): _("Vào ngày %(day)s, văn bản này đã được ban hành nhưng chưa có hiệu lực."),
    }
    first = timeline.dated[0]
    return Notice(
        "warning",
        titles[of_document, known] % {"day": shown(day)},
        _("Bản đầu tiên có hiệu lực từ %(day)s, nên không có gì để so sánh trước ngày đó.")
        % {"day": shown(first.effective_from)},
        (new or first).get_absolute_url(),
        _("Xem bản số %(n)d") % {"n": (new or first).number},
    )
