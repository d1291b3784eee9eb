"""Landing: the list of schools and its links as two tables of text, and where each school stands in degrees."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Claim, Group, Landed
from tpgraph.loading.raw import RawTable
from tpgraph_loaders.registers import Landing, Register, date_in, read_tables, refuse, wording
from tpgraph_loaders.schools import LINKS, PUBLISHER, SCHOOLS
from tpgraph_loaders.schools.grid import to_degrees

_NUMBER = r"^\d+(\.\d+)?$"


def land(group: Group, claim: Claim) -> Landed:
    """Read the claimed files.

    Parameters
    ----------
    group : where they stand
    claim : a list of schools, and the links of its day where there are any

    Returns
    -------
    Landed
        Tables ``schools`` (with `north` and `east` in degrees) and ``links``, each with `sheet` (the file where there
        are two), `line` and `extra`; and the helpers ``_wording`` and ``_heading``.
    """
    several = len(claim.members) > 1
    landing = Landing(SCHOOLS)
    schools: list[pa.Table] = []
    links: list[pa.Table] = []
    for name in claim.members:
        tables = read_tables(group.member(name), SCHOOLS, LINKS)
        ours = [raw for raw in tables if SCHOOLS.fits(raw.header) or LINKS.fits(raw.header)]
        if not ours:
            raise refuse(group.member(name), tables, SCHOOLS)
        for raw in tables:
            # Two files have a sheet each, by name; one file of text has the sheet ''.
            shown = replace(raw, name="/".join(filter(None, (name if several else "", raw.name))))
            if SCHOOLS.fits(raw.header):
                schools.append(_mapped(landing, shown, SCHOOLS))
            elif LINKS.fits(raw.header):
                links.append(_mapped(landing, shown, LINKS))
            else:
                landing.leave_out(shown, "a sheet of no schools")
    made = {
        "schools": _with_degrees(_union(schools, SCHOOLS)),
        "links": _union(links, LINKS),
        "_wording": wording("tpgraph_loaders.schools"),
    }
    return landing.finish(made, PUBLISHER, date_in(claim.members[0].rsplit("/", 1)[-1]))


def _mapped(landing: Landing, raw: RawTable, register: Register) -> pa.Table:
    landing.register = register
    return landing.map(raw).table


def _union(parts: Sequence[pa.Table], register: Register) -> pa.Table:
    """The tables one under the other; without any, an empty table with the fields."""
    if parts:
        whole = pa.concat_tables([part.replace_schema_metadata(None) for part in parts])
        return whole.replace_schema_metadata(parts[0].schema.metadata)
    texts = {name: pa.string() for name in (*register.fields.fields, "sheet", "extra")}
    return pa.schema({**texts, "line": pa.int64()}).empty_table()


def _metres(column: pa.ChunkedArray) -> np.ndarray:
    """Whole metres; not a number where the register has none (it writes 0 too)."""
    is_number = pc.fill_null(pc.match_substring_regex(column, _NUMBER), False)
    numbers = pc.if_else(is_number, column, pa.scalar(None, pa.string())).cast(pa.float64())
    found = pc.fill_null(numbers, 0.0).to_numpy()
    return np.where(found > 0, found, np.nan)


def _with_degrees(schools: pa.Table) -> pa.Table:
    north, east = to_degrees(_metres(schools.column("easting")), _metres(schools.column("northing")))
    for name, values in (("north", north), ("east", east)):
        schools = schools.append_column(name, pa.array(np.round(values, 6), pa.float64(), from_pandas=True))
    return schools
