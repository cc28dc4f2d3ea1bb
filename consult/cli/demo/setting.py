"""The sample's place and people with seats, and its two rounds."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.cli.demo.stage import Stage
from consult.common.history import OPERATOR
from consult.loop.collect import consultations, joining, prompts, rounds
from consult.people import accounts, communities, offices, seats
from consult.people.records import Account, Community, Office, Role

PEOPLE = (
    ("salma", "Salma Idriss", Role.REPRESENTATIVE, "", "representative of Kessu Ford: reads, sorts, names"),
    ("joseph", "Joseph Ladu", Role.REPRESENTATIVE, "", "representative of Kessu Ford"),
    ("ruth", "Ruth Achol", Role.COMMITTEE_MEMBER, "", "member of the advisory committee"),
    ("idris", "Idris Baraka", Role.COMMITTEE_MEMBER, "", "member of the advisory committee, dissented"),
    ("nadia", "Nadia Rahal", Role.STAFF, "water", "staff of the water office: wrote an answer"),
    ("peter", "Peter Lado", Role.STAFF, "water", "staff of the water office: has a second look to take"),
    ("luis", "Luis Ferro", Role.STAFF, "roads", "staff of the roads office: owes answers"),
    ("marie", "Marie Sabo", Role.STAFF, "roads", "staff of the roads office"),
    ("ada", "Ada Nkemi", Role.ADMINISTRATOR, "", "administrator: sets up, sees no words"),
)
OFFICES = {"water": "Water office", "roads": "Roads and schools office"}
DOMAIN = "kessu.example"


def accounts_in_words() -> list[tuple[str, str]]:
    return [(f"{key}@{DOMAIN}", what) for key, _, _, _, what in PEOPLE]


def account(session: Session, key: str) -> Account:
    return session.scalars(select(Account).where(Account.email == f"{key}@{DOMAIN}")).one()


def office(session: Session, slug: str) -> Office:
    return session.scalars(select(Office).where(Office.slug == slug)).one()


def build(play: Stage, session: Session) -> None:
    """Community, places, offices, accounts with their seats."""
    words = dict(play.place.community)
    places = words.pop("places")
    community = communities.make(session, **words, by=OPERATOR, now=play.at)
    for name in places:
        communities.add_place(session, community=community, name=name, by=OPERATOR, now=play.at)
    answering = {
        slug: offices.make(session, slug=slug, name=name, by=OPERATOR, now=play.at)
        for slug, name in OFFICES.items()
    }
    committee = communities.committee_of(session, community)
    for key, name, role, where, _ in PEOPLE:
        person, token = accounts.invite(
            session, email=f"{key}@{DOMAIN}", name=name, language="en", by=OPERATOR, now=play.at
        )
        accounts.accept(session, token=token, password=play.password, now=play.at)
        seats.give(
            session,
            account=person,
            role=role,
            community=community if role is Role.REPRESENTATIVE else None,
            committee=committee if role is Role.COMMITTEE_MEMBER else None,
            office=answering.get(where),
            how_chosen="Chosen at the Friday meeting" if role is Role.REPRESENTATIVE else "",
            by=OPERATOR,
            now=play.at,
        )


def open_consultation(play: Stage, session: Session) -> None:
    """The consultation with its musts, prompts and join words; its first round opens."""
    salma = account(session, "salma")
    words = play.place.consultation
    community = community_of(session, play)
    consultation = consultations.make(
        session,
        community=community,
        slug=words["slug"],
        name=words["name"],
        language="en",
        languages=words["languages"],
        by=salma,
        now=play.at,
    )
    consultations.write_musts(
        session,
        consultation=consultation,
        who_asks=words["who_asks"],
        who_reads=words["who_reads"],
        what_is_open=words["what_is_open"],
        meeting=words["meeting"],
        by=salma,
        now=play.at,
    )
    for language in words["languages"][1:]:
        fields = ("name", "who_asks", "who_reads", "what_is_open", "meeting")
        texts = {field: words[f"{field}_in"][language] for field in fields}
        consultations.write_musts_in(
            session, consultation=consultation, language=language, texts=texts, by=salma, now=play.at
        )
    consultations.talk_about_risks(
        session,
        consultation=consultation,
        by=salma,
        now=play.at,
        note="We talked under the fig tree: no names of people, and nobody reads answers on the road.",
    )
    for prompt in play.place.prompts:
        prompts.add_prompt(
            session,
            consultation=consultation,
            by=salma,
            now=play.at,
            wordings={language: prompt[language] for language in words["languages"]},
            back_translations={k.removesuffix("_back"): v for k, v in prompt.items() if k.endswith("_back")},
        )
    keywords = play.house.languages.keyword_table()
    for language, word in words["join"].items():
        joining.add_join_word(
            session,
            consultation=consultation,
            word=word,
            language=language,
            keywords=keywords,
            by=salma,
            now=play.at,
        )
    _open(play, session, closes=20, review=32, news=46)


def open_second_round(play: Stage, session: Session) -> None:
    """The same prompts again: newcomers can speak today."""
    _open(play, session, closes=21, review=33, news=47)


def community_of(session: Session, play: Stage) -> Community:
    slug = play.place.community["slug"]
    return session.scalars(select(Community).where(Community.slug == slug)).one()


def _open(play: Stage, session: Session, *, closes: int, review: int, news: int) -> None:
    today = play.at.date()
    rounds.open_round(
        session,
        consultation=play.consultation(session),
        closes_on=today + timedelta(days=closes),
        review_by=today + timedelta(days=review),
        news_by=today + timedelta(days=news),
        by=account(session, "salma"),
        now=play.at,
    )
