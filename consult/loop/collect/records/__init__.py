"""What collecting keeps: consultations and rounds, prompts in languages, who said what by which door."""

from consult.loop.collect.records.answers import (
    Answer,
    AnswerPart,
    Door,
    PartKind,
    ProtectedReport,
    Readers,
    Speaks,
    SpeaksForYou,
    Submission,
)
from consult.loop.collect.records.consultations import (
    BelongsTo,
    Consultation,
    OutreachTask,
    ReadingSeat,
    Round,
    StepDone,
    Successor,
)
from consult.loop.collect.records.conversations import Conversation, JoinWord
from consult.loop.collect.records.imports import Import, ImportRow
from consult.loop.collect.records.meetings import MeetingReport
from consult.loop.collect.records.prompts import (
    KeptHint,
    OwnWord,
    Prompt,
    PromptVersion,
    PromptWording,
    WordKind,
)
from consult.loop.collect.records.recordings import MOST_BYTES, Recording

__all__ = [
    "MOST_BYTES",
    "Answer",
    "AnswerPart",
    "BelongsTo",
    "Consultation",
    "Conversation",
    "Door",
    "Import",
    "ImportRow",
    "JoinWord",
    "KeptHint",
    "MeetingReport",
    "OutreachTask",
    "OwnWord",
    "PartKind",
    "Prompt",
    "PromptVersion",
    "PromptWording",
    "ProtectedReport",
    "Readers",
    "ReadingSeat",
    "Recording",
    "Round",
    "Speaks",
    "SpeaksForYou",
    "StepDone",
    "Submission",
    "Successor",
    "WordKind",
]
