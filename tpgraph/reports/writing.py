"""Files written whole or not at all."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tpgraph.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`, and put what was written there in its place at the end.

    Yields
    ------
    Path
        In the same folder, so that taking its place is one step; removed where something goes wrong.

    Raises
    ------
    OutputError
        If it cannot be written, naming the file and the mend. What stood there before stays.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except OSError as error:
        raise OutputError(_why(path, error)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"'{path}' cannot be written: it is open elsewhere or protected; close it in Excel and run again"
    if error.errno == errno.ENOSPC:
        return f"'{path}' cannot be written: the disk is full; make room and run again"
    reason = (error.strerror or str(error)).lower()
    return f"'{path}' cannot be written ({reason}); choose another folder with --out"


def write_text(path: Path, text: str) -> None:
    """Write a page in UTF-8, whole or not at all."""
    with replacing(path) as part:
        part.write_text(text, "utf-8", newline="\n")
