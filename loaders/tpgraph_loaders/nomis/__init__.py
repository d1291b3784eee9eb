"""Nomis and Census tables: how many people of each category live in each area; CSV or workbook.

A category is not yet a need: which need it counts is said by the sheet `indicators` and by the list that ships.
"""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

_SQL = ("client_needs.sql",)


class NomisLoader:
    """Wide tables: a row an area with its code, a column a category that counts people."""

    name = "nomis"
    label = "Nomis and Census"
    about = "people by category and area, of Nomis or the Census: CSV with `geography code` or `mnemonic`"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every table with area codes as Nomis heads them and a column of a category."""
        from tpgraph_loaders.nomis.land import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read one landed row an area and category."""
        from tpgraph_loaders.nomis.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes client needs and places."""
        return sql_files(__package__, _SQL)


LOADER = NomisLoader()
