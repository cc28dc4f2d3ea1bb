"""What responding keeps: answers and where they went, permissions, what offices ask, promises, cards."""

from consult.loop.respond.records.answers import (
    Kind,
    PlanningDay,
    Response,
    ResponseVersion,
    WentInto,
    response_theme,
)
from consult.loop.respond.records.asked import PassedOn, QuestionReply, Reply
from consult.loop.respond.records.clearances import Clearance, ClearanceLevel, Said
from consult.loop.respond.records.commitments import (
    By,
    Commitment,
    CommitmentStep,
    Step,
    commitment_theme,
)
from consult.loop.respond.records.faithful import Faithful, Faithfulness
from consult.loop.respond.records.stop_cards import StopAnswer, StopCard, StopSays, StopWord, Wish

__all__ = [
    "By",
    "Clearance",
    "ClearanceLevel",
    "Commitment",
    "CommitmentStep",
    "Faithful",
    "Faithfulness",
    "Kind",
    "PassedOn",
    "PlanningDay",
    "QuestionReply",
    "Reply",
    "Response",
    "ResponseVersion",
    "Said",
    "Step",
    "StopAnswer",
    "StopCard",
    "StopSays",
    "StopWord",
    "WentInto",
    "Wish",
    "commitment_theme",
    "response_theme",
]
