"""Records point back along the loop, never forward: a string key escapes the import linter."""

from sqlalchemy import Table

from consult.common.record import Record
from consult.db.tables import METADATA

ORDER = (
    "consult.common",
    "consult.people",
    "consult.post",
    "consult.loop.collect",
    "consult.loop.understand",
    "consult.loop.review",
    "consult.loop.respond",
    "consult.loop.close",
)


def rank(module: str) -> int:
    """How far out a module stands; a room that is not in the order has no place for records."""
    return next(place for place, room in enumerate(ORDER) if module.startswith(room + "."))


def ranks() -> dict[Table, int]:
    """Each table's room. A table between two records belongs to the record that names it."""
    known: dict[Table, int] = {}
    for mapper in Record.registry.mappers:
        own = rank(mapper.class_.__module__)
        known[mapper.local_table] = own  # type: ignore[index]  # each of our records has one table
        for relation in mapper.relationships:
            if isinstance(relation.secondary, Table):
                known[relation.secondary] = own
    return known


def test_every_table_belongs_to_a_room() -> None:
    assert set(ranks()) == set(METADATA.tables.values())


def test_every_foreign_key_points_inward() -> None:
    room = ranks()
    outward = [
        f"{table.name}.{key.parent.name} -> {key.column.table.name}"
        for table in METADATA.tables.values()
        for key in table.foreign_keys
        if room[key.column.table] > room[table]
    ]
    assert not outward


def test_every_relationship_points_inward() -> None:
    outward = [
        str(relation)
        for mapper in Record.registry.mappers
        for relation in mapper.relationships
        if rank(relation.mapper.class_.__module__) > rank(mapper.class_.__module__)
    ]
    assert not outward
