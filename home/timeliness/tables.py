"""The table of agencies on the page of timeliness, and as a file."""

import csv
import io
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from home.timeliness.figures import Delay, Four, Share, Timeliness
from regulations.importing.escaping import escaped
from regulations.models import Agency

SHARES = ("complete", "accurate", "public")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with the lists behind it: `good` of `of` records, for timely ones those entered and those open."""

    text: str
    good: int
    of: int
    good_url: str
    of_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """An agency's figures; `units_url` opens its units, "" where it has none with records."""

    name: str
    cells: list[Cell]
    units_url: str


def list_url(measure: str, agency: Agency | None, result: str = "") -> str:
    """The list behind a number."""
    asked = {"agency": agency.acronym} if agency else {}
    asked |= {"result": result} if result else {}
    return reverse("timeliness_list", args=[measure]) + (f"?{urlencode(asked)}" if asked else "")


def page_url(agency: Agency | None) -> str:
    return reverse("timeliness") + (f"?{urlencode({'agency': agency.acronym})}" if agency else "")


def percent(share: Share) -> str:
    """With one decimal; "–" where there is nothing to be a share of. Never 100 % while one record is amiss."""
    if share.percent is None:
        return "–"
    rounded = round(share.percent, 1)
    return f"{number_format(min(rounded, 99.9) if share.bad else rounded, decimal_pos=1)}%"


def days(number: float) -> str:
    """ "12 ngày", and what came before its day as such."""
    if number < 0:
        return _("trước hạn %(days)s ngày") % {"days": number_format(-number, decimal_pos=_decimals(number))}
    return _("%(days)s ngày") % {"days": number_format(number, decimal_pos=_decimals(number))}


def _decimals(number: float) -> int:
    return 0 if float(number).is_integer() else 1


def median(delay: Delay | None) -> str:
    return days(delay.median) if delay else "–"


def agency_rows(found: Timeliness, agencies: dict[int, Agency], chosen: Agency | None) -> list[Row]:
    """The agencies directly below the chosen one, or those at the top, by name."""
    parents = {agencies[pk].parent_id for pk in found.by_agency if pk in agencies}
    return [
        Row(one.name, cells_of(found.by_agency[one.pk], one), page_url(one) if one.pk in parents else "")
        for one in below_of(found, agencies, chosen)
    ]


def below_of(found: Timeliness, agencies: dict[int, Agency], chosen: Agency | None) -> list[Agency]:
    parent = chosen.pk if chosen else None
    below = [agencies[pk] for pk in found.by_agency if pk in agencies and agencies[pk].parent_id == parent]
    return sorted(below, key=lambda one: (one.name, one.pk))


def cells_of(four: Four, agency: Agency | None) -> list[Cell]:
    """In the order of the figures."""
    cells = []
    for name in SHARES:
        share = getattr(four, name)
        urls = list_url(name, agency, "yes"), list_url(name, agency)
        cells.append(Cell(percent(share), share.good, share.of, *urls))
    timely = four.timely
    urls = list_url("timely", agency, "yes"), list_url("timely", agency)
    return [*cells, Cell(median(timely.from_effect), timely.entered, timely.of, *urls)]


def as_csv(found: Timeliness, agencies: dict[int, Agency], chosen: Agency | None) -> bytes:
    """The numbers of the table and those behind it, a row an agency; the first row is all of them together."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([
        _("Ngày"), _("Viết tắt"), _("Cơ quan"), _("Hồ sơ hiện hành"), _("Đủ"), _("Đúng"), _("Hồ sơ đã biết"),
        _("Công khai"), _("Thay đổi đã biết"), _("Đã nhập"), _("Chưa nhập"), _("Trung vị từ ban hành (ngày)"),
        _("Bách phân vị 90 từ ban hành (ngày)"), _("Trung vị từ hiệu lực (ngày)"),
        _("Bách phân vị 90 từ hiệu lực (ngày)"), _("Chưa nhập lâu nhất (ngày)"),
    ])  # fmt: skip
    first = found.by_agency.get(chosen.pk, Four()) if chosen else found.everybody
    names = [(chosen.acronym, chosen.name) if chosen else ("", _("Mọi cơ quan"))]
    rows = [(*names[0], first)]
    rows += [(one.acronym, one.name, found.by_agency[one.pk]) for one in below_of(found, agencies, chosen)]
    for acronym, name, four in rows:
        writer.writerow([found.on.isoformat(), escaped(acronym), escaped(name), *_numbers(four)])
    return file.getvalue().encode("utf-8-sig")


def _numbers(four: Four) -> list[float | int | str]:
    timely = four.timely
    delays = [value for delay in (timely.from_issue, timely.from_effect)
              for value in ((delay.median, delay.ninth_tenth) if delay else ("", ""))]  # fmt: skip
    return [
        four.complete.of, four.complete.good, four.accurate.good, four.public.of, four.public.good, timely.of,
        timely.entered, timely.open, *delays, "" if timely.open_days is None else timely.open_days,
    ]  # fmt: skip
