"""What every command shares: the store that was chosen, and progress on stderr."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tpgraph.cli.screen import say
from tpgraph.errors import NotAStoreError

if TYPE_CHECKING:
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
    from tpgraph.map import open_map

    location = store_of(context)
    if "://" not in location and not Path(location).exists():
        raise NotAStoreError(
            f"there is no store at {location}; `tpgraph load FILES` makes one, or name it with --store"
        )
    return open_map(location, create=False, progress=progress)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tell what long work is doing: a line that changes on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting") as status:
            yield lambda text: status.update(text)
        return
    last = time.monotonic()

    def tell(text: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 1:
            last = now
            say(f"... {text}")

    yield tell
