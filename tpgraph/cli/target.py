"""Files that a command writes: whole or not at all, never over a store, and every fault in one sentence."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from tpgraph.errors import OutputError

_FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC, errno.EFBIG)


def _is_folder(path: Path) -> bool:
    with suppress(OSError):  # a folder closed to us hides what stands in it
        return path.is_dir()
    return False


def why_not(path: Path, error: OSError) -> OutputError:
    """Word why a file cannot be written, with the mend."""
    if _is_folder(path):
        said = "it is a folder; give the name of a file"
    elif error.errno in _FULL:
        said = "the disk is full; make room and try again"
    elif isinstance(error, PermissionError):
        said = "it is open elsewhere or protected; close it there, or choose another name"
    elif not _is_folder(path.parent):
        said = f"there is no folder '{path.parent}'; make it first, or choose another"
    else:
        said = f"{(error.strerror or str(error)).lower()}; choose another name or folder"
    return OutputError(f"'{path}' cannot be written: {said}")


def is_store(path: Path) -> bool:
    """Tell whether a file is a database such as a store, by its first bytes."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError:
        return False


def check_target(path: Path) -> Path:
    """Give the path of a file to be written, refusing a store, a folder, a pipe and a device.

    Raises
    ------
    OutputError
        Naming the file.
    """
    _refuse_store(path)
    if _is_folder(path):
        raise OutputError(f"'{path}' is a folder; give the name of a file")
    try:
        if path.exists() and not path.is_file():
            raise OutputError(f"'{path}' is no file but a pipe or device; give the name of a file")
    except OSError as error:
        raise why_not(path, error) from error
    return path


def check_folder(path: Path) -> Path:
    """Give the path of a folder to be written into, refusing one that is a file.

    Raises
    ------
    OutputError
        Naming it.
    """
    try:
        if path.exists() and not path.is_dir():
            raise OutputError(f"'{path}' is a file, and a folder is needed; choose another name")
    except OSError as error:
        raise why_not(path, error) from error
    return path


def _refuse_store(path: Path) -> None:
    if is_store(path):
        raise OutputError(f"'{path}' is a store, which a result must not replace; choose another name")


def write_bytes(target: str, data: bytes) -> None:
    """Write a file as a whole, or to standard output where `target` is ``-``.

    Raises
    ------
    OutputError
        If it cannot be written. What stood there before stays.
    """
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    _refuse_store(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a pipe or device: there is nothing to put in its place
        else:
            _replace(path, data)
    except OSError as error:
        raise why_not(path, error) from error


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    home = path.resolve()  # a link stays a link
    part = home.with_name(f".{home.name}.part")
    try:
        part.write_bytes(data)
        part.replace(home)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
