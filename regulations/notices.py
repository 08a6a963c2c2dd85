"""What a reader must know before reading a page of the register: the effect of the text, its day, its corrections."""

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from regulations.models import State
from regulations.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for components/notice.html."""

    kind: str
    title: str
    text: str = ""
    link_url: str = ""
    link_text: str = ""


def shown(day: datetime.date | None) -> str:
    """A day as the reader's language writes it; says so where it is not known."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else _("chưa rõ ngày")


def wrong_day_notice(given: str) -> Notice:
    return Notice(
        "error",
        _("“%(given)s” không phải là một ngày.") % {"given": given},
        _("Hãy nhập ô “Xem tại ngày” (on) theo dạng 2026-07-01 hoặc 01/07/2026. Dưới đây là nội dung hôm nay."),
    )


def wrong_days_notice(given: str) -> Notice:
    """Where two days are asked for to be compared."""
    return Notice(
        "error",
        _("“%(given)s” không phải là một ngày.") % {"given": given},
        _("Hãy nhập hai ngày cần so sánh theo dạng 2026-07-01 hoặc 01/07/2026."),
    )


def state_notice(version, *, of_document: bool = False) -> Notice | None:
    """What the state of a version means for who must comply; nothing to say while it is in force."""
    day = {"day": shown(version.effective_from)}
    thing = _("Văn bản này") if of_document else _("Quy định này")
    texts = {
        State.PARTLY: ("warning", _("đã hết hiệu lực một phần từ %(day)s."), _("Phần còn lại vẫn phải thực hiện.")),
        State.SUSPENDED: (
            "warning",
            _("ngưng hiệu lực từ %(day)s."),
            _("Nội dung dưới đây tạm thời không áp dụng cho đến khi có bản mới."),
        ),
        State.ABOLISHED: (
            "warning",
            _("đã hết hiệu lực từ %(day)s."),
            _("Không còn phải thực hiện; nội dung dưới đây chỉ để tra cứu."),
        ),
        State.GAP: (
            "warning",
            _("thuộc khoảng trống pháp lý từ %(day)s."),
            _("Căn cứ đã hết hiệu lực mà chưa có quy định thay thế; hãy hỏi cơ quan quản lý trước khi áp dụng."),
        ),
        State.UNKNOWN: (
            "warning",
            _("chưa xác định được hiệu lực."),
            _("Hãy đối chiếu với văn bản gốc hoặc hỏi cơ quan quản lý trước khi áp dụng."),
        ),
    }  # fmt: skip
    if version.state not in texts:
        return None
    kind, title, text = texts[version.state]
    if version.note:  # in Vietnamese, whatever the reader's language is
        text = format_html('<span lang="vi">{}</span> {}', version.note, text)
    return Notice(kind, f"{thing} {title % day}", text)


def undated_notice(version) -> Notice | None:
    """Above a document's text of which nobody knows the first day; the state "unknown" says so itself."""
    if version.effective_from is not None or version.state == State.UNKNOWN:
        return None
    return Notice(
        "warning",
        _("Chưa rõ ngày bản này bắt đầu có hiệu lực."),
        _("Nội dung dưới đây có thể chưa hoặc không áp dụng vào ngày đang xem; hãy đối chiếu với văn bản gốc."),
    )


def upcoming_notice(first, *, of_document: bool = False) -> Notice:
    """Above the text of something announced that is not in force yet."""
    thing = _("Văn bản này") if of_document else _("Quy định này")
    title = _("%(thing)s sắp có hiệu lực từ %(day)s.") % {"thing": thing, "day": shown(first.effective_from)}
    return Notice("info", title, _("Nội dung dưới đây là nội dung sẽ áp dụng từ ngày đó."))


def before_it_existed_notice(timeline: Timeline, on: datetime.date, *, of_document: bool = False) -> Notice:
    """For a day on which nothing was known of the thing: no text is shown."""
    first = timeline.dated[0]
    title = (
        _("Vào ngày %(day)s, văn bản này chưa có trên cổng và chưa có hiệu lực.")
        if of_document
        else _("Vào ngày %(day)s, quy định này chưa tồn tại.")
    )
    return Notice(
        "warning",
        title % {"day": shown(on)},
        _("Phiên bản đầu tiên có hiệu lực từ %(day)s.") % {"day": shown(first.effective_from)},
        first.get_absolute_url(),
        _("Xem phiên bản đầu tiên"),
    )


def change_ahead_notice(following, compare_url: str = "") -> Notice:
    """Above a text in force that another one will follow."""
    return Notice(
        "info",
        _("Từ %(day)s áp dụng phiên bản mới.") % {"day": shown(following.effective_from)},
        following.note,
        compare_url or following.get_absolute_url(),
        _("Xem nội dung sẽ thay đổi") if compare_url else _("Xem phiên bản mới"),
    )


def old_version_notice(version, timeline: Timeline, today: datetime.date, current_url: str) -> Notice | None:
    """Above a version that is not the one of today: when it spoke, what took its place."""
    correction = timeline.correction_of(version)
    if correction is not None:
        return Notice(
            "warning",
            _("Phiên bản %(n)d đã được đính chính bằng phiên bản %(by)d.")
            % {"n": version.number, "by": correction.number},
            correction.note,
            correction.get_absolute_url(),
            _("Xem bản đính chính"),
        )
    if version is timeline.on(today):
        return None
    dates = {"n": version.number, "begins": shown(version.effective_from), "ends": shown(timeline.ends(version))}
    if version.effective_from and version.effective_from > today:
        return Notice(
            "info",
            _("Phiên bản %(n)d chưa có hiệu lực: áp dụng từ %(begins)s.") % dates,
            "",
            current_url,
            _("Xem nội dung hôm nay"),
        )
    return Notice(
        "warning",
        _("Phiên bản %(n)d không còn là bản hiện hành.") % dates,
        _("Áp dụng từ %(begins)s đến trước %(ends)s.") % dates if timeline.ends(version) else "",
        current_url,
        _("Xem nội dung hôm nay"),
    )
