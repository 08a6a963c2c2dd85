from .answers import OfficialAnswer, Outcome
from .comments import Comment, CommentStatus, ModerationAction, ModerationReason, Sender
from .consultations import PUBLIC_STAGES, Consultation, ConsultationPeriod, Phase, Stage, Subject

__all__ = [
    "PUBLIC_STAGES",
    "Comment",
    "CommentStatus",
    "Consultation",
    "ConsultationPeriod",
    "ModerationAction",
    "ModerationReason",
    "OfficialAnswer",
    "Outcome",
    "Phase",
    "Sender",
    "Stage",
    "Subject",
]
