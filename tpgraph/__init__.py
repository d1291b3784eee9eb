"""tpgraph maps the public money, organisations, services and needs of a place as a graph.

>>> import tpgraph
>>> town = tpgraph.open("place.tpgraph")  # doctest: +SKIP
>>> town.load("files/")  # doctest: +SKIP
>>> town.find("overlaps")  # doctest: +SKIP
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpgraph.map import Map

__version__ = "0.1.0"


def open(location: str | Path, *, create: bool = True) -> "Map":  # noqa: A001 - the library's front door, used as tpgraph.open
    """Open the map of a place.

    Parameters
    ----------
    location : path of an embedded store, such as ``place.tpgraph``; made where there is none
    create : False to refuse a store that is not there

    Returns
    -------
    Map

    Raises
    ------
    StoreError
        If the store cannot be opened, naming the mend.
    """
    from tpgraph.map import open_map

    return open_map(location, create=create)
