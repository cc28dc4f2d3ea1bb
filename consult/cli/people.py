"""`consult community`, `office`, `account`: the same as the administrator's pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import House
from consult.cli.house import here
from consult.cli.sentences import Sentences
from consult.common.errors import Refused, mark
from consult.common.history import OPERATOR
from consult.people import accounts, communities, offices, rosters, seats
from consult.people.records import Account, Community, Office, Role


def _done(act: Callable[[Session, House], str]) -> None:
    """Do `act` in one transaction; what it says is printed once it is kept."""
    house = here()
    with house.database.work() as session:
        said = act(session, house)
    click.echo(said)


def _listed(rows: Callable[[Session], list[tuple[str, ...]]], empty: str) -> None:
    """Print one line a row, tabs between."""
    with here().database.reading() as session:
        lines = ["\t".join(row) for row in rows(session)]
    for line in lines or [empty]:
        click.echo(line, err=not lines)


def _state(closed: datetime | None) -> str:
    return "open" if closed is None else "closed"


def _find(session: Session, kind: type[Any], slug: str) -> Any:
    found = session.scalar(select(kind).where(kind.slug == slug))
    if found is None:
        raise Refused(mark("Nothing here has the short name %(slug)s."), slug=slug)
    return found


def _account(session: Session, email: str) -> Account:
    found = accounts.account_of(session, email)
    if found is None:
        raise Refused(mark("No account has this e-mail address."))
    return found


def _spoken(house: House, code: str) -> str:
    if not house.languages.known(code):
        raise click.BadParameter(f"this house does not speak {code}: see consult languages list")
    return code


@click.group(cls=Sentences)
def community() -> None:
    """Add, list or disable communities that ask themselves."""


@community.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As its people call it.")
@click.option("--language", required=True, help="Code of its first language.")
@click.option("--region", required=True, help="Two letters of the country, to read phone numbers.")
@click.option("--timezone", required=True, help="Such as Africa/Nairobi, for quiet hours.")
@click.option("--committee", default="", help="Name of its advisory committee.")
@click.option("--private", is_flag=True, help="Do not list its consultations on the front page.")
def community_add(
    *, slug: str, name: str, language: str, region: str, timezone: str, committee: str, private: bool
) -> None:
    """Add a community with its committee. SLUG is its short name in addresses."""

    def act(session: Session, house: House) -> str:
        made = communities.make(
            session,
            slug=slug,
            name=name,
            language=_spoken(house, language),
            region=region,
            timezone=timezone,
            committee=committee,
            public=not private,
            by=OPERATOR,
            now=house.now(),
        )
        return f"Added {made.slug}: {made.name}."

    _done(act)


@community.command("list")
def community_list() -> None:
    """List communities: short name, name, language, open or closed."""
    _listed(
        lambda session: [
            (each.slug, each.name, each.language, _state(each.disabled_at))
            for each in rosters.communities(session)
        ],
        "There is no community yet. Add one: consult community add --help",
    )


@community.command("disable")
@click.argument("slug")
def community_disable(slug: str) -> None:
    """Close a community: nothing new begins there. What is owed stays owed."""

    def act(session: Session, house: House) -> str:
        found = _find(session, Community, slug)
        communities.disable(session, community=found, by=OPERATOR, now=house.now())
        return f"Closed {found.slug}."

    _done(act)


@click.group(cls=Sentences)
def office() -> None:
    """Add, list or disable offices that answer."""


@office.command("add")
@click.argument("slug")
@click.option("--name", required=True, help="As people know it.")
def office_add(slug: str, name: str) -> None:
    """Add an office. SLUG is its short name in addresses."""

    def act(session: Session, house: House) -> str:
        made = offices.make(session, slug=slug, name=name, by=OPERATOR, now=house.now())
        return f"Added {made.slug}: {made.name}."

    _done(act)


@office.command("list")
def office_list() -> None:
    """List offices: short name, name, open or closed."""
    _listed(
        lambda session: [
            (each.slug, each.name, _state(each.disabled_at)) for each in rosters.offices(session)
        ],
        "There is no office yet. Add one: consult office add --help",
    )


@office.command("disable")
@click.argument("slug")
def office_disable(slug: str) -> None:
    """Close an office: no new theme goes to it. What it owes it still owes."""

    def act(session: Session, house: House) -> str:
        found = _find(session, Office, slug)
        offices.disable(session, office=found, by=OPERATOR, now=house.now())
        return f"Closed {found.slug}."

    _done(act)


@click.group(cls=Sentences)
def account() -> None:
    """Add, list or disable people who sign in, or give them a new link."""


@account.command("add")
@click.argument("email")
@click.option("--name", default="", help="Name on the pages behind the account.")
@click.option("--language", default="en", show_default=True, help="Code of the language of their pages.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="The seat to give.")
@click.option(
    "--community", "community_slug", help="Where representatives, translators, committee members sit."
)
@click.option("--office", "office_slug", help="Where staff sit.")
@click.option("--how-chosen", default="", help="How this person was chosen, and by whom.")
def account_add(
    *,
    email: str,
    name: str,
    language: str,
    role: str | None,
    community_slug: str | None,
    office_slug: str | None,
    how_chosen: str,
) -> None:
    """Invite somebody and give them a seat; print the link with which they set a password.

    Who has an account already only gets the seat.
    """

    def act(session: Session, house: House) -> str:
        known = accounts.account_of(session, email) if role else None
        invited, link = (known, None) if known else _invited(session, house, email, name, language)
        if role:
            where = place(session, Role(role), community_slug, office_slug)
            seats.give(
                session,
                account=invited,
                role=Role(role),
                how_chosen=how_chosen,
                by=OPERATOR,
                now=house.now(),
                **where,
            )
        return link or f"{invited.name} has an account already and now also this seat."

    if not role and (community_slug or office_slug):
        raise click.UsageError("A place needs a --role.")
    _done(act)


def _invited(session: Session, house: House, email: str, name: str, language: str) -> tuple[Account, str]:
    invited, token = accounts.invite(
        session,
        email=email,
        name=name or email.partition("@")[0],
        language=_spoken(house, language),
        by=OPERATOR,
        now=house.now(),
    )
    return invited, _link(house, token)


def place(
    session: Session, role: Role, community_slug: str | None, office_slug: str | None
) -> dict[str, Any]:
    """The place of a seat as `seats.give` takes it: a committee is named by its community."""
    where: dict[str, Any] = {}
    if office_slug:
        where["office"] = _find(session, Office, office_slug)
    if community_slug:
        found = _find(session, Community, community_slug)
        if role is Role.COMMITTEE_MEMBER:
            where["committee"] = communities.committee_of(session, found)
        else:
            where["community"] = found
    return where


def _link(house: House, token: str) -> str:
    """The link alone on its line, so that a script can read it."""
    return f"{house.settings.public_url}/welcome/{token}"


@account.command("link")
@click.argument("email")
def account_link(email: str) -> None:
    """Print a new one-time link to set a password; earlier links end."""

    def act(session: Session, house: House) -> str:
        token = accounts.reset(session, account=_account(session, email), by=OPERATOR, now=house.now())
        return _link(house, token)

    _done(act)


@account.command("list")
def account_list() -> None:
    """List accounts: e-mail address, name, language, open or closed."""
    _listed(
        lambda session: [
            (each.email, each.name, each.language, _state(each.disabled_at))
            for each in rosters.accounts(session)
        ],
        "There is no account yet. Make the first administrator: consult setup",
    )


@account.command("disable")
@click.argument("email")
def account_disable(email: str) -> None:
    """Close an account: it is signed out everywhere at once. What it did stays."""

    def act(session: Session, house: House) -> str:
        found = _account(session, email)
        accounts.disable(session, account=found, by=OPERATOR, now=house.now())
        return f"Closed {found.email}."

    _done(act)
