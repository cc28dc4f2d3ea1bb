"""Cards that may go under a code: what the machine reads for it, and when nothing of it is shown."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from consult.common.errors import Refused
from consult.loop.understand import seeking
from consult.loop.understand.first_reading import cover_more
from consult.loop.understand.forgetting_help import forget_help_with
from consult.loop.understand.measuring import PATIENCE
from consult.loop.understand.merging import merge
from consult.loop.understand.pointing import put_forward
from consult.loop.understand.ports import Alike, Words
from consult.loop.understand.records import Control, HelpMeasured
from consult.loop.understand.sought import ask_to_seek, next_sought
from tests.loop.understand.scene import Scene


class Backwards:
    """Finds the uncoded cards, the last one first."""

    def read(self, words, **_):
        self.words: list[Words] = list(words)
        return self

    def seek(self, _code, codes):
        return [Alike(each.answer, 1.0) for each in reversed(self.words) if each.answer not in codes]


def turn(scene: Scene, language: str, minutes: int, *, on: bool = True, method: str = "one") -> None:
    scene.session.add(
        HelpMeasured(
            consultation_id=scene.consultation.id,
            language=language,
            method=method,
            sample=40,
            right=30,
            guess=10,
            on=on,
            by_id=scene.cast.amal.id,
            at=scene.cast.now + timedelta(minutes=minutes),
        )
    )
    scene.session.flush()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_it_reads_where_help_is_on_and_shows_nothing_once_that_or_the_code_ended(scene: Scene) -> None:
    session, now, amal = scene.session, scene.cast.now, scene.cast.amal
    cards = scene.read(*(f"The well is deep, says voice {n}" for n in range(7)))
    water, well = scene.code("Water"), scene.code("Well")
    ask = {"session": session, "code": water, "by": amal}
    with pytest.raises(Refused, match="seeks no cards"):
        ask_to_seek(**ask, now=now)
    turn(scene, "en", 1)
    with pytest.raises(Refused, match="seeks no cards"):
        ask_to_seek(**ask, now=now)
    scene.sort(cards[:1], water)
    scene.sort(cards[1:2], Control.UNCLEAR)
    first = ask_to_seek(**ask, now=now)
    assert ask_to_seek(**ask, now=now) is first
    run = ask_to_seek(**ask, now=now + PATIENCE)
    assert seeking.material(session, run=first, method="one") is None, "another was asked for since"
    assert not seeking.material(session, run=run, method="another").words, "help is on by one way alone"
    given = seeking.material(session, run=run, method="one")
    found = seeking.seek(Backwards(), given, {}, seeking.sought_for(session, run=run))
    assert found == [card.answer_id for card in reversed(cards[2:])], "not what lies under no code"
    last = cards[6]
    scene.sort([last], Control.COULD_IDENTIFY)
    cover_more(session, card=last, text="The [place] is deep", by=amal, now=now)
    scene.session.flush()
    seeking.keep(session, run=run, given=given, found=found, now=now)
    where = {"consultation": scene.consultation, "by": amal, "seat": scene.cast.seats["amal"], "number": 1}
    assert next_sought(session, **where) is cards[5], "the words of the last one changed meanwhile"
    assert next_sought(session, **where, after=cards[5].number) is cards[4]
    forget_help_with(session, card=cards[5])
    assert next_sought(session, **where) is cards[4], "masked more"
    assert put_forward(session, card=cards[5], number=1, by=amal) is None
    assert put_forward(session, card=cards[4], number=1, by=amal).code is water
    assert next_sought(session, **where | {"number": 2}) is None
    turn(scene, "en", 2, method="another")
    assert next_sought(session, **where) is None, "what works in another way was not measured"
    session.execute(delete(HelpMeasured))
    turn(scene, "en", 3)
    assert next_sought(session, **where) is cards[4]
    merge(session, code=water, into=well, by=amal, now=now)
    assert next_sought(session, **where) is None, "the code ended"
    assert put_forward(session, card=cards[4], number=1, by=amal) is None
