"""Fingertips: figures of public health by area, of the Office for Health Improvement and Disparities; CSV.

A figure is a number of people with an indicator, not yet a need: which need it counts is said by the sheet `indicators`
and by the list that ships with tpgraph.
"""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.errors import UnknownFormatError
from tpgraph.identifiers import gss_level, is_gss
from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.mapping import Mapped, TableMapping, load_mapping, map_table
from tpgraph.loading.opened import claims_by_header
from tpgraph.loading.sql_files import sql_files
from tpgraph.loading.tabular import sheet_name, whole
from tpgraph.reference import place_by_gss

_SQL = ("typed.sql", "bounds.sql", "records.sql", "problems.sql")
_PUBLISHER = "Office for Health Improvement and Disparities"


def _fields() -> TableMapping:
    return load_mapping(__package__).tables["figures"]


def _areas(figures: pa.Table) -> pa.Table:
    """Each area code once: whether it is a GSS code, whether the reference list has it, and its level."""
    codes = [str(code) for code in pc.unique(figures.column("area_code").drop_null()).to_pylist()]
    rows = [
        {"code": code, "is_gss": is_gss(code), "is_known": place_by_gss(code) is not None, "level": gss_level(code)}
        for code in codes
    ]
    text, flag = pa.string(), pa.bool_()
    schema = pa.schema([("code", text), ("is_gss", flag), ("is_known", flag), ("level", text)])
    return pa.Table.from_pylist(rows, schema=schema)


class FingertipsLoader:
    """Figures of indicators by area and year; those of several splits are loaded once."""

    name = "fingertips"
    label = "Fingertips"
    about = "public health figures of OHID's Fingertips: CSV, one row an indicator, area and time period"

    def recognise(self, group: Group) -> Sequence[Claim]:
        """Claim every file with the columns of a Fingertips download."""
        return claims_by_header(group, self.name, _fields(), 0.95)

    def land(self, group: Group, claim: Claim) -> Landed:
        """Read the tables that have an indicator, an area code, a time period, a value and a count."""
        member = group.member(claim.members[0])
        tables = [raw for raw in whole(member, _fields().known) if not _fields().missing(raw.header)]
        if not tables:
            raise UnknownFormatError(
                f"{member.name}: a Fingertips download has the columns Indicator Name, Area Code, Time period, Value "
                "and Count; download it again as CSV"
            )
        mapped: dict[str, Mapped] = {}
        for raw in tables:
            sheet = sheet_name(raw, member)
            mapped[sheet] = map_table(raw, _fields(), sheet=sheet)
        figures = pa.concat_tables([one.table for one in mapped.values()])
        return Landed(
            tables={"figures": figures, "_area": _areas(figures)},
            rows_read={sheet: one.table.num_rows for sheet, one in mapped.items()},
            problems=[problem for one in mapped.values() for problem in one.problems],
            mapping={sheet: one.mapping for sheet, one in mapped.items()},
            publisher=_PUBLISHER,
            publisher_why="it alone publishes Fingertips",
        )

    def sql(self) -> Sequence[str]:
        """Give the SQL that types the figures, reads their bounds, makes records and tells problems."""
        return sql_files(__package__, _SQL)


LOADER = FingertipsLoader()
