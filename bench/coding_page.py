"""`python -m bench.coding_page`: every page of those who read and sort, in a town of any size: the 95th
percentile of the time of each, on each kind of database."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from bench import town
from bench.volume import WARM, Browser, Step, Walk, arguments, found, measure
from consult.loop.collect.records import Consultation
from consult.loop.understand import heard_so_far, phrases_used
from consult.loop.understand.ports import Used
from consult.people.records import Account

HERE = f"/understand/{town.SLUG}/"
PLAIN = "one code"


def pages(walk: Walk) -> Mapping[str, Step]:
    """`one` has cards in hand, `two` has none and takes what waits with nobody."""
    one, two, far = map(walk.browser, (town.REPRESENTATIVE, town.SECOND, town.ELSEWHERE))
    last = 101 + walk.given.answers
    steps: dict[str, Step] = {
        PLAIN: lambda n: one.open(f"{HERE}codes/{1 + n % town.CODES}"),
        "the next card": lambda n: two.open(f"{HERE}sort/?after={walk.any_card()}"),
        "the next card, after the last number": lambda n: two.open(f"{HERE}sort/?after={last}"),
        "the next card in hand": lambda n: one.open(f"{HERE}sort/?after={walk.any_card()}"),
        "the next card, from elsewhere": lambda n: far.open(f"{HERE}sort/?after={walk.any_card()}"),
        "save, and the next card": _saving(walk, two),
        "take back, and the card": _taking_back(walk, two),
        "piles": lambda n: one.open(f"{HERE}piles/"),
        "look at piles": lambda n: one.send(f"{HERE}piles/", piles=_piles(walk), look="1"),
        "save piles": lambda n: one.send(f"{HERE}piles/", follow=False, **_a_pile(n, fresh)),
        "save piles, and the page after": lambda n: one.send(f"{HERE}piles/", **_a_pile(n, fresh)),
        "cards to print": lambda n: one.open(f"{HERE}cards/?after={walk.any_card()}"),
        "cards to print, nobody's": lambda n: one.open(f"{HERE}cards/?only=unsorted&after={walk.any_card()}"),
        "cards to print, in hand": lambda n: one.open(f"{HERE}cards/?only=mine"),
        "search, many": lambda n: one.send(f"{HERE}search/", words="Road"),
        "search, accents": lambda n: one.send(f"{HERE}search/", words="ECOLE fermee agua"),
        "search, few": lambda n: one.send(f"{HERE}search/", words=town.RARE, after=walk.any_card() // 2),
        "who has which cards": lambda n: one.open(f"{HERE}deal/"),
        "take ten more": lambda n: two.send(f"{HERE}deal/more", waiting=n * 10),
        "do we sort alike": lambda n: one.open(f"{HERE}agreement/"),
        "do we sort alike, further on": lambda n: one.open(f"{HERE}agreement/?skip=500"),
        "settle a card": lambda n: one.open(f"{HERE}agreement/{differing}"),
        "have we heard enough": lambda n: one.open(f"{HERE}heard-enough/"),
        "codebook": lambda n: one.open(f"{HERE}codes/"),
        "progress": lambda n: one.open(HERE),
        "progress, from elsewhere": lambda n: far.open(HERE),
        "all consultations": lambda n: one.open("/understand/"),
        "first reading": lambda n: one.open(f"{HERE}first/"),
        "themes": lambda n: one.open(f"{HERE}themes/"),
        "words people used": lambda n: one.open(f"{HERE}phrases/"),
        "words people used, from elsewhere": lambda n: far.open(f"{HERE}phrases/"),
    }
    _what_the_clock_does(walk)
    fresh = _unsorted(one)
    differing = found(one.open(f"{HERE}agreement/"), rf"{HERE}agreement/(\d+)")
    return steps


def _a_pile(n: int, fresh: Iterator[str]) -> dict[str, str]:
    return {"piles": f"{n % 40 + 1}: {next(fresh)}", "move": "y"}


def _what_the_clock_does(walk: Walk) -> None:
    """Once an hour, in earnest: where so many are sorted, no page counts what was heard. And when somebody
    asks: which words people used; here every word is one of many, as if each were a phrase."""
    with walk.database.work() as session:
        this = session.scalars(select(Consultation)).one()
        came, now = heard_so_far.count(session, consultation=this), walk.app.extensions["consult"].clock()
        heard_so_far.keep(session, consultation_id=this.id, came=came, now=now)
        asks = session.scalars(select(Account).where(Account.email == town.REPRESENTATIVE)).one()
        run = phrases_used.ask_for_phrases(session, consultation=this, by=asks, now=now)
        given = phrases_used.words_to_read(session, run=run, language="en")
        on: dict[str, list[UUID]] = {}
        for each in given:
            for word in set(each.text.split()):
                on.setdefault(word, []).append(each.answer)
        used = [Used(word, tuple(answers)) for word, answers in sorted(on.items())]
        phrases_used.keep_phrases(session, run=run, given=given, used=used, now=now)


def _saving(walk: Walk, who: Browser) -> Step:
    card = _next(who.open(f"{HERE}sort/?after={walk.any_card()}"))

    def save(n: int) -> TestResponse:
        nonlocal card
        came = who.send(f"{HERE}sort/{card}", code=n % town.CODES + 1)
        card = _next(came)
        return came

    return save


def _taking_back(walk: Walk, who: Browser) -> Step:
    """Cards that were sorted just now, the last one first."""
    saved: list[str] = []

    def take_back(n: int) -> TestResponse:
        while not saved:
            after = walk.any_card()
            for _ in range(walk.given.pages + WARM):
                saved.append(_next(who.open(f"{HERE}sort/?after={after}")))
                who.send(f"{HERE}sort/{saved[-1]}", code=1)
                after = int(saved[-1])
        return who.send(f"{HERE}sort/{saved.pop()}/undo")

    return take_back


def _next(page: TestResponse) -> str:
    return found(page, rf'action="{HERE}sort/(\d+)"')


def _piles(walk: Walk) -> str:
    return "\n".join(f"{pile}: {' '.join(str(walk.any_card()) for _ in range(30))}" for pile in (3, 7, 12))


def _unsorted(who: Browser) -> Iterator[str]:
    """Twenty numbers at a time of cards that nobody sorted."""
    after = 0
    while True:
        page = who.open(f"{HERE}cards/?only=unsorted&after={after}")
        numbers = [int(tab.partition("<")[0]) for tab in page.text.split("</span><bdi>")[1:]]
        for begin in range(0, len(numbers) - 20, 20):
            yield " ".join(map(str, numbers[begin : begin + 20]))
        after = numbers[-1]


def main() -> None:
    measure("coding_page", arguments(__doc__), pages, plain=PLAIN)


if __name__ == "__main__":
    main()
