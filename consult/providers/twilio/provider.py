"""Twilio: texts over its network, webhooks signed by it, and its own list asked when in doubt."""

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from consult.post.outcomes import (
    Accepted,
    Ambiguous,
    CannotTell,
    Found,
    Looked,
    Missing,
    Outcome,
    Rejected,
    Throttled,
    Why,
)
from consult.providers.port import Event, Letter, Outbound, Request, Sought, Unknown
from consult.providers.twilio import lists, signing, webhooks
from consult.providers.twilio.addresses import status_address
from consult.providers.twilio.calling import Answer, Broken, Called, Line, NotSent
from consult.providers.twilio.codes import REFUSED_US, answer_to
from consult.providers.twilio.signing import Secrets

VALID_FOR = 36_000
"""Seconds that a text may wait at Twilio: the most it allows."""
TRIAL = "Sent from your Twilio trial account - "
"""What Twilio writes before each text of an account on trial."""
EARLIER = timedelta(seconds=3)
"""A text made at Twilio so long before we began is still taken for ours: clocks show whole seconds."""
BEFORE = timedelta(minutes=5)
LEAST_PAUSE, MOST_PAUSE = 5.0, 600.0
MOST_ASKED = 3_600


@dataclass(frozen=True)
class Account:
    """Who we are at Twilio. `sender`: our number, or the name (MG…) of our messaging service."""

    name: str
    sender: str
    secrets: Secrets = field(repr=False)
    user: str = field(repr=False)
    password: str = field(repr=False)
    url: str = "https://api.twilio.com"
    timeout: float = 10.0

    @property
    def service(self) -> bool:
        return self.sender.startswith("MG")


class Twilio:
    """`hashes`: the keyed hashes of a text under every key, as an attempt keeps one of them."""

    name = "twilio"
    keeps_stop = True

    def __init__(
        self,
        *,
        account: Account,
        public_url: str,
        clock: Callable[[], datetime],
        hashes: Callable[[str], Collection[str]],
        between: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._account, self._public_url = account, public_url
        self._clock, self._hashes, self._between = clock, hashes, between
        self.line = Line(
            url=account.url,
            account=account.name,
            user=account.user,
            secret=account.password,
            timeout=account.timeout,
        )
        self._pauses = 0

    def verify(self, request: Request) -> bool:
        """Signed with a secret of ours and, where it is a form, about our account."""
        if request.method != "POST" or not signing.signed_by(request, self._account.secrets):
            return False
        pairs = signing.form_of(request)
        return pairs is None or {value for name, value in pairs if name == "AccountSid"} == {
            self._account.name
        }

    def parse(self, request: Request) -> Sequence[Event]:
        return [webhooks.read(request)]

    def acknowledge(self) -> tuple[str, str]:
        """Nothing to send back: a text in this answer would go out again each time Twilio asks again."""
        return "<Response/>", "text/xml"

    def send(self, letter: Outbound) -> Outcome:
        sender = "MessagingServiceSid" if self._account.service else "From"
        answer = self.line.post(
            self.line.messages,
            {
                "To": letter.to,
                sender: self._account.sender,
                "Body": letter.text,
                "StatusCallback": status_address(self._public_url, letter.token),
                "ValidityPeriod": str(VALID_FOR),
                "SmartEncoded": "false",  # what was counted and hashed is what goes
            },
        )
        outcome = self._outcome(answer)
        self._pauses = self._pauses + 1 if isinstance(outcome, Throttled) else 0
        return outcome

    def _outcome(self, answer: Called) -> Outcome:
        match answer:
            case NotSent():
                return Throttled(self._pause())
            case Answer(status, said) if 200 <= status < 300:
                sid = said.get("sid")
                taken = isinstance(sid, str) and webhooks.SID.fullmatch(sid)
                return Accepted(str(sid)) if taken else Ambiguous()
            case Answer(status, said, headers) if 400 <= status < 500:
                asked = headers.get("Retry-After", "")
                busy_for = _seconds(asked) or self._pause()
                return answer_to(status, webhooks.code_of(said.get("code")), busy_for=busy_for) or Ambiguous()
            case _:
                return Ambiguous()

    def _pause(self) -> timedelta:
        """Longer each time in a row, and never quite the same for two workers."""
        longest = min(LEAST_PAUSE * 2 ** min(self._pauses, 10), MOST_PAUSE)
        return timedelta(seconds=longest * self._between(0.75, 1.25))

    def look(self, sought: Sought) -> Looked:
        """By Twilio's name of it, or by phone, words and time in its list of texts to that phone.

        The list shows no token of ours. Of equal texts to the same phone, those that are known to
        be others are passed over; of two in doubt at once the earlier in the list is taken for either.
        """
        if sought.provider_message_id is None:
            return self._search(sought)
        if not webhooks.SID.fullmatch(sought.provider_message_id):
            return Missing()
        match self.line.get(self.line.message(sought.provider_message_id)):
            case Answer(200, said):
                return lists.found(said) or CannotTell()
            case Answer(404):
                return Missing()
            case _:
                return CannotTell()

    def _search(self, sought: Sought) -> Looked:
        """The first fitting text since the attempt began, by Twilio's clock.

        No date is asked for: a text that still waits at Twilio has no day of sending yet.
        """
        if not sought.to:
            return CannotTell()
        fitting: list[tuple[datetime, Found]] = []
        try:
            for answer, rows in lists.pages(self.line, {"To": sought.to}):
                # Never later than it began: our clock may have been set back since then.
                since = sought.started_at + min(self._ahead(answer), timedelta()) - EARLIER
                for row in rows:
                    made, text = lists.made_at(row), lists.found(row)
                    if made is None or text is None or text.provider_message_id in sought.others:
                        continue
                    if made >= since and self._is_ours(row, sought):
                        fitting.append((made, text))
        except lists.Interrupted:
            return CannotTell()
        return min(fitting, key=lambda each: each[0])[1] if fitting else Missing()

    def _ahead(self, answer: Answer) -> timedelta:
        """How far Twilio's clock is ahead of ours."""
        if answer.at is None:
            return timedelta()
        return datetime.fromtimestamp(answer.at, UTC) - self._clock()

    def _is_ours(self, row: lists.Row, sought: Sought) -> bool:
        if not str(row.get("direction")).startswith("outbound") or row.get("to") != sought.to:
            return False
        body = str(row.get("body"))
        return any(sought.body_hash in self._hashes(each) for each in {body, body.removeprefix(TRIAL)})

    def came_since(self, since: datetime) -> Sequence[Letter] | None:
        """Texts to our number, or to the account where a service has many numbers. None: no whole list.

        Twilio's filter knows days only, so what came earlier that day is left out here.
        """
        query = {"DateSent>": f"{since - BEFORE:%Y-%m-%d}"}
        if not self._account.service:
            query["To"] = self._account.sender
        letters: list[tuple[datetime, Letter]] = []
        try:
            for _, rows in lists.pages(self.line, query, most=lists.MOST_ARRIVALS):
                for row in rows:
                    made = lists.made_at(row)
                    if self._came_to_us(row) and (made is None or made >= since - BEFORE):
                        letters += [(made or since, letter) for letter in _came(row)]
        except lists.Interrupted:
            return None
        return [letter for _, letter in sorted(letters, key=lambda each: each[0])]

    def _came_to_us(self, row: lists.Row) -> bool:
        """A text that came in, and not to another service of the same account."""
        service = row.get("messaging_service_sid")
        others = self._account.service and service not in (None, "", self._account.sender)
        return row.get("direction") == "inbound" and not others

    def wipe(self, provider_message_id: str) -> bool:
        """Write no words over the words. A text that Twilio has no more is wiped too."""
        if not webhooks.SID.fullmatch(provider_message_id):
            return False
        match self.line.post(self.line.message(provider_message_id), {"Body": ""}):
            case Answer(status):
                return status == 404 or 200 <= status < 300
            case _:
                return False

    def check(self) -> Rejected | Broken | None:
        """Whether Twilio lets us in and the account is active: None. Nothing is sent."""
        match self.line.get(f"{self.line.of_account}.json"):
            case Answer(200, said):
                state = said.get("status")
                return None if state == "active" else Rejected(Why.SETUP, str(state))
            case Answer(status, said) if status in REFUSED_US:
                return Rejected(Why.SETUP, str(webhooks.code_of(said.get("code")) or status))
            case _:
                return Broken()


def _came(row: lists.Row) -> list[Letter]:
    """The text of a row of the list, or nothing where it is no text from a telephone."""
    sid, sender, body = row.get("sid"), row.get("from"), row.get("body")
    if not (isinstance(sid, str) and isinstance(sender, str) and isinstance(body, str)):
        return []
    if not webhooks.SID.fullmatch(sid):
        return []
    read = webhooks.letter(sid, sender, body, str(row.get("num_media", "0")))
    return [] if isinstance(read, Unknown) else [read]


def _seconds(asked: str) -> timedelta | None:
    """Retry-After in whole seconds; None where it says nothing that we use."""
    if asked.isascii() and asked.isdecimal() and len(asked) < 10 and int(asked):
        return timedelta(seconds=min(int(asked), MOST_ASKED))
    return None
