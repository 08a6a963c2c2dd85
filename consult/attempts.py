"""How often one may comment or ask for a receipt, counted in the database (settings.COMMENT_ATTEMPTS)."""

from django.conf import settings
from django.http import HttpRequest

from accounts.throttling import seconds_to_wait_within


def seconds_until_next_comment(request: HttpRequest, email: str) -> int:
    """Count this comment; 0 if it may be stored. Against the address, and the account or the e-mail that was given."""
    account = request.user.email if request.user.is_authenticated else email
    return seconds_to_wait_within(
        request, settings.COMMENT_ATTEMPTS["comment"], purpose="consult_comment", account=account
    )


def seconds_until_next_receipt(request: HttpRequest) -> int:
    """Count this look at a receipt; 0 if it may be shown."""
    return seconds_to_wait_within(request, settings.COMMENT_ATTEMPTS["receipt"], purpose="consult_receipt")
