"""What legal control is told by e-mail: that something was submitted.

A mail goes out after the commit, and one that fails stops nothing. Only the name of the record is sent, to people who
may judge it; those who switched notices of submissions off in their account get none.
"""

import logging
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from accounts.citizens.adapter import absolute
from accounts.models import User
from regulations.models import Role
from regulations.models.published import PublishedVersion
from regulations.officers import holders_for
from regulations.publishing import PublicationRefused

logger = logging.getLogger("portal")
NAMED = 20
"""Records that a mail names; of more it says how many."""


def tell_controllers(versions: Sequence[PublishedVersion], *, by) -> None:
    """Once what was submitted is stored, write to everybody who may judge it: one mail a person."""
    submitted = list(versions)
    # A lambda, because Django names what failed by __qualname__, which a partial lacks.
    transaction.on_commit(lambda: _send(submitted, by), robust=True)


def _readers(versions: list[PublishedVersion]) -> dict[User, list[PublishedVersion]]:
    """Who may judge which of these submissions: of the agency's legal side, not of the authors."""
    legal_side: dict[int, list[User]] = {}
    readers: dict[User, list[PublishedVersion]] = {}
    for version in versions:
        agency = version.maintaining_agency
        if agency is not None and agency.pk not in legal_side:
            legal_side[agency.pk] = holders_for(agency, Role.LEGAL_CONTROLLER)
        for user in legal_side[agency.pk] if agency is not None else ():
            if _may_judge(version, user):
                readers.setdefault(user, []).append(version)
    return readers


def _may_judge(version: PublishedVersion, user: User) -> bool:
    try:
        version.check_approver(user)
    except PublicationRefused:
        return False
    return True


def _send(versions: list[PublishedVersion], by) -> None:
    """Over one connection. A mail that fails is named by its reader's account, without the address."""
    for_whom = _readers(versions)
    profiles = {profile.user_id: profile for profile in UserProfile.objects.filter(user__in=for_whom)}
    connection = get_connection()
    for user, submitted in for_whom.items():
        profile = profiles.get(user.pk)
        if profile is not None and not profile.submitted_notifications:
            continue
        try:
            mail = _message(user, submitted, by, language=profile.preferred_language if profile else "")
            mail.connection = connection
            mail.send()
        except Exception as error:  # whatever a mail server does, the submission stands
            logger.error("A mail about a submission to account %s was not sent: %s", user.pk, type(error).__name__)
            connection = get_connection()
    connection.close()


def _message(user: User, versions: list[PublishedVersion], by, *, language: str) -> EmailMessage:
    with translation.override(language or settings.LANGUAGE_CODE):
        context = {
            "by": by,
            "count": len(versions),
            "records": [(str(version).strip(), _url(version)) for version in versions[:NAMED]],
            "desk_url": absolute(reverse("wagtailadmin_home")),
        }
        subject = " ".join(render_to_string("emails/submitted_subject.txt", context).split())
        return EmailMessage(subject, render_to_string("emails/submitted_message.txt", context), to=[user.email])


def _url(version: PublishedVersion) -> str:
    name = type(version).snippet_viewset.get_url_name("inspect")
    return absolute(reverse(name, args=[version.pk]))
