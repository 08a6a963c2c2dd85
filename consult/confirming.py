"""The signed link that shows a guest's e-mail address to be theirs."""

import datetime

from django.core import signing
from django.utils.translation import gettext as _

from .models import Comment
from .refusals import LinkUnusable

SALT = "consult.confirm"
VALID_FOR = datetime.timedelta(days=7)


def token_for(comment: Comment) -> str:
    """Names the comment and nothing about the person; what it does, it does once."""
    return signing.dumps(comment.pk, salt=SALT)


def comment_of(token: str) -> Comment:
    """The comment whose sender got this link. Raises LinkUnusable."""
    try:
        key = signing.loads(token, salt=SALT, max_age=VALID_FOR)
        return Comment.objects.select_related("consultation", "sender").get(pk=key)
    except (signing.BadSignature, Comment.DoesNotExist, ValueError, TypeError):
        raise LinkUnusable(_("Liên kết xác nhận không đúng hoặc đã quá hạn.")) from None
