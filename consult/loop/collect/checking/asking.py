"""How a prompt asks: closed or open, one thing or two, about persons or numbers. Pure."""

from dataclasses import dataclass
from itertools import pairwise

from consult.loop.collect.checking.lexicon import Found, Lexicon, Stream

OPEN, SHY, NARROW, WHO = "question", "shy", "narrow", "who"
ASKS = (OPEN, SHY, NARROW, WHO)


@dataclass(frozen=True)
class Asked:
    """One sentence, looked through: which words ask, which tell, which can be answered by yes or no.

    `asking`: question words, first to last, each with its kind. `telling`: "tell us" and its like.
    `marker`: what makes it a yes/no question wherever it stands before a question word.
    `opener`: a word that begins both kinds of question. `doubt`: it may be one, nothing says so.
    `until`: where "if so" or "if not" comes, after which nothing opens what was closed before.
    """

    stream: Stream
    asking: tuple[tuple[Found, str], ...]
    telling: tuple[Found, ...]
    marker: Found | None
    opener: Found | None
    requests: tuple[Found, ...]
    embedded: Found | None
    doubt: Found | None
    certain: bool
    until: int

    @property
    def closed(self) -> Found | None:
        """The words that make it a yes/no question; None: it is none, or only in doubt."""
        if self.embedded is not None:
            return self.embedded
        first = min((each.start for each, _kind in self.asking if each.start < self.until), default=None)
        told = min((each.start for each in (*self.telling, *self.requests)), default=None)
        if self.marker is not None and not covered(self.marker, self.requests):
            anew = self.stream.sentence.asks and self._after_pause(self.marker)  # "Tell us, is it so?"
            wide = min((each.start for each, kind in self.asking if kind in (OPEN, WHO)), default=None)
            earlier = (wide, None) if anew else (first, told)  # "Where you live, is it so?"
            before = [at for at in earlier if at is not None and at < self.marker.start]
            if not before:
                return self.marker
        if self.opener is not None and first is None and told is None:
            return self.opener
        return self.doubt if self.certain else None

    def _after_pause(self, place: Found) -> bool:
        return place.start > 0 and self.stream.words[place.start - 1].mark


def asked(stream: Stream, lexicon: Lexicon) -> Asked:
    """Look through one sentence."""
    asking = _asking(stream, lexicon)
    telling = tuple(lexicon.find("telling", stream))
    requests = tuple(lexicon.find("request", stream))
    markers, openers = lexicon.find("closed", stream), lexicon.find("opener", stream)
    embedded = lexicon.find("whether", stream)
    follow = lexicon.find("follow", stream)
    until = next((each.start for each in follow if each.start > 0), len(stream.words))
    early = [place for place, _kind in asking if place.start < until]
    silent = stream.sentence.asks and not early and not telling and not requests
    fragment = lexicon.find("fragment", stream)
    return Asked(
        stream,
        asking,
        telling,
        markers[0] if markers else None,
        openers[0] if openers else None,
        requests,
        embedded[0] if embedded else None,
        _first_word(stream) if silent else None,
        certain=lexicon.sure and not fragment and _count(stream) > 1,
        until=until,
    )


def two_in_one(all_asked: list[Asked], lexicon: Lexicon) -> list[tuple[Stream, Found]]:
    """The words by which a second thing is asked; empty where one thing is."""
    found = [(each.stream, place) for each in all_asked for place in _joined(each, lexicon)]
    before: Asked | None = None
    for each in all_asked:
        if before is not None and _asks_again(before, each, lexicon):
            found.append((each.stream, _first_asking(each)))
        if each.stream.sentence.asks or (each.asking and not each.telling):
            before = each
    return found


def offers(stream: Stream, lexicon: Lexicon) -> list[Found]:
    """Where choices are offered: an *or*, a list after a colon or in brackets, words apart by a stroke."""
    not_offers = lexicon.find("not_or", stream)
    found = [each for each in lexicon.find("or", stream) if not covered(each, not_offers)]
    return found + _listed(stream, lexicon) + _strokes(stream)


def _asking(stream: Stream, lexicon: Lexicon) -> tuple[tuple[Found, str], ...]:
    """Question words of each kind; where two overlap the longer one, and none within `not_asking`."""
    apart = lexicon.find("not_asking", stream)
    places = [(each, kind) for kind in ASKS for each in lexicon.find(kind, stream)]
    kept: list[tuple[Found, str]] = []
    for place, kind in sorted(places, key=lambda each: (each[0].start - each[0].end, each[0].start)):
        if covered(place, apart) or any(_overlap(place, other) for other, _kind in kept):
            continue
        kept.append((place, kind))
    asks = [place.start for place, kind in kept if kind != WHO]
    marks = [place.start for kind in ("closed", "opener") for place in lexicon.find(kind, stream)]
    first = min(asks + marks, default=len(stream.words))
    return tuple(
        (place, kind)
        for place, kind in sorted(kept, key=lambda each: each[0].start)
        if kind != WHO or not _after_and(stream, place, lexicon) or first < place.start
    )


def _after_and(stream: Stream, place: Found, lexicon: Lexicon) -> bool:
    """Whether it follows an *and*: there "who" asks only if something was asked before."""
    return any(joint.end == place.start for joint in lexicon.find("and", stream))


def _joined(each: Asked, lexicon: Lexicon) -> list[Found]:
    stream = each.stream
    joints = lexicon.find("and", stream)
    found = [place for place in lexicon.find("follow", stream) if _something_before(each, place.start)]
    kinds = {place.start: (place, kind) for place, kind in each.asking}
    for joint in joints:
        at = _past(stream, lexicon, joint.end)
        passed = [kinds[n] for n in range(joint.end, at + 1) if n in kinds]
        if any(_is_second(each, kind, joint.start) for _place, kind in passed):
            found.append(Found(joint.start, passed[0][0].end))
        elif _begins(each, lexicon, at) and _something_before(each, joint.start):
            found.append(Found(joint.start, at + 1))
    found += _after_pauses(each, kinds)
    if lexicon.in_place and not found:
        found += _far_apart(each, joints)
    return found


def _past(stream: Stream, lexicon: Lexicon, at: int) -> int:
    """The place after `at` and what may stand between *and* and the word that asks."""
    skips = {place.start: place.end for place in lexicon.find("between", stream)}
    while at < len(stream.words) and (stream.words[at].mark or at in skips):
        at = skips.get(at, at + 1)
    return at


def _is_second(each: Asked, kind: str, joint: int) -> bool:
    """Whether a question word of `kind` after the joint asks a second thing."""
    earlier = [place for place, _kind in each.asking if place.start < joint]
    marked = any(place is not None and place.start < joint for place in (each.marker, each.opener))
    if kind == OPEN:
        told = any(place.start < joint for place in (*each.telling, *each.requests))
        return bool(earlier) or marked or told
    return marked or any(_leads(each.stream, place) for place in earlier)


def _leads(stream: Stream, place: Found) -> bool:
    """Whether a question word stands at the head of a clause, a preposition aside."""
    return any(start in stream.begins for start in range(max(place.start - 2, 0), place.start + 1))


def _begins(each: Asked, lexicon: Lexicon, at: int) -> bool:
    """Whether at this place "tell us" begins again, or a yes/no question."""
    told = lexicon.find("tell_again", each.stream) if "tell_again" in lexicon.phrases else each.telling
    again = (*told, *lexicon.find("closed", each.stream))
    return any(place.start == at for place in again)


def _something_before(each: Asked, at: int) -> bool:
    places = [place for place, _kind in each.asking]
    places += [*each.telling, *each.requests]
    places += [place for place in (each.marker, each.opener, each.embedded, each.doubt) if place is not None]
    return any(place.start < at for place in places)


def _after_pauses(each: Asked, kinds: dict[int, tuple[Found, str]]) -> list[Found]:
    """Question words right after a comma, where the sentence began with one."""
    if not each.asking or each.asking[0][1] != OPEN or each.asking[0][0].start > 0:
        return []
    words = each.stream.words
    return [
        place
        for at, (place, kind) in kinds.items()
        if kind == OPEN and at > 1 and words[at - 1].mark and words[at - 1].shown not in "()"
    ]


def _far_apart(each: Asked, joints: list[Found]) -> list[Found]:
    """Two question words with an *and* between, in languages that ask at the place of the answer."""
    places = [place for place, kind in each.asking if kind != NARROW or len(each.asking) > 1]
    for first, second in pairwise(places):
        pauses = any(word.mark for word in each.stream.words[first.end : second.start])
        if pauses or any(first.end <= joint.start <= second.start for joint in joints):
            return [second]
    return []


def _asks_again(before: Asked, each: Asked, lexicon: Lexicon) -> bool:
    if each.stream.sentence.asks and before.stream.sentence.asks:
        return True
    if each.asking and before.stream.sentence.asks:
        return True
    joints = lexicon.find("and", each.stream)
    opened = any(joint.start == 0 for joint in joints)
    return opened and bool(each.asking or each.telling)


def _first_asking(each: Asked) -> Found:
    return each.asking[0][0] if each.asking else _first_word(each.stream)


def _listed(stream: Stream, lexicon: Lexicon) -> list[Found]:
    """A list of short things after a colon or dash, or in brackets, in a sentence that asks."""
    words = stream.words
    for at, each in enumerate(words):
        if not each.mark or each.shown not in ":：፦፥—–([" or at == 0:
            continue
        until = next((n for n in range(at + 1, len(words)) if words[n].shown in ")]"), len(words))
        items, length = 1, 0
        for word in words[at + 1 : until]:
            items, length = (items + 1, 0) if word.mark else (items, length + 1)
            if length > 4:
                break
        else:
            inside = any(at < place.start < until for place, _kind in _asking(stream, lexicon))
            if items > 1 and not inside:
                return [Found(at + 1, until)]
    return []


def _strokes(stream: Stream) -> list[Found]:
    words = stream.words
    return [
        Found(at - 1, at + 2)
        for at, each in enumerate(words)
        if each.mark
        and each.shown in "/|"
        and 0 < at < len(words) - 1
        and not words[at - 1].shown.isdecimal()
    ]


def _first_word(stream: Stream) -> Found:
    at = next((n for n, each in enumerate(stream.words) if not each.mark), 0)
    return Found(at, at + 1)


def _count(stream: Stream) -> int:
    return sum(not each.mark for each in stream.words)


def covered(place: Found, by: list[Found] | tuple[Found, ...]) -> bool:
    return any(other.start <= place.start and place.end <= other.end for other in by)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end
