"""The register of the Care Quality Commission: who provides regulated care in England, where, and for whom."""

from collections.abc import Sequence

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import heading_key
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sql_files import sql_files
from tpgraph_loaders.registers import (
    Landing,
    Register,
    claim_on,
    claimed_member,
    date_in,
    identifiers,
    read_tables,
    recognised_by,
    refuse,
    wording,
)

PUBLISHER = "Care Quality Commission"
_LOCATIONS = Register(__name__, "locations")


def _as_of(name: str, others: Sequence[RawTable]) -> str:
    """The day of the register: in the file's name, else in its sheets of notes (`database as at 1 October 2026`)."""
    if found := date_in(name.rsplit("/", 1)[-1]):
        return found
    for raw in others:
        for text in (*raw.header, *(cell for row in raw.table.to_pylist() for cell in row.values())):
            if isinstance(text, str) and (found := date_in(text)):
                return found
    return ""


def _is_locations(raw: RawTable) -> bool:
    """Whether a sheet lists locations, and not which of them are registered twice."""
    return _LOCATIONS.fits(raw.header) and "linkedorganisationid" not in map(heading_key, raw.header)


class CqcLoader:
    """Providers become organisations, locations become sites and services."""

    name = "cqc"
    label = "CQC register"
    about = "Care Quality Commission: active locations (.ods, .xlsx) or CQC directory (.csv), one row a location"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file with the headings of the register."""
        claims = []
        for member in group.members:
            if why := recognised_by(member, _LOCATIONS):
                claims.append(claim_on(member, self.name, why))
        return claims

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the sheet of locations; the others, notes and the list of dual registrations, are set aside."""
        from tpgraph_loaders.cqc.land import landed_locations

        member = claimed_member(group, claim)
        tables = read_tables(member, _LOCATIONS)
        ours = [raw for raw in tables if _is_locations(raw)]
        if not ours:
            raise refuse(member, tables, _LOCATIONS)
        landing = Landing(_LOCATIONS)
        others = [raw for raw in tables if not _is_locations(raw)]
        for raw in others:
            landing.leave_out(raw, "a sheet of no locations")
        as_of = _as_of(member.name, others)
        del tables
        locations = landed_locations(landing, ours)
        made = {
            "locations": locations,
            "_identifier": identifiers(locations, {"company": "GB-COH", "charity": "GB-CHC"}),
            "_wording": wording(__name__),
        }
        return landing.finish(made, PUBLISHER, as_of)

    def sql(self) -> Sequence[str]:
        """Give the texts of the SQL files, in order."""
        return [*sql_files(__name__), *sql_files("tpgraph_loaders", ("doubts.sql", "remarks.sql"))]


LOADER = CqcLoader()
