"""How often one may try to sign in, counted in the database: a count per process is no limit at all."""

import datetime
import math

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import LoginAttempt


def client_address(request: HttpRequest) -> str:
    """The address the request came from.

    X-Forwarded-For is a visitor's to write, except for what our own TRUSTED_PROXY_COUNT proxies appended on the right.
    """
    proxies = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def seconds_to_wait(*, email: str, address: str) -> int:
    """Count this attempt; 0 if it may go on, otherwise the seconds until one may try again.

    The attempt is counted before the password is looked at, so that tries sent side by side are counted too.
    """
    window = datetime.timedelta(seconds=settings.LOGIN_ATTEMPTS_WINDOW_SECONDS)
    now = timezone.now()
    LoginAttempt.objects.filter(at__lte=now - window).delete()
    attempt = LoginAttempt.objects.create(account_key=_account_key(email), address_key=_key("address", address), at=now)
    waits = [
        _wait({"account_key": attempt.account_key}, settings.LOGIN_ATTEMPTS_PER_ACCOUNT, attempt, window),
        _wait({"address_key": attempt.address_key}, settings.LOGIN_ATTEMPTS_PER_ADDRESS, attempt, window),
    ]
    if max(waits):
        attempt.delete()  # a refused try does not push the end of the wait further away
    return max(waits)


def forget_attempts(*, email: str) -> None:
    """The person signed in: what was counted against the account is forgotten, not what came from the address."""
    LoginAttempt.objects.filter(account_key=_account_key(email)).update(account_key="")


def _wait(key: dict[str, str], limit: int, attempt: LoginAttempt, window: datetime.timedelta) -> int:
    earlier = LoginAttempt.objects.filter(**key, pk__lt=attempt.pk).order_by("-at")
    reached = earlier.values_list("at", flat=True)[limit - 1 : limit]
    return math.ceil((reached[0] + window - attempt.at).total_seconds()) if reached else 0


def _account_key(email: str) -> str:
    return _key("account", email.strip().casefold())


def _key(purpose: str, value: str) -> str:
    return salted_hmac(f"accounts.throttling.{purpose}", value, algorithm="sha256").hexdigest()
