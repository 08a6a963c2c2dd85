"""What the portal knows about the person behind an account, and how an account ends."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts.models import User
from accounts.signals import account_erased, name_is_kept


class NameIsKept(Exception):
    """The account belongs to somebody who acted for an authority; administrators switch such an account off."""


def is_verified(user: User | AnonymousUser) -> bool:
    """Whether the person is signed in and has shown that the e-mail of the account is theirs."""
    if not (user.is_authenticated and user.is_active):
        return False
    return EmailAddress.objects.filter(user=user, email=user.email.lower(), verified=True).exists()


def email_address_of(user: User) -> EmailAddress:
    """The record that says whether the account's e-mail is confirmed; made where there is none yet.

    Others of the account, left from an e-mail it had before, are removed: they open nothing any more.
    """
    email = user.email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email=email).delete()
        address, _made = EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True})
    return address


def confirm_email(user: User) -> None:
    """The address is known to be the person's without a mail: accounts of the demo and of tests."""
    address = email_address_of(user)
    address.verified = True
    address.save(update_fields=["verified"])


def name_must_be_kept(user: User) -> bool:
    """Whether the account stands in official records and so cannot be erased by its owner."""
    if user.is_staff or user.is_superuser or user.groups.exists():
        return True
    return any(answer for _receiver, answer in name_is_kept.send(sender=User, user=user))


def erase_account(user: User) -> None:
    """Take everything personal out of an account for good. What hangs on it stays, under no name.

    Raises NameIsKept where official records need the name.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if name_must_be_kept(user):
            raise NameIsKept
        EmailAddress.objects.filter(user=user).delete()
        UserProfile.objects.filter(user=user).delete()
        user.email = f"erased-{user.pk}@erased.invalid"
        user.full_name, user.last_login = "", None
        user.is_active, user.erased_at = False, timezone.now()
        user.set_unusable_password()
        user.full_clean()
        user.save()
        account_erased.send(sender=User, user=user)
