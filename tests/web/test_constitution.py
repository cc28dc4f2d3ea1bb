"""Staff of an office can change no prompt, code, theme or finding, and can read no answer, coding or
unreleased theme. What they read is tried by test_canary; here, what they change and what is exported.
"""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.cli.findings import MAKERS
from consult.cli.open_data import gathered
from consult.common.errors import NotAllowed, Refused
from consult.db.tables import METADATA
from consult.loop.understand import codebook, coding, findings, first_reading, holds, merging, themes
from consult.loop.understand.records import Audience
from consult.people.records import Account
from tests.cast import Cast
from tests.loop.understand.scene import Scene
from tests.web.conftest import SiteUnderTest
from tests.web.planted import (
    FOR_COMMITTEE,
    FOR_EVERYONE,
    FOR_ROADS,
    FOR_WATER,
    OF_THE_COMMUNITY,
    Planted,
)
from tests.web.walked import push

OF_THE_ROOMS = (
    "prompt",
    "prompt_version",
    "prompt_wording",
    "answer",
    "answer_part",
    "card",
    "code",
    "code_step",
    "coding",
    "coding_code",
    "pile",
    "theme",
    "theme_step",
    "theme_office",
    "findings",
    "findings_theme",
    "findings_theme_office",
    "contribution",
    "hold",
    "stop_card",
    "stop_word",
    "translation",
)


pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""What a page shows does not hang on the database; these walks are long."""


@pytest.fixture
def planted(site: SiteUnderTest) -> Planted:
    return Planted(site)


def person(planted: Planted, name: str) -> Account:
    found = getattr(planted, name, None) or getattr(planted.site.cast, name)
    assert isinstance(found, Account)
    return found


def test_the_export_shows_no_more_than_the_pages_that_everyone_reads(planted: Planted) -> None:
    site = planted.site
    with site.database.reading() as session:
        data = gathered(session, "river", 1, chain=site.languages.reads, now=site.clock())
    for content in (MAKERS[kind](data).decode() for kind in ("csv", "json")):
        assert FOR_EVERYONE in content
        never = OF_THE_COMMUNITY | {FOR_WATER, FOR_ROADS, FOR_COMMITTEE}
        assert not {word for word in never if word in content}


def kept(planted: Planted) -> dict[str, list[tuple[object, ...]]]:
    """All that the community made, as it stands in the database."""
    with planted.site.database.reading() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(select(METADATA.tables[name]))), key=repr)
            for name in OF_THE_ROOMS
        }


@pytest.mark.parametrize("name", ["dana", "farah", "gita", "hari", "zara"])
def test_nothing_that_they_send_changes_what_the_community_made(planted: Planted, name: str) -> None:
    before = kept(planted)
    assert all(before[table] for table in ("prompt", "answer", "code", "coding", "theme", "findings"))
    client = planted.site.signed_in(person(planted, name))
    rules = [each for each in planted.rules("POST") if not each.endpoint.startswith(("account.", "public."))]
    assert push(planted, client, rules, EVERYTHING)
    changed = [table for table, rows in kept(planted).items() if rows != before[table]]
    assert not changed


EVERYTHING = {
    "name": "ours",
    "text": "ours",
    "text-en": "ours",
    "en": "ours",
    "statement": "ours",
    "definition": "ours",
    "language": "en",
    "audience": "everyone",
    "codes": "1",
    "number": "1",
    "line": "pile 1: 101",
    "piles": "pile 1: 101",
    "alone": "ours",
    "review_by": "2027-12-01",
    "kind": "will_do",
    "why": "ours",
    "who": "ours",
    "by_when": "2027-12-01",
}
"""A form that has something for every field one might think of."""


@pytest.mark.parametrize("name", ["dana", "gita", "hari", "chol"])
def test_the_rooms_themselves_refuse_them_whatever_a_page_may_forget(
    session: Session, cast: Cast, now: datetime, name: str
) -> None:
    scene = Scene(session, cast)
    read, fresh = scene.read("The well is dry.")[0], scene.speak("The road is cut.")[0]
    code, other = scene.code("water"), scene.code("roads")
    theme = scene.theme("Water", code)
    scene.sort([read], code)
    by = {"by": getattr(cast, name), "now": now}
    words = {"name": "ours", "statement": "ours"}
    here = {"consultation": scene.consultation}
    acts: list[Callable[[], object]] = [
        lambda: first_reading.take(session, **here, **by),
        lambda: first_reading.pass_on(session, card=fresh, text="ours", **by),
        lambda: codebook.add_code(session, name="ours", language="en", **here, **by),
        lambda: codebook.rename(session, code=code, name="ours", definition="", **by),
        lambda: merging.merge(session, code=code, into=other, **by),
        lambda: coding.sort_answer(session, card=read, codes=[other], **by),
        lambda: coding.sort_pile(session, line=f"pile {other.number}: {read.number}", **here, **by),
        lambda: themes.name_theme(session, language="en", **words, **here, **by),
        lambda: themes.reword(session, theme=theme, **words, **by),
        lambda: themes.put_codes(session, theme=theme, codes=[other], **by),
        lambda: themes.address(session, theme=theme, audience=Audience.EVERYONE, offices=[], **by),
        lambda: holds.hold(session, theme=theme, **by),
        lambda: findings.release(session, alone="ours", review_by=date(2027, 12, 1), **here, **by),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Refused):  # only who sorted a card takes that back
        coding.undo(session, card=read, **by)
