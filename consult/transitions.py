"""The one table of moves: of a comment from status to status, of a round from stage to stage. Others are refused."""

from enum import Enum

from django.utils.translation import gettext as _

from .models import CommentStatus, Stage
from .refusals import Refused


class Actor(Enum):
    SENDER = "sender"
    MODERATOR = "moderator"


UNCONFIRMED, PENDING = CommentStatus.UNCONFIRMED, CommentStatus.PENDING
PUBLISHED, REJECTED = CommentStatus.PUBLISHED, CommentStatus.REJECTED
HIDDEN, WITHDRAWN = CommentStatus.HIDDEN, CommentStatus.WITHDRAWN

COMMENT_MOVES: dict[tuple[str, str], Actor] = {
    (UNCONFIRMED, PENDING): Actor.SENDER,
    (UNCONFIRMED, PUBLISHED): Actor.MODERATOR,  # a voice whose mail was lost still counts, marked as not verified
    (UNCONFIRMED, REJECTED): Actor.MODERATOR,
    (PENDING, PUBLISHED): Actor.MODERATOR,
    (PENDING, REJECTED): Actor.MODERATOR,
    (PUBLISHED, HIDDEN): Actor.MODERATOR,
    (HIDDEN, PUBLISHED): Actor.MODERATOR,
    (REJECTED, PUBLISHED): Actor.MODERATOR,
} | {(status, WITHDRAWN): Actor.SENDER for status in (UNCONFIRMED, PENDING, PUBLISHED, REJECTED, HIDDEN)}

NEEDS_REASON = frozenset({REJECTED, HIDDEN})
"""Nobody's words are kept from the public without a reason that the sender reads."""

STAGE_MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        (Stage.DRAFT, Stage.PUBLISHED),
        (Stage.PUBLISHED, Stage.ANSWERED),
        (Stage.ANSWERED, Stage.PUBLISHED),  # a comment is shown again that nobody answered
        (Stage.ANSWERED, Stage.ARCHIVED),
    }
)


def moves_of_a_moderator(status: str) -> list[CommentStatus]:
    """What a moderator may make of a comment with this status, in the order of buttons."""
    order = (PUBLISHED, REJECTED, HIDDEN)
    return [to for to in order if COMMENT_MOVES.get((status, to)) is Actor.MODERATOR]


def require_comment_move(status: str, to: str, actor: Actor) -> None:
    """Raises Refused, saying what the comment is now: mostly somebody else was quicker."""
    if COMMENT_MOVES.get((status, to)) is not actor:
        raise Refused(
            _("Ý kiến đang ở trạng thái “%(now)s”, không chuyển sang “%(to)s” được.")
            % {"now": CommentStatus(status).label, "to": CommentStatus(to).label}
        )


def require_stage_move(stage: str, to: str) -> None:
    """Raises Refused, saying what the round is now."""
    if (stage, to) not in STAGE_MOVES:
        raise Refused(
            _("Đợt lấy ý kiến đang ở bước “%(now)s”, không chuyển sang “%(to)s” được.")
            % {"now": Stage(stage).label, "to": Stage(to).label}
        )
