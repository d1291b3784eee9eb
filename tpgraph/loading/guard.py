"""Files that must not be opened, told by their first bytes; and zips that would burst."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tpgraph.errors import UnreadableFileError

MOST_MEMBERS = 10_000
MOST_BYTES = 2 << 30
MOST_RATIO = 200
"""A member that unpacks to more than so many times its packed size is a bomb; real CSV packs 5 to 30 times."""
SMALL = 10 << 20
"""Below this size the ratio says nothing: a short file of blank rows packs a thousand times."""

LARGE = 128 << 20
"""From this size a file must have lines, or be JSON that still fits into memory."""
MOST_JSON = 512 << 20
_LINE = 16 << 20

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"%PDF": "a PDF; ask its publisher for the spreadsheet or CSV behind it",
    b"\x89PNG": "a picture; ask its publisher for the spreadsheet or CSV behind it",
    b"\xff\xd8\xff": "a picture; ask its publisher for the spreadsheet or CSV behind it",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a RAR archive; unpack it first",
    b"PAR1": "a Parquet file; give the published CSV or xlsx",
    b"SQLite format 3": "a database; export its tables as CSV",
}


def is_zip(data: bytes) -> bool:
    """Whether the bytes start as a zip (an xlsx is one too)."""
    return data.startswith((_ZIP, _EMPTY_ZIP))


def is_ole(data: bytes) -> bool:
    """Whether the bytes start as an old Office file or a protected new one."""
    return data.startswith(_OLE)


def check_known_kind(data: bytes, name: str) -> None:
    """Refuse what no loader can read: an empty file, a PDF, a picture, another archive.

    Raises
    ------
    UnreadableFileError
        Naming what was found and what to give instead.
    """
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableFileError(f"{name} is empty; give the file as it was published")
    for magic, what in _FOREIGN.items():
        # Some writers put blank bytes before the %PDF.
        if data[:1024].lstrip().startswith(magic):
            raise UnreadableFileError(f"{name} is {what}")


def check_lines(head: bytes, size: int, name: str) -> None:
    """Refuse a large file of one endless line before it is read: it is no table, and would fill the memory.

    Parameters
    ----------
    head : the first bytes of the file, 16 MB of them where there are so many
    size : bytes of the whole file
    name : of the file, for messages

    Raises
    ------
    UnreadableFileError
        Naming its size and the mend.
    """
    if b"\n" in head or b"\r" in head or is_zip(head) or is_ole(head):
        return
    if head.lstrip(b"\xef\xbb\xbf \t")[:1] in (b"{", b"["):
        if size > MOST_JSON:
            raise UnreadableFileError(
                f"{name} is JSON of {size >> 20:,} MB in one line, more than can be read at once; ask its publisher "
                "for JSON Lines, or for parts of it"
            )
        return
    raise UnreadableFileError(
        f"{name} is {size >> 20:,} MB without a line end in its first {_LINE >> 20} MB, so it is no table; fetch it "
        "again"
    )


def read_safely(path: Path) -> bytes:
    """Give the bytes of a file that is no endless line; see `check_lines`. Raises OSError where it cannot be read."""
    size = path.stat().st_size
    if size > LARGE:
        with path.open("rb") as file:
            check_lines(file.read(_LINE), size, str(path))
    return path.read_bytes()


def check_workbook(data: bytes, name: str) -> None:
    """Refuse a workbook with a password, one that would burst, and one that is damaged.

    Raises
    ------
    UnreadableFileError
        In one sentence with the mend.
    """
    if is_ole(data):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFileError(
                f"{name} is protected with a password; open it in Excel, take the password off and save it again"
            )
        return
    if not is_zip(data):
        raise UnreadableFileError(f"{name} is not a workbook, whatever its name says; save it again as xlsx")
    with open_zip(data, name) as archive:
        for member in archive.members():
            archive.check(member)


# What zipfile raises where bytes are wrong; a file with a password gives a RuntimeError that is none of them.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, OSError, EOFError, ValueError)


@dataclass(frozen=True)
class SafeZip:
    """A zip whose members are read with bounds on their number, size and ratio."""

    archive: zipfile.ZipFile
    name: str

    def __enter__(self) -> "SafeZip":
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    def members(self) -> list[zipfile.ZipInfo]:
        """List the files of the zip, bounded as a whole; folders and what the Mac adds are left out."""
        infos = [info for info in self.archive.infolist() if not info.is_dir()]
        if len(infos) > MOST_MEMBERS:
            raise UnreadableFileError(
                f"{self.name} holds {len(infos):,} files, more than {MOST_MEMBERS:,}; unpack it and give the files"
            )
        if sum(info.file_size for info in infos) > MOST_BYTES:
            raise UnreadableFileError(
                f"{self.name} unpacks to more than {MOST_BYTES >> 30} GB; if you trust it, unpack it and give the files"
            )
        for info in infos:
            path = PurePosixPath(info.filename.replace("\\", "/"))
            if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
                raise UnreadableFileError(
                    f"{self.name} holds a path that leads out of it ('{info.filename}'); do not use it"
                )
        return [info for info in infos if not info.filename.startswith("__MACOSX/")]

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack piece by piece, checking against the real and not the stated size."""
        size, allowed = 0, max(SMALL, info.compress_size * MOST_RATIO)
        try:
            with self.archive.open(info) as member:
                while piece := member.read(1 << 20):
                    size += len(piece)
                    if size > min(allowed, MOST_BYTES):
                        raise UnreadableFileError(
                            f"{self.name}: '{info.filename}' unpacks to more than {MOST_RATIO} times its size, as a "
                            "zip bomb does; if you trust it, unpack it and give the files"
                        )
                    yield piece
        except _DAMAGED as error:
            raise UnreadableFileError(f"{self.name}: '{info.filename}' is damaged ({error}); fetch it again") from error
        except RuntimeError as error:
            raise UnreadableFileError(
                f"{self.name}: '{info.filename}' is protected with a password; unpack it and give the files"
            ) from error

    def check(self, info: zipfile.ZipInfo) -> None:
        """Unpack a member without keeping it, so that nobody else unpacks a bomb."""
        for _ in self._pieces(info):
            pass

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Give the bytes of a member; a zip inside the zip is refused.

        Raises
        ------
        UnreadableFileError
            If the member bursts, is damaged, has a password, or is itself a zip.
        """
        data = b"".join(self._pieces(info))
        if is_zip(data) and not info.filename.lower().endswith(WORKBOOK_ENDINGS):
            raise UnreadableFileError(
                f"{self.name}: '{info.filename}' is a zip inside a zip; unpack the outer one and give its files"
            )
        return data


def open_zip(data: bytes, name: str) -> SafeZip:
    """Open a zip with bounds.

    Raises
    ------
    UnreadableFileError
        If it is damaged.
    """
    try:
        return SafeZip(zipfile.ZipFile(io.BytesIO(data)), name)
    except _DAMAGED as error:
        raise UnreadableFileError(f"{name} is damaged ({error}); fetch or save it again") from error
