"""The line above a redline: "3 phần thay đổi, bớt 2 giấy tờ, thời hạn 15 → 10 ngày làm việc", computed from rows."""

from collections.abc import Callable, Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulations.costs import money
from regulations.models import RegulationVersion
from regulations.redline import Changed, Redline


def summary_lines(redline: Redline) -> list[str]:
    """What changed in the content; empty where nothing did."""
    return [
        *_parts(redline),
        *_papers(redline.papers),
        *_quantities(redline.time_limits, _time_changed, _time_one_sided),
        *_quantities(redline.fees, _fee_changed, _fee_one_sided),
        *_quantities(redline.frequencies, _frequency_changed, _frequency_one_sided),
        *_costs(redline.costs),
        *_bases(redline.bases),
    ]


def heading_changes(old: RegulationVersion, new: RegulationVersion) -> list[str]:
    """What changed in the versions' own fields: effect and name."""
    lines = []
    if old.state != new.state:
        lines.append(
            _("hiệu lực: %(old)s → %(new)s")
            % {"old": old.get_state_display().lower(), "new": new.get_state_display().lower()}
        )
    if old.title != new.title:
        lines.append(_("đổi tên quy định"))
    return lines + _yearly_factors(old, new)


def summary_line(lines: list[str]) -> str:
    """The lines as one sentence; says so where nothing changed."""
    if not lines:
        return _("Không có thay đổi về nội dung.")
    sentence = ", ".join(lines)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _yearly_factors(old: RegulationVersion, new: RegulationVersion) -> list[str]:
    factors = (
        ("times_per_year", _("số lần thực hiện mỗi năm %(old)s → %(new)s")),
        ("subjects_per_year", _("số đối tượng tuân thủ mỗi năm %(old)s → %(new)s")),
    )
    lines = []
    for name, text in factors:
        before, after = getattr(old, name), getattr(new, name)
        if before != after and before is not None and after is not None:
            shown = {"old": before, "new": after}
            lines.append(text % {key: number_format(value, force_grouping=True) for key, value in shown.items()})
    return lines


def _costs(changes: Sequence[Changed]) -> list[str]:
    """Of what one time costs; a reckoning that comes to the same sum is said to have changed."""
    if all(change.kind == "same" for change in changes):
        return []
    before, after = ([getattr(change, side) for change in changes if getattr(change, side)] for side in ("old", "new"))
    if not before or not after:
        return [_("thêm số liệu chi phí tuân thủ") if after else _("bỏ số liệu chi phí tuân thủ")]
    old, new = sum(row.amount for row in before), sum(row.amount for row in after)
    if old == new:
        return [_("sửa cách tính chi phí tuân thủ")]
    return [_("chi phí mỗi lần %(old)s → %(new)s") % {"old": money(old), "new": money(new)}]


def _of(changes: Sequence[Changed], kind: str) -> list[Changed]:
    return [change for change in changes if change.kind == kind]


def _papers(changes: Sequence[Changed]) -> list[str]:
    added, removed, changed = (len(_of(changes, kind)) for kind in ("added", "removed", "changed"))
    counted = [
        (removed, ngettext("bớt %(n)d giấy tờ", "bớt %(n)d giấy tờ", removed)),
        (added, ngettext("thêm %(n)d giấy tờ", "thêm %(n)d giấy tờ", added)),
        (changed, ngettext("sửa %(n)d giấy tờ", "sửa %(n)d giấy tờ", changed)),
    ]
    return [text % {"n": count} for count, text in counted if count]


def _parts(redline: Redline) -> list[str]:
    kinds = [part.kind for part in redline.parts]
    changed, added, removed = (kinds.count(kind) for kind in ("changed", "added", "removed"))
    counted = [
        (changed, ngettext("%(n)d phần thay đổi", "%(n)d phần thay đổi", changed)),
        (added, ngettext("thêm %(n)d phần", "thêm %(n)d phần", added)),
        (removed, ngettext("bỏ %(n)d phần", "bỏ %(n)d phần", removed)),
    ]
    return [text % {"n": count} for count, text in counted if count]


def _bases(changes: Sequence[Changed]) -> list[str]:
    added, removed = len(_of(changes, "added")), len(_of(changes, "removed"))
    counted = [
        (removed, ngettext("bớt %(n)d căn cứ pháp lý", "bớt %(n)d căn cứ pháp lý", removed)),
        (added, ngettext("thêm %(n)d căn cứ pháp lý", "thêm %(n)d căn cứ pháp lý", added)),
    ]
    return [text % {"n": count} for count, text in counted if count]


def _quantities(changes: Sequence[Changed], changed: Callable, one_sided: Callable) -> list[str]:
    """A line a row; the row's name is only said where there are several to tell apart."""
    several = len(changes) > 1
    lines = []
    for change in changes:
        if change.kind == "changed":
            lines.append(changed(change.old, change.new, several))
        elif change.kind != "same":
            lines.append(one_sided(change.new or change.old, change.kind == "added"))
    return [line for line in lines if line]


def _time_changed(old, new, several: bool) -> str:
    if (old.number, old.unit) == (new.number, new.unit):
        return ""
    before = str(old.number) if old.unit == new.unit else old.length
    values = {"old": before, "new": new.length, "name": _named(new.label)}
    if several and new.label:
        return _("thời hạn %(name)s: %(old)s → %(new)s") % values
    return _("thời hạn %(old)s → %(new)s") % values


def _time_one_sided(row, added: bool) -> str:
    text = _("thêm thời hạn %(row)s") if added else _("bỏ thời hạn %(row)s")
    return text % {"row": _named(str(row))}


def _fee_changed(old, new, several: bool) -> str:
    if old.amount == new.amount:
        return ""
    values = {"old": old.money, "new": new.money, "name": _named(new.name)}
    if several:
        return _("%(name)s: %(old)s → %(new)s") % values
    return _("phí %(old)s → %(new)s") % values


def _fee_one_sided(row, added: bool) -> str:
    text = _("thêm khoản thu %(row)s") if added else _("bỏ khoản thu %(row)s")
    return text % {"row": _named(row.name)}


def _frequency_changed(old, new, several: bool) -> str:
    return _("tần suất %(old)s → %(new)s") % {"old": old, "new": new}


def _frequency_one_sided(row, added: bool) -> str:
    text = _("thêm tần suất %(row)s") if added else _("bỏ tần suất %(row)s")
    return text % {"row": row}


def _named(name: str) -> str:
    """A row's name inside a sentence; an acronym in front keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
