"""Quotes: only where their speaker chose, agreed by two, frozen, and empty once they are taken back."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect.answers import take_back
from consult.loop.departure import leave
from consult.loop.understand import findings as releases
from consult.loop.understand import quotes as room
from consult.loop.understand.coding import sort_answer
from consult.loop.understand.first_reading import cover_more
from consult.loop.understand.records import Control, Deal, FindingsQuote, Quote, Second
from consult.loop.understand.release_hashes import quotes_in
from tests.loop.understand.test_findings import go

WORDS = "The pump broke in May. Nobody came! We carry water from the river\nand the road is bad"


@pytest.fixture
def told(scene, cast):
    """A person whose card lies on a theme, and who may be quoted at the meeting and on the web."""
    scene.person = cast.participant()
    (scene.card,) = scene.read(WORDS, person=scene.person)
    scene.card.answer.submission.quote_where = ["meeting", "web"]
    scene.water = scene.code("Water")
    scene.sort([scene.card], scene.water)
    scene.named = scene.theme("Water", scene.water)
    return scene


def offer(told, sentences=(0, 1), where=("web",), **other):
    given = {"theme": told.named, "card": told.card, "sentences": sentences, "where": where, **told.by}
    return room.offer(told.session, **{**given, **other})


def agreed(told, **other):
    quote = offer(told, **other)
    room.agree(told.session, quote=quote, by=told.cast.bahati, now=told.cast.now)
    return quote


def test_sentences_are_found_in_any_script():
    for text, said in (
        (
            WORDS,
            [
                "The pump broke in May.",
                "Nobody came!",
                "We carry water from the river",
                "and the road is bad",
            ],
        ),
        ("هل جاء أحد؟ لم يأتِ أحد.", ["هل جاء أحد؟", "لم يأتِ أحد."]),
        ("पानी नहीं है। कोई नहीं आया", ["पानी नहीं है।", "कोई नहीं आया"]),
        ("It cost 3.50 a day", ["It cost 3.50 a day"]),
        ("  \n ", []),
    ):
        assert [text[start:end] for start, end in room.sentences_of(text)] == said


def test_a_quote_is_exact_and_only_where_its_speaker_chose(told):
    quote = offer(told, sentences=(1, 2), where=("web", "meeting"))
    assert (quote.text, quote.where) == ("Nobody came! We carry water from the river", ["meeting", "web"])
    for wrong in (
        {"where": ("poster",)},
        {"where": ()},
        {"sentences": (0, 2)},
        {"sentences": ()},
        {"sentences": (9,)},
    ):
        with pytest.raises(Refused):
            offer(told, **wrong)
    with pytest.raises(Refused):
        offer(told, sentences=(1, 2))


def test_who_chose_nothing_is_never_offered(told, cast):
    (other,) = told.read("Ours too.")
    told.sort([other], told.water)
    assert [each.card for each in room.quotable(told.session, theme=told.named, seat=cast.seats["amal"])] == [
        told.card
    ]
    with pytest.raises(Refused):
        offer(told, card=other)


def test_only_cards_on_the_theme_that_identify_nobody_are_quoted(told):
    road = told.theme("Road")
    with pytest.raises(Refused):
        offer(told, theme=road)
    quote = agreed(told)
    told.sort([told.card], told.water, Control.COULD_IDENTIFY)
    with pytest.raises(Refused):
        offer(told, sentences=(2,))
    cover_more(told.session, card=told.card, text="The pump broke in [time]. Nobody came!", **told.by)
    with pytest.raises(Refused):
        room.agree(told.session, quote=quote, by=told.cast.amal, now=told.cast.now)
    assert not quotes_in(told.session, go(told))


@pytest.mark.parametrize("who", ["chol", "dana", "gita", "hari"])
def test_nobody_else_offers_or_agrees(told, cast, who):
    other = {"by": getattr(cast, who)}
    with pytest.raises(NotAllowed):
        offer(told, **other)
    quote = offer(told)
    for act in (room.agree, room.take_down):
        with pytest.raises(NotAllowed):
            act(told.session, quote=quote, now=cast.now, **other)


def test_a_second_one_agrees_or_the_same_after_a_day(told, cast):
    quote = offer(told)
    with pytest.raises(Refused):
        room.agree(told.session, quote=quote, by=cast.amal, now=cast.now + timedelta(hours=23))
    assert not quotes_in(told.session, go(told))
    room.agree(told.session, quote=quote, by=cast.amal, now=cast.now + timedelta(hours=24))
    assert room.checked_by_one(quote)
    other = agreed(told, sentences=(2,))
    assert not room.checked_by_one(other)


def test_a_released_quote_is_shown_where_it_may_be_and_hashed(told, session):
    agreed(told, where=("meeting",))
    findings = go(told)
    items = releases.items_of(session, findings)
    assert not room.released(session, items, where=["web"])
    (shown,) = room.released(session, items, where=["meeting"])[items[0].id]
    assert (shown.text, shown.where) == ("The pump broke in May. Nobody came!", ["meeting"])
    assert releases.verify(session, findings)
    for field, value in (("text", "The pump broke in May. Nobody came."), ("where", ["web"]), ("text", None)):
        before = getattr(shown, field)
        setattr(shown, field, value)
        session.flush()
        assert not releases.verify(session, findings), field
        setattr(shown, field, before)
    session.flush()
    assert releases.verify(session, findings)


def go_away(told, how):
    now = told.cast.now
    if how == "leaves":
        leave(told.session, vault=told.vault, participant=told.person, now=now)
    elif how == "takes back":
        take_back(told.session, answer=told.card.answer, now=now)
    else:
        told.card.answer.protected_on = now.date()
    told.session.flush()


@pytest.mark.parametrize("how", ["leaves", "takes back", "is protected"])
def test_words_taken_back_are_shown_nowhere_and_the_hash_still_holds(told, session, vault, now, how):
    told.vault = vault
    agreed(told, where=("meeting", "web"))
    findings = go(told)
    go_away(told, how)
    items = releases.items_of(session, findings)
    assert not room.released(session, items)
    if how != "leaves":
        room.empty_taken_back(session, now=now)
    session.expire_all()
    assert session.query(FindingsQuote).one().text is None
    assert session.query(Quote).one().text == ""
    assert releases.verify(session, findings)
    assert not quotes_in(session, go(told))


def test_a_quote_taken_down_is_shown_nowhere(told, session):
    quote = agreed(told)
    findings = go(told)
    room.take_down(session, quote=quote, **told.by)
    assert not room.released(session, releases.items_of(session, findings))
    assert not room.quotes_of(session, told.named)
    assert releases.verify(session, findings)
    assert not quotes_in(session, go(told))


def test_what_is_masked_more_is_quoted_nowhere_any_more_and_what_stays_is(told, session):
    covered, stays = agreed(told), agreed(told, sentences=(2,))
    items = releases.items_of(session, go(told))
    assert len(room.released(session, items)[items[0].id]) == 2
    told.sort([told.card], told.water, Control.COULD_IDENTIFY)
    text = "The pump broke in [time]. Nobody came! We carry water from the river"
    cover_more(session, card=told.card, text=text, **told.by)
    (shown,) = room.released(session, items)[items[0].id]
    assert shown.text == stays.text
    assert (covered.ended_on, stays.ended_on) == (told.cast.now.date(), None)


def test_what_a_second_reader_says_could_identify_someone_is_not_quoted(told, session, cast):
    quote = agreed(told)
    deal = Deal(card_id=told.card.id, account_id=cast.bahati.id, second=Second.BLIND, dealt_at=cast.now)
    session.add(deal)
    session.flush()
    sort_answer(session, card=told.card, codes=[Control.COULD_IDENTIFY], by=cast.bahati, now=cast.now)
    assert not room.quotable(session, theme=told.named, seat=cast.seats["amal"])
    assert not room.to_release(session, [told.named])
    with pytest.raises(Refused):
        offer(told, sentences=(2,))
    cover_more(session, card=told.card, text=WORDS, **told.by)
    assert room.to_release(session, [told.named]) == {told.named.id: [quote]}
