import stat

import pytest

from consult.common import closed_box
from consult.common.errors import Refused


def test_only_the_holder_of_the_key_opens_a_box_and_a_changed_or_cut_one_opens_for_nobody(
    tmp_path, monkeypatch
) -> None:
    private = closed_box.make_private(tmp_path / "handover.key")
    written = closed_box.in_writing(private.public_key())
    box = closed_box.close(b"words" * 100, to=closed_box.read_public(f"  {written}\n"))
    assert closed_box.open_box(box, private=private) == b"words" * 100
    assert b"words" not in box
    other = closed_box.make_private(tmp_path / "other.key")
    middle = len(box) // 2
    broken = [box[:middle] + bytes([box[middle] ^ 1]) + box[middle + 1 :], box[:-1], box[:40], b"", b"PK"]
    for wrong in broken:
        with pytest.raises(Refused):
            closed_box.open_box(wrong, private=private)
    with pytest.raises(Refused, match="made for another key"):
        closed_box.open_box(box, private=other)
    monkeypatch.setattr(closed_box.zlib, "compress", lambda plain, _level: plain)
    with pytest.raises(Refused, match="no pack"):  # somebody else's box, closed with our public key
        closed_box.open_box(closed_box.close(b"words", to=private.public_key()), private=private)
    assert closed_box.close(b"words", to=private.public_key()) != closed_box.close(
        b"words", to=private.public_key()
    )


def test_a_key_is_made_once_for_its_owner_alone_and_has_twenty_digits_to_be_said(tmp_path) -> None:
    file = tmp_path / "keys" / "handover.key"
    first = closed_box.make_private(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = closed_box.make_private(file)
    said = closed_box.fingerprint(first.public_key())
    assert closed_box.fingerprint(again.public_key()) == said
    assert [len(group) for group in said.split()] == [5, 5, 5, 5]
    assert said.replace(" ", "").isdecimal()
    file.chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        closed_box.read_private(file)
    file.chmod(0o600)
    file.write_text("no key")
    with pytest.raises(Refused, match="cannot be read"):
        closed_box.read_private(file)
    for text in ("", "consult-key-1 ", "consult-key-1 !!", "another line"):
        with pytest.raises(Refused):
            closed_box.read_public(text)
