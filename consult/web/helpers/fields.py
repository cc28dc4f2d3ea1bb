"""What a helper's form says, read into what the rooms take: from a form, or from what a phone sealed."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from flask import g
from werkzeug.datastructures import MultiDict

from consult.common.errors import Refused, mark
from consult.loop.collect import prompts
from consult.loop.collect.helping import Said, Voice
from consult.loop.collect.meetings import Met
from consult.loop.collect.records import Consultation, PromptWording, Readers, Speaks
from consult.loop.collect.rounds import today_in
from consult.loop.collect.speaking import Choices
from consult.people.communities import places_of
from consult.people.lists import groups_of
from consult.people.records import HearBack, Place
from consult.web.parts import now

Choice = TypeVar("Choice", bound=StrEnum)
Default = TypeVar("Default", bound=StrEnum | None)
Fields = MultiDict[str, str]
PREFIX, GROUP = "text-", "group-"
NUMBER = re.compile(r"\d{1,8}")


def said_in(fields: Fields, consultation: Consultation, language: str) -> Said:
    """What one person said. A choice that no page of ours offers counts as not chosen."""
    places = {str(place.id): place for place in places_of(g.session, consultation.community)}
    hear_back = fields.get("hear_back", "")
    return Said(
        language=language,
        answers=_answers(fields, consultation),
        choices=Choices(
            readers=_one_of(Readers, fields.get("readers", ""), Readers.HERE),
            hear_back=_one_of(HearBack, hear_back, HearBack.KNOCK),
            number=fields.get("number", ""),
            quote_where=fields.getlist("quote"),
            comes_from=places.get(fields.get("comes_from", "")),
            stays_in=places.get(fields.get("stays_in", "")),
            speaks=_one_of(Speaks, fields.get("speaks", ""), None),
            hand_on=fields.get("hand_on") == "yes",
        ),
        read_back=fields.get("read_back") == "yes",
        slip=fields.get("slip") == "yes",
        groups=[
            each
            for each in groups_of(g.session, consultation.community)
            if str(each.id) in fields.getlist("groups")
        ],
    )


def met_in(
    fields: Fields,
    consultation: Consultation,
    language: str,
    *,
    forgiving: bool,
    voices: Sequence[tuple[PromptWording, Voice]] = (),
) -> Met:
    """What was said at a meeting, or its `voices`. `forgiving`: the clock of a phone may be ahead, so its
    day is ours."""
    today = today_in(consultation.community, now())
    held_on = day_in(fields.get("held_on", "").strip(), today if forgiving else None)
    places: dict[str, Place] = {str(each.id): each for each in places_of(g.session, consultation.community)}
    return Met(
        language=language,
        held_on=min(held_on, today) if forgiving else held_on,
        people=count_in(fields.get("people", "")),
        points=[] if voices else _points(fields, consultation),
        voices=voices,
        read_back=fields.get("read_back") == "yes",
        place=places.get(fields.get("place", "")),
        groups={
            each.id: count_in(typed)
            for each in groups_of(g.session, consultation.community)
            if (typed := fields.get(f"{GROUP}{each.id}", "")).strip()
        },
    )


def _points(fields: Fields, consultation: Consultation) -> list[tuple[PromptWording, str]]:
    """Each line of a text is a thing of its own."""
    return [
        (wording, line)
        for wording, text in _answers(fields, consultation)
        for line in text.splitlines()
        if line.strip()
    ]


def _answers(fields: Fields, consultation: Consultation) -> list[tuple[PromptWording, str]]:
    """The texts by the wordings that stood on the page, also when they have changed since."""
    typed = {name.removeprefix(PREFIX): text for name, text in fields.items() if name.startswith(PREFIX)}
    return [(wording, typed[str(wording.id)]) for wording in shown_before(list(typed), consultation)]


def shown_before(sent: Sequence[str], consultation: Consultation) -> list[PromptWording]:
    """The wordings with the ids that were sent, also old ones. Refused where one is not of `consultation`."""
    try:
        ids = [UUID(each) for each in sent]
    except ValueError:
        ids = []
    shown = prompts.asked_before(g.session, consultation=consultation, ids=ids)
    if not shown:
        raise Refused(mark("We could not understand what was sent."))
    return shown


def _one_of(kind: type[Choice], value: str, otherwise: Default) -> Choice | Default:
    return kind(value) if value in list(kind) else otherwise


def count_in(text: str) -> int:
    """The first number in it, in digits of any script: "about 80" is 80. What has no number is none."""
    found = NUMBER.search(text.replace(",", "").replace("٬", ""))
    return int(found.group()) if found else 0


def day_in(text: str, otherwise: date | None = None) -> date:
    """The day that was typed; of what is none, `otherwise`, or it is refused."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        if otherwise is not None:
            return otherwise
        raise Refused(
            mark("Write the day as year-month-day, for example 2027-06-04."), field="held_on"
        ) from None
