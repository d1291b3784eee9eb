"""What every command shares: the store that was chosen and how it is opened, and progress on stderr."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tpgraph.cli.login import ask, still
from tpgraph.cli.screen import say
from tpgraph.errors import NoStoreError

if TYPE_CHECKING:
    from rich.status import Status

    from tpgraph.map import Map

DEFAULT_STORE = "place.tpgraph"


def store_of(context: typer.Context) -> str:
    """Give the store that was chosen by --store or TPGRAPH_STORE, else the default."""
    return str((context.find_root().obj or {}).get("store") or DEFAULT_STORE)


def chosen_store(context: typer.Context) -> str | None:
    """Give the store only if one was chosen."""
    return (context.find_root().obj or {}).get("store")


def open_existing(context: typer.Context, progress: Callable[[str], None] = lambda _: None) -> "Map":
    """Open the chosen store for a command that asks; there must be one."""
    return open_place(store_of(context), create=False, progress=progress)


def open_place(location: str, *, create: bool, progress: Callable[[str], None] = lambda _: None) -> "Map":
    """Open the map of a store; a server's user name and password are asked for where the environment has none.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    from tpgraph.map import open_map

    if not create and not is_server(location) and not Path(location).exists():
        raise NoStoreError(f"there is no store at {location}; `tpgraph load FILES` makes one, or name it with --store")
    return open_map(location, create=create, progress=progress, credentials=ask)


def is_server(location: str) -> bool:
    """Tell whether a store is on a server: as `tpgraph.stores.is_server`, which is heavy to import."""
    return "://" in location


def say_notes(notes: Iterable[str]) -> None:
    """Say what a person should know of the work that was done."""
    for note in notes:
        say(f"note: {note}")


@contextmanager
def _stopped(status: "Status") -> Iterator[None]:
    status.stop()
    yield
    status.start()


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tell what long work is doing: a line that changes on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting") as status:
            token = still.set(lambda: _stopped(status))
            try:
                yield lambda text: status.update(text)
            finally:
                still.reset(token)
        return
    last = time.monotonic()

    def tell(text: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 1:
            last = now
            say(f"... {text}")

    yield tell
