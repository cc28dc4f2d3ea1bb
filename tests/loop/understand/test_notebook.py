"""The notebook: what is kept, what is refused, and who sees which entry."""

from datetime import timedelta

import pytest

from consult.common.errors import NotAllowed, Refused
from consult.loop.collect.reading import name_readers
from consult.loop.understand import notebook, notebook_seen
from consult.loop.understand.findings import release
from consult.loop.understand.records import EntryKind, NotebookAudience
from consult.people.records import Account, Role, Seat

ACTOR = {"is": "group", "wants": "water", "hats": "farmers\n\n traders "}
DETAILS = {
    EntryKind.ACTOR: ACTOR,
    EntryKind.EVENT: {"teller": "Upper Well", "place": "2"},
    EntryKind.DIVIDES: {"aspect": "who fetches first"},
    EntryKind.CONNECTS: {"aspect": "meeting there"},
    EntryKind.DISAGREEMENT: {"sides": "one\nother"},
}


@pytest.fixture
def write(scene, session):
    def write(kind=EntryKind.NEED, title="Water", by=None, **details):
        return notebook.write(
            session,
            consultation=scene.consultation,
            kind=kind,
            title=title,
            text="",
            details=DETAILS.get(kind, {}) | details,
            language="en",
            review_on=None,
            by=by or scene.cast.amal,
            now=scene.cast.now,
        )

    return write


def test_every_kind_is_written_numbered_and_stays_on_paper(write):
    for number, asked in enumerate(EntryKind, start=1):
        entry = write(asked)
        assert (entry.number, entry.kind) == (number, asked)
        assert entry.audience is NotebookAudience.PAPER


def test_details_are_kept_by_kind_and_others_dropped(write):
    actor = write(EntryKind.ACTOR, teller="nobody")
    assert actor.details == {
        "is": "group",
        "wants": "water",
        "hats": ["farmers", "traders"],
        "x": 500,
        "y": 300,
    }
    assert write(EntryKind.EVENT).details == {"teller": "Upper Well", "place": 2}


@pytest.mark.parametrize(
    ("asked", "details", "field"),
    [
        (EntryKind.ACTOR, {"is": ""}, "is"),
        (EntryKind.ACTOR, {"is": "person"}, "is"),
        (EntryKind.ACTOR, {"is": "king"}, "is"),
        (EntryKind.ACTOR, {"hats": "a\n" * 13}, "hats"),
        (EntryKind.ACTOR, {"wants": "x" * 2001}, "wants"),
        (EntryKind.EVENT, {"teller": " "}, "teller"),
        (EntryKind.EVENT, {"place": "first"}, "place"),
        (EntryKind.DIVIDES, {"aspect": ""}, "aspect"),
        (EntryKind.DISAGREEMENT, {"sides": "only one\n"}, "sides"),
        (EntryKind.NEED, {"whose": "x" * 121}, "whose"),
    ],
)
def test_what_is_missing_or_too_long_is_refused_by_its_field(write, asked, details, field):
    with pytest.raises(Refused) as refused:
        write(asked, **details)
    assert refused.value.field == field


def test_a_private_person_is_sent_to_paper_with_a_kind_sentence(write):
    with pytest.raises(Refused, match="A private person stays on paper"):
        write(EntryKind.ACTOR, **{"is": "person"})


def test_one_side_of_a_thing_does_not_pull_apart_and_hold_together(write):
    write(EntryKind.DIVIDES, title="The well", aspect="Who fetches first")
    with pytest.raises(Refused) as refused:
        write(EntryKind.CONNECTS, title="the well", aspect="who fetches first")
    assert refused.value.field == "aspect"
    write(EntryKind.CONNECTS, title="The well", aspect="meeting there")
    write(EntryKind.DIVIDES, title="The well", aspect="Who fetches first")


def test_every_change_keeps_what_stood_before(write, scene, session, cast, now):
    entry = write(EntryKind.ACTOR, title="Herders")
    notebook.show_to(session, entry=entry, audience=NotebookAudience.REPRESENTATIVES, **scene.by)
    again = {"text": "", "language": "en", "review_on": None, "by": cast.bahati, "now": now}
    notebook.rewrite(session, entry=entry, title="Herders", details=ACTOR, **again)
    notebook.rewrite(session, entry=entry, title="The herders", details={"is": "office"}, **again)
    notebook.look_again(session, entry=entry, review_on=now.date() + timedelta(1), **scene.by)
    steps = notebook_seen.steps_of(session, entry=entry)
    assert [step.step for step in steps] == ["shown", "rewritten", "looked_at"]
    assert steps[1].before["title"] == "Herders"
    assert steps[1].before["details"]["wants"] == "water"
    assert entry.details == {"is": "office", "x": 500, "y": 300}, "its place on the map is kept"
    notebook.end(session, entry=entry, **scene.by)
    with pytest.raises(Refused):
        notebook.rewrite(session, entry=entry, title="Again", details=ACTOR, **again)
    assert notebook_seen.entries(session, consultation=scene.consultation, **scene.by) == []
    found = notebook_seen.entry_numbered(session, consultation=scene.consultation, number=1, **scene.by)
    assert found == entry, "its history stays with its makers"


def seen(scene, session, account) -> set[str] | None:
    """Titles that `account` sees in the notebook; None: it does not open."""
    try:
        found = notebook_seen.entries(
            session, consultation=scene.consultation, by=account, now=scene.cast.now
        )
    except NotAllowed:
        return None
    return {entry.title for entry in found}


@pytest.fixture
def kofi(session, cast) -> Account:
    """A reader from elsewhere."""
    kofi = Account(email="kofi@example.org", name="Kofi", language="en")
    session.add(Seat(account=kofi, role=Role.READER, community=cast.community, since=cast.now))
    session.flush()
    return kofi


def test_who_sees_what_over_all_roles_and_audiences(write, scene, session, cast, kofi):
    for audience in NotebookAudience:
        entry = write(title=audience.value)
        notebook.show_to(session, entry=entry, audience=audience, **scene.by)
    every = {each.value for each in NotebookAudience}
    assert seen(scene, session, cast.amal) == every
    assert seen(scene, session, cast.bahati) == every - {"paper"}
    for account in (cast.chol, cast.dana, cast.emil, cast.farah, cast.gita, cast.hari, kofi):
        assert seen(scene, session, account) is None

    def outside(viewer):
        found = notebook_seen.open_entries(session, consultation=scene.consultation, viewer=viewer)
        return {entry.title for entry in found}

    assert outside("committee") == outside("everyone") == set(), "nothing goes out before a release"
    scene.theme("Water")
    release(
        session,
        consultation=scene.consultation,
        alone="",
        review_by=cast.now.date() + timedelta(7),
        **scene.by,
    )
    assert outside("committee") == {"committee", "everyone"}
    assert outside("everyone") == {"everyone"}


def test_only_representatives_who_read_here_make_the_notebook(write, scene, session, cast, now):
    write()
    name_readers(
        session, consultation=scene.consultation, seats={cast.seats["amal"].id}, by=cast.amal, now=now
    )
    assert seen(scene, session, cast.amal) == {"Water"}
    assert seen(scene, session, cast.bahati) is None
    with pytest.raises(NotAllowed):
        write(by=cast.bahati)


def test_taking_it_back_works_at_once_and_its_makers_keep_it(write, scene, session, cast, now):
    entry = write()
    for audience in (NotebookAudience.EVERYONE, NotebookAudience.PAPER):
        notebook.show_to(session, entry=entry, audience=audience, by=cast.amal, now=now)
    assert seen(scene, session, cast.bahati) == set()
    for act in (
        lambda: notebook.show_to(
            session, entry=entry, audience=NotebookAudience.EVERYONE, by=cast.bahati, now=now
        ),
        lambda: notebook.end(session, entry=entry, by=cast.bahati, now=now),
        lambda: notebook.look_again(session, entry=entry, review_on=None, by=cast.bahati, now=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_words_that_were_on_paper_stay_with_their_writer(write, scene, session, cast, now):
    entry = write(title="A name")
    again = {"text": "", "details": {}, "language": "en", "review_on": None, "by": cast.amal, "now": now}
    notebook.rewrite(session, entry=entry, title="No name", **again)
    notebook.show_to(session, entry=entry, audience=NotebookAudience.REPRESENTATIVES, **scene.by)
    notebook.rewrite(session, entry=entry, title="Said better", **again)
    first, _, second = notebook_seen.steps_of(session, entry=entry)
    assert notebook_seen.old_words(first, by=cast.amal)["title"] == "A name"
    assert notebook_seen.old_words(first, by=cast.bahati) == {}
    assert notebook_seen.old_words(second, by=cast.bahati)["title"] == "No name"


def test_what_is_due_is_looked_at_again(write, scene, session, cast, now):
    entry = write()
    on = now.date() + timedelta(3)
    notebook.look_again(session, entry=entry, review_on=on, **scene.by)

    def due(days, by):
        return notebook_seen.to_look_at_again(
            session, consultation=scene.consultation, by=by, now=now + timedelta(days)
        )

    assert due(2, cast.amal) == []
    assert due(3, cast.amal) == [entry]
    assert due(3, cast.bahati) == [], "what is on paper asks its writer alone"
    with pytest.raises(Refused) as refused:
        notebook.look_again(session, entry=entry, review_on=now.date(), **scene.by)
    assert refused.value.field == "review_on"


def test_actors_are_placed_apart_and_taken_off(write, scene, session):
    one, other = write(EntryKind.ACTOR, title="One"), write(EntryKind.ACTOR, title="Other")
    here = {"session": session, "consultation": scene.consultation, **scene.by}
    notebook.place_actors(places={1: (0, 0), 2: (1000, 1000), 9: (5, 5)}, **here)
    assert notebook.places_of([one, other]) == {1: (0, 0), 2: (1000, 1000)}
    with pytest.raises(Refused) as refused:
        notebook.place_actors(places={2: (90, 90)}, **here)
    assert refused.value.field == "x2"
    notebook.place_actors(places={1: None, 2: (90, 90)}, **here)
    assert notebook.places_of([one, other]) == {2: (90, 90)}
    assert one.details["is"] == "group"
