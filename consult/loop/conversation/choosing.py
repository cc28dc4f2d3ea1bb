"""The menu: how to hear back on this phone, where my words are, how they are removed, the language."""

from collections.abc import Sequence

from consult.loop.close.catching_up import catch_up
from consult.loop.collect.talk import Talk
from consult.loop.conversation import asking, private, removing, where
from consult.loop.conversation.held import again
from consult.loop.conversation.joining import joined_round
from consult.loop.conversation.line import open_to_all
from consult.loop.conversation.turn import Turn
from consult.people import danger, passing_on, reaches
from consult.people.participants import speak_language
from consult.people.records import Community, HearBack, Reach

CHOICES = {1: HearBack.WHOLE, 2: HearBack.KNOCK, 3: HearBack.NOTHING}
WHERE, ERASE, LANGUAGE, PRIVATE, PASS_ON = 4, 5, 6, 7, 8
MOST_LANGUAGES = 9


def menu(turn: Turn) -> None:
    """The menu of the one person of this phone; where several use it, they say who they are."""
    if len(turn.people) == 1:
        _offer(turn, turn.people[0])
    elif turn.people:
        turn.say("menu_which", person=turn.people[-1].suffix)
        explain(turn)
    else:
        explain(turn)


def menu_of(turn: Turn) -> None:
    reach = turn.person(turn.heard.person)
    if reach is None:
        turn.say("no_such_person", person=turn.heard.person or 0)
    else:
        _offer(turn, reach)


def _offer(turn: Turn, reach: Reach) -> None:
    turn.ask(Talk.MENU)
    turn.forget("tongues", "passing")
    turn.remember(chooser=reach.suffix)
    turn.say("menu")
    if private.of_which(turn, reach):
        turn.say("menu_private")
    turn.say("menu_pass_on")
    turn.say("menu_words")
    _say_danger(turn)


def explain(turn: Turn) -> None:
    """What can be sent at any time, and where to go in danger; a question that waits is asked again."""
    turn.say("menu_words")
    _say_danger(turn)
    if turn.conversation.state in (Talk.WHO, Talk.WHICH, Talk.CHOICE):
        again(turn)


def choose(turn: Turn) -> None:
    """A line of the menu; another digit brings the menu again."""
    reach = turn.person(turn.recall("chooser"))
    digit = turn.heard.digit
    if reach is None:
        turn.back()
        menu(turn)
    elif tongues := turn.recall("tongues"):
        _choose_language(turn, reach, tongues, digit)
    elif turn.recall("passing"):
        _choose_pass_on(turn, reach, digit)
    elif digit in CHOICES:
        _choose_hear_back(turn, reach, CHOICES[digit])
    elif digit == WHERE:
        turn.back()
        where.say_where(turn, reach)
        again(turn)
    elif digit == ERASE:
        removing.ask_first(turn, reach)
    elif digit == LANGUAGE:
        _ask_language(turn, reach)
    elif digit == PASS_ON:
        turn.remember(passing=True)
        turn.say("pass_on")
    elif digit == PRIVATE and private.of_which(turn, reach):
        private.ask_words(turn, reach)
        _say_danger(turn)
    else:
        _offer(turn, reach)


def _choose_hear_back(turn: Turn, reach: Reach, hear_back: HearBack) -> None:
    more_than_before = reach.hear_back is not hear_back and hear_back is not HearBack.NOTHING
    reaches.choose(turn.session, reach=reach, hear_back=hear_back, now=turn.now)
    turn.back()
    turn.say(f"chosen_{hear_back}")
    again(turn)
    if more_than_before:
        catch_up(turn.session, participant=reach.participant, chain=turn.words.chain, now=turn.now)


def _ask_language(turn: Turn, reach: Reach) -> None:
    """The languages in which this person's consultation is held, each by a digit."""
    spoken_in = turn.conversation.round or asking.latest_round(turn, reach)
    tongues = list(spoken_in.consultation.languages if spoken_in else [turn.language])[:MOST_LANGUAGES]
    turn.remember(tongues=tongues)
    named = (f"{number} {turn.words.name(code)}" for number, code in enumerate(tongues, start=1))
    turn.say("which_language", languages=", ".join(named))


def _choose_language(turn: Turn, reach: Reach, tongues: Sequence[str], digit: int) -> None:
    """From here on this person hears in that language, and the conversation goes on in it."""
    if not 1 <= digit <= len(tongues):
        _ask_language(turn, reach)
        return
    language = tongues[digit - 1]
    speak_language(turn.session, participant=reach.participant, language=language, now=turn.now)
    turn.back()
    turn.conversation.language = language
    turn.say("language_chosen")
    again(turn)


def _choose_pass_on(turn: Turn, reach: Reach, digit: int) -> None:
    """May this number go on to those who answer here later? Another digit asks again."""
    if digit not in (1, 2):
        turn.say("pass_on")
        return
    given = digit == 1
    passing_on.say(turn.session, reach=reach, given=given, language=turn.language, now=turn.now)
    turn.back()
    turn.say("pass_on_yes" if given else "pass_on_no")
    again(turn)


def _say_danger(turn: Turn) -> None:
    """Where to go in danger, as far as it is known for the community of this phone."""
    community = _community(turn)
    reads = turn.words.chain(turn.language)
    place = danger.place_in(turn.session, community=community, wanted=reads).text if community else ""
    number = community.danger_number if community else ""
    if place and number:
        turn.say("danger", place=place, number=number)
    elif place or number:
        turn.say("danger_place" if place else "danger_number", where=place or number)
    else:
        turn.say("danger_plain")


def _community(turn: Turn) -> Community | None:
    """The one community this can be about; where there are several, none is named."""
    if turn.recall("joining"):
        return joined_round(turn).consultation.community
    here: Sequence[Community] = [reach.participant.community for reach in turn.people]
    here = here or [each.community for each in open_to_all(turn.session, at=turn.came_at)]
    return here[0] if len({each.id for each in here}) == 1 else None
