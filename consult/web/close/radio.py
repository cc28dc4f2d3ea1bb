"""Answers as they are read on the radio: by two voices and one who leads, in parts that people can follow.

Nobody is named: who signed a dissent is *a member* here. Days are said twice, words as they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _

from consult.common.translation import Worded
from consult.loop.close.aloud import Item, Piece, Voice, length, parts, words
from consult.loop.respond import wordings
from consult.loop.respond.faithful_words import Checked
from consult.loop.respond.kinds import fields_in_public
from consult.loop.respond.records import Faithful, ResponseVersion
from consult.loop.review.records import Position, Review
from consult.web import parts as house
from consult.web.close.sheets import Sheet
from consult.web.fallen import FALLEN, bare
from consult.web.i18n import day, listed
from consult.web.public.results import Told
from consult.web.respond.labels import ABOUT, KINDS


@dataclass(frozen=True)
class Part:
    """One part to read: how long it takes, in whole seconds, and how many words it has."""

    pieces: list[Piece]
    seconds: int
    words: int


def radio_parts(sheets: Sequence[Sheet], lang: str) -> list[Part]:
    """Every answer that is in `lang`, and every theme without one."""
    opening = _said(_("For the people here who spoke: this was said, and this was answered."), lang)
    closing = _said(_("Is this an answer to what you said? Say so at the next meeting."), lang)
    items = [_item(sheet, lang) for sheet in sheets if sheet.worded]
    found = parts(items, around=[opening, closing])
    return [
        Part(whole, length(whole), sum(words(each.text) for each in whole))
        for whole in ([opening, *pieces, closing] for pieces in found)
    ]


def _said(sentence: str, lang: str) -> Piece:
    """A sentence of ours, in the language in which there is one."""
    fallen = FALLEN.search(sentence)
    return Piece(Voice.READER, bare(sentence), fallen[1] if fallen else lang)


def _item(sheet: Sheet, lang: str) -> Item:
    numbers = listed(sheet.it.numbers)
    pieces = [piece for story in sheet.it.stories for piece in _heard(story, lang)]
    if sheet.it.told is None:
        pieces.append(_said(_("Nobody has answered this yet."), lang))
    else:
        pieces += _answer(sheet.it.told.newest, lang)
        pieces += _not_faithful(sheet.it.stories[0].beside.checked.get(sheet.it.told.newest.id, []), lang)
    return Item(pieces, _said(_("We go on with number %(numbers)s.", numbers=numbers), lang))


def _heard(story: Told, lang: str) -> list[Piece]:
    number = story.theme.number
    pieces = [
        _said(_("Number %(number)s. People say:", number=number), lang),
        *_joined(_words(Voice.PEOPLE, story.name), _words(Voice.PEOPLE, story.statement)),
    ]
    for each in story.positions:
        if each.position is not Position.AGREE:
            pieces += [_said(_who(each), lang), Piece(Voice.PEOPLE, each.reason, each.language)]
    if story.reopened:
        pieces.append(
            _said(_("People say that the answer is not about what they said. A second answer is owed."), lang)
        )
    return pieces


def _who(review: Review) -> str:
    if review.position is Position.DISSENT:
        return str(_("A member of the advisory committee disagrees:"))
    return str(_("A member of the advisory committee adds:"))


def _answer(version: ResponseVersion, lang: str) -> list[Piece]:
    wanted = house.parts().languages.chain(lang)
    worded = {
        field: wordings.worded(g.session, version, field, wanted) for field in fields_in_public(version.kind)
    }
    office = version.response.office.name
    pieces = [
        _said(_("%(office)s answers:", office=office), lang),
        *_joined(
            Piece(Voice.OFFICE, bare(f"{KINDS[version.kind]}."), lang), _words(Voice.OFFICE, worded["words"])
        ),
    ]
    for field, heading in (("why", _("Why")), ("who", str(ABOUT[version.kind].whose))):
        if field in worded:
            said = Piece(Voice.OFFICE, bare(f"{heading}:"), lang)
            pieces += _joined(said, _words(Voice.OFFICE, worded[field]))
    if version.to_whom:
        handed_to = _("Handed over to")
        handed = f"{handed_to}: {version.to_whom}, {day(version.handed_on)}."
        pieces.append(_said(handed, lang))
    again = _("Once more:")
    on = f"{ABOUT[version.kind].day}: {day(version.by_when)}."
    return [*pieces, _said(f"{on} {again} {on}", lang)]


def _not_faithful(checked: Sequence[Checked], lang: str) -> list[Piece]:
    """What a representative says against it, like a dissent. A yes and silence are left to paper."""
    said = []
    for word in (word for each in checked for word in each.words if word.says is Faithful.NO):
        said.append(
            _said(_("A representative of the people says that this is not faithful to what was said:"), lang)
        )
        said.append(Piece(Voice.PEOPLE, word.note, word.language))
    return said


def _joined(first: Piece, then: Piece) -> list[Piece]:
    """One piece where both are in one language."""
    if first.language == then.language:
        return [Piece(first.voice, f"{first.text} {then.text}", first.language)]
    return [first, then]


def _words(voice: Voice, worded: Worded) -> Piece:
    """What somebody wrote, with a stop at its end."""
    text = worded.text.strip()
    return Piece(voice, text if text[-1:] in ".!?؟。።" else f"{text}.", worded.language)
