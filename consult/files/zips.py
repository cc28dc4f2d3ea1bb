"""Archives, opened only when they are small and honest: no bombs, no locked ones."""

import io
import zipfile
import zlib

from consult.common.errors import Refused, mark

MOST_FILES = 5_000
MOST_BYTES = 128 * 1024 * 1024
MOST_OF_ONE = 64 * 1024 * 1024
MOST_TIMES = 200
"""How many times its packed size a file may become, once that is more than a megabyte."""


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive in `content`, looked through before anything in it is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, zlib.error):
        raise Refused(mark("The file is broken: it ends early or was changed. Bring it again.")) from None
    inside = archive.infolist()
    if any(each.flag_bits & 1 for each in inside):
        raise Refused(mark("The file is locked with a password. Save it without one and bring it again."))
    if len(inside) > MOST_FILES or sum(each.file_size for each in inside) > MOST_BYTES:
        raise Refused(mark("The file becomes too large when it is unpacked, so it was not opened."))
    if any(_bomb(each) for each in inside):
        raise Refused(mark("The file becomes too large when it is unpacked, so it was not opened."))
    return archive


def _bomb(each: zipfile.ZipInfo) -> bool:
    if each.file_size > MOST_OF_ONE:
        return True
    return each.file_size > 1024 * 1024 and each.file_size > MOST_TIMES * max(each.compress_size, 1)


def inside(archive: zipfile.ZipFile, name: str) -> bytes:
    """One file of it. More than it claims is never unpacked: the library stops at the claimed size."""
    try:
        return archive.read(name)
    except (
        zipfile.BadZipFile,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        zlib.error,
    ):
        raise Refused(mark("The file is broken: it ends early or was changed. Bring it again.")) from None
