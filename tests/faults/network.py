"""A network to break things on: speaks Twilio's Messages interface, and lies about it by seed.

In a test: ``with Network(...) as network: network.speak(...)``. As a process of its own:
``python -m tests.faults.network --port 9000 --seed 7 --inbound http://127.0.0.1:5000/sms/twilio/inbound``.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from threading import Event, Thread
from typing import Self
from uuid import uuid4

from tests.faults.calls import Caller
from tests.faults.interface import Answer, Refusal, demand_sendable, page
from tests.faults.serving import Server
from tests.faults.truth import FINAL, Text, Truth, late
from tests.faults.weather import CALM, LIES, TAKEN, Fate, Rates, Weather

ACCOUNT = "AC" + "5" * 32
SECRET = "not-" + "a-real-" + "secret"
SENDER = "+44" + "7700900" + "000"
STOPS = frozenset({"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"})
STARTS = frozenset({"START", "YES", "UNSTOP"})
HELPS = frozenset({"HELP", "INFO"})
UNKNOWN_PHONE = 30005


class Network:
    """`senders`: numbers that are ours there; `service`: a messaging service that is ours, or None.

    `inbound`: our door for texts, with the fragment that says how to retry. `clock`: its own time.
    `dead`: phones that nobody has. `truth` is what it really did.
    """

    def __init__(
        self,
        *,
        rates: Rates = CALM,
        seed: int = 0,
        port: int = 0,
        inbound: str = "",
        account: str = ACCOUNT,
        secret: str = SECRET,
        sender: str = SENDER,
        service: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account, self.secret, self.sender, self.service = account, secret, sender, service
        self.inbound = inbound
        self.weather = Weather(rates, seed)
        self.truth = Truth(clock)
        self.caller = Caller(secret)
        self.dead: set[str] = set()
        self.stopped: set[str] = set()
        self.ending = Event()
        self._server: Server | None = Server(port, self)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.set()
        self.down()
        self.caller.close()

    def up(self) -> None:
        """Listen, also again after `down`."""
        if self._server is None:
            self._server = Server(self.port, self)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def down(self) -> None:
        """Stop listening: who calls is refused."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    # what we ask of it

    def send(self, said: dict[str, str], fate: Fate) -> tuple[Answer, Text | None]:
        """Take a text, or not; what is answered, and the text if it was taken."""
        if fate in TAKEN:
            senders = frozenset(filter(None, (self.sender, self.service)))
            demand_sendable(said, senders, self.stopped)
            text = self._take(said, fate)
            return Answer(201, text.resource(self.account)), text
        raise refusal(fate)

    def _take(self, said: dict[str, str], fate: Fate) -> Text:
        now = self.truth.clock()
        service = said.get("MessagingServiceSid")
        hidden = fate in LIES and self.weather.happens("hidden")
        text = Text(
            sid=f"SM{uuid4().hex}",
            to=said["To"],
            sender=said.get("From") or self.sender,
            body=said["Body"],
            direction="outbound-api",
            status="accepted" if service else "queued",
            at=now,
            listed_from=None if hidden else late(now, self.weather.lag()),
            fate=fate,
            hidden=hidden,
            callback=said.get("StatusCallback", ""),
            service=service,
        )
        self.truth.keep(text)
        return text

    def one(self, sid: str) -> Text:
        text = self.truth.get(sid)
        if text is None or text.listed_from is None:
            raise Refusal(404, 20404, "The requested resource was not found")
        return text

    def wipe(self, sid: str, said: dict[str, str]) -> Answer:
        """Forget the words of a text that has ended."""
        text = self.one(sid)
        if said != {"Body": ""}:
            raise Refusal(400, 20001, "Only an empty Body can be written.")
        if text.status not in FINAL:
            raise Refusal(400, 20009, "Cannot change this resource before it's complete")
        text.body = ""
        return Answer(200, text.resource(self.account))

    def page(self, asked: dict[str, str], path: str) -> Answer:
        to = asked.get("To")
        return page(self.truth.listed(None if to == self.sender else to), asked, path, self.account)

    # what it tells us

    def carry(self, text: Text, *, early: bool = False) -> "Future[None] | None":
        """Bring a taken text to its phone and report it, once, thrice, mixed, delayed or never.

        `early`: before its request is answered, so without any delay.
        """
        reporting = self.weather.reporting()
        dead = text.to in self.dead
        steps = [*(["queued"] if text.service else []), "sent", "undelivered" if dead else "delivered"]
        told = [step for step in steps for _ in range(reporting.times)]
        if reporting.shuffled:
            told = self.weather.mixed(told)
        if text.hidden or reporting.lost or not text.callback:
            told = []
        text.error = UNKNOWN_PHONE if dead else None
        if self.ending.is_set():
            return None
        text.status = steps[-1]
        if self.weather.rates.delay and not early:
            for status in told:
                self.caller.later(self.weather.delay(), partial(self._report, text, [status]))
            return None
        return self.caller.run(self._report, text, told)

    def _report(self, text: Text, told: list[str]) -> None:
        for status in told:
            self.caller.call(text.callback, self.report_fields(text, status))

    def report_fields(self, text: Text, status: str) -> list[tuple[str, str]]:
        fields = {
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            "From": text.sender,
            "MessageSid": text.sid,
            "MessageStatus": status,
            "SmsSid": text.sid,
            "SmsStatus": status,
            "To": text.to,
        }
        if text.service:
            fields["MessagingServiceSid"] = text.service
        if status in {"delivered", "undelivered"}:
            fields["RawDlrDoneDate"] = f"{text.at:%y%m%d%H%M}"
        if text.error and status in {"undelivered", "failed"}:
            fields["ErrorCode"] = str(text.error)
        return list(fields.items())

    def speak(
        self, sender: str, to: str | None = None, text: str = "", sid: str | None = None, *, media: int = 0
    ) -> "Future[int | None]":
        """A phone sends a text: signed, repeated as our address says. The last status, None: no answer."""
        to = to or self.sender
        word = text.strip().upper()
        if word in STOPS:
            self.stopped.add(sender)
        if word in STARTS:
            self.stopped.discard(sender)
        now = self.truth.clock()
        name = sid or f"SM{uuid4().hex}"
        came = Text(name, to, sender, text, "inbound", "received", now, late(now, self.weather.lag()))
        came.service = self.service
        self.truth.keep(came)
        return self.caller.run(self._bring, came, self.inbound_fields(came, media))

    def _bring(self, came: Text, fields: list[tuple[str, str]]) -> int | None:
        echoes = [
            self.caller.aside(self.inbound, fields) for _ in range(2 if self.weather.happens("echoed") else 0)
        ]
        came.answered = self.caller.call(self.inbound, fields)
        for echo in echoes:
            echo.join()
        return came.answered

    def inbound_fields(self, came: Text, media: int = 0) -> list[tuple[str, str]]:
        """All that the network says of a text that came; what it does not know is there and empty."""
        word = came.body.strip().upper()
        fields = {
            "AccountSid": self.account,
            "ApiVersion": "2010-04-01",
            "Body": came.body,
            "From": came.sender,
            **{f"From{part}": "" for part in ("City", "State", "Zip")},
            "FromCountry": "GB",
            "MessageSid": came.sid,
            "NumMedia": str(media),
            "NumSegments": "1",
            "SmsMessageSid": came.sid,
            "SmsSid": came.sid,
            "SmsStatus": "received",
            "To": came.to,
            **{f"To{part}": "" for part in ("City", "State", "Zip")},
            "ToCountry": "GB",
        }
        for each in range(media):
            fields[f"MediaContentType{each}"] = "image/jpeg"
            fields[f"MediaUrl{each}"] = f"{self.url}/media/{came.sid}/{each}"
        if self.service:
            fields["MessagingServiceSid"] = self.service
            choice = (
                "STOP" if word in STOPS else "START" if word in STARTS else "HELP" if word in HELPS else ""
            )
            fields |= {"OptOutType": choice} if choice else {}
        return list(fields.items())

    def change(self, **rates: float) -> None:
        """Other weather from now on."""
        self.weather.rates = replace(self.weather.rates, **rates)


def refusal(fate: Fate) -> Refusal:
    """The words of a request that was not answered as it should be."""
    match fate:
        case Fate.THROTTLED:
            return Refusal(429, 20429, "Too Many Requests", Retry_After="2")
        case Fate.THROTTLED_BARE:
            return Refusal(429, 20429, "Too Many Requests")
        case _:
            return Refusal(500, 20500, "Internal Server Error")


if __name__ == "__main__":
    from tests.faults.alone import main

    main()
