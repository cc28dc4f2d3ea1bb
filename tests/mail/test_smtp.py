"""Mail through a real server on this machine: whole letters in any script, errors that tell nothing."""

from datetime import datetime

import pytest

from consult.mail.smtp import Mail, MailFailed, Smtp, turned
from tests.mail.server import post_office

ARABIC = "عمل ينتظركم: " + "كلمات " * 40
SECRET = "p" + "a@ss"  # made of pieces: it is nobody's


def letter(now: datetime, to: str = "dana@example.org") -> Mail:
    return Mail("k1", to, "عمل ينتظركم", ARABIC, "ar", now)


def test_a_letter_arrives_whole_in_its_script_and_says_who_it_is_from(now: datetime) -> None:
    with post_office() as office:
        Smtp(f"smtp://user:{SECRET.replace('@', '%40')}@127.0.0.1:{office.port}", "c@example.org").send(
            letter(now)
        )
        (mail,) = office.taken
        assert mail.get_content().strip() == ARABIC.strip()
        assert mail.get_content_type() == "text/plain"
        assert (mail["Subject"], mail["To"], mail["From"]) == (
            "عمل ينتظركم",
            "dana@example.org",
            "c@example.org",
        )
        assert mail["Message-ID"] == "<k1@example.org>"
        assert mail["Auto-Submitted"] == "auto-generated"
        assert max(map(len, office.raw[0].split(b"\r\n"))) <= 998
        assert office.logins == [f"\0user\0{SECRET}".encode()]


@pytest.mark.parametrize("breaks", ["refuses", "hangs_up", "starttls", "nobody"])
def test_what_fails_says_neither_the_address_nor_the_password(now: datetime, breaks: str) -> None:
    with post_office() as office:
        office.refuses = 550 if breaks == "refuses" else 0
        office.hangs_up = breaks == "hangs_up"
        scheme = "starttls" if breaks == "starttls" else "smtp"
        port = office.port if breaks != "nobody" else 1
        said = _failed(f"{scheme}://user:secret@127.0.0.1:{port}", now)
    assert "dana" not in said
    assert "secret" not in said


def _failed(url: str, now: datetime) -> str:
    server = Smtp(url, "c@example.org")
    with pytest.raises(MailFailed) as failed:
        server.send(letter(now))
    return f"{failed.value} {failed.value.__cause__} {server!r}"


def test_a_line_break_in_an_address_is_no_second_recipient(now: datetime) -> None:
    with post_office() as office:
        with pytest.raises(ValueError, match="linefeed"):
            Smtp(f"smtp://127.0.0.1:{office.port}", "c@example.org").send(
                letter(now, "a@example.org\r\nBcc: b@example.org")
            )
        assert office.taken == []


def test_a_line_that_begins_with_a_name_in_other_letters_is_read_from_its_own_side() -> None:
    arabic, english = "Amira، أنتم مدعوون إلى Consult", "أميرة, you are invited to Consult"
    assert turned(arabic) == "\N{RIGHT-TO-LEFT MARK}" + arabic
    assert turned(english) == "\N{LEFT-TO-RIGHT MARK}" + english
    link = "https://c.example.org/welcome/x"  # a mark before it would be copied along
    for plain in (link, "أنتم مدعوون إلى Consult", "Amal, you are invited", "", "1."):
        assert turned(plain) == plain
