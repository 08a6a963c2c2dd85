"""Receipt numbers: the only key a sender has to what they sent, so nobody may guess one."""

import re
import secrets

from .models import Comment

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what is misread on paper or over the telephone: 0 O, 1 I L, U."""
PREFIX, GROUPS, GROUP_LENGTH = "GY", 3, 4
_SEPARATORS = re.compile(r"[\s\-‐-―._]+")


def new_receipt() -> str:
    """`GY-XXXX-XXXX-XXXX`, 58 random bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _letter in range(GROUP_LENGTH)) for _group in range(GROUPS))
    return "-".join((PREFIX, *groups))


def as_stored(given: str) -> str:
    """A receipt number as somebody copied it, in the form it is stored; "" for what cannot be one."""
    letters = _SEPARATORS.sub("", given[:100]).upper()
    body = letters.removeprefix(PREFIX) if len(letters) > GROUPS * GROUP_LENGTH else letters
    if len(body) != GROUPS * GROUP_LENGTH or not set(body) <= set(ALPHABET):
        return ""
    return "-".join((PREFIX, *(body[at : at + GROUP_LENGTH] for at in range(0, len(body), GROUP_LENGTH))))


def find(given: str) -> Comment | None:
    """The comment with this receipt number, however it is typed."""
    receipt = as_stored(given)
    return Comment.objects.filter(receipt=receipt).first() if receipt else None
