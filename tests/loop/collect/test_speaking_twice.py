"""Two browsers' worth of the same page, at the same moment, on real transactions."""

import threading
import time

from sqlalchemy import func, select

from consult.loop.collect import consultations, prompts, rounds
from consult.loop.collect.records import Submission
from consult.loop.collect.speaking import Choices, speak
from consult.people.records import Participant, Receipt
from tests.cast import Cast


def say(session, vault, now):
    river = consultations.find(session, slug="river")
    return speak(
        session,
        vault=vault,
        round=rounds.current_round(session, river),
        language="en",
        answers=[(prompts.prompts_of(session, river, "en")[0], "Dust")],
        choices=Choices(),
        key="the same page",
        provider="console",
        now=now,
    )


def test_the_same_page_sent_twice_at_once_is_one_person_and_one_receipt(database, vault, now):
    with database.work() as session:
        Cast(session, now).consultation()
    said = []

    def second():
        with database.work() as session:
            said.append(say(session, vault, now))

    other = threading.Thread(target=second)
    with database.work() as session:
        said.append(say(session, vault, now))
        other.start()
        time.sleep(0.5)
    other.join(120)
    assert [each.already for each in said] == [False, True]
    with database.reading() as session:
        for record in (Participant, Submission, Receipt):
            assert session.scalar(select(func.count()).select_from(record)) == 1
