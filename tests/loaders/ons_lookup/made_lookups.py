"""Small look-ups for the tests: written, loaded, and given back as rows."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from tpgraph_loaders.ons_lookup import LOADER

from tpgraph.loading.grouping import find_groups
from tpgraph.loading.load import prepare
from tpgraph.loading.loader import Claim

Row = dict[str, object]


def written(path: Path, header: str, rows: Iterable[str]) -> Path:
    """Write a CSV file."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def claims(path: Path) -> Sequence[Claim]:
    """Give the loader's claims on a path."""
    return [claim for group in find_groups([path]) for claim in LOADER.recognise(group)]


def load(path: Path) -> dict[str, list[Row]]:
    """Load the one look-up of a path; give its tables by name without schema, as rows."""
    (group,) = find_groups([path])
    (claim,) = LOADER.recognise(group)
    prepared = prepare(group, claim)
    tables = {name.removeprefix("record."): table.to_pylist() for name, table in prepared.tables.items()}
    return {"place": [], "place_part": [], **tables}


def lies(tables: dict[str, list[Row]]) -> set[tuple[object, object]]:
    """Give (place, larger place) of every row that says one."""
    return {(row["id"], row["part_of"]) for row in tables["place"] if row["part_of"]}


def followed(tables: dict[str, list[Row]]) -> set[tuple[object, object]]:
    """Give (old code, new code) of every row that says one."""
    return {(row["id"], row["successor"]) for row in tables["place"] if row["successor"]}


def shares(tables: dict[str, list[Row]]) -> dict[tuple[object, object], object]:
    """Give (place, part) -> share."""
    return {(row["place"], row["part"]): row["share"] for row in tables["place_part"]}


def codes(tables: dict[str, list[Row]], severity: str = "") -> set[object]:
    """Give the codes of the problems, of one severity or of all."""
    return {row["code"] for row in tables["problem"] if severity in ("", row["severity"])}


def a_nation(header: str, *, rest: str = "", districts: int = 280) -> list[str]:
    """Rows of one LSOA in each of many districts, so that a table counts as whole: (LSOA, district, other columns).

    Their codes begin with E0199 and E0799; `rest` is what stands in the further columns, `{n}` the number of the row.
    """
    assert header.startswith("LSOA21CD,LSOA21NM,LAD23CD,LAD23NM")
    return [f"E0199{n:04},Far {n},E0799{n:04},Far district {n}{rest.format(n=n)}" for n in range(districts)]
