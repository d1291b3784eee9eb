"""Who asks a server: user name and password, typed at the terminal, never on the command line and never shown."""

import os
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar

from tpgraph.cli.screen import say
from tpgraph.errors import StoreError

_NEARLY = re.compile(r"(neo4j|bolt)(\+\w+)?(:|//)", re.IGNORECASE)


still: ContextVar[Callable[[], AbstractContextManager[None]]] = ContextVar("still", default=nullcontext)
"""How to still what moves on the terminal while a person types."""


def check_address(store: str) -> str:
    """Refuse a store's address that is none, or that says who asks, before anything can show it.

    Raises
    ------
    StoreError
        Without the address where it holds a name or password.
    """
    if "://" in store:
        from tpgraph.stores.neo4j_connection import parse

        parse(store)
    elif _NEARLY.match(store):
        raise StoreError("the address of a server is written with ://, such as neo4j://host:7687/database")
    return store


def ask(location: str) -> tuple[str, str]:
    """Ask the person at the terminal for user name and password of a server.

    Raises
    ------
    StoreError
        If nobody sits there.
    """
    if not sys.stdin.isatty():
        raise StoreError(f"{location} asks who you are: set NEO4J_USERNAME and NEO4J_PASSWORD, or ask from a terminal")
    # Hidden input and the spinner are two masters of one line.
    with still.get()():
        return _typed(location)


def _typed(location: str) -> tuple[str, str]:
    from getpass import getpass

    say(f"{location} asks who you are (NEO4J_USERNAME and NEO4J_PASSWORD would say it)")
    user = os.environ.get("NEO4J_USERNAME", "")
    try:
        if not user:
            sys.stderr.write("user name [neo4j]: ")
            sys.stderr.flush()
            line = sys.stdin.readline()
            if not line:
                raise EOFError
            user = line.strip() or "neo4j"
        return user, getpass(f"password of {user}: ", sys.stderr)
    except EOFError as error:
        raise StoreError(f"{location} cannot be opened without user name and password") from error
