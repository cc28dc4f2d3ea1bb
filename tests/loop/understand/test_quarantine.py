"""Words that are with the protection officer are read, heard, corrected and sorted by nobody else.

The list is made from the code: a function that takes an answer or a card and stands not in the table
fails, so that whoever writes one says what it does with words in quarantine.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consult import loop
from consult.common.errors import Refused
from consult.loop.collect import answers, protected, recordings
from consult.loop.collect.answers import parts_of, receive_answer, submission_for
from consult.loop.collect.more_words import asked_of, say_more
from consult.loop.collect.records import Door, PartKind
from consult.loop.collect.rounds import current_round
from consult.loop.understand import cards, coding, first_reading, pointing, quotes, readers, voices
from consult.loop.understand.records import Control, Theme
from tests.loop.collect import sounds

WORDS = "The guard at the gate hurts girls."
REFUSES: dict[str, Callable[[Any], object]] = {
    "collect.answers.take_back": lambda q: answers.take_back(q.session, answer=q.answer, now=q.now),
    "collect.protected.flag": lambda q: protected.flag(q.session, vault=q.vault, answer=q.answer, **q.by),
    "understand.coding.sort_answer": lambda q: coding.sort_answer(
        q.session, card=q.card, codes=[Control.UNCLEAR], **q.by
    ),
    "understand.first_reading.cover_more": lambda q: first_reading.cover_more(
        q.session, card=q.card, text=WORDS, **q.by
    ),
    "understand.first_reading.pass_on": lambda q: first_reading.pass_on(
        q.session, card=q.card, text=WORDS, **q.by
    ),
    "understand.first_reading.pass_on_and_take": lambda q: first_reading.pass_on_and_take(
        q.session, card=q.card, text=WORDS, **q.by
    ),
    "understand.first_reading.take_over": lambda q: first_reading.take_over(q.session, card=q.card, **q.by),
    "understand.pointing.ask_for_codes": lambda q: pointing.ask_for_codes(q.session, card=q.card, **q.by),
    "understand.quotes.offer": lambda q: quotes.offer(
        q.session, theme=Theme(consultation=q.consultation), card=q.card, sentences=[0], where=["web"], **q.by
    ),
    "understand.readers.must_stand": lambda q: readers.must_stand(q.card),
    "understand.voices.write_down": lambda q: voices.write_down(q.session, card=q.card, heard=WORDS, **q.by),
}
SHOWS_NOTHING: dict[str, Callable[[Any], object]] = {
    "collect.answers.original_text": lambda q: answers.original_text(q.session, q.answer),
    "collect.answers.parts_of": lambda q: [each.text for each in parts_of(q.session, q.answer) if each.text],
    "collect.answers.reading_text": lambda q: answers.reading_text(q.session, q.answer),
    "collect.answers.voices_passed_on": lambda q: answers.voices_passed_on(q.session, q.answer),
    "collect.answers.written_down_by": lambda q: answers.written_down_by(q.session, q.answer),
    "understand.voices.voices_for": lambda q: voices.voices_for(q.session, card=q.card, by=q.by["by"]),
}
OTHERWISE = {
    "close.obligations.owe_late": "nothing is owed for them: tests/loop/close",
    "collect.reading.is_open_to": "whom the speaker chose",
    "collect.answers.add_part": "makes an answer of its own: tests/loop/collect/test_protected.py",
    "collect.answers.voices_as_they_came": "the officer's own page hears them",
    "collect.recordings.sound": "plays what one of the lists above gave",
    "collect.recordings.wipe": "called when a speaker leaves altogether",
    "understand.readers.must_be_read": "asks only whether there was a first reader",
    "understand.coding.sort_by_numbers": "calls sort_answer, which refuses",
    "understand.coding.take_off_flag": "called by cover_more, which refuses",
    "understand.coding.undo": "takes back one's own sorting, no words",
    "understand.first_reading.texts_on": "a number",
    "understand.forgetting_help.forget_help_with": "called by cover_more, which refuses",
    "understand.pointing.beside": "which codes were shown, no words",
    "understand.pointing.look_that_holds": "when the machine looked, no words",
    "understand.pointing.put_forward": "which look found the card, no words",
    "understand.pointing.shown_after": "other cards, which stand: tests/web/understand/test_pointing.py",
    "understand.pointing.sort_by_numbers": "calls sort_answer, which refuses",
    "understand.quotes.take_down_covered": "called by cover_more, which refuses",
    "understand.readers.must_be_open": "whom the speaker chose",
    "understand.talking.differing_on": "which codes two people chose, no words",
    "understand.talking.settle": "calls sort_answer, which refuses",
    "understand.side_by_side.sorted_by_all": "who sorted it under which codes, no words",
    "understand.translating.said_of": "forgotten when words go to the officer: test_translating.py",
    "understand.voices.let_hear": "called by pass_on, which refuses",
    "understand.voices.note_written": "called by pass_on and write_down, which refuse",
}


def taking_words() -> Iterator[str]:
    """Every public function of the rooms that is given an answer, a card or a recording."""
    for found in pkgutil.walk_packages(loop.__path__, "consult.loop."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            given = [str(each.annotation) for each in inspect.signature(function).parameters.values()]
            ours = function.__module__ == found.name and not name.startswith("_")
            if ours and any(each.endswith((".Answer'>", ".Card'>", ".Recording'>")) for each in given):
                yield f"{found.name.removeprefix('consult.loop.')}.{name}"


def test_every_function_that_is_given_words_says_what_it_does_with_those_in_quarantine():
    listed = REFUSES.keys() | SHOWS_NOTHING.keys() | OTHERWISE.keys()
    assert sorted(set(taking_words()) - listed) == []


class Quarantined:
    """A card with typed words and a voice, read or not, that a reader flagged."""

    def __init__(self, session, vault, now, cast, *, read):
        self.session, self.vault, self.now = session, vault, now
        self.by = {"by": cast.amal, "now": now}
        self.consultation = cast.consultation()
        self.person = cast.participant()
        self.wording = cast.answer(cast.participant(), self.consultation, "Dust").wording
        voice = recordings.keep(
            session, vault=vault, data=sounds.wav(), mime="", seconds=None, by=None, now=now
        )
        asked = current_round(session, self.consultation)
        submission = submission_for(
            session, participant=self.person, round=asked, door=Door.WEB, language="en", now=now
        )
        self.answer = receive_answer(
            session, submission=submission, wording=self.wording, text=WORDS, now=now, recordings=[voice]
        )
        session.flush()
        cards.number_cards(session, consultation=self.consultation, shuffle=lambda numbers: None)
        self.card = session.query(cards.Card).filter_by(answer_id=self.answer.id).one()
        self.card.first_reader_id = cast.amal.id
        if read:
            first_reading.pass_on(session, card=self.card, text=WORDS, heard=WORDS, voice=True, **self.by)
            coding.sort_answer(session, card=self.card, codes=[Control.COULD_IDENTIFY], **self.by)
        protected.flag(session, vault=vault, answer=self.answer, **self.by)
        session.flush()

    @property
    def kept(self):
        """What lies in the open flow of it: kinds, texts, and whether each voice is there."""
        return [
            (each.kind, each.text, each.recording.wiped_on if each.recording else None)
            for each in parts_of(self.session, self.answer)
        ]


@pytest.fixture(params=[False, True], ids=["unread", "read"])
def quarantined(request, session, vault, now, cast):
    return Quarantined(session, vault, now, cast, read=request.param)


def test_nobody_makes_anything_of_them_or_takes_their_voice_away(quarantined):
    before = quarantined.kept
    for name, tries in REFUSES.items():
        with pytest.raises(Refused) as refused:
            tries(quarantined)
        told = refused.value.sentence
        assert "protection officer" in told or "cannot be changed" in told, (name, told)
    assert quarantined.kept == before
    for name, looks in SHOWS_NOTHING.items():
        found = looks(quarantined)
        assert not found or name == "collect.answers.written_down_by", (name, found)
    heard = answers.voices_as_they_came(quarantined.session, quarantined.answer)
    assert [each.wiped_on for each in heard] == [None], "the officer can still hear it"


def test_who_spoke_them_adds_words_and_changes_nothing(quarantined):
    session, now, person = quarantined.session, quarantined.now, quarantined.person
    before = quarantined.kept
    (asked,) = asked_of(session, participant=person, chain=lambda code: [code], now=now)
    assert not asked.answered, "no choice is offered to put other words in their place"
    more = {"participant": person, "asked": asked, "wording": quarantined.wording, "now": now}
    with pytest.raises(Refused, match="cannot be changed"):
        say_more(session, text="Something else", instead=True, **more)
    added = say_more(session, text=WORDS, **more)
    assert added is not quarantined.answer
    with pytest.raises(Refused, match="cannot be changed"):
        say_more(session, text="Something else", instead=True, **more)
    assert (quarantined.kept, added.withdrawn_on) == (before, None)
    assert {kind for kind, _, _ in before} >= {PartKind.ORIGINAL, PartKind.RECORDING}
