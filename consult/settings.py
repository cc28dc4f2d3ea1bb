"""The environment, or `instance/consult.toml`, as one frozen Settings. The environment wins.

Every variable is described in docs/settings.md; a test holds the two together.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class SettingsWrong(Exception):  # noqa: N818 - said to the operator as it stands
    """A setting cannot be used. The text is one clear sentence."""


@dataclass(frozen=True)
class Settings:
    """What an operator can choose. Field `database_url` is the variable CONSULT_DATABASE_URL; a network's
    own settings have its own names, so `twilio_from` is TWILIO_FROM."""

    database_url: str = "sqlite:///instance/consult.sqlite"
    public_url: str = "http://127.0.0.1:5000"
    keys_file: Path = Path("instance/keys.json")
    queue: str = "embedded"
    providers: tuple[str, ...] = ("console",)
    small_cell: int = 10
    segments_per_second: float = 1.0
    segment_price: str | None = None
    sms_budget: int | None = None
    sms_number: str = ""
    twilio_account_sid: str = ""
    twilio_auth_token: str = field(default="", repr=False)
    twilio_auth_token_next: str = field(default="", repr=False)
    twilio_shared_key: str = field(default="", repr=False)
    twilio_api_key: str = field(default="", repr=False)
    twilio_api_secret: str = field(default="", repr=False)
    twilio_messaging_service_sid: str = ""
    twilio_from: str = ""
    twilio_api_url: str = "https://api.twilio.com"
    twilio_timeout: float = 10.0
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    clock: Path | None = None

    @property
    def mail_sender(self) -> str:
        """Who our mails come from."""
        return self.mail_from or f"consult@{urlsplit(self.public_url).hostname}"

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def instance(self) -> Path:
        """The folder beside the key file: console phone, backups."""
        return self.keys_file.parent

    @property
    def twilio_sender(self) -> str:
        """Who real texts come from: the messaging service, where there is one, picks among its numbers."""
        return self.twilio_messaging_service_sid or self.twilio_from

    @property
    def number_for_people(self) -> str:
        """Where people send their texts, as it stands on posters; empty where nobody wrote it down."""
        return self.sms_number or self.twilio_from

    @property
    def secure(self) -> bool:
        """Whether people reach the pages by https, so that cookies and headers may insist on it."""
        return self.public_url.startswith("https://")


LEAST_SMALL_CELL = 10
DATABASES = ("sqlite:", "postgresql+psycopg:")
QUEUES = ("embedded", "procrastinate")
PROVIDERS = ("console", "twilio")
TWILIO_ACCOUNT = re.compile(r"AC[0-9a-f]{32}")
TWILIO_FROM = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{3,8}")
TWILIO_SERVICE = re.compile(r"MG[0-9a-f]{32}")
LONGEST_TIMEOUT = 10
MAIL_SCHEMES = ("smtp", "starttls", "smtps")
MAIL_FROM = re.compile(r"[^@\s<>]+@[^@\s<>]+")
PRICE = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})? [A-Z]{3}")


def read_settings(environ: Mapping[str, str], folder: Path = Path()) -> Settings:
    """The settings from `environ` and `folder`/instance/consult.toml.

    Raises SettingsWrong for a name nobody knows or a value that cannot be used.
    """
    known = {field.name for field in fields(Settings)}
    given: dict[str, object] = {}
    file = folder / "instance" / "consult.toml"
    if file.exists():
        try:
            given.update(tomllib.loads(file.read_text(encoding="utf-8")))
        except ValueError as wrong:  # no TOML, or not even UTF-8
            raise SettingsWrong(f"{file} cannot be read: {wrong}.") from None
        for name in given:
            if name not in known:
                raise SettingsWrong(f"{file} names a setting that does not exist: {name}.")
    for name in known:
        if value := environ.get(variable(name)):
            given[name] = value
    settings = Settings(**{name: _typed(name, value) for name, value in given.items()})  # type: ignore[arg-type]  # _typed returns the field's type
    return _checked(settings)


def variable(name: str) -> str:
    """What a field is called in the environment."""
    return name.upper() if name.startswith("twilio_") else f"CONSULT_{name.upper()}"


def _typed(name: str, value: object) -> object:
    match name:
        case "providers":
            names = value if isinstance(value, list) else str(value).split(",")
            return tuple(str(each).strip() for each in names if str(each).strip())
        case "keys_file" | "clock":
            return Path(str(value))
        case "small_cell":
            try:
                return int(str(value))
            except ValueError:
                raise SettingsWrong("CONSULT_SMALL_CELL must be a whole number.") from None
        case "segments_per_second" | "twilio_timeout":
            try:
                return float(str(value))
            except ValueError:
                raise SettingsWrong(f"{variable(name)} must be a number.") from None
        case "sms_budget":
            try:
                return int(str(value))
            except ValueError:
                raise SettingsWrong("CONSULT_SMS_BUDGET must be a whole number of texts.") from None
        case "database_url":
            return str(value).replace("postgresql://", "postgresql+psycopg://", 1)
        case "public_url" | "twilio_api_url":
            return str(value).rstrip("/")
        case _:
            return str(value)


def _checked(settings: Settings) -> Settings:
    if settings.small_cell < LEAST_SMALL_CELL:
        raise SettingsWrong(f"CONSULT_SMALL_CELL may only be raised above {LEAST_SMALL_CELL}.")
    if not (0 < settings.segments_per_second < float("inf")):
        raise SettingsWrong("CONSULT_SEGMENTS_PER_SECOND must be more than 0.")
    if settings.segment_price and not PRICE.fullmatch(settings.segment_price):
        raise SettingsWrong("CONSULT_SEGMENT_PRICE must be a number and a currency, such as 0.05 USD.")
    if settings.sms_budget is not None and settings.sms_budget < 0:
        raise SettingsWrong("CONSULT_SMS_BUDGET must not be less than 0.")
    if not settings.public_url.startswith(("http://", "https://")) or not _host(settings.public_url):
        raise SettingsWrong("CONSULT_PUBLIC_URL must begin with http:// or https://, then the host.")
    _parts_checked(settings)
    if "twilio" in settings.providers:
        _twilio_checked(settings)
    if settings.smtp_url:
        _mail_checked(settings)
    if settings.clock and not _is_rehearsal(settings):
        raise SettingsWrong("CONSULT_CLOCK is for rehearsals and is refused while a real provider is on.")
    return settings


def _parts_checked(settings: Settings) -> None:
    """The parts that an operator puts in by name."""
    if not settings.database_url.startswith(DATABASES):
        raise SettingsWrong("CONSULT_DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if settings.queue not in QUEUES:
        raise SettingsWrong(
            f"CONSULT_QUEUE names a queue that does not exist: {settings.queue}. "
            f"Choose {' or '.join(QUEUES)}."
        )
    if settings.queue == "procrastinate" and not settings.database_url.startswith("postgresql"):
        raise SettingsWrong("CONSULT_QUEUE=procrastinate needs PostgreSQL in CONSULT_DATABASE_URL.")
    unknown = [name for name in settings.providers if name not in PROVIDERS]
    if unknown:
        raise SettingsWrong(
            f"CONSULT_PROVIDERS names a provider that does not exist: {', '.join(unknown)}. "
            f"There are {' and '.join(PROVIDERS)}."
        )
    if not settings.providers:
        raise SettingsWrong(f"CONSULT_PROVIDERS must name a provider: {' or '.join(PROVIDERS)}.")


def _mail_checked(settings: Settings) -> None:
    """No sentence says the address of the server: it holds a password."""
    try:
        url = urlsplit(settings.smtp_url)
        known = url.scheme in MAIL_SCHEMES and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        known = False
    if not known:
        raise SettingsWrong(
            "CONSULT_SMTP_URL must be smtp://, starttls:// or smtps://, then user:password@ where there is "
            "one, then the host and its port."
        )
    if url.scheme == "smtp" and url.password and not _is_here(settings.smtp_url):
        raise SettingsWrong(
            "CONSULT_SMTP_URL would send its password unprotected. Use starttls:// or smtps://."
        )
    if not MAIL_FROM.fullmatch(settings.mail_sender):
        raise SettingsWrong("CONSULT_MAIL_FROM must be an address such as consult@example.org.")


def _twilio_checked(settings: Settings) -> None:
    """Real texts need every one of these from the start. No sentence says a value: some are secret."""
    for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        if not getattr(settings, name.lower()):
            raise SettingsWrong(f"{name} must be set while the provider twilio is on.")
    if not TWILIO_ACCOUNT.fullmatch(settings.twilio_account_sid):
        raise SettingsWrong("TWILIO_ACCOUNT_SID must be AC and 32 small letters a to f and digits.")
    if not settings.twilio_sender:
        raise SettingsWrong(
            "TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID must be set while the provider twilio is on."
        )
    if settings.twilio_from and not TWILIO_FROM.fullmatch(settings.twilio_from):
        raise SettingsWrong("TWILIO_FROM must be a number with + and country code, or a short code.")
    service = settings.twilio_messaging_service_sid
    if service and not TWILIO_SERVICE.fullmatch(service):
        raise SettingsWrong("TWILIO_MESSAGING_SERVICE_SID must be MG and 32 small letters a to f and digits.")
    if bool(settings.twilio_api_key) != bool(settings.twilio_api_secret):
        raise SettingsWrong("TWILIO_API_KEY and TWILIO_API_SECRET go together.")
    if not settings.twilio_api_url.startswith("https://") and not _is_here(settings.twilio_api_url):
        raise SettingsWrong("TWILIO_API_URL must begin with https://.")
    if not 1 <= settings.twilio_timeout <= LONGEST_TIMEOUT:
        raise SettingsWrong("TWILIO_TIMEOUT must be from 1 to 10 seconds.")


def _is_rehearsal(settings: Settings) -> bool:
    """Whether no text can reach a person: the console, or a made-up Twilio on this machine."""
    return "twilio" not in settings.providers or _is_here(settings.twilio_api_url)


def _is_here(url: str) -> bool:
    """Whether `url` is an address of this machine alone."""
    host = _host(url)
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(url: str) -> str:
    """The host in `url`; empty where there is none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def settings_here() -> Settings:
    """The settings of this process in this folder."""
    return read_settings(os.environ)
