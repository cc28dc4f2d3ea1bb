"""Who there is: communities and places, committees and offices, accounts and seats, participants
and the ways they are reached."""

from consult.people.records.accounts import (
    Account,
    AccountInvitation,
    AccountSession,
    HelperLink,
    Role,
    Seat,
    WomanOrMan,
)
from consult.people.records.languages import Language, LanguageSentence
from consult.people.records.participants import (
    Belonging,
    Consent,
    ContactPoint,
    GuessBucket,
    HearBack,
    Participant,
    Reach,
    Receipt,
    Tombstone,
)
from consult.people.records.places import Committee, Community, Estimate, Group, Office, Place, WhoseList

__all__ = [
    "Account",
    "AccountInvitation",
    "AccountSession",
    "Belonging",
    "Committee",
    "Community",
    "Consent",
    "ContactPoint",
    "Estimate",
    "Group",
    "GuessBucket",
    "HearBack",
    "HelperLink",
    "Language",
    "LanguageSentence",
    "Office",
    "Participant",
    "Place",
    "Reach",
    "Receipt",
    "Role",
    "Seat",
    "Tombstone",
    "WhoseList",
    "WomanOrMan",
]
