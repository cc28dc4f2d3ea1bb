"""Mail by SMTP, with the standard library: one plain text to one account, encrypted where it can be.

`starttls://` insists on encryption after a greeting, `smtps://` from the first byte; `smtp://` uses it
where the server offers it. An error carries neither the address nor what the server said about it.
"""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime
from unicodedata import bidirectional
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0
STRONG = frozenset({"L", "R", "AL"})
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}


class MailFailed(Exception):  # noqa: N818 - said to the operator by its name
    """The server did not take a mail. The text is the kind of error and its code, nothing more."""


@dataclass(frozen=True)
class Mail:
    """One mail. `key` makes its Message-ID, so that the same mail sent twice can be told."""

    key: str
    to: str
    subject: str
    text: str
    language: str
    at: datetime


class Smtp:
    """The server of `url`; `sender` is the address that our mails come from."""

    def __init__(self, url: str, sender: str, *, context: ssl.SSLContext | None = None) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._context = context

    def __repr__(self) -> str:
        return f"<Smtp {self._url.hostname}>"

    def send(self, mail: Mail) -> None:
        """Hand `mail` to the server. Raises MailFailed; then nobody knows whether it was taken."""
        try:
            with self._connected() as server:
                server.send_message(self._letter(mail), from_addr=self._sender, to_addrs=[mail.to])
        except smtplib.SMTPRecipientsRefused as refused:
            codes = sorted({code for code, _said in refused.recipients.values()})
            raise MailFailed(f"recipient refused: {codes}") from None
        except (smtplib.SMTPException, OSError) as fault:
            raise MailFailed(f"{type(fault).__name__} {getattr(fault, 'smtp_code', '')}".strip()) from None

    def _connected(self) -> smtplib.SMTP:
        host, scheme = self._url.hostname or "", self._url.scheme
        port = self._url.port or PORTS[scheme]
        safe = self._context or ssl.create_default_context()
        if scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=safe)
        else:
            server = smtplib.SMTP(host, port, timeout=TIMEOUT)
        try:
            server.ehlo()
            if scheme == "starttls" or (scheme == "smtp" and server.has_extn("starttls")):
                server.starttls(context=safe)
                server.ehlo()
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _letter(self, mail: Mail) -> EmailMessage:
        letter = EmailMessage(policy=LINES)
        letter["From"] = self._sender
        letter["To"] = mail.to
        letter["Subject"] = turned(mail.subject)
        letter["Date"] = format_datetime(mail.at)
        letter["Message-ID"] = f"<{mail.key}@{self._sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n".join(map(turned, mail.text.split("\n"))), charset="utf-8")
        letter["Content-Language"] = mail.language
        return letter


def turned(line: str) -> str:
    """`line`, read from the side of most of its letters, also where it begins with a name in other letters:
    plain text has no other way to say so."""
    rightward = [side != "L" for side in map(bidirectional, line) if side in STRONG]
    right = 2 * sum(rightward) > len(rightward)
    if not rightward or rightward[0] == right:
        return line
    return ("\N{RIGHT-TO-LEFT MARK}" if right else "\N{LEFT-TO-RIGHT MARK}") + line
