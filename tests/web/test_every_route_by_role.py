"""Every route, tried by everybody: the guard and the table of permissions say who gets in.

The doors alone are tried: behind each stands one word instead of its page, so that nobody is
kept out, or let in, by anything but the guard.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from consult.people import seats
from consult.people.permissions import WHO, Action
from consult.people.records import Account, Role, Seat
from tests.web.conftest import SiteUnderTest
from tests.web.planted import Planted
from tests.web.walked import cells

INSIDE = "inside"

pytestmark = pytest.mark.parametrize("kind", ["sqlite"])
"""The rows behind the table are asked on both databases by tests/people/test_permissions.py."""


@dataclass(frozen=True)
class Person:
    """Who they are, their role, and the place in which they have it."""

    account: Callable[[Planted], Account | None]
    role: Role | None = None
    place: tuple[str, str] | None = None


PEOPLE = {
    "nobody": Person(lambda _: None),
    "a stranger with an account": Person(lambda w: w.site.cast.hari),
    "a representative": Person(lambda w: w.site.cast.amal, Role.REPRESENTATIVE, ("community", "tesfa")),
    "a committee member": Person(lambda w: w.site.cast.chol, Role.COMMITTEE_MEMBER, ("community", "tesfa")),
    "staff": Person(lambda w: w.site.cast.dana, Role.STAFF, ("office", "water")),
    "a translator": Person(lambda w: w.iman, Role.TRANSLATOR, ("community", "tesfa")),
    "a protection officer": Person(lambda w: w.jude, Role.PROTECTION_OFFICER, ("community", "tesfa")),
    "a reader from elsewhere": Person(lambda w: w.kofi, Role.READER, ("community", "tesfa")),
    "an administrator": Person(lambda w: w.site.cast.gita, Role.ADMINISTRATOR),
    "a representative of another community": Person(
        lambda w: w.zara, Role.REPRESENTATIVE, ("community", "marra")
    ),
    "staff of another office": Person(lambda w: w.site.cast.farah, Role.STAFF, ("office", "roads")),
}
ADDRESS = {"slug": "river", "community": "tesfa", "office": "water"}


@pytest.fixture
def doors(site: SiteUnderTest) -> Iterator[Planted]:
    """The planted site with every page taken away from behind its guard."""
    planted = Planted(site)
    taken = [(cell, cell.cell_contents) for cell in cells(site.app)]
    for cell, _view in taken:
        cell.cell_contents = lambda **_where: INSIDE
    yield planted
    for cell, view in taken:
        cell.cell_contents = view


def may(person: Person, nobody: bool, rule: Rule, guard: object) -> bool:
    """What the table says about `person` at `rule`. Written apart from the code that it checks."""
    if guard == "everyone":
        return True
    if guard == "signed_in":
        return not nobody
    if person.role is None or person.role not in WHO[Action(str(guard))]:
        return False
    here = None
    for name, value in ADDRESS.items():
        if name in rule.arguments:
            here = ("office" if name == "office" else "community", "tesfa" if name == "slug" else value)
    return person.place == here


def try_door(client: FlaskClient, rule: Rule, address: str) -> str:
    """`in`, or how the door was shut."""
    method = "GET" if "GET" in (rule.methods or set()) else "POST"
    answer = client.open(address, method=method)
    if answer.status_code == 200 and answer.text == INSIDE:
        return "in"
    if answer.status_code == 302:
        assert answer.location.startswith("/sign-in"), address
    return f"out by {answer.status_code}"


def address_of(planted: Planted, rule: Rule) -> str:
    """The first address of `rule`, in Tesfa, its consultation and the water office."""
    return next(iter(planted.addresses(rule)))


@pytest.mark.parametrize("who", PEOPLE)
def test_each_door_opens_to_those_whom_the_table_names_and_to_no_other(doors: Planted, who: str) -> None:
    person = PEOPLE[who]
    account = person.account(doors)
    client = doors.site.signed_in(account) if account else doors.site.client()
    wrong = []
    for rule in [*doors.rules("GET"), *(r for r in doors.rules("POST") if "GET" not in (r.methods or ()))]:
        guard = getattr(doors.site.app.view_functions[rule.endpoint], "guard", None)
        assert guard is not None, f"{rule.rule} has no guard"
        expected = may(person, account is None, rule, guard)
        found = try_door(client, rule, address_of(doors, rule))
        shut = "out by 302" if account is None else "out by 403"
        if found != ("in" if expected else shut):
            wrong.append(f"{rule.rule} ({guard}): {found}, by the table {'in' if expected else shut}")
    assert not wrong, "\n".join(wrong)


def test_everybody_of_the_table_is_tried(kind: str) -> None:
    assert {person.role for person in PEOPLE.values() if person.role} == set(Role)


def test_a_place_that_is_not_there_is_not_found(doors: Planted) -> None:
    client = doors.site.signed_in(doors.site.cast.amal)
    for rule in doors.rules("GET"):
        guard = getattr(doors.site.app.view_functions[rule.endpoint], "guard", None)
        if guard in set(Action) and rule.arguments & set(ADDRESS):
            address = address_of(doors, rule)
            for value in ("river", "tesfa", "water"):
                address = address.replace(f"/{value}", "/nowhere", 1)
            assert client.get(address).status_code == 404, address


def test_an_account_whose_seat_ended_is_out_with_its_next_request(doors: Planted) -> None:
    client = doors.site.signed_in(doors.site.cast.amal)
    rule = next(rule for rule in doors.rules("GET") if rule.endpoint == "collect.consultation")
    assert try_door(client, rule, address_of(doors, rule)) == "in"
    with doors.site.database.work() as session:
        seat = session.get_one(Seat, doors.site.cast.seats["amal"].id)
        seats.end(session, seat=seat, by=doors.site.cast.gita.actor, now=doors.site.clock())
    assert try_door(client, rule, address_of(doors, rule)) == "out by 403"
