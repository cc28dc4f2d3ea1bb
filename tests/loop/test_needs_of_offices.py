"""What the loop needs next from the staff of an office, counted as the page of the office counts it."""

from datetime import timedelta

from consult.loop.close.records import Says
from consult.loop.close.verdicts import owed_by, say
from consult.loop.needs import Work
from consult.loop.respond.owed import Waits, addressed_to
from consult.loop.respond.records import Kind
from consult.loop.respond.responses import draft, new_version, of_office
from consult.loop.respond.second_look import hand_over, send_back
from consult.loop.respond.wordings import write_wording
from consult.loop.understand.holds import hold
from consult.loop.understand.records import Audience, Findings, FindingsTheme
from tests.loop.speaking import speak


def drafted(released, theme, *, office=None, by=None):
    return draft(
        released.session,
        office=office or released.cast.water,
        themes=[theme],
        kind=Kind.WILL_DO,
        words="We will mend the pump.",
        why="It is broken.",
        who="The head of the office",
        by_when=released.today + timedelta(days=30),
        language="en",
        speak=speak,
        by=by or released.cast.dana,
        now=released.now,
    )


def test_an_office_owes_what_was_released_to_it_whatever_is_addressed_later(cast, released, of):
    """A theme for one office stays with the office that it was released to."""
    secret = released.theme(3, audience=Audience.ONE_OFFICE)
    secret.theme.offices = [cast.roads]
    assert of(cast.dana)[Work.ANSWER_OWED].count == 1
    assert Work.ANSWER_OWED not in of(cast.farah)


def test_an_office_owes_nothing_spoken_only_or_held(session, cast, released, now, of):
    released.theme(3, audience=Audience.SPOKEN_ONLY)
    held = released.theme(4)
    assert of(cast.dana)[Work.ANSWER_OWED].count == 1
    hold(session, theme=held.theme, by=cast.amal, now=now)
    assert Work.ANSWER_OWED not in of(cast.dana)


def test_an_answer_that_was_refused_by_those_who_spoke_is_owed_again(session, cast, released, now, of):
    three = released.theme(3)
    person = released.person(three)
    released.owe()
    released.answered(three)
    assert Work.ANSWER_OWED not in of(cast.dana)
    say(session, participant=person, theme=three.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    need = of(cast.dana)[Work.ANSWER_OWED]
    assert (need.count, need.since) == (1, three.findings.released_at.date())
    (owed,) = owed_by(session, office=cast.water, now=now)
    assert (owed.waits, owed.waits_since) == (Waits.REOPENED, now.date())


def test_an_answer_stands_also_when_the_findings_are_released_again(session, cast, released, now, of):
    three = released.theme(3)
    version = released.answered(three)
    second = Findings(
        **{
            name: getattr(released.findings, name)
            for name in ("consultation", "round", "released_at", "review_by", "spoke", "set_aside", "alone")
        },
        released_by=cast.amal,
        language="en",
        hash="",
        number=2,
    )
    again = FindingsTheme(
        findings=second,
        theme=three.theme,
        number=3,
        name="Theme 3",
        statement="We say 3.",
        language="en",
        audience=Audience.EVERYONE,
        offices=[cast.water],
        hash="",
    )
    session.add_all([second, again])
    session.flush()
    assert of_office(session, office=cast.water, theme=again) is version.response
    assert Work.ANSWER_OWED not in of(cast.dana)


def test_a_colleague_looks_and_the_writer_gets_it_back(session, cast, released, now, of):
    version = drafted(released, released.theme(3))
    hand_over(session, version=version, by=cast.dana, now=now)
    assert of(cast.emil)[Work.SECOND_LOOK].count == 1
    assert Work.SECOND_LOOK not in of(cast.dana)
    assert Work.SECOND_LOOK not in of(cast.farah)
    send_back(session, version=version, note="By when?", by=cast.emil, now=now)
    assert of(cast.dana)[Work.SENT_BACK].count == 1
    assert not {Work.SENT_BACK, Work.SECOND_LOOK} & set(of(cast.emil))


def test_one_answer_to_two_themes_is_looked_at_once(session, cast, released, now, of):
    themes = [released.theme(3), released.theme(4)]
    version = drafted(released, themes[0])
    version.response.themes = themes
    hand_over(session, version=version, by=cast.dana, now=now)
    assert of(cast.emil)[Work.SECOND_LOOK].count == 1
    assert of(cast.emil)[Work.ANSWER_OWED].count == 2


def test_a_second_answer_is_owed_until_it_is_published(session, cast, released, now, of):
    three = released.theme(3)
    person = released.person(three)
    released.owe()
    first = released.answered(three)
    say(session, participant=person, theme=three.theme, says=Says.NOT_WHAT_WE_SAID, now=now)
    again = new_version(
        session,
        response=first.response,
        kind=Kind.WILL_DO,
        words="First the pump on the hill.",
        why="You told us.",
        who="The head of the office",
        by_when=released.today + timedelta(days=9),
        only_wording=False,
        speak=speak,
        by=cast.dana,
        now=now,
    )
    hand_over(session, version=again, by=cast.dana, now=now)
    assert {Work.ANSWER_OWED, Work.SECOND_LOOK} <= set(of(cast.emil))
    (owed,) = owed_by(session, office=cast.water, now=now)
    assert owed.waits is Waits.SECOND_LOOK
    again.published_at = now
    assert not {Work.ANSWER_OWED, Work.SECOND_LOOK} & set(of(cast.emil))


def test_an_answer_waits_for_words_in_the_languages_of_those_who_spoke(session, cast, released, now, of):
    three = released.theme(3)
    released.person(three, language="fr")
    version = released.answered(three)
    assert of(cast.dana)[Work.WORD_ANSWER].count == 1
    words = {"language": "fr", "words": "Nous réparerons la pompe."}
    write_wording(session, version=version, **words, speak=speak, by=cast.dana, now=now)
    assert Work.WORD_ANSWER not in of(cast.dana)


def test_the_need_agrees_with_the_office_page(session, cast, released, now, of):
    answered = released.theme(3)
    released.theme(4)
    released.answered(answered)
    page = [each for each in addressed_to(session, office=cast.water, now=now) if each.owed]
    assert of(cast.dana)[Work.ANSWER_OWED].count == len(page) == 1
