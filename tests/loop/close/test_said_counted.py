"""Two visits to the ledger tell nobody's word; and what the clock has counted is not counted anew."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from consult.loop.close import ledger_kept
from consult.loop.close.ledger import ledger
from consult.loop.close.ledger_kept import keep, ledger_of, ledger_of_all, to_count
from consult.loop.close.ledger_lines import Unit
from consult.loop.close.records import Says
from consult.loop.close.verdicts import say
from tests.loop.close.released import chain

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
DAY = timedelta(days=1)
K = 10


class House:
    """One consultation with an answered theme; the clock counts when it is told to."""

    def __init__(self, released, session, now):
        self.released, self.session, self.now = released, session, now
        self.theme = released.theme(3)
        self.people = [released.person(self.theme) for _ in range(34)]
        released.owe()
        released.answered(self.theme)

    def say(self, what, *people):
        for at in people:
            theme = self.theme.theme
            say(self.session, participant=self.people[at], theme=theme, says=what, now=self.now)

    def tick(self, days=1):
        self.now += days * DAY
        for which in to_count(self.session, now=self.now):
            consultation = self.released.consultation
            counted = ledger(self.session, consultation=consultation, chain=chain, now=self.now)
            keep(self.session, consultation_id=which, counted=counted, k=K, now=self.now)
        self.session.flush()

    def shown(self):
        found = ledger_of(
            self.session, consultation=self.released.consultation, chain=chain, k=K, now=self.now
        )
        return found, {line.key: line.value for line in found.lines if line.unit is Unit.OWED}

    def words(self):
        return tuple(self.shown()[1][f"says.{each}"] for each in ("yes", "no", "not_what_we_said"))


@pytest.fixture
def house(released, session, now):
    return House(released, session, now)


def test_a_count_of_words_changes_only_by_enough_people_at_once(house):
    house.tick()
    assert house.words() == (0, 0, 0), "nobody said anything"
    house.say(Says.YES, *range(9))
    house.tick()
    assert house.words() == (None, None, None), "nine are too few to be counted at all"
    assert house.shown()[1]["judged"] == 9, "that they said something is told as it is"
    house.say(Says.YES, *range(9, 12))
    house.tick()
    day = house.now.date()
    house.now += DAY
    assert house.words() == (12, 0, 0)
    for more in range(12, 21):
        house.say(Says.NO, more)
        house.tick()
        assert house.words() == (12, 0, 0), "one after the other, and no visit shows whose word came"
    found, numbers = house.shown()
    assert numbers["judged"] == 21
    assert {line.counted for line in found.lines if line.key.startswith("says.")} == {day}
    house.say(Says.NO, 0)
    house.tick()
    assert house.words() == (12, 0, 0), "ten more people: nine, and one whose change of mind would be told"
    house.say(Says.YES, *range(21, 32))
    house.tick()
    assert house.words() == (22, 10, 0), "each number by ten, or as it was"
    house.now += DAY
    house.say(Says.NO, *range(1, 3))
    house.say(Says.NOT_WHAT_WE_SAID, *range(3, 11))
    house.tick()
    assert house.words() == (22, 10, 0), "nobody learns that a few have said another word"


def test_a_ledger_of_all_is_made_of_what_the_clock_counted(house, session, monkeypatch):
    slow = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: slow.append(args[2]))

    def whole(now):
        slow.clear()
        found = ledger_of_all(session, chain=chain, k=K, now=now)
        facts = [each for each in slow if "told_here" in each]
        return found, found.line("spoke", Unit.PEOPLE).value, bool(facts)

    assert whole(house.now)[1:] == (34, True), "never counted: while somebody waits"
    house.tick()
    found, spoke, facts = whole(house.now)
    assert (spoke, facts, found.counted) == (34, False, house.now.date())
    house.released.person(house.theme)
    house.released.answered(house.released.theme(7))
    found, spoke, facts = whole(house.now + timedelta(minutes=59))
    assert (spoke, facts) == (34, False)
    assert found.line("themes").value == 2, "what offices did is never kept"
    days = found.line("oldest_debt_days").value
    assert whole(house.now + timedelta(hours=23))[0].line("oldest_debt_days").value == days + 1
    assert to_count(session, now=house.now + timedelta(minutes=59)) == []
    assert len(to_count(session, now=house.now + timedelta(hours=1))) == 1
    soon = house.now + timedelta(minutes=5)
    house.released.findings.released_at = house.now - timedelta(minutes=9)
    session.flush()
    assert len(to_count(session, now=soon)) == 1, "not all that a release owes may be written down yet"
    house.released.findings.released_at = house.now - timedelta(minutes=10)
    session.flush()
    assert to_count(session, now=soon) == []
    assert whole(house.now + 2 * DAY)[1] == 35, "where the clock stood still it is counted anew"
    assert ledger_of_all(session, chain=chain, k=K + 1, now=house.now).line("spoke").value == 35

    assert house.shown()[0].line("spoke").value == 35, "few are counted each time"
    monkeypatch.setattr(ledger_kept, "FEW", 33)
    assert house.shown()[0].line("spoke").value == 34
