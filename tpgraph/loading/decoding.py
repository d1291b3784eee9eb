"""Bytes to text: the encodings and line ends that real files have."""

import codecs

import pyarrow as pa

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.raw import DECODED_BOM

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, without the copy that decoding makes."""
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _from_cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; as control characters they do no harm and no row is lost.
        return data.decode("latin-1")


def _from_utf16(data: bytes, name: str) -> str:
    try:
        # A file cut in the middle of a letter is read up to there.
        return data[: len(data) // 2 * 2].decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"{name} begins as UTF-16 text but is none at byte {error.start:,}; save it again as CSV (UTF-8)"
        ) from error


def in_utf8(data: bytes, name: str) -> tuple[bytes, int, str]:
    """Bring the bytes of a text file to UTF-8 and to `\\n` where there was only `\\r`, without a copy of most files.

    Parameters
    ----------
    data : bytes of the file
    name : of the file, for messages

    Returns
    -------
    (bytes in UTF-8, where the text begins in them after a byte order mark, the encoding that was found in words)

    Raises
    ------
    UnreadableFileError
        If the file is empty or is not text.
    """
    if not data or data.isspace():
        raise UnreadableFileError(f"{name} is empty; give the file as it was published")
    start = 0
    if data.startswith(_UTF16):
        data, encoding = _from_utf16(data, name).encode(), "UTF-16"
    else:
        marked = data.startswith(codecs.BOM_UTF8)
        start, encoding = (len(codecs.BOM_UTF8), "UTF-8 with a byte order mark") if marked else (0, "UTF-8")
        if not data.isascii() and not _is_utf8(data):
            data, start, encoding = _from_cp1252(data[start:]).encode(), 0, "cp1252"
    if data.startswith(DECODED_BOM.encode(), start):
        start, encoding = start + len(DECODED_BOM.encode()), f"{encoding} with a decoded byte order mark"
    if b"\0" in data:
        raise UnreadableFileError(f"{name} is not a text file: it holds zero bytes; save it as CSV (UTF-8) or xlsx")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return data, start, encoding


def to_utf8(data: bytes, name: str) -> tuple[bytes, str]:
    """Give the bytes of a text file in UTF-8 without byte order mark, and its encoding in words; see `in_utf8`."""
    plain, start, encoding = in_utf8(data, name)
    return plain[start:], encoding


def to_text(data: bytes, name: str) -> tuple[str, str]:
    """Give the text of a file and its encoding in words; see `to_utf8`."""
    plain, encoding = to_utf8(data, name)
    return plain.decode("utf-8"), encoding
