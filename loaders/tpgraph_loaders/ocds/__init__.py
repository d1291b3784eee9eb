"""OCDS 1.1: the Open Contracting Data Standard, awards, contracts and payments of public buyers."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

_SQL = ("typed.sql", "flows.sql", "problems.sql")


class OcdsLoader:
    """Reads release packages, record packages, releases and records; JSON or JSON Lines."""

    name = "ocds"
    label = "OCDS"
    about = "Contracting: awards, contracts and payments in OCDS 1.1 release or record packages; JSON or JSON Lines."

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim the files that speak of ocids and releases; those of one publisher are one source."""
        from tpgraph_loaders.ocds.recognise import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed members into rows of statements of money."""
        from tpgraph_loaders.ocds.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that types, makes flows and tells problems."""
        return sql_files(__name__, _SQL)


LOADER = OcdsLoader()
