"""Country and Regional Analysis: what central departments spent for each region, by function; HM Treasury's database.

Loaded as the high-level count of departments, a line a function, region and year. Spending of local government is left
to its own returns.
"""

from tpgraph_loaders.lazy import LazyLoader


class CraLoader(LazyLoader):
    """The database sheet: departments, functions and regions in rows, financial years in columns."""

    name = "cra"
    label = "Country and Regional Analysis"
    about = "what departments spent by function and region (HM Treasury's CRA database): xlsx, ods or CSV"
    sql_names = ("spend.sql",)


LOADER = CraLoader()
