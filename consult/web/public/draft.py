"""What a person typed so far. It travels in their own page, signed and small: we store nothing of it."""

import secrets
from dataclasses import asdict, dataclass, field, replace

from itsdangerous import BadSignature, URLSafeTimedSerializer

from consult.web.parts import parts

MOST_DAYS = 7
ABOUT, CHECK, CHOICES = "about", "check", "choices"


@dataclass(frozen=True)
class Draft:
    """`asked`: the wordings shown, by id. `voices`: their ids, each to a recording that waits.

    `page`: a number from 0 for a prompt, or check, about, choices.

    `key` is made with the draft: words that are sent twice are kept once.
    """

    key: str
    asked: list[str]
    texts: dict[str, str] = field(default_factory=dict)
    voices: dict[str, str] = field(default_factory=dict)
    page: str = "0"
    checking: bool = False
    comes_from: str = ""
    stays_in: str = ""
    groups: list[str] = field(default_factory=list)
    speaks: str = ""
    readers: str = "here"
    hear_back: str = "knock"
    number: str = ""
    quote: list[str] = field(default_factory=list)
    hand_on: str = ""

    def __repr__(self) -> str:
        return "<Draft>"

    @property
    def at(self) -> int | None:
        """The prompt of this page, from 0; None on the other pages."""
        return int(self.page) if self.page.isdecimal() else None

    def writing(self, text: str) -> "Draft":
        """With `text` for the prompt of this page."""
        assert self.at is not None
        return replace(self, texts={**self.texts, self.asked[self.at]: text})

    def saying(self, recording_id: str | None) -> "Draft":
        """With a recording for the prompt of this page, or without."""
        assert self.at is not None
        others = {key: each for key, each in self.voices.items() if key != self.asked[self.at]}
        return replace(self, voices=others | ({self.asked[self.at]: recording_id} if recording_id else {}))

    def voice(self, at: int) -> str | None:
        return self.voices.get(self.asked[at])

    def going(self, page: str | int) -> "Draft":
        """On another page; once the words were checked, each change comes back to the check."""
        return replace(self, page=str(page), checking=self.checking or page == CHECK)

    def text(self, at: int) -> str:
        return self.texts.get(self.asked[at], "")


def begin(asked: list[str]) -> Draft:
    return Draft(key=secrets.token_urlsafe(24), asked=asked)


def seal(draft: Draft, *, slug: str, lang: str) -> str:
    """The draft as a hidden field, for this consultation and language alone."""
    return str(_serializer(slug, lang).dumps(asdict(draft)))


def unseal(text: str, *, slug: str, lang: str) -> Draft | None:
    """The draft of a hidden field; None when it is not ours or older than a week."""
    try:
        found = _serializer(slug, lang).loads(text, max_age=MOST_DAYS * 24 * 3600)
        return Draft(**found)
    except (BadSignature, TypeError):  # also one of an older version of this page
        return None


def _serializer(slug: str, lang: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(parts().vault.cookie_key("draft"), salt=f"{slug}|{lang}")
