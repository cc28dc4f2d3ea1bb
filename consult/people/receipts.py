"""Sixteen digits with which a person follows up without a name: found by six, proved by ten."""

import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.common import history
from consult.common.errors import Refused, mark
from consult.common.ids import new_id
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
COLUMN = "receipt.pepper"


def issue(session: Session, *, vault: Vault, participant: Participant, now: datetime) -> str:
    """A new code for `participant`, as "4821 0957 3364 1187". It is told once and kept nowhere."""
    selector = _free_selector(session)
    verifier = f"{secrets.randbelow(10 ** (DIGITS - SELECTOR)):0{DIGITS - SELECTOR}}"
    receipt = Receipt(
        id=new_id(), participant=participant, selector=selector, twin=0, made_on=now.date(), failures=0
    )
    keep_pepper(receipt, secrets.token_bytes(32), vault=vault)
    receipt.verifier_hash = slow_hash(_peppered(receipt, verifier, vault))
    session.add(receipt)
    session.flush()
    history.note(session, by=participant.actor, action="receipt.issued", about=receipt, now=now)
    code = selector + verifier
    return " ".join(code[at : at + 4] for at in range(0, DIGITS, 4))


def keep_pepper(receipt: Receipt, pepper: bytes, *, vault: Vault) -> None:
    """Seal what the digits of this receipt are keyed with: a stolen database tells nothing."""
    receipt.sealed_pepper = vault.seal_bytes(pepper, row=receipt.id, column=COLUMN)


def pepper_of(receipt: Receipt, *, vault: Vault) -> bytes | None:
    """What another house needs so that this receipt opens there; None: it hangs on our own key."""
    if receipt.sealed_pepper is None:
        return None
    return vault.open_bytes(receipt.sealed_pepper, row=receipt.id, column=COLUMN)


def _peppered(receipt: Receipt | None, verifier: str, vault: Vault) -> str:
    own = pepper_of(receipt, vault=vault) if receipt is not None else None
    return hmac.new(own, verifier.encode(), hashlib.sha256).hexdigest() if own else vault.pepper(verifier)


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
    A call that opens nothing costs one slow hash, known or not, so that time tells nothing; only where two
    receipts have the same six digits, since one came from another house, it costs one for each. Returning
    None also writes (the failure is counted): let the transaction commit.
    """
    digits = _digits(code) or ""
    verifier = digits[SELECTOR:]
    open_now = [
        each
        for each in _receipts(session, digits[:SELECTOR])
        if each.locked_until is None or each.locked_until <= now
    ]
    tried: list[Receipt | None] = [*open_now] or [None]
    right = [each for each in tried if _opens(each, verifier, vault)]
    if right and right[0] is not None:
        receipt = right[0]
        receipt.failures, receipt.locked_until = 0, None
        if receipt.sealed_pepper is None:
            keep_pepper(receipt, secrets.token_bytes(32), vault=vault)
            receipt.verifier_hash = slow_hash(_peppered(receipt, verifier, vault))
        return receipt.participant
    dry = guesses.dry(session, now=now)
    guesses.spend(session, now=now)
    for each in open_now:
        _note_failure(each, dry=dry, now=now)
    return None


def _opens(receipt: Receipt | None, verifier: str, vault: Vault) -> bool:
    return matches(receipt.verifier_hash if receipt else None, _peppered(receipt, verifier, vault))


def _note_failure(receipt: Receipt, *, dry: bool, now: datetime) -> None:
    receipt.failures += 1
    if dry:
        receipt.failures, receipt.locked_until = 0, now + LOCKED_WHEN_DRY
    elif receipt.failures >= FAILURES:
        receipt.failures, receipt.locked_until = 0, now + LOCKED


def _receipts(session: Session, selector: str) -> list[Receipt]:
    """The living receipts of `selector`, held fast so that guesses are counted one by one. There is one,
    unless another house gave the same six digits and handed over to us."""
    return list(
        session.scalars(
            select(Receipt)
            .where(Receipt.selector == selector, Receipt.ended_on.is_(None))
            .order_by(Receipt.twin)
            .with_for_update()
        )
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
        end_receipt(session, receipt=receipt, now=now)


def end_receipt(session: Session, *, receipt: Receipt, now: datetime) -> None:
    """This one code opens nothing any more."""
    receipt.ended_on = now.date()
    receipt.verifier_hash, receipt.sealed_pepper = "", None
    history.note(session, by=receipt.participant.actor, action="receipt.ended", about=receipt, now=now)
