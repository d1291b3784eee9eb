"""Providers who are persons, and locations that go by a person's name: the names never enter."""

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.persons import INDIVIDUAL, without_persons
from tpgraph.names import has_legal_form, is_individual

_CLEANED = ("name", "also_known_as", "brand", "street", "address2", "extra")
_NAMES = ("name", "also_known_as", "brand")


def _persons(locations: pa.Table) -> list[str]:
    """Names of providers that read as persons, or whose owner the register calls an individual."""
    pairs = locations.select(["provider", "ownership"]).group_by(["provider", "ownership"]).aggregate([]).to_pylist()
    return sorted(
        {
            pair["provider"]
            for pair in pairs
            if pair["provider"]
            and (
                is_individual(pair["provider"])
                or ((pair["ownership"] or "").strip().lower() == "individual" and not has_legal_form(pair["provider"]))
            )
        }
    )


def _null_where(table: pa.Table, column: str, rows: pa.Array | pa.ChunkedArray) -> pa.Table:
    emptied = pc.if_else(rows, pa.scalar(None, pa.string()), table.column(column))
    return table.set_column(table.column_names.index(column), column, emptied)


def without_names_of_persons(locations: pa.Table) -> pa.Table:
    """Forget the names of persons.

    Parameters
    ----------
    locations : landed text; a row a location

    Returns
    -------
    Table with column `individual` (true where the provider is a person). The provider is null there, and so are the
    names and websites that would say who it is; a location that reads as a person has no name.
    """
    persons = _persons(locations)
    is_theirs = pc.fill_null(pc.is_in(locations.column("provider"), pa.array(persons, pa.string())), False)
    locations = without_persons(locations, "provider", {name: name for name in persons}, _CLEANED)
    for column in ("provider", "website", "provider_website"):
        locations = _null_where(locations, column, is_theirs)
    for column in _NAMES:
        distinct = [name for name in locations.column(column).unique().to_pylist() if name]
        hidden = [name for name in distinct if name == INDIVIDUAL or is_individual(name)]
        is_hidden = pc.fill_null(pc.is_in(locations.column(column), pa.array(hidden, pa.string())), False)
        locations = _null_where(locations, column, is_hidden)
    return locations.append_column("individual", is_theirs)
