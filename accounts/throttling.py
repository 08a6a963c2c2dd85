"""How often one may try something, counted in the database: a count per process is no limit at all."""

import datetime
import ipaddress
import math
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Attempt

_IPV6_SUBSCRIBER = 64  # bits: what a provider gives one subscriber, who may take any address in it


def client_address(request: HttpRequest) -> str:
    """The address the request came from; of IPv6 the network of the subscriber.

    X-Forwarded-For is a visitor's to write, except for what our own TRUSTED_PROXY_COUNT proxies appended on the right.
    """
    proxies = settings.TRUSTED_PROXY_COUNT
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return _subscriber(forwarded[-proxies])
    return _subscriber(request.META.get("REMOTE_ADDR", ""))


def seconds_to_wait_for(
    *, purpose: str, keys: Mapping[str, str], limits: Mapping[str, int], window: datetime.timedelta
) -> int:
    """Count this attempt at `purpose`; 0 if it may go on, otherwise the seconds until one may try again.

    `keys` says against what it counts (`{"address": client_address(request), "account": email}`; an empty value does
    not count), `limits` how many attempts each of these may make in any `window`. The same key under another purpose
    is another count. Call it before the work is done and outside a transaction, so that attempts sent side by side see
    each other and a roll-back does not take the count back. A refused attempt is not counted: the wait does not grow.
    """
    now = timezone.now()
    Attempt.objects.filter(expires_at__lte=now).delete()
    attempts = {
        name: Attempt.objects.create(purpose=purpose, key=_key(purpose, name, value), expires_at=now + window)
        for name, value in keys.items()
        if value
    }
    wait = max((_wait(attempt, limits[name], now) for name, attempt in attempts.items()), default=0)
    if wait:
        Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts.values()]).delete()
    return wait


def seconds_to_wait_within(request: HttpRequest, allowed: Mapping[str, int], *, purpose: str, account: str = "") -> int:
    """The same against the address the request came from, and the account or e-mail if one was given.

    `allowed` is how settings write a limit: how many attempts from one `address` and for one `account` in so many
    `seconds`.
    """
    return seconds_to_wait_for(
        purpose=purpose,
        keys={"account": account, "address": client_address(request)},
        limits=allowed,
        window=datetime.timedelta(seconds=allowed["seconds"]),
    )


def seconds_to_wait(request: HttpRequest, *, purpose: str, email: str = "") -> int:
    """The same for what one does with an account: `purpose` is one of settings.ACCOUNT_ATTEMPTS, where the limits are.
    An e-mail without account counts like another."""
    return seconds_to_wait_within(request, settings.ACCOUNT_ATTEMPTS[purpose], purpose=purpose, account=email)


def forget_attempts(*, purpose: str, keys: Mapping[str, str]) -> None:
    """What was counted against `keys` under `purpose` no longer counts."""
    Attempt.objects.filter(key__in=[_key(purpose, name, value) for name, value in keys.items()]).delete()


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """The answer 429 to somebody who must wait for `wait` seconds."""
    response = render(request, "429.html", {"retry_after": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def _wait(attempt: Attempt, limit: int, now: datetime.datetime) -> int:
    earlier = Attempt.objects.filter(key=attempt.key, pk__lt=attempt.pk, expires_at__gt=now).order_by("-expires_at")
    reached = earlier.values_list("expires_at", flat=True)[limit - 1 : limit]
    return math.ceil((reached[0] - now).total_seconds()) if reached else 0


def _key(purpose: str, name: str, value: str) -> str:
    said = "\n".join((purpose, name, value.strip().casefold()))
    return salted_hmac("accounts.throttling", said, algorithm="sha256").hexdigest()


def _subscriber(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, _IPV6_SUBSCRIBER), strict=False))
