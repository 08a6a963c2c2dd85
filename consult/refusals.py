"""What the domain says no to, in words for the person who tried."""

from .models import Consultation, Phase


class Refused(Exception):
    """Something that may not be done, or not now; the message says why. `url` leads to what stands in the way."""

    def __init__(self, message: str, *, url: str = "") -> None:
        super().__init__(message)
        self.url = url


class RoundNotOpen(Refused):
    """A comment came before a round opened or after it closed; nothing was stored."""

    def __init__(self, message: str, consultation: Consultation, phase: Phase | None) -> None:
        super().__init__(message)
        self.consultation, self.phase = consultation, phase


class LinkUnusable(Refused):
    """The link of a mail is wrong or too old."""
