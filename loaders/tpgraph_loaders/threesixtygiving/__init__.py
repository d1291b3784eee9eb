"""360Giving 1.x: grants that funders publish about themselves, as JSON, CSV or a workbook."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

NAME = "threesixtygiving"


class ThreeSixtyGivingLoader:
    """Reads awards, one record a grant however many rows it takes."""

    name = NAME
    label = "360Giving"
    about = "Grants in the 360Giving standard: JSON, CSV or a workbook; titles or paths as headings."

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim the files of the group that hold grants with the headings or keys of the standard."""
        from tpgraph_loaders.threesixtygiving.recognise import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed file into one table of rows."""
        from tpgraph_loaders.threesixtygiving.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return sql_files(__name__)


LOADER = ThreeSixtyGivingLoader()
