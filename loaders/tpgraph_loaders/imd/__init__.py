"""English indices of deprivation: score, rank and decile of each lower layer super output area.

They are properties of a place. A rank is never a number of people, so nothing here becomes people in need.
"""

import re
from collections.abc import Iterable, Sequence

import pyarrow as pa

from tpgraph.errors import UnknownFormatError
from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import TableMapping, load_mapping, map_table
from tpgraph.loading.opened import claims_by_header
from tpgraph.loading.raw import RawTable
from tpgraph.loading.sql_files import sql_files
from tpgraph.loading.tabular import sheet_name, whole

_SQL = ("places.sql",)
_PUBLISHER = "Ministry of Housing, Communities and Local Government"
_NAMED_YEAR = re.compile(r"(?:IMD|IoD|ID|deprivation)[\s_-]*((?:20)\d{2})", re.IGNORECASE)
_CODE_YEAR = re.compile(r"LSOA code \((\d{4})\)", re.IGNORECASE)
_DISTRICT_YEAR = re.compile(r"District code \((\d{4})\)", re.IGNORECASE)
# Each edition is printed with the districts of the year before it or of its own.
_EDITION_OF_DISTRICTS = {"2009": "2010", "2013": "2015", "2019": "2019", "2024": "2025"}


def _fields() -> TableMapping:
    return load_mapping(__package__).tables["areas"]


def _heading_year(pattern: re.Pattern[str], header: Iterable[str]) -> str:
    return next((found[1] for heading in header if (found := pattern.search(heading))), "")


def edition(raw: RawTable, stem: str) -> str:
    """Give the year of the index: as the sheet or file is named, else by the year of the districts, else empty."""
    for text in (raw.name, stem):
        if found := _NAMED_YEAR.search(text):
            return found[1]
    return _EDITION_OF_DISTRICTS.get(_heading_year(_DISTRICT_YEAR, raw.header), "")


class ImdLoader:
    """File 7 of the indices, or any table of areas with their rank."""

    name = "imd"
    label = "Indices of deprivation"
    about = "English indices of multiple deprivation by small area (MHCLG, file 7 or file 1): CSV or xlsx"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every table with a code of small areas and the rank of the index."""
        return claims_by_header(group, self.name, _fields(), 0.94)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the areas, with the year of their codes and of the index."""
        member = group.member(claim.members[0])
        tables = [raw for raw in whole(member, _fields().known) if not _fields().missing(raw.header)]
        if not tables:
            raise UnknownFormatError(
                f"{member.name}: no table has a column 'LSOA code' and one of the rank of the Index of Multiple "
                "Deprivation; take file 7 of the English indices of deprivation"
            )
        landed = Landed({}, {}, publisher=_PUBLISHER, publisher_why="it publishes the indices of deprivation")
        parts = []
        for raw in tables:
            sheet = sheet_name(raw, member)
            mapped = map_table(raw, _fields(), sheet=sheet)
            rows = mapped.table.num_rows
            years = {"code_year": _heading_year(_CODE_YEAR, raw.header), "imd_year": edition(raw, claim.stem)}
            table = mapped.table.drop_columns(["extra"])
            for name, year in years.items():
                table = table.append_column(name, pa.repeat(pa.scalar(year or None, pa.string()), rows))
            parts.append(table.append_column("extra", pa.nulls(rows, pa.string())))
            landed.rows_read[sheet] = rows
            landed.mapping[sheet] = mapped.mapping
            landed.problems += mapped.problems
        landed.tables = {"areas": pa.concat_tables(parts)}
        return landed

    def sql(self) -> Sequence[str]:
        """Give the SQL that makes places."""
        return sql_files(__package__, _SQL)


LOADER = ImdLoader()
