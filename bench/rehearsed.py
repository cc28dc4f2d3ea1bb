"""The sample in a database of a bench: its consultation open, in every language that is shipped or made
up for tests, with answers, and the receipt of the person to whom most is owed."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from consult.app import build_house
from consult.cli.demo.place import read_place
from consult.cli.demo.rehearsal import Rehearsal
from consult.loop.close.records import Obligation
from consult.loop.collect.records import Consultation
from consult.people.participants import speak_language
from consult.people.receipts import issue
from consult.people.records import Participant
from consult.settings import Settings

WORDS = {
    "ar": "البئر خلف المدرسة جفت منذ مارس، والطريق إلى التالية غير آمن. ",
    "en": "The well behind the school has been dry since March, and the road to the next one is not safe. ",
}
"""What somebody writes, as often as it takes."""


@dataclass(frozen=True)
class Sample:
    """`codes`: for each language, the receipt of somebody who reads it."""

    slug: str
    languages: tuple[str, ...]
    codes: dict[str, str]


def settings_for(place: Path, url: str) -> Settings:
    return Settings(database_url=url, keys_file=place / "instance" / "keys.json")


def rehearse(place: Path, url: str) -> Sample:
    house = build_house(settings_for(place, url))
    for step in Rehearsal(house, read_place()).steps():
        step()
    languages = tuple(each.code for each in house.languages.all(tests=True))
    with house.database.work() as session:
        asked = session.scalars(select(Consultation)).one()
        asked.languages = [asked.language, *(code for code in languages if code != asked.language)]
        owed = func.count(Obligation.id)
        most = select(Obligation.participant_id).group_by(Obligation.participant_id).order_by(owed.desc())
        living = most.join(Participant).where(Participant.left_on.is_(None)).limit(len(languages))
        people = [session.get_one(Participant, each) for each in session.scalars(living)]
        codes = {}
        for code, person in zip(languages, people, strict=True):
            speak_language(session, participant=person, language=code, now=house.now())
            codes[code] = issue(session, vault=house.vault, participant=person, now=house.now())
        slug = asked.slug
    house.database.close()
    return Sample(slug, languages, codes)


def words_of(language: str, letters: int) -> str:
    """So many letters of an answer."""
    text = WORDS.get(language, WORDS["en"])
    return (text * (letters // len(text) + 1))[:letters].strip()
