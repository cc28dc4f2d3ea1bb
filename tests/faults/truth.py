"""What the network really did: every text that it took or carried to us, whatever it answered."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from threading import RLock
from urllib.parse import urlsplit

from tests.faults.weather import LIES, Fate

FINAL = frozenset({"delivered", "undelivered", "failed", "received"})


@dataclass
class Text:
    """One text as the network knows it. `listed_from`: when its list shows it, None for never."""

    sid: str
    to: str = field(repr=False)
    sender: str = field(repr=False)
    body: str = field(repr=False)
    direction: str
    status: str
    at: datetime
    listed_from: datetime | None
    fate: Fate = Fate.FINE
    hidden: bool = False
    callback: str = ""
    service: str | None = None
    error: int | None = None
    answered: int | None = None
    """Of a text that came in: what our door answered at last, None while it has not answered."""
    words: str = field(default="", repr=False)
    """What was really written, also after `body` was wiped."""

    @property
    def token(self) -> str:
        """The end of the path or the query of the address for reports: the caller's own name of it."""
        address = urlsplit(self.callback)
        return (address.query or address.path).rpartition("=")[2].rpartition("/")[2]

    def resource(self, account: str) -> dict[str, object]:
        """The text as the interface shows it."""
        uri = f"/2010-04-01/Accounts/{account}/Messages/{self.sid}"
        when = format_datetime(self.at)
        return {
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": when,
            "date_sent": when,
            "date_updated": when,
            "direction": self.direction,
            "error_code": self.error,
            "error_message": "It could not be delivered" if self.error else None,
            "from": self.sender,
            "messaging_service_sid": self.service,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to,
            "uri": f"{uri}.json",
        }


class Truth:
    """All texts, in the order in which they were taken."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.lock = RLock()
        self.met: Counter[Fate] = Counter()
        self._texts: dict[str, Text] = {}
        self._told: dict[str, set[str]] = defaultdict(set)
        self._to_and_from: dict[tuple[bool, str], list[Text]] = defaultdict(list)

    def keep(self, text: Text) -> None:
        came = text.direction == "inbound"
        with self.lock:
            text.words = text.body
            self._texts[text.sid] = text
            self._to_and_from[came, text.sender if came else text.to].append(text)
            if not came:
                self._told[text.to].add(text.words)

    def told(self, phone: str) -> set[str]:
        """All that a phone has been told, each once."""
        with self.lock:
            return set(self._told.get(phone, ()))

    def of_phone(self, phone: str, *, came: bool) -> list[Text]:
        """What a phone said to us (`came`), or what was carried to it, in order."""
        with self.lock:
            return list(self._to_and_from.get((came, phone), ()))

    def get(self, sid: str) -> Text | None:
        return self._texts.get(sid)

    def listed(self, to: str | None = None) -> list[Text]:
        """What its list shows now, newest first: all, or what went `to` one number of a phone."""
        now = self.clock()
        with self.lock:
            some = list(self._texts.values()) if to is None else self._to_and_from.get((False, to), [])
            return [each for each in reversed(some) if each.listed_from and each.listed_from <= now]

    def taken(self) -> list[Text]:
        """Every text that it took to carry to a phone."""
        with self.lock:
            return [each for each in self._texts.values() if each.direction != "inbound"]

    def spoken(self) -> list[Text]:
        """Every text that a phone sent to us."""
        with self.lock:
            return [each for each in self._texts.values() if each.direction == "inbound"]

    def doubled(self) -> tuple[int, int]:
        """How many texts were carried again with the same words to the same phone: beyond what was
        hidden from the sender, and all of them."""
        same: dict[tuple[str, str], list[Text]] = defaultdict(list)
        for each in self.taken():
            same[each.to, each.words].append(each)
        extra = {key: len(texts) - 1 for key, texts in same.items()}
        beyond = sum(max(0, extra[key] - sum(each.hidden for each in texts)) for key, texts in same.items())
        return beyond, sum(extra.values())

    def lied_about(self) -> int:
        return sum(each.fate in LIES for each in self.taken())

    def report(self) -> dict[str, object]:
        """Counts, and each taken text with what became of it."""
        taken, spoken = self.taken(), self.spoken()
        beyond, extra = self.doubled()
        return {
            "taken": len(taken),
            "lied_about": self.lied_about(),
            "hidden": sum(each.hidden for each in taken),
            "doubled": extra,
            "doubled_beyond_hidden": beyond,
            "spoken": len(spoken),
            "acknowledged": sum(each.answered == 200 for each in spoken),
            "met": {str(fate): count for fate, count in sorted(self.met.items())},
            "texts": [
                {
                    "sid": each.sid,
                    "token": each.token,
                    "to": each.to,
                    "body": each.words,
                    "at": each.at.isoformat(),
                    "status": each.status,
                    "fate": str(each.fate),
                    "hidden": each.hidden,
                }
                for each in taken
            ],
        }


def late(at: datetime, seconds: float) -> datetime:
    return at + timedelta(seconds=seconds)
