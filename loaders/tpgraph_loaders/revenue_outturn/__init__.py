"""Revenue Outturn: what English local authorities spent by service, as the ministry publishes it for each of them.

It is the control total of payments: loaded as the high-level count, it shows how much of what a body spent stands in no
list of payments.
"""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

_SQL = ("spend.sql",)


class RevenueOutturnLoader:
    """Returns RO1 to RO6, RSX, RS and RA, and the time series of all: a row an authority, figures in columns."""

    name = "revenue_outturn"
    label = "Revenue Outturn"
    about = "what English councils spent by service (MHCLG: RO1-RO6, RSX, RS, RA, time series): ods, xlsx or CSV"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file with a column of authorities, a code of theirs, and columns of spending."""
        from tpgraph_loaders.revenue_outturn.recognise import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the lines of spending of the authorities; totals, income and what stands twice are set aside."""
        from tpgraph_loaders.revenue_outturn.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes the records."""
        return sql_files(__package__, _SQL)


LOADER = RevenueOutturnLoader()
