"""Revenue Outturn: what English local authorities spent by service, as the ministry publishes it for each of them.

It is the control total of payments: loaded as the high-level count, it shows how much of what a body spent stands in no
list of payments.
"""

from tpgraph_loaders.lazy import LazyLoader


class RevenueOutturnLoader(LazyLoader):
    """Returns RO1 to RO6, RSX, RS and RA, and the time series of all: a row an authority, figures in columns."""

    name = "revenue_outturn"
    label = "Revenue Outturn"
    about = "what English councils spent by service (MHCLG: RO1-RO6, RSX, RS, RA, time series): ods, xlsx or CSV"
    recognises = "recognise"
    sql_names = ("spend.sql",)


LOADER = RevenueOutturnLoader()
