"""What complying costs, by Article 27 (Điều 27) of Thông tư 02/2017/TT-VPCP; every amount is whole đồng (VND).

One time = the sum of its activities: hours x hourly income + services + fees. A year = one time x times a year x
subjects a year. A benefit = the current cost - the cost after the cut. Each activity is rounded half-up to the đồng
before anything is added, so that a total is the sum of the figures a reader sees. Nothing is guessed: without a figure
there is no product.

This module knows no model, so that models and pages share the one formula.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def activity_amount(*, hours: Decimal, hourly_income: int, services: int, fees: int) -> int:
    """One activity, once, in whole đồng."""
    labour = (Decimal(hours) * hourly_income).quantize(Decimal(1), ROUND_HALF_UP)
    return int(labour) + services + fees


def money(amount: int) -> str:
    """Whole đồng, grouped as the reader's language groups: "1.200.000 đ"."""
    return _("%(amount)s đ") % {"amount": number_format(amount, force_grouping=True)}


@dataclass(frozen=True, slots=True)
class CostRow:
    """One activity of complying, once. `source` says where its figures come from and of which day they are."""

    activity: str
    hours: Decimal
    hourly_income: int
    services: int
    fees: int
    source: str

    @property
    def amount(self) -> int:
        return activity_amount(
            hours=self.hours, hourly_income=self.hourly_income, services=self.services, fees=self.fees
        )

    @property
    def labour(self) -> str:
        """The work of the activity as it is multiplied: "1,5 giờ × 50.000 đ"; "" where it takes none."""
        if not self.hours:
            return ""
        hours = number_format(Decimal(format(self.hours.normalize(), "f")))
        return _("%(hours)s giờ × %(income)s") % {"hours": hours, "income": money(self.hourly_income)}

    @property
    def shown(self) -> dict[str, str]:
        """Services, fees and the amount as money."""
        return {"services": money(self.services), "fees": money(self.fees), "amount": money(self.amount)}

    def __str__(self):
        parts = [self.labour, *(money(part) for part in (self.services, self.fees) if part)]
        figures = " + ".join(filter(None, parts))
        amount = money(self.amount)
        return f"{self.activity}: {figures} = {amount}" if figures else f"{self.activity}: {amount}"


@dataclass(frozen=True, slots=True)
class CostSheet:
    """The cost of one version of a regulation: its activities and how often by how many they are done in a year."""

    rows: tuple[CostRow, ...] = ()
    times_per_year: int | None = None
    subjects_per_year: int | None = None

    @property
    def once(self) -> int | None:
        """One time for one subject; None while no activity is recorded."""
        return sum(row.amount for row in self.rows) if self.rows else None

    @property
    def per_year(self) -> int | None:
        """All subjects in a year; None where a factor is unknown."""
        if self.once is None or self.times_per_year is None or self.subjects_per_year is None:
            return None
        return self.once * self.times_per_year * self.subjects_per_year

    @property
    def once_shown(self) -> str:
        return "" if self.once is None else money(self.once)

    @property
    def year_formula(self) -> str:
        """The year's product with its factors; "" where it cannot be formed."""
        if self.per_year is None:
            return ""
        return _("%(once)s × %(times)s lần × %(subjects)s đối tượng = %(year)s") % {
            "once": self.once_shown,
            "times": number_format(self.times_per_year, force_grouping=True),
            "subjects": number_format(self.subjects_per_year, force_grouping=True),
            "year": money(self.per_year),
        }

    @property
    def missing(self) -> list[str]:
        """In words, the factors of a year that nobody has given yet."""
        factors = (
            (self.times_per_year, _("số lần thực hiện mỗi năm")),
            (self.subjects_per_year, _("số đối tượng tuân thủ mỗi năm")),
        )
        return [name for value, name in factors if value is None]


@dataclass(frozen=True, slots=True)
class Saving:
    """Cost per year before and after a cut; None on a side that is not known."""

    before: int | None
    after: int | None

    @property
    def amount(self) -> int | None:
        """Đồng saved each year; below zero where the change costs more. None where a side is not known."""
        return None if self.before is None or self.after is None else self.before - self.after


@dataclass(frozen=True, slots=True)
class TotalSaving:
    """What several cuts save together: sums over the `known` of `count` that have figures on both sides."""

    count: int
    known: int
    before: int
    after: int

    @property
    def amount(self) -> int:
        return self.before - self.after

    @property
    def percent(self) -> Decimal | None:
        """Of the current cost of the known ones, to one decimal, half-up; None where that cost is nothing."""
        if not self.before:
            return None
        return (Decimal(100 * self.amount) / self.before).quantize(Decimal("0.1"), ROUND_HALF_UP)


def total_saving(savings: Iterable[Saving]) -> TotalSaving:
    """The sum of savings; those without figures on both sides are counted and add nothing."""
    everything = list(savings)
    known = [saving for saving in everything if saving.amount is not None]
    return TotalSaving(
        count=len(everything),
        known=len(known),
        before=sum(saving.before for saving in known),
        after=sum(saving.after for saving in known),
    )
