"""Sixteen digits with which a person follows up without a name: found by six, proved by ten."""

import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.vault import Vault
from consult.people import guesses
from consult.people.records import Participant, Receipt
from consult.people.slow_hashes import matches, slow_hash

SELECTOR = 6
DIGITS = 16
FAILURES = 5
LOCKED = timedelta(minutes=15)
LOCKED_WHEN_DRY = timedelta(hours=1)
"""While many wrong numbers are tried, one failure locks a receipt for so long."""
TRIES = 60


def issue(session: Session, *, vault: Vault, participant: Participant, now: datetime) -> str:
    """A new code for `participant`, as "4821 0957 3364 1187". It is told once and kept nowhere."""
    selector = _free_selector(session)
    verifier = f"{secrets.randbelow(10 ** (DIGITS - SELECTOR)):0{DIGITS - SELECTOR}}"
    receipt = Receipt(
        participant=participant,
        selector=selector,
        verifier_hash=slow_hash(vault.pepper(verifier)),
        made_on=now.date(),
        failures=0,
    )
    session.add(receipt)
    session.flush()
    history.note(session, by=participant.actor, action="receipt.issued", about=receipt, now=now)
    code = selector + verifier
    return " ".join(code[at : at + 4] for at in range(0, DIGITS, 4))


def _free_selector(session: Session) -> str:
    for _ in range(TRIES):
        selector = f"{secrets.randbelow(10**SELECTOR):0{SELECTOR}}"
        if session.scalar(select(Receipt.id).where(Receipt.selector == selector)) is None:
            return selector
    raise Refused(mark("No more receipt numbers can be given here. Please tell the people who ask."))


def open_receipt(session: Session, *, vault: Vault, code: str, now: datetime) -> Participant | None:
    """Whose receipt `code` is, or None: unknown, wrong, ended and locked all look the same.

    Any digit script; spaces and dashes do not matter. Five failures lock this one receipt for
    fifteen minutes; while many wrong numbers are tried by anybody, one locks it for an hour.
    Every call costs exactly one slow hash, so that time tells nothing. Returning None also
    writes (the failure is counted): let the transaction commit.
    """
    digits = _digits(code)
    receipt = _receipt(session, digits[:SELECTOR]) if digits else None
    open_now = receipt is not None and (receipt.locked_until is None or receipt.locked_until <= now)
    kept = receipt.verifier_hash if receipt and open_now else None
    right = matches(kept, vault.pepper(digits[SELECTOR:] if digits else ""))
    if receipt is not None and open_now and right:
        receipt.failures, receipt.locked_until = 0, None
        return receipt.participant
    dry = guesses.dry(session, now=now)
    guesses.spend(session, now=now)
    if receipt is not None and open_now:
        _note_failure(receipt, dry=dry, now=now)
    return None


def _note_failure(receipt: Receipt, *, dry: bool, now: datetime) -> None:
    receipt.failures += 1
    if dry:
        receipt.failures, receipt.locked_until = 0, now + LOCKED_WHEN_DRY
    elif receipt.failures >= FAILURES:
        receipt.failures, receipt.locked_until = 0, now + LOCKED


def _receipt(session: Session, selector: str) -> Receipt | None:
    """The living receipt of `selector`, held fast so that guesses are counted one by one."""
    return session.scalar(
        select(Receipt).where(Receipt.selector == selector, Receipt.ended_on.is_(None)).with_for_update()
    )


def _digits(code: str) -> str | None:
    """The sixteen digits of `code` in ASCII; None if it is anything else."""
    digits: list[str] = []
    for sign in code:
        if unicodedata.category(sign) in ("Pd", "Zs", "Cf", "Cc"):
            continue  # dashes, spaces, invisible marks of right-to-left text
        digit = unicodedata.decimal(sign, None)
        if digit is None or len(digits) == DIGITS:
            return None
        digits.append(str(digit))
    return "".join(digits) if len(digits) == DIGITS else None


def end_receipts(session: Session, *, participant: Participant, now: datetime) -> None:
    """No code opens what `participant` said any more; their hashes are wiped."""
    living = select(Receipt).where(Receipt.participant_id == participant.id, Receipt.ended_on.is_(None))
    for receipt in session.scalars(living):
        receipt.ended_on = now.date()
        receipt.verifier_hash = ""
        history.note(session, by=participant.actor, action="receipt.ended", about=receipt, now=now)
