"""Whether the house stands and works, for whoever keeps it."""

from datetime import timedelta

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult.common import heartbeat, history
from consult.db.migrate import current, head
from consult.post import lines
from consult.web.guards import everyone
from consult.web.parts import now, parts

OLD = timedelta(minutes=5)
"""A worker that was silent for longer is not there."""

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@everyone
def healthz() -> ResponseReturnValue:
    return jsonify(alive=True)


@blueprint.get("/readyz")
@everyone
def readyz() -> ResponseReturnValue:
    database, migrations, keys, worker = _database(), _migrations(), _keys(), _worker()
    ready = database and migrations and keys
    if request.args.get("worker") == "1":
        ready = ready and worker is not None and worker < OLD
    answer = jsonify(
        ready=ready,
        database=database,
        migrations=migrations,
        keys=keys,
        spool=_spool(),
        resting=_resting(),
        worker_seconds=None if worker is None else int(worker.total_seconds()),
    )
    return answer, 200 if ready else 503


def _database() -> bool:
    try:
        with parts().database.reading() as session:
            return bool(session.scalar(text("SELECT 1")) == 1)
    except SQLAlchemyError:
        return False


def _spool() -> bool:
    """Whether texts wait on disk beside the keys until the database can be written again."""
    return parts().spool.waiting() > 0


def _resting() -> list[str]:
    """The networks that refuse our account as it is: letters wait until somebody has mended that."""
    try:
        with parts().database.reading() as session:
            return [line.provider for line in lines.resting(session)]
    except SQLAlchemyError:
        return []


def _migrations() -> bool:
    try:
        return bool(current(parts().database) == head())
    except SQLAlchemyError:
        return False


def _keys() -> bool:
    """Whether the keys of this process are those with which the history here was sealed."""
    try:
        with parts().database.reading() as session:
            return history.is_of(session, mac=parts().vault.audit_mac)
    except SQLAlchemyError:
        return False


def _worker() -> timedelta | None:
    try:
        with parts().database.reading() as session:
            return heartbeat.age(session, heartbeat.WORKER, now=now())
    except SQLAlchemyError:
        return None
