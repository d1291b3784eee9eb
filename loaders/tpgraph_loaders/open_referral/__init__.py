"""Open Referral: directories of services in HSDS 1 to 3, Open Referral UK 1 and 3, and the dialects around them."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.sql_files import sql_files

NAME = "open_referral"


class OpenReferralLoader:
    """Reads a package of CSV files, of JSON pages, or of both."""

    name = NAME
    label = "Open Referral"
    about = "Directories of services: HSDS 1 to 3, Open Referral UK 1 and 3, Ohana; CSV packages and JSON."

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim the group if it holds services or organisations with the columns of the standard."""
        from tpgraph_loaders.open_referral.recognise import recognise

        return recognise(group, self.name)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the claimed members into text tables."""
        from tpgraph_loaders.open_referral.land import land

        return land(group, claim)

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return sql_files(__name__)


LOADER = OpenReferralLoader()
