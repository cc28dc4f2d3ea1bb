"""What the cells of a row name: places, groups and prompts that this consultation has, or none."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.errors import Refused, mark
from consult.loop.collect.prompts import all_prompts, newest_version, wordings_of
from consult.loop.collect.records import PromptWording, Round
from consult.loop.collect.rows import Row
from consult.people.records import Group, HearBack, Place


class Names:
    """Looked up once for all rows of a file."""

    def __init__(self, session: Session, round: Round) -> None:  # noqa: A002 - the house's word
        self.first_language = round.consultation.language
        self.asked = _asked(session, round)
        here = round.consultation.community_id
        places = session.scalars(select(Place).where(Place.community_id == here))
        self.places = {place.name.casefold(): place for place in places}
        groups = session.scalars(select(Group).where(Group.community_id == here, Group.retired_at.is_(None)))
        self.groups = {group.name.casefold(): group for group in groups}

    def groups_in(self, row: Row) -> list[Group]:
        """Several groups stand in one cell with semicolons or commas between them."""
        named = [each.strip().casefold() for each in re.split("[;,،؛]", row.group) if each.strip()]
        if row.group.strip().casefold() in self.groups:
            named = [row.group.strip().casefold()]
        try:
            return [self.groups[each] for each in named]
        except KeyError:
            raise Refused(mark("This group is not on the community's lists.")) from None

    def place_in(self, row: Row) -> Place | None:
        if not row.place:
            return None
        try:
            return self.places[row.place.casefold()]
        except KeyError:
            raise Refused(mark("This place is not one of the community's places.")) from None

    def wording_in(self, row: Row, language: str) -> PromptWording:
        """The prompt by its number, or by its text in any language; the first one where none is named."""
        for number, wordings in self.asked.items():
            named = {str(number), *(wording.text.casefold() for wording in wordings.values())}
            if not row.prompt or row.prompt.casefold() in named:
                return wordings.get(language) or wordings[self.first_language]
        raise Refused(mark("There is no such prompt in this consultation."))


def _asked(session: Session, round: Round) -> dict[int, dict[str, PromptWording]]:  # noqa: A002
    """Prompt number → language → wording, as asked now."""
    return {
        prompt.number: wordings_of(session, version=newest_version(session, prompt=prompt))
        for prompt in all_prompts(session, round.consultation)
    }


def hear_back_in(row: Row) -> HearBack:
    if not row.hear_back:
        return HearBack.KNOCK
    try:
        return HearBack(row.hear_back.casefold())
    except ValueError:
        raise Refused(mark("How to hear back must be whole, knock or nothing.")) from None
