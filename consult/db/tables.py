"""Every record of the house, so that the metadata is whole. Import this, then use METADATA."""

from consult.common import heartbeat, history, outbox, translation
from consult.common.record import Record
from consult.loop.close import handover_records as handover
from consult.loop.close import ledger_records as ledger
from consult.loop.close import records as close
from consult.loop.collect import records as collect
from consult.loop.respond import records as respond
from consult.loop.review import records as review
from consult.loop.understand import records as understand
from consult.people import records as people
from consult.post import records as post

WITH_CLOSING = (close, handover, ledger)
ALL = (
    heartbeat,
    history,
    outbox,
    translation,
    people,
    post,
    collect,
    understand,
    review,
    respond,
    *WITH_CLOSING,
)
METADATA = Record.metadata
