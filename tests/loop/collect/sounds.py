"""Small sounds made by hand, in the containers that browsers and phones write."""

import struct


def wav(seconds: float = 2, *, told: bytes = b"") -> bytes:
    """One byte a sample, 8000 a second; `told` is a name in a list chunk."""
    data = bytes([128]) * int(8000 * seconds)
    fmt = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = [(b"fmt ", fmt), (b"LIST", told), (b"data", data)] if told else [(b"fmt ", fmt), (b"data", data)]
    body = b"".join(
        name + struct.pack("<I", len(each)) + each + bytes(len(each) % 2) for name, each in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def ogg_sum(page: bytes) -> int:
    """The checksum of Ogg, bit by bit, as the format describes it."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 1 << 31 else crc << 1) & 0xFFFFFFFF
    return crc


def ogg_page(packet: bytes, *, granule: int, at: int, flags: int = 0) -> bytes:
    lacing = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, granule, 7, at, 0) + bytes([len(lacing)]) + lacing
    page = head + packet
    return page[:22] + struct.pack("<I", ogg_sum(page)) + page[26:]


def ogg(seconds: int = 3, *, told: bytes = b"ARTIST=Nobody") -> bytes:
    comments = b"OpusTags" + struct.pack("<I", 4) + b"made" + struct.pack("<II", 1, len(told)) + told
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
    return (
        ogg_page(head, granule=0, at=0, flags=2)
        + ogg_page(comments, granule=0, at=1)
        + ogg_page(b"sound" * 40, granule=48000 * seconds + 312, at=2, flags=4)
    )


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(
    seconds: int = 4, *, told: bytes = b"+12.5+031.2/", brand: bytes = b"M4A ", hand: bytes = b"soun"
) -> bytes:
    mvhd = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    hdlr = box(b"hdlr", bytes(8) + hand + bytes(13))
    trak = box(b"trak", box(b"mdia", hdlr) + box(b"udta", told))
    moov = box(b"moov", mvhd + trak + box(b"udta", box(b"\xa9xyz", told)))
    return box(b"ftyp", brand + bytes(4)) + moov + box(b"mdat", b"sound" * 20)


def element(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">Q", len(body) | 1 << 56) + body


def webm(seconds: int = 5, *, told: bytes = b"TITLE Nobody", codec: bytes = b"A_OPUS") -> bytes:
    info = element(b"\x15\x49\xa9\x66", element(b"\x44\x89", struct.pack(">d", seconds * 1000)))
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x86", codec)))
    cluster = element(b"\x1f\x43\xb6\x75", b"sound" * 20)
    segment = info + tracks + element(b"\x12\x54\xc3\x67", told) + cluster
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    return head + b"\x18\x53\x80\x67" + b"\x01" + b"\xff" * 7 + segment


def mp3(frames: int = 100, *, told: bytes = b"Nobody") -> bytes:
    """Frames of 32 kbit/s at 16 kHz: 144 bytes for 36 ms each."""
    tag = b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(told)]) + told
    return tag + (b"\xff\xf3\x48\xc0" + bytes(140)) * frames + b"TAG" + told.ljust(125, b"\0")


def amr(frames: int = 100) -> bytes:
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames
