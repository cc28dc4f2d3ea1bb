"""The small fault run: real processes, a network that fails one time in four, kills in between."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common.vault import Vault
from consult.db.unit import Database
from consult.loop.collect.records import Conversation
from consult.loop.collect.talk import Talk
from consult.people.contacts import contact_point_for
from consult.people.records import ContactPoint
from consult.post.claims import Claimed, attempt
from consult.post.inbound import store
from consult.post.messages import write
from consult.post.records import Delivery, Inbound
from tests.cast import number
from tests.faults.recount import recount
from tests.faults.run import FULL, phone, play
from tests.faults.sizes import size
from tests.faults.truth import Text, Truth
from tests.faults.weather import Fate


@pytest.mark.story
def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed_on_a_bad_network(
    tmp_path: Path,
) -> None:
    texts, kills = size(150, FULL[0]), size(12, FULL[1])
    count, told = play(tmp_path / "run", texts=texts, kills=kills, seed=20270604, patience=size(1200, 3600))
    assert count.whole, count
    assert (count.spoken, count.unheard) == (texts, 0)
    assert sum(told["kills"].values()) == kills  # type: ignore[attr-defined]  # a count of each part
    assert count.phones < texts
    assert count.lied_about >= texts / 30
    assert count.carried >= texts


def text(truth: Truth, sid: str, to: str, *, inbound: bool = False, **more: object) -> Text:
    now = truth.clock()
    way, state = ("inbound", "received") if inbound else ("outbound-api", "delivered")
    sender = to if inbound else number(0)
    made = Text(sid, number(0) if inbound else to, sender, "Hello", way, state, now, now, **more)  # type: ignore[arg-type]  # handed through
    truth.keep(made)
    return made


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_recount_counts_what_does_not_fit(database: Database, now) -> None:  # type: ignore[no-untyped-def]
    truth = Truth(lambda: now)
    assert recount(database, truth).whole
    text(truth, "SM1", phone(1), inbound=True, answered=200)
    text(truth, "SM2", phone(2), inbound=True, answered=None)
    count = recount(database, truth)
    assert (count.lost, count.unheard, count.without, count.whole) == (1, 2, 1, False)
    text(truth, "SM3", phone(1))
    assert recount(database, truth).without == 0
    text(truth, "SM4", phone(1), fate=Fate.RESET_TAKEN, hidden=True)
    count = recount(database, truth)
    assert (count.doubled, count.hidden, count.doubled_by_hiding) == (0, 1, 1)
    text(truth, "SM5", phone(1))
    assert recount(database, truth).doubled == 1


def conversation(
    house: Session, truth: Truth, vault: Vault, *words: str, now: datetime
) -> tuple[ContactPoint, list[Inbound]]:
    """Phone 1 has said `words`, and all of them are in the house, understood and not answered."""
    point = contact_point_for(house, vault=vault, number=phone(1), region="ZZ", provider="twilio")
    kept = []
    for n, each in enumerate(words):
        text(truth, f"SM{n}", phone(1), inbound=True, answered=200).words = each
        told = {"provider": "twilio", "provider_message_id": f"SM{n}", "sender": phone(1), "text": each}
        store(house, vault=vault, now=now, **told)
        letter = house.scalars(select(Inbound).where(Inbound.provider_message_id == f"SM{n}")).one()
        letter.understood_at = now
        kept.append(letter)
    return point, kept


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_recount_follows_each_text_to_its_own_answer(
    database: Database, vault: Vault, now: datetime
) -> None:
    truth = Truth(lambda: now)
    with database.work() as house:
        point, (letter,) = conversation(house, truth, vault, "riveren", now=now)
        asked = {"point": point, "reach": None, "sentences": [], "language": "en", "asked": True}
        message = write(house, key=f"{letter.id}:0", about="conversation", now=now, **asked)
        claimed = Claimed(message.id, "twilio", phone(1), (), "en")
        attempt(house, vault=vault, claimed=claimed, body="Hello", now=now)
        message.state, message.ended_at = Delivery.FAILED, now
        state = Conversation(contact_point_id=point.id, state=Talk.CHOICE, language="en", memory={})
        state.prompt_number, state.moved_at = 0, now
        house.add(state)
    count = recount(database, truth, vault)
    assert (count.without, count.for_a_person, count.astray, count.unfinished) == (1, 1, 0, 0)
    text(truth, "SM9", phone(1)).words = "Other words"
    truth.keep(truth.of_phone(phone(1), came=False)[0])
    count = recount(database, truth, vault)  # Text says Hello when it is kept
    assert (count.without, count.misshown) == (0, 1)
    text(truth, "SM8", phone(1), inbound=True, answered=200)
    count = recount(database, truth, vault)
    assert (count.lost, count.without, count.whole) == (1, 1, False)


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_recount_sees_a_conversation_that_went_astray(
    database: Database, vault: Vault, now: datetime
) -> None:
    truth = Truth(lambda: now)
    with database.work() as house:
        conversation(house, truth, vault, "riveren", "1", now=now)
    assert recount(database, truth, vault).astray == 1
