"""The SQL of a loader: the files in the folder `sql` of its package."""

from collections.abc import Sequence
from importlib import resources


def sql_files(package: str, names: Sequence[str] = ()) -> list[str]:
    """Read the SQL files of a loader.

    Parameters
    ----------
    package : the loader's package, such as ``tpgraph_loaders.spend``
    names : the files in the order in which they run; without names all of them, in the order of their names

    Returns
    -------
    list of str, the text of each file
    """
    folder = resources.files(package).joinpath("sql")
    found = names or sorted(file.name for file in folder.iterdir() if file.name.endswith(".sql"))
    return [folder.joinpath(name).read_text("utf-8") for name in found]
