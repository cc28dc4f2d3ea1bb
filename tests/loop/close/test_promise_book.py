"""A promise book can be worked out again for ever, and its number proves a changed letter."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from consult.common import translation
from consult.common.translation import Translation
from consult.loop.close import promise_book
from consult.loop.close.book_check import check_book, in_groups, typed
from consult.loop.close.book_parts import part_at
from consult.loop.close.promise_book import as_file, book_now, book_numbered
from consult.loop.respond.records import (
    By,
    Commitment,
    CommitmentStep,
    Faithful,
    Faithfulness,
    ResponseVersion,
    Step,
    WentInto,
)
from consult.loop.review.records import Position, Review
from consult.loop.understand.records import Audience, Hold


class Shelf:
    """The books of one consultation: `new` reads the one of now, `old` looks for a number."""

    def __init__(self, released):
        self.released = released
        self.session = released.session
        self.at = released.now
        self.three = released.theme(3)
        self.seven = released.theme(7)
        self.hidden = released.theme(9, audience=Audience.COMMITTEE_AND_OFFICES)
        self.answer = released.answered(self.three, on=self.at)

    def later(self):
        self.at += timedelta(days=1)
        return self.at

    def new(self, language="en"):
        self.session.flush()
        return book_now(
            self.session, consultation=self.released.consultation, language=language, wanted=(language, "en")
        )

    def old(self, number, language="en"):
        return book_numbered(
            self.session,
            consultation=self.released.consultation,
            language=language,
            wanted=(language, "en"),
            number=number,
        )

    def all_that_can_happen(self):
        """Everything that is ever added to a book, one after the other; the name of each."""
        session, cast, three = self.session, self.released.cast, self.three
        seat = cast.seats["chol"]
        dissent = {"position": Position.DISSENT, "reason": "Not so.", "language": "en", "signed": None}
        yield session.add(Review(findings_theme=three, seat=seat, sequence=1, at=self.later(), **dissent))
        again = {**dissent, "reason": "Not at all so.", "afterwards": True}
        yield session.add(Review(findings_theme=three, seat=seat, sequence=2, at=self.later(), **again))
        response = self.answer.response
        yield (newest := self.released.version(response, 2, words="We cannot mend it.", on=self.later()))
        yield self.released.answered(three, self.seven, office=cast.roads, words="We help.", on=self.later())
        no = {"says": Faithful.NO, "note": "It is not what we said.", "language": "en"}
        whose = {"version_id": newest.id, "community_id": cast.community.id, "seat_id": cast.seats["amal"].id}
        yield session.add(Faithfulness(at=self.later(), **whose, **no))
        words = {"what": "We dig.", "who": "All", "language": "en", "first_day": self.at.date()}
        whose = {"by": By.COMMUNITY, "consultation": self.released.consultation, "themes": [three.theme]}
        promise = Commitment(by_id=cast.amal.id, at=self.later(), **whose, **words)
        yield session.add(promise)
        words = {"field": "what", "language": "sw", "text": "Tunachimba.", "by_id": cast.amal.id}
        session.flush()
        yield translation.write(session, promise, now=self.later(), **words)
        moved = {"step": Step.MOVED, "day": self.at.date(), "by_id": cast.amal.id}
        yield session.add(CommitmentStep(commitment_id=promise.id, sequence=1, at=self.later(), **moved))
        done = {"step": Step.CLAIMED, "day": self.at.date(), "by_id": cast.amal.id, "text": "It is dug."}
        yield session.add(
            step := CommitmentStep(commitment_id=promise.id, sequence=2, at=self.later(), **done)
        )
        words = {"field": "text", "language": "sw", "text": "Umechimbwa.", "by_id": cast.amal.id}
        session.flush()
        yield translation.write(session, step, now=self.later(), **words)
        words = {"field": "why", "language": "sw", "text": "Hakuna fedha.", "by_id": cast.dana.id}
        waits = translation.write(session, newest, now=self.later(), waits=True, **words)
        for document in ("", "The plan of the year"):
            went = {"document": document, "on": self.at.date(), "by_id": cast.dana.id}
            yield session.add(WentInto(response_id=response.id, at=self.later(), **went))
        words = {"field": "words", "language": "sw", "text": "Tutatengeneza.", "by_id": cast.dana.id}
        yield translation.write(session, newest, now=self.later(), **words)
        waits.waits, waits.let_at = False, self.later()
        yield None
        held = Hold(theme_id=three.theme_id, theme=three.theme, by_id=cast.amal.id, since=self.later())
        yield session.add(held)
        held.lifted_at = self.later()
        yield None


@pytest.fixture
def shelf(released):
    return Shelf(released)


def test_each_book_that_ever_was_is_found_by_its_number_and_says_what_it_said(shelf):
    books = [shelf.new("sw")]
    for _ in shelf.all_that_can_happen():
        shelf.session.flush()
        shelf.session.expire_all()
        books.append(shelf.new("sw"))
    kept = [json.dumps([part.content for part in book.parts], sort_keys=True) for book in books]
    assert len({book.number for book in books[:-1]}) == len(books) - 1, "each addition makes another number"
    assert books[-1].number == books[-3].number, "what was held and is shown again is as it was"
    for book, said in zip(books, kept, strict=True):
        found = shelf.old(book.number, "sw")
        assert found is not None
        assert json.dumps([part.content for part in found.parts], sort_keys=True) == said
    assert "We dig." in kept[-1]
    assert "It is not what we said." in kept[-1]
    assert promised_in(books[-1]) == [
        {"of": "what", "from": "en", "language": "sw", "text": "Tunachimba."},
        {"of": "step 2", "from": "en", "language": "sw", "text": "Umechimbwa."},
    ]
    assert "Theme 9" not in "".join(kept), "what is not for everyone is in no book"


def promised_in(book):
    (promise,) = book.parts[0].content["promises"]
    return promise.get("wordings")


def test_a_changed_letter_of_a_promise_in_another_language_is_proved_and_older_papers_still_fit(
    shelf, monkeypatch
):
    for _ in shelf.all_that_can_happen():
        shelf.session.flush()
    book = shelf.new("sw")
    assert shelf.new("en").number != book.number
    assert promised_in(shelf.new("en")) is None, "it was written so"
    file = as_file(shelf.session, book)
    file["themes"][0]["content"]["promises"][0]["wordings"][0]["text"] = "Tunachimbo."
    assert check_book(file).wrong == ["theme 3"]
    monkeypatch.setattr(promise_book, "part_at", lambda *given, worded: part_at(*given, worded=False))
    before = shelf.new("sw")
    monkeypatch.undo()
    found = shelf.old(before.number, "sw")
    assert before.number != book.number
    assert (found.number, promised_in(found)) == (before.number, None)
    assert check_book(as_file(shelf.session, found)).wrong == []
    about_promises = update(Translation).where(Translation.text == "Tunachimba.")
    shelf.session.execute(about_promises.values(text="Tunachimbo."))
    shelf.session.expire_all()
    assert shelf.old(book.number, "sw") is None


@pytest.mark.parametrize("column", ["words", "why", "who"])
def test_one_changed_letter_gives_another_number(shelf, column):
    number = shelf.new().number
    assert shelf.old(number) is not None
    text = getattr(shelf.answer, column)
    shelf.session.execute(update(ResponseVersion).values({column: text.replace("e", "a", 1)}))
    shelf.session.expire_all()
    assert shelf.old(number) is None
    assert shelf.new().number != number


def test_what_is_held_now_is_closed_in_an_old_book_and_its_number_still_fits(shelf):
    before = shelf.new()
    hold = Hold(theme_id=shelf.three.theme_id, by_id=shelf.released.cast.amal.id, since=shelf.later())
    shelf.session.add(hold)
    now = shelf.new()
    assert (now.held, [part.number for part in now.parts]) == ([3], [7])
    file = as_file(shelf.session, shelf.old(before.number))
    assert "We say 3." not in json.dumps(file)
    checked = check_book(file)
    assert (checked.wrong, checked.open, checked.closed) == ([], 1, 1)


def test_a_file_that_was_changed_says_where(shelf):
    file = as_file(shelf.session, shelf.new())
    assert check_book(json.loads(json.dumps(file))).wrong == []
    file["themes"][0]["content"]["statement"]["text"] += "!"
    assert check_book(file).wrong == ["theme 3"]
    assert check_book({**file, "number": "1"}).wrong == ["theme 3", "the check number"]
    assert check_book({"what": "something else"}) is None
    assert check_book({**file, "themes": [1]}).wrong == ["its shape"]


def test_a_number_may_be_typed_in_any_script_and_with_anything_between():
    assert typed("٤٨٢١٠ 95733-64118 70251") == "48210957336411870251"
    assert in_groups("48210957336411870251") == "48210 95733 64118 70251"
