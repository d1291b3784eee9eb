"""Country and Regional Analysis: what central departments spent for each region, by function; HM Treasury's database.

Loaded as the high-level count of departments, a line a function, region and year. Spending of local government is left
to its own returns.
"""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

_SQL = ("spend.sql",)


class CraLoader:
    """The database sheet: departments, functions and regions in rows, financial years in columns."""

    name = "cra"
    label = "Country and Regional Analysis"
    about = "what departments spent by function and region (HM Treasury's CRA database): xlsx, ods or CSV"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every table of departments, functions, regions and financial years."""
        from tpgraph_loaders.cra.land import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read one landed row a line and financial year."""
        from tpgraph_loaders.cra.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes the count."""
        return sql_files(__package__, _SQL)


LOADER = CraLoader()
