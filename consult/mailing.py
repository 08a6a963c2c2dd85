"""What senders are told by e-mail. A mail goes out after the commit, and one that cannot loses nothing else.

Only to who showed an address to be theirs: by the link of the first mail, or with an account. In the language of the
page they wrote on.
"""

import logging
from collections.abc import Callable
from functools import partial

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts.citizens.adapter import absolute
from accounts.people import is_verified

from .confirming import VALID_FOR, token_for
from .models import Comment, CommentStatus, ModerationAction, OfficialAnswer, Sender

logger = logging.getLogger("portal")
_DECISIONS = {
    CommentStatus.PUBLISHED: "comment_published",
    CommentStatus.REJECTED: "comment_rejected",
    CommentStatus.HIDDEN: "comment_hidden",
}


def ask_to_confirm(comment: Comment) -> None:
    """Send the link. Says nothing of what was written nor who wrote it: anybody may have typed this address."""
    _after_commit([(comment, partial(_message, "comment_confirm", comment, comment.sender.email, {}))])


def tell_decision(action: ModerationAction) -> None:
    """Tell the sender that the comment is public, is not, or is hidden, with the reason."""
    comment = action.comment
    to = address_of(comment.sender)
    if to:
        context = {"reason": action.get_reason_display, "note": action.note}
        _after_commit([(comment, partial(_message, _DECISIONS[action.to_status], comment, to, context))])


def tell_answer(answer: OfficialAnswer) -> None:
    """Tell everybody whose comment an official answer stands for."""
    mails = []
    for comment in Comment.objects.filter(answer=answer).select_related("consultation", "sender__user"):
        to = address_of(comment.sender)
        if to:
            context = {"outcome": answer.get_outcome_display, "answer": answer.text}
            mails.append((comment, partial(_message, "comment_answered", comment, to, context)))
    _after_commit(mails)


def address_of(sender: Sender) -> str:
    """Where the sender may be written to; "" for nowhere."""
    if sender.email_confirmed_at is not None:
        return sender.email
    return sender.user.email if sender.user is not None and is_verified(sender.user) else ""


def _message(name: str, comment: Comment, to: str, context: dict) -> EmailMessage:
    with translation.override(comment.sender.language):
        context = context | {
            "title": comment.consultation.title,
            "confirm_url": _url("consult:confirm", token_for(comment)),
            "days": VALID_FOR.days,
            "receipt": comment.receipt,
            "receipt_url": _url("consult:receipt", comment.receipt),
            "comment_url": absolute(comment.get_absolute_url()),
        }
        subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
        return EmailMessage(subject, render_to_string(f"emails/{name}_message.txt", context), to=[to])


def _url(name: str, *arguments) -> str:
    return absolute(reverse(name, args=arguments))


def _after_commit(mails: list[tuple[Comment, Callable[[], EmailMessage]]]) -> None:
    if mails:
        transaction.on_commit(partial(_send, mails), robust=True)


def _send(mails: list[tuple[Comment, Callable[[], EmailMessage]]]) -> None:
    """Over one connection. A mail that fails is named by its comment, never by a person."""
    connection = get_connection()
    for comment, message in mails:
        try:
            mail = message()
            mail.connection = connection
            mail.send()
        except Exception as error:  # whatever a mail server does, the comment stands
            logger.error("A mail about comment %s was not sent: %s", comment.pk, type(error).__name__)
            connection = get_connection()
    connection.close()
