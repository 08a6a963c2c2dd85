"""Under which key a query is counted: enough to count it by, useless to whoever reads the table."""

from django.utils.crypto import salted_hmac

from search.analysis import fold
from search.learning.privacy import has_personal_data
from search.models.learning import LONGEST_SHOWN

PERSONAL = ""
"""The one key of all queries that have personal data in them."""

_EDGES = " .,;:!?…"


def key_of(text: str) -> str:
    """64 hexadecimal digits, the same for every spelling that differs in case, accents and blanks alone.

    A hash with the portal's SECRET_KEY: without it nobody can try out which words a key stands for.
    """
    if has_personal_data(text):
        return PERSONAL
    folded = " ".join(fold(text).split()).strip(_EDGES)
    return salted_hmac("search.learning", folded, algorithm="sha256").hexdigest()


def may_be_shown(text: str) -> bool:
    """Whether staff may read these words once they were asked often enough."""
    return len(text) <= LONGEST_SHOWN and not has_personal_data(text)
