"""Pairs of organisation records that may be one body, from plain tables."""

import math

import pandas as pd
import pyarrow as pa
import pytest

from tpgraph.errors import InputError
from tpgraph.matching.org_identifiers import (
    DIFFERENT,
    EQUAL,
    NO_REGISTER,
    OTHER_REGISTER,
    SLIP,
    UNKNOWN,
    compare_codes,
    read_codes,
)
from tpgraph.matching.organisations import propose
from tpgraph.matching.organisations_match import match_organisations
from tpgraph.matching.pairs import SCHEMA
from tpgraph.matching.score import shipped_model
from tpgraph.tables import from_rows

# Bodies that have nothing to do with those of a test: they show which words are common.
OTHERS = [
    f"{first} {second}"
    for first in ("Alder", "Birch", "Cedar", "Elder", "Hazel", "Larch", "Maple", "Rowan", "Willow", "Yew")
    for second in ("Trust", "Rowing Club", "Care Ltd", "Primary School", "Parish Council", "Arts Society")
]


def matched(*names: str, **more: object) -> dict[tuple[str, str], float]:
    """Probability of the pairs among the names given (a, b, c ...), other bodies beside them."""
    ids = [chr(97 + place) for place in range(len(names))] + [f"o{place:02}" for place in range(len(OTHERS))]
    table = pa.table({"id": ids, "name": [*names, *OTHERS]})
    found = match_organisations(table, reference=False, at_least=0.01, **more)  # type: ignore[arg-type]
    assert isinstance(found, pa.Table)
    rows = found.select(["left_id", "right_id", "probability"]).to_pylist()
    return {
        (row["left_id"], row["right_id"]): row["probability"]
        for row in rows
        if not row["left_id"].startswith("o") and not row["right_id"].startswith("o")
    }


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Harbour Lantern Trust", "HARBOUR LANTERN TRUST."),
        ("Harbour Lantern Trust", "The Harbour Lantern Trust Ltd"),
        ("Harbour Lantern Trust", "Trust, Harbour Lantern"),
        ("Harbour Lantern Trust", "Harbuor Lantern Trust"),
        ("Kestrel Gymnastics Association", "Kestrel Gymnastics Assoc"),
    ],
)
def test_one_body_written_in_two_ways_is_likely(left: str, right: str) -> None:
    assert matched(left, right)["a", "b"] > 0.5


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Harbour Lantern Trust", "Friends of Harbour Lantern Trust"),
        ("1st Quayside Scout Group", "2nd Quayside Scout Group"),
        ("Harbour Parish Council", "Harbour County Council"),
    ],
)
def test_another_body_of_a_like_name_is_less_likely_than_the_same_name(left: str, right: str) -> None:
    assert matched(left, right).get(("a", "b"), 0.0) < matched(left, left)["a", "b"]


def test_the_table_of_pairs_is_in_order_and_its_weights_add_up() -> None:
    names = ["Harbour Lantern Trust", "Harbour Lantern Trust Ltd", "Kestrel Hall", "Kestrel Halls", *OTHERS]
    table = pa.table({"id": [f"r{place:02}" for place in range(len(names))], "name": names})
    found = match_organisations(table, reference=False, at_least=0.05)
    assert isinstance(found, pa.Table)
    assert found.schema == SCHEMA
    rows = found.to_pylist()
    assert [(-row["probability"], row["left_id"], row["right_id"]) for row in rows] == sorted(
        (-row["probability"], row["left_id"], row["right_id"]) for row in rows
    )
    base = shipped_model("names", len(names)).base
    for row in rows:
        odds = math.log(row["probability"] / (1 - row["probability"]))
        assert row["left_id"] < row["right_id"]
        assert len(row["reasons"]) == len(row["weights"])
        assert sum(row["weights"]) + base == pytest.approx(odds, abs=0.02)


def test_the_order_of_the_rows_changes_nothing() -> None:
    names = ["Harbour Lantern Trust", "Harbour Lantern Trust Ltd", "HLT", "Kestrel Hall", *OTHERS]
    table = pa.table({"id": [f"r{place:02}" for place in range(len(names))], "name": names})
    turned = table.take(list(reversed(range(len(names)))))
    found = [match_organisations(rows.to_pandas(), reference=False) for rows in (table, turned)]
    one, other = (pa.Table.from_pandas(pd.DataFrame(frame)).select(SCHEMA.names[:6]) for frame in found)
    assert one.equals(other)


def test_a_verdict_is_sure_and_a_record_not_there_is_passed_over() -> None:
    verdicts = pa.table(
        {"left_id": ["b", "c", "a"], "right_id": ["a", "a", "zz"], "verdict": ["different", "same", "same"]}
    )
    found = matched("Harbour Lantern Trust", "Harbour Lantern Trust", "Kestrel Hall", verdicts=verdicts)
    assert ("a", "b") not in found
    assert found["a", "c"] == 1.0


def test_services_in_one_place_speak_for_one_body() -> None:
    def likely(place: str) -> float:
        services = pa.table(
            {
                "id": [f"s{number}" for number in range(12)],
                "organisation_id": ["a", "b", *(f"o{number:02}" for number in range(10))],
                "name": ["Lamps", "Lamps", *("Walks",) * 10],
                "place": ["Quayside", place, *(f"Town {number}" for number in range(10))],
            }
        )
        return matched("Harbour Lantern", "HL", services=services).get(("a", "b"), 0.0)

    assert likely("Quayside") > likely("Town 3")


def test_a_dataframe_in_gives_a_dataframe() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "name": ["Harbour Trust", "Harbour Trust"]})
    found = match_organisations(frame)
    assert isinstance(found, pd.DataFrame)
    assert found[["left_id", "right_id"]].to_numpy().tolist() == [["a", "b"]]


def test_listed_public_bodies_are_looked_up_only_where_asked() -> None:
    table = pa.table({"id": ["a", "b"], "name": ["Salford City Council", "City of Salford"]})
    with_lists, without = (match_organisations(table, reference=asked, at_least=0.0) for asked in (True, False))
    assert with_lists["probability"][0].as_py() >= without["probability"][0].as_py()
    said = [reason for reasons in without["reasons"].to_pylist() for reason in reasons]
    assert not [reason for reason in said if "lists of public bodies" in reason]


@pytest.mark.parametrize("names", [[], ["Harbour Trust"], ["", ""], [None, None]])
def test_tables_without_a_pair_give_an_empty_table(names: list[str | None]) -> None:
    table = pa.table(
        {"id": pa.array([f"r{n}" for n in range(len(names))], pa.string()), "name": pa.array(names, pa.string())}
    )
    found = match_organisations(table)
    assert isinstance(found, pa.Table)
    assert (found.num_rows, found.schema) == (0, SCHEMA)


def test_an_id_that_stands_twice_is_refused() -> None:
    with pytest.raises(InputError, match="'a' stands in two rows"):
        match_organisations(pa.table({"id": ["a", "a"], "name": ["X", "Y"]}))


def test_identifiers_are_compared_in_any_spelling() -> None:
    pairs = [
        ("GB-COH-01234569", "1234569", EQUAL),
        ("Co. reg. 01234569", "GB-COH-01234569", EQUAL),
        ("GB-COH-01234569", "GB-COH-01234659", SLIP),
        ("GB-COH-01234569", "GB-COH-07654329", DIFFERENT),
        ("GB-COH-01234569", "Charity Commission 1234569", OTHER_REGISTER),
        ("01234569", "GB-COH-07654329", NO_REGISTER),
        ("GB-COH-00000000", "GB-COH-00000000", UNKNOWN),
        ("n/a", "n/a", UNKNOWN),
        ("12345678", "12345678", UNKNOWN),
        ("", "1234569", UNKNOWN),
    ]
    for left, right, expected in pairs:
        codes = read_codes(pa.array([left, right]), 2)
        found = compare_codes(codes, pa.array([0]).to_numpy(), pa.array([1]).to_numpy())
        assert (left, right, found.tolist()) == (left, right, [expected])


def test_a_pair_by_the_odds_is_a_candidate_below_what_is_accepted_and_never_of_two_identifiers() -> None:
    rows = [{"record_id": f"o{place:02}", "name": name} for place, name in enumerate(OTHERS)]
    rows += [
        {"record_id": "a", "name": "Harbour Lantern Gymnastics Trust"},
        {"record_id": "b", "name": "Harbour Lantern Gymnastcs Trust"},
        {"record_id": "c", "name": "Kestrel Lighthouse Museum", "identifier": "GB-CHC-1034567"},
        {"record_id": "d", "name": "Kestrel Lighthouse Musem", "identifier": "GB-CHC-1076543"},
    ]
    loads = from_rows([{"load_id": "l-1", "publisher": "Harbour Council"}], "record.load")
    found = propose(from_rows([{"load_id": "l-1", **row} for row in rows], "record.organisation"), loads, "")
    pairs = {
        (row["left_record"], row["right_record"]): row
        for row in found.to_pylist()
        if row["left_record"] in "abcd" and row["right_record"] in "abcd"
    }
    assert list(pairs) == [("a", "b")]
    assert pairs["a", "b"]["model"] == "odds-1"
    assert 0.2 <= pairs["a", "b"]["probability"] < 0.95
