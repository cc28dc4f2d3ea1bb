"""When the database is away: requests wait in the spool, and are taken in when it is back."""

import logging

from sqlalchemy.exc import DataError, IntegrityError, NotSupportedError, ProgrammingError, SQLAlchemyError

from consult.providers.port import Provider, Request
from consult.sms import spool
from consult.sms.intake import take_in
from consult.sms.parts import SmsParts
from consult.sms.spool import Waiting

HOPELESS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""What a database says of the request, not of itself: it will say so again."""
PATIENCE = 2.0
"""Seconds for which a webhook waits for another writer before it is spooled: the network that brought
it gives up reading after three (the `rt` of its address) and would bring it again and again."""
log = logging.getLogger(__name__)


def keep(sms: SmsParts, provider: Provider, came: Request) -> bool:
    """Have what a signed request says on disk when this returns: in the database or in the spool.

    False: neither can be written, and the network has to bring it again.
    """
    try:
        with sms.database.work(waits=PATIENCE) as session:
            take_in(session, sms, provider, came)
    except SQLAlchemyError as fault:  # gone, locked for too long, full, or open for reading alone
        log.error("The database cannot be written: %s", type(fault).__name__)
        return _put_by(sms, provider, came)
    return True


def _put_by(sms: SmsParts, provider: Provider, came: Request) -> bool:
    try:
        spool.put(sms.spool, sms.vault, Waiting(provider.name, sms.clock(), came))
    except OSError as fault:
        log.error("The spool cannot be written either: %s", type(fault).__name__)
        return False
    return True


def take_in_spool(sms: SmsParts) -> bool:
    """Take in what waits in the spool; False when nothing does. Raises while the database is away."""
    if not spool.anything_in(sms.spool):
        return False
    with spool.taken(sms.spool) as lines:
        for line in lines:
            _take_in_line(sms, line)
    return bool(lines)


def _take_in_line(sms: SmsParts, line: bytes) -> None:
    waiting = spool.opened(sms.vault, line)
    provider = sms.providers.get(waiting.provider) if waiting else None
    if waiting is None or provider is None:
        log.error("A line of the spool is torn, or of a key or a network that is not here: set aside.")
        spool.set_aside(sms.spool, line)
        return
    try:
        with sms.database.work() as session:
            take_in(session, sms, provider, waiting.request, came_at=waiting.came_at)
    except Exception as fault:
        if isinstance(fault, SQLAlchemyError | OSError) and not isinstance(fault, HOPELESS):
            raise  # the database is away still; what is in the spool stays there
        log.error("A line of the spool cannot be kept: %s. It is set aside.", type(fault).__name__)
        spool.set_aside(sms.spool, line)
