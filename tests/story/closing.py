"""Offices answer, phones ring, people judge; the ledger is recounted from the phones."""

import re
from collections import Counter
from datetime import timedelta

from playwright.sync_api import Browser

from consult.loop.understand.small_cells import FEWEST
from tests.story.collecting import says
from tests.story.desk import Desk
from tests.story.folk import SAYS, Somebody
from tests.story.said import AGAIN, ALONE, ANSWERS, NAMES, SPEAK
from tests.story.town import Town

# responding


def answers(town: Town, writer: Desk, checker: Desk, office: str, numbers: list[int], *, kind: str) -> None:
    for number in numbers:
        writer.at_work(f"/respond/{office}/").open_card(NAMES[number])
        if number == 2:
            writer.sees("Nobody asked the ferryman.")
        address = writer.page.url.removeprefix(town.url)
        writer.tick("kind", kind).press("Go on").fill(
            words=ANSWERS[number]["en"],
            why="You told us so.",
            who="The engineer",
            by_when=(town.at.date() + timedelta(days=60)).isoformat(),
        ).press("Keep as a draft")
        _words_in(writer, address, ANSWERS[number])
        writer.at_work(address).press("Hand it over")
        checker.at_work(f"{address.rstrip('/')}/look").press("Let it go")


def _words_in(writer: Desk, address: str, words: dict[str, str]) -> None:
    for language in ("fr", "ar"):
        writer.at_work(f"{address.rstrip('/')}/wordings/{language}").fill(words=words[language]).press()


def finds(salma: Desk, office: str, says: str, note: str = "") -> None:
    """A representative says of the first answer of that office whether it is faithful."""
    salma.at_work("/home").open_card("Are they faithful to what was said?").open_card(office)
    salma.tick("says", says).fill(note=note).press("Say it")


# closing


def hears_back(town: Town, people: list[Somebody]) -> None:
    """Each phone gets what its people chose, in their language; nobody gets anything else."""
    for _ in range(10):
        town.pass_time(days=1)
        town.settle()
    for person in people:
        if not person.phone:
            continue
        texts = "\n".join(town.received(person.phone))
        mine = ANSWERS.get(person.theme, {}).get(person.language, "nothing was said")
        if person.leaves or person.theme == 0:
            assert mine not in texts
        elif person.hear_back == "whole":
            assert mine in texts, f"{person.name} did not hear back:\n{texts}"
        else:
            assert mine not in texts, f"{person.name} wanted a knock"
            assert SPEAK.phrase("knock", person.language) in texts, f"{person.name} got no knock:\n{texts}"


def judges(town: Town, browser: Browser, people: list[Somebody]) -> None:
    for person in people:
        if person.theme == 0 or person.leaves:
            continue
        if person.phone and person.hear_back == "whole":
            who = f"{person.suffix} " if _shared(person, people) else ""
            says(town, person.phone, f"{who}{person.theme}{person.key}")
            person.heard.append(SAYS[person.key])
        elif person.code and not person.phone:
            with Desk(town, browser, width=240) as desk:
                desk.go("/code").fill(code=person.code).press()
                desk.sees(ANSWERS[person.theme][person.language])
                desk.press(f"{person.theme}{person.key}")
            person.heard.append(SAYS[person.key])


def _shared(person: Somebody, people: list[Somebody]) -> bool:
    return len([each for each in people if each.phone == person.phone]) > 1


def answered_again(town: Town, nadia: Desk, peter: Desk, salma: Desk, people: list[Somebody]) -> None:
    """*Not what we said* opens number 1 again; a new version goes to everyone it is owed to."""
    nadia.at_work("/respond/water/").open_card(NAMES[1])
    nadia.sees("Open again since")
    address = nadia.page.url.removeprefix(town.url)
    nadia.fill(
        words=AGAIN["en"],
        why="Somebody said that we did not hear them.",
        who="The engineer",
        by_when=(town.at.date() + timedelta(days=60)).isoformat(),
    ).press("Keep as a draft")
    _words_in(nadia, address, AGAIN)
    nadia.at_work(address).press("Hand it over")
    peter.at_work(f"{address.rstrip('/')}/look").press("Let it go")
    finds(salma, "Water office", "yes")
    for _ in range(10):
        town.pass_time(days=1)
        town.settle()
    for person in people:
        if person.theme == 1:
            person.heard.clear()  # what they said was about the answer before
    misheard = next(person for person in people if person.key == 5)
    assert misheard.phone
    assert AGAIN[misheard.language] in "\n".join(town.received(misheard.phone))
    says(town, misheard.phone, "11")
    misheard.heard.append("yes")


def meets(town: Town, salma: Desk, people: list[Somebody]) -> None:
    """Those with a knock or no phone hear it at the mill; it is counted apart."""
    salma.at_work("/close/ford/returns/new").fill(on=town.at.date().isoformat(), people="40")
    for box in salma.page.locator('main input[name="versions"]').all():
        box.check()
    if salma.page.locator('main [name="line_read"]').count():
        salma.page.locator('main [name="line_read"]').check()
    salma.press()


NOT_FAITHFUL = "People spoke of the whole way home."


def the_page_tells_the_same(town: Town, browser: Browser, people: list[Somebody]) -> None:
    """Recount from the phones and from what people did; the public ledger must say the same."""
    with Desk(town, browser) as anyone:
        anyone.go("/c/ford/en/results").sees("Nobody asked the ferryman.").sees(AGAIN["en"])
        anyone.sees(NOT_FAITHFUL).sees("Not checked by representatives of")
        shown = anyone.go("/c/ford/en/ledger").words()
    staying = [person for person in people if not person.leaves]
    in_person = [person for person in staying if _was_told(town, person)]
    last = Counter(person.heard[-1] for person in staying if person.heard)
    recounted = {
        r"(\d+) people spoke": len(people),
        r"(\d+) of them left": len(people) - len(staying),
        r"Owed\s+(\d+)": len(staying),
        r"\nIn person\s+(\d+)": len(in_person),
        r"\nIn the community only\s+(\d+)": len(staying) - len(in_person),
        r"\nJudged\s+(\d+)": last.total(),
        r"Silent: unknown\s+(\d+)": len([p for p in staying if p.theme]) - last.total(),
        r"at a meeting. People there: about (\d+)": 40,
    }
    if any(0 < count < FEWEST for count in last.values()):
        assert re.search(r"\nNot what we said\s+not shown", shown), "so few could be found by it"
    told = {each: found.group(1) for each in recounted if (found := re.search(each, shown))}
    assert told == {each: str(count) for each, count in recounted.items()}, shown


def _was_told(town: Town, person: Somebody) -> bool:
    """Whether the whole words lie on their phone, or they asked for them with their receipt."""
    if not person.phone:
        return person.code is not None and bool(person.heard)
    texts = "\n".join(town.received(person.phone))
    if person.theme == 0:
        return ALONE in texts
    return person.hear_back == "whole" and any(
        answers[person.language] in texts for answers in (ANSWERS[person.theme], AGAIN)
    )
