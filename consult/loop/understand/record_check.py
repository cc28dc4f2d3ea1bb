"""The hashes of a process record, and what no longer fits in one: anybody can do it, without this house.

A release is hashed item by item, and as a whole over the hashes of its items, so that an item can be
kept back, or its words taken back, and the whole can be checked all the same. Whatever could be guessed
is hashed with a random number of its own (`salt`), which goes out with the words and never without.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

KIND = "consult process record"
VERSION = 1
HASHED = frozenset({"made", "content", "items", "quotes"})
"""What stands only in a release that was kept whole, and so can be hashed again."""


def hash_of(value: Mapping[str, Any]) -> str:
    """Hex SHA-256 over `value` as JSON with sorted keys, no spaces, letters as they are."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What was read in a record: `wrong`, where something does not fit (such as "findings 2, theme 3");
    `numbers`, the check number of each release by its number; `open` and `closed`, items whose words are
    there, and that are kept back or taken back."""

    wrong: list[str]
    numbers: dict[int, str]
    open: int
    closed: int


def check_record(record: Any) -> Checked | None:
    """Hash everything in `record` again; None: this is no process record."""
    if not isinstance(record, dict) or record.get("what") != KIND or record.get("version") != VERSION:
        return None
    try:
        return _checked(record)
    except (AttributeError, KeyError, TypeError, ValueError):
        return Checked(["its shape"], {}, 0, 0)


def _checked(record: dict[str, Any]) -> Checked:
    wrong = list(_wrong(record))
    items = [each for release in record["findings"] for each in _items(release)]
    return Checked(
        wrong,
        {release["number"]: release["hash"] for release in record["findings"]},
        open=sum("content" in each for each in items),
        closed=sum("content" not in each for each in items),
    )


def _items(release: dict[str, Any]) -> list[dict[str, Any]]:
    return [*release.get("items", []), *release.get("quotes", [])]


def _wrong(record: dict[str, Any]) -> Iterator[str]:
    times = Counter(release["number"] for release in record["findings"])
    for release in record["findings"]:
        here = f"findings {release['number']}"
        if times[release["number"]] > 1 or (not release["kept"] and HASHED & set(release)):
            yield here
        for each in _items(release):
            if "content" in each and hash_of(each["content"]) != each["hash"]:
                yield f"{here}, theme {each['content'].get('number', '?')}"
        if release["kept"] and hash_of(release["made"]) != release["content"]["made"]:
            yield f"{here}, how it was made"
        if release["kept"] and not _whole(release):
            yield here
    if record["hash"] != hash_of({key: value for key, value in record.items() if key != "hash"}):
        yield "the record as a whole"


def _whole(release: dict[str, Any]) -> bool:
    """Whether the release is hashed over the items that are in it, and over nothing else."""
    content = release["content"]
    return bool(
        content["findings"] == release["number"]
        and content["items"] == [each["hash"] for each in release["items"]]
        and content["quotes"] == sorted(each["hash"] for each in release["quotes"])
        and hash_of(content) == release["hash"]
    )
