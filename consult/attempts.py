"""How often one may comment or ask for a receipt, counted in the database (settings.COMMENT_ATTEMPTS)."""

import datetime

from django.conf import settings
from django.http import HttpRequest

from accounts.throttling import client_address, seconds_to_wait_for


def seconds_until_next_comment(request: HttpRequest, email: str) -> int:
    """Count this comment; 0 if it may be stored. Against the address, and the account or the e-mail that was given."""
    return _wait(request, "comment", request.user.email if request.user.is_authenticated else email)


def seconds_until_next_receipt(request: HttpRequest) -> int:
    """Count this look at a receipt; 0 if it may be shown."""
    return _wait(request, "receipt", "")


def _wait(request: HttpRequest, purpose: str, account: str) -> int:
    allowed = settings.COMMENT_ATTEMPTS[purpose]
    return seconds_to_wait_for(
        purpose=f"consult_{purpose}",
        keys={"address": client_address(request), "account": account},
        limits=allowed,
        window=datetime.timedelta(seconds=allowed["seconds"]),
    )
