"""Loaders whose reading stands in modules of their own: these are imported when a file is looked at, not before."""

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files


class LazyLoader:
    """A loader of a package with a module `land` that has `land` and, where `recognises` names no other, `recognise`.

    Attributes
    ----------
    name, label, about : as any loader has them
    recognises : module of the package that claims files
    sql_names : files in the package's folder `sql`, in the order in which they run
    """

    name: str
    label: str
    about: str
    recognises = "land"
    sql_names: tuple[str, ...] = ()

    def _module(self, name: str) -> ModuleType:
        return import_module(f"{type(self).__module__}.{name}")

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file of a group that is one of the format."""
        claims: Sequence[Claim] = self._module(self.recognises).recognise(group, self.name)
        return claims

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read a claimed file into text tables."""
        landed: Landed = self._module("land").land(group, claim)
        return landed

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes the records."""
        return sql_files(type(self).__module__, self.sql_names)
