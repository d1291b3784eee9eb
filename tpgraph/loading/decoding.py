"""Bytes to text: the encodings and line ends that real files have."""

import codecs

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.raw import DECODED_BOM

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _from_cp1252(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Five bytes mean nothing in cp1252; as control characters they do no harm and no row is lost.
        return data.decode("latin-1")


def to_utf8(data: bytes, name: str) -> tuple[bytes, str]:
    """Bring the bytes of a text file to UTF-8 without byte order mark and with `\\n` where there was only `\\r`.

    Parameters
    ----------
    data : bytes of the file
    name : of the file, for messages

    Returns
    -------
    (bytes in UTF-8, the encoding that was found in words)

    Raises
    ------
    UnreadableFileError
        If the file is empty or is not text.
    """
    if not data.strip():
        raise UnreadableFileError(f"{name} is empty; give the file as it was published")
    if data.startswith(_UTF16):
        data, encoding = data.decode("utf-16").encode(), "UTF-16"
    else:
        encoding = "UTF-8 with a byte order mark" if data.startswith(codecs.BOM_UTF8) else "UTF-8"
        data = data.removeprefix(codecs.BOM_UTF8)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data, encoding = _from_cp1252(data).encode(), "cp1252"
    if data.startswith(DECODED_BOM.encode()):
        data, encoding = data.removeprefix(DECODED_BOM.encode()), f"{encoding} with a decoded byte order mark"
    if b"\0" in data:
        raise UnreadableFileError(f"{name} is not a text file: it holds zero bytes; save it as CSV (UTF-8) or xlsx")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    return data, encoding


def to_text(data: bytes, name: str) -> tuple[str, str]:
    """Give the text of a file and its encoding in words; see `to_utf8`."""
    plain, encoding = to_utf8(data, name)
    return plain.decode("utf-8"), encoding
