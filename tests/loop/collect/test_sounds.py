import pytest

from consult.loop.collect.sounds import moving_pictures, sound_in
from tests.loop.collect import sounds

WHOLE = {
    "audio/wav": (sounds.wav(2, told=b"Nobody"), 2),
    "audio/ogg": (sounds.ogg(3), 3),
    "audio/mp4": (sounds.mp4(4), 4),
    "audio/3gpp": (sounds.mp4(6, brand=b"3gp4"), 6),
    "audio/webm": (sounds.webm(5), 5),
    "audio/mpeg": (sounds.mp3(100), 4),
    "audio/amr": (sounds.amr(100), 2),
}


@pytest.mark.parametrize("mime", list(WHOLE))
def test_a_sound_is_known_by_its_bytes_measured_and_cleaned(mime):
    data, seconds = WHOLE[mime]
    found = sound_in(data)
    assert (found.mime, found.seconds) == (mime, seconds)
    for told in (b"Nobody", b"+12.5"):
        assert told not in found.data
    assert sound_in(found.data) == found  # cleaned once is clean, and still the same sound


def test_a_cleaned_ogg_keeps_good_checksums_and_all_of_its_sound():
    cleaned = sound_in(sounds.ogg(3)).data
    pages = [b"OggS" + each for each in cleaned.split(b"OggS")[1:]]
    assert len(pages) == 3
    for page in pages:
        blank = page[:22] + bytes(4) + page[26:]
        assert int.from_bytes(page[22:26], "little") == sounds.ogg_sum(blank)
    assert pages[2] == b"OggS" + sounds.ogg(3).split(b"OggS")[3]


def test_in_mp4_and_webm_no_byte_of_the_sound_moves():
    for data in (sounds.mp4(), sounds.webm()):
        cleaned = sound_in(data).data
        assert len(cleaned) == len(data)
        assert cleaned[-100:] == data[-100:] == b"sound" * 20


def test_a_film_is_known_and_a_voice_is_not_one():
    assert moving_pictures(sounds.webm(codec=b"V_VP8"))
    assert moving_pictures(sounds.mp4(hand=b"vide"))
    assert not moving_pictures(sounds.webm())
    assert not moving_pictures(sounds.mp4())


@pytest.mark.parametrize("data", [b"", b"RIFF", b"%PDF-1.7 words", b"\x89PNG\r\n", b"hello there"])
def test_what_is_no_sound_is_none(data):
    assert sound_in(data) is None


@pytest.mark.parametrize("data", [each for each, _ in WHOLE.values()])
def test_a_sound_that_breaks_off_anywhere_is_read_without_a_fault(data):
    for length in range(min(len(data), 700)):
        sound_in(data[:length])
