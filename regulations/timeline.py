"""How the versions of one regulation or document follow each other: which one speaks when, and until when."""

import datetime
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.utils import timezone

from regulations.models import Status
from regulations.models.published import PublishedVersion

V = TypeVar("V", bound=PublishedVersion)


class Timeline(Generic[V]):
    """All published versions of one thing, corrected ones too. Asks no database."""

    def __init__(self, versions: Iterable[V], *, announced_on: datetime.date | None = None) -> None:
        """`announced_on` is when the first version became known; by default the day it was recorded here."""
        self.published = sorted(versions, key=_newest_first)
        current = [version for version in self.published if not version.is_corrected]
        self.dated = sorted((v for v in current if v.effective_from), key=lambda v: v.effective_from)
        self.undated = sorted((v for v in current if not v.effective_from), key=lambda v: v.number)
        recorded = [version.recorded_at for version in self.published]
        self.announced_on = announced_on or (timezone.localdate(min(recorded)) if recorded else None)

    def __bool__(self) -> bool:
        return bool(self.published)

    def on(self, day: datetime.date) -> V | None:
        """The version that speaks on a day; one with an unknown date stands in where no dated one does."""
        begun = [version for version in self.dated if version.effective_from <= day]
        return begun[-1] if begun else (self.undated[-1] if self.undated else None)

    def status_on(self, day: datetime.date) -> Status | None:
        """What the public sees on a day; None before anything was known."""
        version = self.on(day)
        if version is not None:
            return version.status
        return Status.UPCOMING if self.announced_on and self.announced_on <= day else None

    def next_after(self, day: datetime.date) -> V | None:
        """The first version to take effect after a day."""
        return next((version for version in self.dated if version.effective_from > day), None)

    def numbered(self, number: int) -> V | None:
        return next((version for version in self.published if version.number == number), None)

    def ends(self, version: V) -> datetime.date | None:
        """The first day on which another version speaks in place of this one; None where none follows."""
        following = self.next_after(version.effective_from) if version.effective_from else None
        return following.effective_from if following else None

    def before(self, version: V) -> V | None:
        """The version that this one took the place of in time."""
        if version.effective_from is None:
            return None
        earlier = [other for other in self.dated if other.effective_from < version.effective_from]
        return earlier[-1] if earlier else None

    def correction_of(self, version: V) -> V | None:
        return next((other for other in self.published if other.corrects_id == version.pk), None)


def last_day(timeline: Timeline, version: PublishedVersion) -> datetime.date | None:
    """The last day on which a version speaks; None where no other follows it."""
    ends = timeline.ends(version)
    return ends - datetime.timedelta(days=1) if ends else None


def _newest_first(version: PublishedVersion) -> tuple[int, int]:
    """Undated versions last, corrections before what they correct."""
    return -(version.effective_from.toordinal() if version.effective_from else 0), -(version.number or 0)
