"""What a file of sound is, how long it is, and the same without what it tells beside the sound. Pure.

Known by their first bytes, never by their name: Ogg, WebM, MP4 and 3GP, MP3, WAV, AMR.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

OGG, WEBM, MP4, THREEGP = "audio/ogg", "audio/webm", "audio/mp4", "audio/3gpp"
MP3, WAV, AMR, AAC = "audio/mpeg", "audio/wav", "audio/amr", "audio/aac"

_AMR_FRAMES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
"""Bytes of a frame of 20 ms, by its kind."""
_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_PICTURES = (b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG", b"V_THEORA", b"hdlr\0\0\0\0\0\0\0\0vide")


@dataclass(frozen=True)
class Sound:
    """`seconds` None: its container does not say. `data`: without names, places and comments."""

    mime: str
    seconds: int | None
    data: bytes


def kind_of(data: bytes) -> str | None:
    """The type of sound; None when it is none that we know."""
    if data[:4] == b"OggS":
        return OGG
    if data[:4] == b"\x1aE\xdf\xa3" and b"webm" in data[:64]:
        return WEBM
    if data[4:8] == b"ftyp":
        return THREEGP if data[8:11] == b"3gp" else MP4
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return WAV
    if data[:6] == b"#!AMR\n":
        return AMR
    if data[:1] == b"\xff" and data[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9"):
        return AAC
    if data[:3] == b"ID3" or (len(data) > 3 and _mp3_head(data, 0)):
        return MP3
    return None


def moving_pictures(data: bytes) -> bool:
    """Whether a film hides in the container."""
    return any(each in data for each in _PICTURES)


def sound_in(data: bytes) -> Sound | None:
    """`data` read and cleaned; None when it is no sound. Broken containers are kept as they came."""
    mime = kind_of(data)
    if mime is None:
        return None
    cleaned = _CLEANERS[mime](data)
    seconds = _LENGTHS[mime](cleaned) if mime in _LENGTHS else None
    return Sound(mime, round(seconds) if seconds is not None else None, cleaned)


# WAV: chunks of a name, a length, a body.


def _wav_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        yield data[at : at + 4], data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _wav_clean(data: bytes) -> bytes:
    kept = [(name, body) for name, body in _wav_chunks(data) if name in (b"fmt ", b"fact", b"data")]
    if {name for name, _ in kept} < {b"fmt ", b"data"}:
        return data
    body = b"".join(
        name + len(each).to_bytes(4, "little") + each + b"\0" * (len(each) % 2) for name, each in kept
    )
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WAVE" + body


def _wav_length(data: bytes) -> float | None:
    chunks = dict(_wav_chunks(data))
    rate = int.from_bytes(chunks.get(b"fmt ", b"")[8:12], "little")
    return len(chunks.get(b"data", b"")) / rate if rate else None


# AMR: frames of 20 ms, nothing else.


def _amr_length(data: bytes) -> float | None:
    at, frames = 6, 0
    while at < len(data):
        at += _AMR_FRAMES[(data[at] >> 3) & 15]
        frames += 1
    return frames * 0.02


# MP3: a tag before, a tag after, frames between.


def _mp3_head(data: bytes, at: int) -> tuple[int, bool] | None:
    """Kilobits a second and whether of the newer layer, of the frame that begins at `at`."""
    head = data[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    newer, rate = head[1] & 0x18 != 0x18, head[2] >> 4
    if rate in (0, 15) or head[2] & 0x0C == 0x0C or head[1] & 0x18 == 0x08:
        return None
    return (_RATES_LOW if newer else _RATES)[rate], newer


def _mp3_clean(data: bytes) -> bytes:
    while data[:3] == b"ID3" and len(data) > 10:
        size = sum((data[6 + each] & 127) << (21 - 7 * each) for each in range(4))
        data = data[10 + size + (10 if data[5] & 16 else 0) :]
    return data[:-128] if data[-128:-125] == b"TAG" else data


def _mp3_length(data: bytes) -> float | None:
    """By the rate of the first frame: right where the rate stays, rough where it does not."""
    head = _mp3_head(data, 0)
    return len(data) * 8 / (head[0] * 1000) if head else None


# Ogg: pages with a checksum; the second packet of an Opus or Vorbis stream holds the comments.

_TURNED = bytes(int(f"{each:08b}"[::-1], 2) for each in range(256))
_EMPTY = {b"OpusTags": b"OpusTags" + bytes(8), b"\x03vorbis": b"\x03vorbis" + bytes(8) + b"\x01"}


def _ogg_pages(data: bytes) -> Iterator[tuple[int, int, int]]:
    """(begin, begin of the body, end) of each page."""
    at = 0
    while data[at : at + 4] == b"OggS" and at + 27 <= len(data):
        body = at + 27 + data[at + 26]
        end = body + sum(data[at + 27 : body])
        yield at, body, end
        at = end


def _ogg_sum(page: bytes) -> bytes:
    """The checksum over the page, whose own four bytes are zero: CRC-32, not turned, from nought."""
    turned = zlib.crc32(page.translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{turned:032b}"[::-1], 2).to_bytes(4, "little")


def _ogg_clean(data: bytes) -> bytes:
    """Without comments, where they fill a page of their own, as every recorder writes them."""
    for at, body, end in list(_ogg_pages(data))[1:2]:
        lacing = data[at + 27 : body]
        for name, empty in _EMPTY.items():
            if data[body : body + len(name)] != name or sum(each < 255 for each in lacing) != 1:
                continue
            head = data[at : at + 22] + bytes(4) + b"\x01" + bytes([len(empty)])
            page = head + empty
            return data[:at] + page[:22] + _ogg_sum(page) + page[26:] + data[end:]
    return data


def _ogg_length(data: bytes) -> float | None:
    pages = list(_ogg_pages(data))
    first = data[pages[0][1] : pages[0][2]] if pages else b""
    if first[:8] == b"OpusHead":
        skipped, rate = int.from_bytes(first[10:12], "little"), 48_000
    elif first[:7] == b"\x01vorbis":
        skipped, rate = 0, int.from_bytes(first[12:16], "little")
    else:
        return None
    ends = [int.from_bytes(data[at + 6 : at + 14], "little", signed=True) for at, _, _ in pages]
    return max(0, max(ends) - skipped) / rate if rate else None


# MP4 and 3GP: boxes of a length, a name, a body.

_HOLDERS = (b"moov", b"trak", b"mdia", b"moof", b"traf")
_TELLING = (b"udta", b"meta", b"uuid", b"ID32")


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(name, begin, begin of the body, end) of each box between `at` and `end`, also of those inside."""
    while at + 8 <= end:
        length, head = int.from_bytes(data[at : at + 4], "big"), 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        stop = min(end, at + length) if length else end
        if stop < at + head:
            return
        name = data[at + 4 : at + 8]
        yield name, at, at + head, stop
        if name in _HOLDERS:
            yield from _boxes(data, at + head, stop)
        at = stop


def _mp4_clean(data: bytes) -> bytes:
    """Boxes that tell of place, person or device become free room of the same length."""
    cleaned = bytearray(data)
    for name, at, body, end in _boxes(data, 0, len(data)):
        if name in _TELLING:
            cleaned[at + 4 : at + 8] = b"free"
            cleaned[body:end] = bytes(end - body)
    return bytes(cleaned)


def _mp4_length(data: bytes) -> float | None:
    for name, _at, body, _end in _boxes(data, 0, len(data)):
        if name == b"mvhd":
            wide = data[body : body + 1] == b"\1"
            at, size = body + (20 if wide else 12), 8 if wide else 4
            scale = int.from_bytes(data[at : at + 4], "big")
            length = int.from_bytes(data[at + 4 : at + 4 + size], "big")
            return length / scale if scale and length else None  # none: it was written while recorded
    return None


# WebM: elements of a number, a length, a body.

_SEGMENT, _TAGS, _INFO, _CLUSTER = 0x18538067, 0x1254C367, 0x1549A966, 0x1F43B675
_SCALE, _DURATION = 0x2AD7B1, 0x4489


def _number(data: bytes, at: int, *, keep: bool) -> tuple[int, int]:
    """A number of EBML and where it ends; `keep` its mark, as ids do. Length -1: not known."""
    first = data[at]
    size = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + size], "big")
    if keep:
        return value, at + size
    value &= (1 << 7 * size) - 1
    return (-1 if value == (1 << 7 * size) - 1 else value), at + size


def _elements(data: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """(id, begin, begin of the body, end); stops where a length is not known, but enters the segment."""
    while at + 2 <= end and data[at]:
        name, after = _number(data, at, keep=True)
        if after >= end or not data[after]:
            return
        length, body = _number(data, after, keep=False)
        if name == _SEGMENT:
            at = body
            continue
        if length < 0:
            return
        yield name, at, body, min(end, body + length)
        at = body + length


def _webm_clean(data: bytes) -> bytes:
    """Tags become empty room of the same length."""
    cleaned = bytearray(data)
    for name, at, _body, end in _elements(data, 0, len(data)):
        if name == _TAGS and end - at >= 9:
            room = (end - at - 9) | 1 << 56
            cleaned[at:end] = b"\xec" + room.to_bytes(8, "big") + bytes(end - at - 9)
    return bytes(cleaned)


def _webm_length(data: bytes) -> float | None:
    for name, _at, body, end in _elements(data, 0, len(data)):
        if name != _INFO:
            continue
        told = {each: data[start:stop] for each, _, start, stop in _elements(data, body, end)}
        scale = int.from_bytes(told.get(_SCALE, b"\x0f\x42\x40"), "big")
        length = told.get(_DURATION, b"")
        if len(length) in (4, 8):
            (ticks,) = struct.unpack(">f" if len(length) == 4 else ">d", length)
            return float(ticks) * scale / 1e9
    return None


def _as_it_is(data: bytes) -> bytes:
    return data


_CLEANERS = {
    OGG: _ogg_clean,
    WEBM: _webm_clean,
    MP4: _mp4_clean,
    THREEGP: _mp4_clean,
    MP3: _mp3_clean,
    WAV: _wav_clean,
    AMR: _as_it_is,
    AAC: _as_it_is,
}
_LENGTHS = {
    OGG: _ogg_length,
    WEBM: _webm_length,
    MP4: _mp4_length,
    THREEGP: _mp4_length,
    MP3: _mp3_length,
    WAV: _wav_length,
    AMR: _amr_length,
}
