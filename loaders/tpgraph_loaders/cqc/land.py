"""Landing: the locations of a workbook or CSV file as one table of text."""

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.raw import RawTable
from tpgraph_loaders.cqc.flags import without_flags
from tpgraph_loaders.cqc.persons import without_names_of_persons
from tpgraph_loaders.registers import Landing


def landed_locations(landing: Landing, tables: list[RawTable]) -> pa.Table:
    """Map the sheets of locations and put them one under the other.

    Parameters
    ----------
    landing : keeps the account and what is worth saying
    tables : sheets whose headings fit; emptied, as they are large

    Returns
    -------
    Table
        The fields of mapping.toml, `types` and `bands` (`|` between the items), `individual`, `sheet`, `line`, `extra`.
    """
    parts = []
    while tables:
        raw, lists = without_flags(tables.pop(0))
        mapped = landing.map(raw).table
        for name, listed in (("types", "listed_types"), ("bands", "listed_bands")):
            mapped = mapped.append_column(name, pc.coalesce(lists[name], mapped.column(listed)))
        parts.append(mapped.drop_columns(["listed_types", "listed_bands"]))
    metadata = parts[0].schema.metadata
    whole = pa.concat_tables([part.replace_schema_metadata(None) for part in parts])
    return without_names_of_persons(whole).replace_schema_metadata(metadata)
