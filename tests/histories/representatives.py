"""What its representatives do."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.loop.close import returns
from consult.loop.close.records import Form
from consult.loop.respond import faithful
from consult.loop.respond.records import Faithful, ResponseVersion
from consult.loop.understand import coding, first_reading, holds, merging
from consult.loop.understand.findings import release as freeze
from consult.loop.understand.records import Card, Code, Control, Hold, Theme
from consult.people.records import Place, Seat
from tests.histories.world import Nobody, World


def read(world: World, session: Session) -> None:
    """The next card is read and put under codes, or under *not an answer*."""
    card = session.scalar(select(Card).where(Card.masked_at.is_(None)).order_by(Card.number).limit(1))
    if card is None:
        raise Nobody
    first_reading.pass_on(session, card=card, text="Words.", by=world.account(session, "Amal"), now=world.now)
    session.flush()
    _put(world, session, card)


def recode(world: World, session: Session) -> None:
    read = session.scalars(select(Card).where(Card.masked_at.is_not(None)).order_by(Card.number)).all()
    if not read:
        raise Nobody
    _put(world, session, world.chance.choice(read))


def _put(world: World, session: Session, card: Card) -> None:
    codes: list[Code | Control] = [Control.NOT_AN_ANSWER]
    if world.chance.random() > 0.1:
        living = session.scalars(
            select(Code).where(Code.alias_of_id.is_(None), Code.control.is_(None)).order_by(Code.number)
        ).all()
        codes = list(world.chance.sample(living, k=world.chance.choice([1, 1, 2])))
    world.sorted = True
    coding.sort_answer(
        session, card=card, codes=codes, by=world.account(session, "Amal"), now=world.now, anew=True
    )


def merge(world: World, session: Session) -> None:
    one, other = world.chance.sample(
        list(session.scalars(select(Code).where(Code.control.is_(None)).order_by(Code.number))), k=2
    )
    world.sorted = True
    merging.merge(session, code=one, into=other, by=world.account(session, "Amal"), now=world.now)


def release(world: World, session: Session) -> None:
    freeze(
        session,
        consultation=world.consultation(session),
        alone="Others spoke of many things.",
        review_by=(world.now + timedelta(days=1)).date(),
        by=world.account(session, "Amal"),
        now=world.now,
    )
    world.after.append(world.beside.released)


def hold(world: World, session: Session) -> None:
    holds.hold(session, theme=world.any(session, Theme), by=world.account(session, "Amal"), now=world.now)


def lift(world: World, session: Session) -> None:
    # Telling what stood still asks anew who is owed: whoever spoke meanwhile is among them.
    world.after.append(world.beside.released)
    held = exists().where(Hold.theme_id == Theme.id, Hold.lifted_at.is_(None))
    holds.lift(
        session, theme=world.any(session, Theme, held), by=world.account(session, "Amal"), now=world.now
    )


def say_whether_faithful(world: World, session: Session) -> None:
    version = world.any(session, ResponseVersion, ResponseVersion.published_at.is_(None))
    seat = session.scalars(select(Seat).where(Seat.account_id == world.who["Amal"])).one()
    says = world.chance.choice(list(Faithful))
    faithful.say(session, version=version, says=says, note="Not so.", language="en", seat=seat, now=world.now)


def tell_in_the_open(world: World, session: Session) -> None:
    consultation = world.consultation(session)
    told = returns.newest(session, consultation)
    place = world.chance.choice([None, *session.scalars(select(Place).order_by(Place.name))])
    versions = world.chance.sample(told, k=world.chance.randint(0, len(told)))
    line_read = world.chance.random() < 0.5
    these, where = [each.id for each in versions], place and place.id
    world.after.append(lambda: world.beside.told(these, where, line_read))
    returns.log(
        session,
        consultation=consultation,
        place=place,
        form=Form.RADIO,
        on=world.now.date(),
        people=0,
        versions=versions,
        line_read=line_read,
        by=world.account(session, "Amal"),
        now=world.now,
    )
