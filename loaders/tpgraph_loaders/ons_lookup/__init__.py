"""Look-ups of areas as the Office for National Statistics publishes them: what lies in what, and old codes and new.

Any table with pairs of columns such as LSOA21CD and LSOA21NM. What lies wholly in a larger area becomes a part of it;
where areas do not nest, shares are worked out from the finest areas of the look-up.
"""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files
from tpgraph_loaders.ons_lookup.land import claims, land

_SQL = ("cells.sql", "units.sql", "successors.sql", "nesting.sql", "shares.sql", "places.sql", "problems.sql")


class OnsLookupLoader:
    """Reads look-ups of areas; see `tpgraph.loading.loader.Loader`."""

    name = "ons_lookup"
    label = "ONS look-up"
    about = (
        "look-ups of areas by the ONS: LSOA, ward, district, police, fire, ICB ... with codes and names; CSV or xlsx"
    )

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file whose header has two kinds of area, or two years of one, by code and name."""
        return claims(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the sheets that are look-ups into rows and, one row a cell, their areas."""
        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the SQL that reads codes, finds what lies in what, works out shares and says what is in doubt."""
        return sql_files(__package__, _SQL)


LOADER = OnsLookupLoader()
