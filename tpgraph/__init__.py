"""tpgraph maps the public money, organisations, services and needs of a place as a graph.

>>> import tpgraph
>>> town = tpgraph.open("place.tpgraph")  # doctest: +SKIP
>>> town.load("files/")  # doctest: +SKIP
>>> town.find("overlaps")  # doctest: +SKIP
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpgraph.map import Map

__version__ = "0.1.0"


def open(  # noqa: A001 - the library's front door, used as tpgraph.open
    location: str | Path,
    *,
    create: bool = True,
    credentials: Callable[[str], tuple[str, str]] | None = None,
) -> "Map":
    """Open the map of a place.

    Parameters
    ----------
    location : path of an embedded store, such as ``place.tpgraph``, or address of a database on a Neo4j server, such
        as ``neo4j://localhost:7687/neo4j``; a store is made where there is none
    create : False to refuse a store that is not there
    credentials : gives user name and password for the address of a server; asked where the environment variable
        NEO4J_PASSWORD (with NEO4J_USERNAME) is not set. In a notebook::

            from getpass import getpass

            town = tpgraph.open("neo4j://localhost:7687/neo4j", credentials=lambda address: ("neo4j", getpass()))

    Returns
    -------
    Map

    Raises
    ------
    StoreError
        If the store cannot be opened, naming the mend.
    """
    from tpgraph.map import open_map

    return open_map(location, create=create, credentials=credentials)
