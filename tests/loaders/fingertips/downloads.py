"""Made-up Fingertips downloads with the columns of real ones, loaded and given back as rows."""

from collections.abc import Mapping
from pathlib import Path

from tpgraph_loaders.fingertips import LOADER

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare

HEADER = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Regions (statistical) value or percentiles,Time period Sortable,New data,Compared to goal,"
    "Time period range"
)
PLAIN = {
    "Indicator ID": "900001",
    "Indicator Name": "Adults who are lonely (16+ yrs)",
    "Area Code": "E08000003",
    "Area Name": "Manchester",
    "Area Type": "Districts & UAs (from Apr 2023)",
    "Sex": "Persons",
    "Age": "16+ yrs",
    "Time period": "2020/21",
}

Row = dict[str, object]


def download(*rows: Mapping[str, object]) -> str:
    """Write rows; what a row leaves out is as in PLAIN, else blank."""
    columns = HEADER.split(",")
    lines = [",".join(f'"{({**PLAIN, **row}).get(column, "")}"' for column in columns) for row in rows]
    return "\n".join([HEADER, *lines]) + "\n"


def load(path: Path, text: str | bytes) -> dict[str, list[Row]]:
    """Load a download; its tables by name without schema, rows in the order of line."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    tables = prepare(group, claim).tables
    return {name.removeprefix("record."): table.to_pylist() for name, table in tables.items()}


def needs(tables: Mapping[str, list[Row]], *columns: str) -> list[tuple[object, ...]]:
    """Give columns of the client needs."""
    return [tuple(row[column] for column in columns) for row in tables.get("client_need", [])]


def aside(tables: Mapping[str, list[Row]]) -> list[tuple[object, object]]:
    """Give (line, reason) of the rows set aside."""
    return [(row["line"], row["reason"]) for row in tables["set_aside"]]


def codes(tables: Mapping[str, list[Row]]) -> list[str]:
    """Give the codes of the problems, each once, sorted."""
    return sorted({str(row["code"]) for row in tables["problem"]})
