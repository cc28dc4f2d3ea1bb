"""What an invitation is made of, how long it takes to say, and which text is passed on."""

from consult.common import translation
from consult.loop.collect import invitations
from consult.loop.collect.records import JoinWord
from consult.post.segments import segments


def test_what_is_missing_in_a_language_is_named(session, cast, now):
    river = cast.consultation(languages=("en", "fr"), opened=True)
    first = invitations.invitation(session, consultation=river, language="en", chain=("en",))
    assert (first.word, first.missing) == ("RIVEREN", [])
    session.add(JoinWord(word="well", consultation=river, language="en"))
    session.flush()
    shorter = invitations.invitation(session, consultation=river, language="en", chain=("en",))
    assert shorter.word == "WELL"  # the page advises a shorter one where the text takes two segments
    second = invitations.invitation(session, consultation=river, language="fr", chain=("fr",))
    assert second.missing == ["who_asks", "who_reads", "what_is_open", "meeting"]
    translation.write(session, river, "who_asks", language="fr", text="Les gens", by_id=None, now=now)
    session.flush()
    second = invitations.invitation(session, consultation=river, language="fr", chain=("fr",))
    assert second.who_asks.text == "Les gens"
    assert "who_asks" not in second.missing
    hill = cast.consultation("hill", languages=("en",), opened=False)
    hill.meeting, hill.languages = "", ["en", "ar"]
    assert (
        invitations.invitation(session, consultation=hill, language="ar", chain=("ar",)).missing[0] == "word"
    )
    assert (
        "meeting" in invitations.invitation(session, consultation=hill, language="en", chain=("en",)).missing
    )


def test_a_minute_and_a_half_is_about_two_hundred_words() -> None:
    assert 85 <= invitations.seconds_to_say("word " * 190) <= 100
    assert invitations.seconds_to_say("x" * 1400) == 100, "long words take longer"


def test_the_longest_text_that_goes_as_one_is_passed_on() -> None:
    def said(word):
        return lambda sentence: sentence % {"word": word, "number": "1234"}

    def count(text):
        return segments(text).segments

    assert "no goods" in invitations.to_pass_on(said("RIVER"), segments=count)
    short = invitations.to_pass_on(said("نهر"), segments=count)
    assert "no goods" not in short
    assert count(short) == 1
