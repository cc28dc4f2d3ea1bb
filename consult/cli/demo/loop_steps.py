"""What representatives, committee and offices do in the sample."""

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.cli.demo.setting import account, office
from consult.cli.demo.stage import Stage
from consult.loop.close import returns
from consult.loop.close.records import Form, Says
from consult.loop.collect.answers import answers_of, original_text
from consult.loop.respond import faithful, faithful_words, responses, second_look, wordings
from consult.loop.respond.records import Faithful, Kind, ResponseVersion
from consult.loop.review import reviews
from consult.loop.review.records import Position
from consult.loop.understand import codebook, coding, findings, first_reading, themes
from consult.loop.understand.cards import number_cards
from consult.loop.understand.records import Card, Control, FindingsTheme
from consult.people.communities import places_of
from consult.people.records import Seat

SEED = 7


def read_and_sort(play: Stage, session: Session) -> None:
    """Salma reads every card first; Joseph sorts them, as the file says."""
    salma, joseph = account(session, "salma"), account(session, "joseph")
    consultation = play.consultation(session)
    number_cards(session, consultation=consultation, shuffle=random.Random(SEED).shuffle)  # noqa: S311 - only the sample's order
    codes = {
        each["number"]: codebook.add_code(
            session,
            consultation=consultation,
            name=each["name"],
            language="en",
            definition=each["definition"],
            by=salma,
            now=play.at,
        )
        for each in play.place.codes
    }
    while (card := first_reading.take(session, consultation=consultation, by=salma, now=play.at)) is not None:
        words = original_text(session, card.answer)  # nobody in them can be found: nothing to mask
        first_reading.pass_on(session, card=card, text=words, by=salma, now=play.at)
    for n, person in enumerate(play.place.people):
        for card, wanted in _cards_of(play, session, n, person):
            sorted_as: list[Any] = [codes[number] for number in wanted] or [Control.UNCLEAR]
            coding.sort_answer(session, card=card, codes=sorted_as, by=joseph, now=play.at)


def _cards_of(play: Stage, session: Session, n: int, person: dict[str, Any]) -> list[tuple[Card, list[int]]]:
    """The cards of a person with their codes: one code for each answer, the rest on the first."""
    participant = play.participant(session, n, person)
    if participant is None:
        return []
    answers = answers_of(session, participant=participant)
    wanted: list[int] = list(person["codes"])
    shares = [wanted] if len(answers) < 2 else [wanted[:1], wanted[1:] or wanted]
    cards = {
        card.answer_id: card
        for card in session.scalars(select(Card).where(Card.answer_id.in_([a.id for a in answers])))
    }
    return [(cards[a.id], share) for a, share in zip(answers, shares, strict=False) if a.id in cards]


def name_themes(play: Stage, session: Session) -> None:
    """The themes in the community's words and their other languages."""
    salma = account(session, "salma")
    consultation = play.consultation(session)
    codes = {code.number: code for code in codebook.codebook(session, consultation)}
    for each in play.place.themes:
        theme = themes.name_theme(
            session,
            consultation=consultation,
            name=each["name"],
            statement=each["statement"],
            language="en",
            offices=[office(session, slug) for slug in each["offices"]],
            codes=[codes[number] for number in each["codes"]],
            by=salma,
            now=play.at,
        )
        for language in ("fr", "ar"):
            themes.translate(
                session,
                theme=theme,
                language=language,
                name=each[f"{language}_name"],
                statement=each[f"{language}_statement"],
                by=salma,
                now=play.at,
            )


def release(play: Stage, session: Session) -> None:
    """The findings go out, with one line for the words that stand alone."""
    salma = account(session, "salma")
    current = play.round(session)
    assert current.review_by is not None
    released = findings.release(
        session,
        consultation=play.consultation(session),
        alone=play.place.alone["en"],
        review_by=current.review_by,
        by=salma,
        now=play.at,
        small_cell=play.house.settings.small_cell,
    )
    for language in ("fr", "ar"):
        findings.translate_alone(
            session,
            findings=released,
            language=language,
            text=play.place.alone[language],
            by=salma,
            now=play.at,
        )


def _themes(play: Stage, session: Session) -> dict[int, FindingsTheme]:
    latest = findings.latest(session, play.consultation(session))
    assert latest is not None
    return {item.number: item for item in findings.items_of(session, latest)}


def review(play: Stage, session: Session) -> None:
    """Two members speak; about the school nobody does, and it goes on by its date."""
    released = _themes(play, session)
    for each in play.place.reviews:
        member = account(session, each["member"])
        seat = session.scalars(select(Seat).where(Seat.account_id == member.id)).one()
        reviews.say(
            session,
            findings_theme=released[each["theme"]],
            seat=seat,
            position=Position(each["position"]),
            reason=each.get("reason", ""),
            language="en",
            signed="a trader of the old market" if each["member"] == "idris" else None,
            now=play.at,
        )


def draft_answers(play: Stage, session: Session) -> None:
    """Two offices write; each hands its answer over for a second look."""
    released = _themes(play, session)
    for each in play.place.responses:
        drafter = account(session, each["drafter"])
        version = responses.draft(
            session,
            office=office(session, each["office"]),
            themes=[released[number] for number in each["themes"]],
            kind=Kind(each["kind"]),
            words=each["words"],
            why=each["why"],
            who=each["who"],
            by_when=(play.at + timedelta(days=each["in_days"])).date(),
            language="en",
            speak=play.speak,
            by=drafter,
            now=play.at,
        )
        for language in ("fr", "ar"):
            if language in each:
                wordings.write_wording(
                    session,
                    version=version,
                    language=language,
                    words=each[language],
                    why=each[f"{language}_why"],
                    who=each[f"{language}_who"],
                    speak=play.speak,
                    by=drafter,
                    now=play.at,
                )
        second_look.hand_over(session, version=version, by=drafter, now=play.at)


def publish_answers(play: Stage, session: Session) -> None:
    """A colleague looks, and lets it go to the representatives."""
    checkers = {each["office"]: each["checker"] for each in play.place.responses}
    for version in session.scalars(select(ResponseVersion)):
        checker = account(session, checkers[version.response.office.slug])
        second_look.publish(session, version=version, by=checker, now=play.at)


def check_answers(play: Stage, session: Session) -> None:
    """Salma reads both: one takes up what was said, one does not, and goes out with her reason beside it."""
    salma = account(session, "salma")
    seat = session.scalars(select(Seat).where(Seat.account_id == salma.id)).one()
    reasons = {each["office"]: each.get("not_faithful", "") for each in play.place.responses}
    for version in faithful_words.asked_of(session, seat=seat, now=play.at):
        reason = reasons[version.response.office.slug]
        faithful.say(
            session,
            version=version,
            says=Faithful.NO if reason else Faithful.YES,
            note=reason,
            language="en",
            seat=seat,
            now=play.at,
        )


def meet(play: Stage, session: Session) -> None:
    """The Friday meeting of one quarter hears both answers and judges one with beans."""
    consultation = play.consultation(session)
    riverside = next(p for p in places_of(session, consultation.community) if p.name == "Riverside")
    released = _themes(play, session)
    returns.log(
        session,
        consultation=consultation,
        place=riverside,
        form=Form.MEETING,
        on=play.at.date(),
        people=43,
        versions=returns.newest(session, consultation),
        said="People asked who keeps the spare parts, and why the lamps can be carried away.",
        beans={released[1].theme: {Says.YES: 17, Says.PARTLY: 14, Says.NO: 9}},
        line_read=True,
        by=account(session, "salma"),
        now=play.at,
    )


def answer_again(play: Stage, session: Session) -> None:
    """Somebody said *not what we said*: the water office writes again; Peter has not looked yet."""
    nadia = account(session, "nadia")
    first = next(
        version for version in session.scalars(select(ResponseVersion)) if version.kind is Kind.WILL_DO
    )
    again = responses.new_version(
        session,
        response=first.response,
        kind=Kind.WILL_DO,
        only_wording=False,
        words="We will drill the second well on the hill side first, because people from the hill told us "
        "that the walk is the worst of it. The four people who keep the parts begin in the same month.",
        why="Somebody told us that our first answer was not about what they had said: the way from the hill.",
        who="Water office, field engineer",
        by_when=(play.at + timedelta(days=55)).date(),
        speak=play.speak,
        by=nadia,
        now=play.at,
    )
    second_look.hand_over(session, version=again, by=nadia, now=play.at)
