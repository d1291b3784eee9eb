"""Opening and making store files: hardened connections, one at a time in a process, and sentences for faults."""

import errno
import os
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from tpgraph.errors import NoStoreError, NotAStoreError, StoreBusyError, StoreError, StoreVersionError
from tpgraph.stores.duckdb_schema import statements

# A file of DuckDB 1.4 can be read by every later one.
STORAGE_VERSION = "v1.4.0"
# A table holds at least a block a column: small blocks keep a small place small enough to e-mail.
BLOCK_SIZE = 32_768

HARDENED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "lock_configuration": "true",
}

# How long to wait for another process: readers close within milliseconds, so a busy store is mostly free at once.
PATIENCE_SECONDS = 1.5

_locks: dict[Path, threading.RLock] = {}
_locks_guard = threading.Lock()


def lock_of(path: Path) -> threading.RLock:
    """Give the lock of one file in this process: DuckDB opens a file once a process, either to read or to write."""
    with _locks_guard:
        return _locks.setdefault(path, threading.RLock())


def check_path(path: Path) -> None:
    """Refuse a path where no store can stand.

    Raises
    ------
    StoreError
        If its folder does not exist.
    NotAStoreError
        If it is a folder itself.
    """
    if path.is_dir():
        raise NotAStoreError(f"{path} is a folder, not a store: name a file in it, such as {path / 'place.tpgraph'}")
    if not path.parent.is_dir():
        raise StoreError(
            f"the folder {path.parent} does not exist, so {path.name} cannot stand in it: make the folder first"
        )


def make_file(path: Path) -> None:
    """Make an empty store under a name of its own and put it in place when it is whole.

    Raises
    ------
    StoreError
        If the folder cannot be written or the disk is full.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    try:
        with sentences(fresh, named=path), duckdb.connect(":memory:") as connection:
            where = str(fresh).replace("'", "''")
            connection.execute(
                f"ATTACH '{where}' AS store (STORAGE_VERSION '{STORAGE_VERSION}', BLOCK_SIZE {BLOCK_SIZE})"
            )
            for sql in statements("store"):
                connection.execute(sql)
            connection.execute("CHECKPOINT store")
            connection.execute("DETACH store")
        if not path.exists():
            fresh.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be made: {error.strerror}") from error
    finally:
        fresh.unlink(missing_ok=True)
        fresh.with_name(fresh.name + ".wal").unlink(missing_ok=True)


def connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a store file, hardened; wait a moment where another process holds it.

    Raises
    ------
    StoreError
        A sentence for a missing (NoStoreError), foreign, damaged, busy or protected file.
    """
    check_path(path)
    if not path.exists():
        raise NoStoreError(f"there is no store {path}: `tpgraph load` or `tpgraph init` makes one")
    if not read_only and not os.access(path, os.W_OK):
        raise StoreError(f"{path} is write-protected: copy it to where you may write, or ask for the right to")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with sentences(path):
                return duckdb.connect(str(path), read_only=read_only, config=HARDENED)
        except StoreBusyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


@contextmanager
def sentences(path: Path, *, named: Path | None = None) -> Iterator[None]:
    """Turn what DuckDB raises about a file into one sentence about `named` (or the file itself)."""
    try:
        yield
    except duckdb.Error as error:
        raise _sentence(named or path, str(error)) from error


def _sentence(path: Path, text: str) -> StoreError:
    lowered = text.lower()
    if "could not set lock" in lowered or "being used by another process" in lowered:
        found = re.search(r"PID (\d+)", text)
        who = f" (process {found[1]})" if found else ""
        return StoreBusyError(f"{path} is in use by another tpgraph{who}: wait until it has finished, or close it")
    # DuckDB takes a SQLite file for one of its own extensions, which are off, and a CSV file for data to be viewed.
    foreign = ("not a valid duckdb database", "encrypted", "external extensions", "cannot launch in-memory database")
    if any(sign in lowered for sign in foreign):
        return NotAStoreError(f"{path} is not a store: it was not made by tpgraph; choose another file")
    if "version number" in lowered or "storage version" in lowered:
        return StoreVersionError(f"{path} was written by a newer DuckDB than this computer has: update tpgraph")
    if "no space left" in lowered or os.strerror(errno.EFBIG).lower() in lowered or "disk quota" in lowered:
        return StoreError(
            f"{path} could not be written because the disk is full; it is as it was before: make room, then try again"
        )
    if "permission denied" in lowered:
        return StoreError(f"{path} cannot be opened: you have no right to read or write it")
    first = text.strip().splitlines()[0] if text.strip() else "unknown fault"
    return StoreError(f"{path} cannot be used: DuckDB says '{first}'")
