"""Exported chats: several forms of days, marks that nobody sees, many lines, voices beside the words."""

import io
import zipfile

import pytest

from consult.common.errors import Refused
from tests.files.brought import archive, broken, read, table, texts

IPHONE = (
    "\u200e[01/06/2027, 17:09:22] Mary W: \u200eMessages and calls are end-to-end encrypted.\r\n"
    "[01/06/2027, 17:10:00] Mary W: Dust\r\nand wind\r\n"
    "\u200e[01/06/2027, 17:11:00] John: \u200e<attached: 00000002-AUDIO-2027-06-01.opus>\r\n"
    "[01/06/2027, 17:12:00] John: \u200e<attached: 00000003-PHOTO-2027-06-01.jpg>\r\n"
    "[01/06/2027, 17:13:00] John: \u200e<attached: 00000004-AUDIO-2027-06-01.opus>\r\n"
)


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        new.writestr("_chat.txt", IPHONE)
        for name, content in files.items():
            new.writestr(name.replace("__", "."), content)
    return made.getvalue()


def test_an_export_with_voices():
    rows = read(zipped(**{"00000002-AUDIO-2027-06-01__opus": b"OggS voice"}))
    assert texts(rows) == ["Dust\nand wind", ""]
    assert rows[2].sound.data == b"OggS voice"
    assert rows[1].person != rows[2].person
    assert {line: why.split()[2 if line == 6 else 3] for line, why in broken(rows).items()} == {
        1: "line",
        5: "picture,",
        6: "note",
    }


@pytest.mark.parametrize(
    "head",
    [
        "01/06/2027, 17:09 - Mary: Dust",
        "6/1/27, 5:09\u202fPM - Mary: Dust",
        "01.06.27, 17:09 - Mary: Dust",
        "2027-06-01, 17:09 - Mary: Dust",
        "01/06/2027 à 17:09 - Mary: Dust",
        "[1/6/27 17:09:01] Mary: Dust",
        "[01.06.27, 17:09:01] Mary: Dust",
        "\u200f\u0661/\u0666/\u0662\u0660\u0662\u0667\u060c \u0665:\u0660\u0669 \u0645 - Mary: Dust",
    ],
)
def test_days_and_hours_are_written_in_many_ways(head):
    (row,) = read(f"{head}\n".encode())
    assert (row.text.strip(), row.person) == ("Dust", "Mary")


def test_lines_of_the_app_and_of_nobody_are_explained():
    chat = (
        "01/06/2027, 17:09 - Mary created the group\n"
        "01/06/2027, 17:10 - Mary: <Media omitted>\n"
        "01/06/2027, 17:10 - Mary: PTT-1.opus (file attached)\n"
        "01/06/2027, 17:11 - Mary: see notes.txt\n"
    )
    rows = read(chat.encode())
    assert sorted(broken(rows)) == [1, 2, 3]
    assert texts(rows) == ["see notes.txt"]


def test_a_longer_export_of_the_same_chat_is_known_line_by_line():
    head, tail = "[01/06/2027, 17:10:00] Mary: Dust\n", "[01/06/2027, 17:11:00] Mary: Wind\n"
    first, (again, _) = read(head.encode())[0], read((head + tail).encode())
    assert first.id == again.id


def test_names_are_not_shown():
    assert "who" in table(IPHONE.encode()).hidden


def test_an_archive_with_two_chats_is_refused():
    file = archive(a__txt=IPHONE.encode(), b__txt=IPHONE.encode())
    with pytest.raises(Refused, match="not one that we know"):
        read(file)
