"""Every address says who may open it, and none vanishes."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from consult.people.permissions import WHO, Action
from consult.people.records import Role
from tests.house.addresses import KEPT, of

OPEN = {"everyone", "signed", "signed_in"}
WORKSPACES = ("/collect", "/understand", "/review", "/respond", "/close")
OF_THE_COMMUNITY = ("/collect", "/understand")
BY_A_PROVIDER = "/sms/"


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def guard(app: Flask, rule: Rule) -> object:
    return getattr(app.view_functions[rule.endpoint], "guard", None)


def test_every_route_has_a_guard(app: Flask) -> None:
    bare = [
        rule.rule for rule in rules(app) if not (guard(app, rule) in OPEN or guard(app, rule) in set(Action))
    ]
    assert rules(app)
    assert not bare


def test_every_action_of_the_table_is_asked_for_by_some_route(app: Flask) -> None:
    """Actions that only commands or helpers of a page ask for would be rows that nobody reads."""
    guards = {guard(app, rule) for rule in rules(app)}
    assert not set(WHO) - guards


def test_webhooks_and_nothing_else_are_opened_by_a_signature(app: Flask) -> None:
    by_signature = {rule.rule for rule in rules(app) if guard(app, rule) == "signed"}
    of_providers = {rule.rule for rule in rules(app) if rule.rule.startswith(BY_A_PROVIDER)}
    assert by_signature == of_providers
    assert by_signature


def test_a_workspace_opens_to_no_one_without_a_seat(app: Flask) -> None:
    lax = [
        rule.rule
        for rule in rules(app)
        if rule.rule.startswith(WORKSPACES) and guard(app, rule) not in set(Action) | {"signed_in"}
    ]
    assert not lax


def test_staff_of_an_office_have_no_way_into_the_rooms_of_the_community(app: Flask) -> None:
    ways = [
        rule.rule
        for rule in rules(app)
        if rule.rule.startswith(OF_THE_COMMUNITY)
        and isinstance(asked := guard(app, rule), Action)
        and Role.STAFF in WHO[asked]
    ]
    assert not ways


def test_what_changes_something_is_never_asked_for_with_get(app: Flask) -> None:
    """One function has one address and one kind of request, so that its guard is read at a glance."""
    both = [rule.rule for rule in rules(app) if {"GET", "POST"} <= (rule.methods or set())]
    assert not both


def test_no_address_vanishes_and_each_is_on_the_list(app: Flask) -> None:
    here, kept = of(app), set(KEPT.read_text().splitlines())
    assert not kept - here, "An address that was given out must stay or lead to the new one."
    assert not here - kept, "New addresses. Run: make addresses"


def test_nothing_that_points_at_a_participant_stands_in_an_address(app: Flask) -> None:
    named = {argument for rule in rules(app) for argument in rule.arguments}
    assert not named & {"receipt", "phone", "participant", "email"}


@pytest.mark.parametrize("role", [Role.STAFF])
def test_no_action_of_an_office_touches_what_the_community_makes(role: Role) -> None:
    makes = {Action.DESIGN, Action.READ_ANSWERS, Action.SORT, Action.NAME_THEMES, Action.RELEASE, Action.HOLD}
    assert not {action for action in makes if role in WHO[action]}
