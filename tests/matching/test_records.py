"""Pairs of rows of flat tables of any columns."""

import pandas as pd
import pyarrow as pa
import pytest

from tpgraph.errors import InputError
from tpgraph.matching.pairs import SCHEMA
from tpgraph.matching.records import match_records
from tpgraph.matching.records_columns import Holds, read_column

FIRST = ["amber", "basalt", "coral", "dolomite", "emerald", "flint", "garnet", "hematite", "iolite", "jasper"]
SECOND = ["lantern", "kettle", "ladder", "mirror", "needle", "pillow", "saddle", "trumpet"]
ROWS = [(f"{first} {second} with {third}", 1950 + place) for place, (first, second, third) in enumerate(
    (first, second, SECOND[(index * 3 + other) % 8])
    for index, first in enumerate(FIRST)
    for other, second in enumerate(SECOND)
)]  # fmt: skip


def table(prefix: str, titles: list[str], years: list[int]) -> pa.Table:
    ids = [f"{prefix}{place:02}" for place in range(len(titles))]
    return pa.table({"id": ids, "title": titles, "year": [str(year) for year in years]})


LEFT = table("l", [title for title, _ in ROWS], [year for _, year in ROWS])
RIGHT = table("r", [f"The {title.upper()}!" for title, _ in ROWS], [year for _, year in ROWS])


def test_two_sources_are_matched_one_to_one_without_labels() -> None:
    found = match_records(LEFT, RIGHT, at_least=0.5)
    assert isinstance(found, pa.Table)
    assert found.schema == SCHEMA
    expected = {(f"l{place:02}", f"r{place:02}") for place in range(len(ROWS))}
    assert set(zip(found["left_id"].to_pylist(), found["right_id"].to_pylist(), strict=True)) == expected


def test_a_verdict_is_sure() -> None:
    verdicts = pa.table({"left_id": ["l00", "r02"], "right_id": ["r00", "l01"], "verdict": ["different", "same"]})
    found = match_records(LEFT, RIGHT, verdicts=verdicts, at_least=0.5)
    pairs = dict(
        zip(
            zip(found["left_id"].to_pylist(), found["right_id"].to_pylist(), strict=True),
            found["probability"].to_pylist(),
            strict=True,
        )
    )
    assert ("l00", "r00") not in pairs
    assert pairs["l01", "r02"] == 1.0


def test_a_list_of_names_of_bodies_is_matched_as_organisations_are() -> None:
    names = [f"{first.title()} {second.title()} Trust" for first in FIRST for second in SECOND[:4]]
    ids = [f"n{place:02}" for place in range(len(names) + 1)]
    found = match_records(pd.DataFrame({"id": ids, "name": [*names, "AMBER LANTERN TRUST LTD"]}), at_least=0.5)
    assert found[["left_id", "right_id", "relation"]].to_numpy().tolist() == [["n00", "n40", "same_record"]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1999", "2001", "2001", "1998"], Holds.NUMBER),
        (["0123456", "0765432", "0345612", "0999123"], Holds.CODE),
        (["AB123", "CD456", "EF789", "GH012"], Holds.CODE),
        (["open", "shut"] * 40, Holds.KIND),
        (["amber lantern", "coral kettle", "flint mirror", "jade"], Holds.TEXT),
        (["A Reed, B Moss", "C Fern", "D Ash, E Oak", "F Elm; G Yew"], Holds.LIST),
        (["", None, " ", ""], Holds.NOTHING),
    ],
)
def test_what_a_column_holds_is_told_from_its_values(values: list[str | None], expected: Holds) -> None:
    assert read_column(pa.table({"x": pa.array(values, pa.string())}), "x").holds is expected


def test_sources_that_share_no_column_are_refused() -> None:
    with pytest.raises(InputError, match="no column beside id that both sources share"):
        match_records(LEFT, pa.table({"id": ["x"], "colour": ["red"]}))


def test_empty_tables_give_no_pairs() -> None:
    empty = LEFT.slice(0, 0)
    assert match_records(empty, RIGHT.slice(0, 0)).num_rows == 0
