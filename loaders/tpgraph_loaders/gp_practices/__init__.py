"""GP practices of England and Wales, by the NHS Organisation Data Service: epraccur.csv, with or without headings."""

from collections.abc import Sequence

from tpgraph.errors import UnreadableFileError
from tpgraph.loading.loader import Claim, Group, Landed, Member
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sql_files import sql_files
from tpgraph_loaders.registers import (
    Landing,
    Register,
    claim_on,
    claimed_member,
    is_text,
    read_tables,
    recognised_by,
    refuse,
)

PUBLISHER = "NHS England"
PRACTICES = Register(__name__, "practices")


def _has_shape(member: Member) -> bool:
    from tpgraph_loaders.gp_practices.columns import has_shape

    try:
        return is_text(member.name) and has_shape(member.read(), member.name)
    except UnreadableFileError:
        return False


def _tables(member: Member) -> list[RawTable]:
    from tpgraph_loaders.gp_practices.columns import read_without_header

    if _has_shape(member):
        return [read_without_header(member.read(), member.name)]
    return read_tables(member, PRACTICES)


class GpPracticesLoader:
    """Practices become organisations, sites and services; closed ones and other prescribers are set aside."""

    name = "gp_practices"
    label = "GP practices"
    about = "NHS Organisation Data Service: epraccur.csv (no header row), or the same report with headings"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file with the headings of the report, and text files without them by their 27 columns."""
        claims = []
        for member in group.members:
            if _has_shape(member):
                why = "its rows have the 27 columns of epraccur: code, postcode, dates, status, prescribing setting"
                claims.append(claim_on(member, self.name, why))
            elif why := recognised_by(member, PRACTICES):
                claims.append(claim_on(member, self.name, why))
        return claims

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the table of practices."""
        import pyarrow as pa

        from tpgraph_loaders.gp_practices.persons import without_names_of_doctors

        member = claimed_member(group, claim)
        tables = _tables(member)
        ours = [raw for raw in tables if PRACTICES.fits(raw.header)]
        if not ours:
            raise refuse(member, tables, PRACTICES)
        landing = Landing(PRACTICES)
        for raw in tables:
            if not PRACTICES.fits(raw.header):
                landing.leave_out(raw, "a sheet of no practices")
        parts = [landing.map(raw).table for raw in ours]
        metadata = parts[0].schema.metadata
        whole = pa.concat_tables([part.replace_schema_metadata(None) for part in parts])
        practices = without_names_of_doctors(whole).replace_schema_metadata(metadata)
        return landing.finish({"practices": practices}, PUBLISHER, "")

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return [*sql_files(__name__), *sql_files("tpgraph_loaders", ("doubts.sql", "remarks.sql"))]


LOADER = GpPracticesLoader()
