"""What is said before the first prompt and after the last, where no page of ours can say it.

The same lines stand on paper and in the forms of other tools, in the language of whoever is asked.
"""

from dataclasses import dataclass

from flask import g

from consult.common.errors import mark
from consult.loop.collect.joining import join_words_of
from consult.loop.collect.records import Consultation
from consult.people import danger
from consult.people.records import Community
from consult.web.addresses import whole
from consult.web.parts import parts
from consult.web.public.saying import Asking


@dataclass(frozen=True)
class Line:
    """A heading, our sentence, and what the community wrote, in the language that `words` is really in."""

    head: str
    says: str
    words: str = ""
    language: str = ""

    @property
    def whole(self) -> str:
        """In one piece, where a form has no headings."""
        rest = " ".join(each for each in (self.says, self.words) if each)
        return f"{self.head}: {rest}" if self.head else rest


def first_lines(asked: Asking) -> list[Line]:
    """Who asks, who reads, what is open, what comes back, what it costs; that it is free."""
    say, lang = parts().languages.say, asked.lang
    unwritten = say(mark("This is not written here yet. Ask those who ask you."), lang)

    def told(head: str, worded: object, says: str = "") -> Line:
        text, code = getattr(worded, "text", ""), getattr(worded, "language", lang)
        return Line(say(head, lang), says or ("" if text else unwritten), text, code)

    free = say(
        mark("Nobody may take money or anything else from you, for speaking or for helping you to speak."),
        lang,
    )
    return [
        told(mark("Who asks"), asked.who_asks),
        told(mark("Who reads your words"), asked.who_reads),
        told(mark("What is decided and what is still open"), asked.what_is_open),
        told(mark("What comes back"), asked.meeting, _comes_back(asked)),
        told(mark("What it costs, and what helpers get"), asked.costs, free),
        told(mark("How those who speak here were chosen"), asked.opening),
        Line("", say(mark("You choose. You can stop at any time and leave any question empty."), lang)),
        Line("", say(mark("Speaking brings no goods, and not speaking takes nothing away."), lang)),
        Line("", say(mark("Do not write names or numbers. Somebody could be found by them."), lang)),
    ]


def _comes_back(asked: Asking) -> str:
    languages = parts().languages
    if asked.round.news_by is None:
        return languages.say(mark("An answer to what people said, at this place or meeting:"), asked.lang)
    day = languages.day(asked.round.news_by, asked.lang)
    sentence = mark("An answer to what people said, by %(day)s, at this place or meeting:")
    return languages.say(sentence, asked.lang, day=day)


def private_lines(consultation: Consultation, lang: str) -> list[str]:
    """How a private matter is told where what is written down lies open to others."""
    say, settings = parts().languages.say, parts().settings
    page_in = lang if lang in consultation.languages else consultation.language
    page = whole("public.private", slug=consultation.slug, lang=page_in)
    others = mark(
        "Do not write of abuse, violence or a threat here: others read it. Only a protection officer reads"
        " what is told at this address: %(address)s"
    )
    said = [say(others, lang, address=page)]
    joins = any(each.language == page_in for each in join_words_of(g.session, consultation=consultation))
    if joins and settings.number_for_people:
        said.append(say(mark("By text, once you have begun, send MENU, then 7."), lang))
    return said


ON_A_SHEET = {
    (True, True): mark(
        "Nobody watches this sheet. If you are in danger now, do not wait for us: go to %(place)s or call"
        " %(number)s."
    ),
    (True, False): mark(
        "Nobody watches this sheet. If you are in danger now, do not wait for us: go to %(place)s."
    ),
    (False, True): mark(
        "Nobody watches this sheet. If you are in danger now, do not wait for us: call %(number)s."
    ),
    (False, False): mark(
        "Nobody watches this sheet. If you are in danger now, do not wait for us: go to people you trust."
    ),
}
ON_A_PAGE = {
    (True, True): mark(
        "Nobody watches this page. If you are in danger now, do not wait for us: go to %(place)s or call"
        " %(number)s."
    ),
    (True, False): mark(
        "Nobody watches this page. If you are in danger now, do not wait for us: go to %(place)s."
    ),
    (False, True): mark(
        "Nobody watches this page. If you are in danger now, do not wait for us: call %(number)s."
    ),
    (False, False): mark(
        "Nobody watches this page. If you are in danger now, do not wait for us: go to people you trust."
    ),
}
"""By whether a place and a number are known to go to."""


def danger_line(community: Community, lang: str, *, on_paper: bool = True) -> str:
    """What is said in danger; a sheet of paper and a form are watched as little as a page."""
    wanted = parts().languages.reads(lang)
    place = danger.place_in(g.session, community=community, wanted=wanted).text
    number = community.danger_number
    said = (ON_A_SHEET if on_paper else ON_A_PAGE)[bool(place), bool(number)]
    return parts().languages.say(said, lang, place=place, number=number)
