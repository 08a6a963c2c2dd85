"""When an account is erased: what the person said stays in the record of the round, under no name."""

from accounts.signals import account_erased

from .models import Sender


def connect() -> None:
    account_erased.connect(_take_name_off, dispatch_uid="consult.erasing")


def _take_name_off(user, **_kwargs) -> None:
    Sender.objects.filter(user=user).update(user=None, name="", email="", email_confirmed_at=None)
