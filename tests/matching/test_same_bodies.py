"""Which organisation records the first rules propose as one body."""

import pyarrow as pa

from tpgraph.graphs.phrases import NAME_ONLY
from tpgraph.matching.organisations import MODEL, propose
from tpgraph.tables import from_rows, schema

LOADS = from_rows(
    [
        {"load_id": "l-1", "publisher": "Northmere Council"},
        {"load_id": "l-2", "publisher": "Northmere PCT"},
        {"load_id": "l-3", "publisher": "Salford City Council"},
    ],
    "record.load",
)


def organisations(*rows: dict[str, object]) -> pa.Table:
    """One row a record; load l-1 unless told."""
    return from_rows([{"load_id": "l-1", **row} for row in rows], "record.organisation")


def pairs(table: pa.Table) -> list[tuple[str, str, float]]:
    return [(row["left_record"], row["right_record"], row["probability"]) for row in table.to_pylist()]


def test_equal_identifiers_are_one_body_whatever_the_names() -> None:
    found = propose(
        organisations(
            {"record_id": "r-b", "name": "Harbour Trust", "identifier": "GB-COH-1234567"},
            {"record_id": "r-a", "name": "Something Else", "identifier": "gb-coh-01234567"},
            {"record_id": "r-c", "name": "Third", "identifier": "GB-COH-TBC"},
            {"record_id": "r-d", "name": "Fourth", "identifier": "GB-COH-TBC"},
        ),
        LOADS,
        "",
    )
    expected = pa.Table.from_pylist(
        [
            {
                "left_record": "r-a",
                "right_record": "r-b",
                "relation": "same_body",
                "probability": 1.0,
                "reasons": ["both have the identifier GB-COH-01234567"],
                "model": MODEL,
            }
        ],
        schema=schema("judgement.match"),
    )
    assert found.equals(expected)


def test_identifiers_local_to_a_notice_join_nothing() -> None:
    rows = [{"record_id": f"r-{i}", "name": f"N{i} Trust", "identifier": "GB-CFS-123456"} for i in range(2)]
    assert propose(organisations(*rows), LOADS, "").num_rows == 0


def test_equal_names_with_a_legal_form_are_joined_by_name_only() -> None:
    found = propose(
        organisations(
            {"record_id": "r-1", "name": "Acme Ltd"}, {"record_id": "r-2", "name": "ACME LIMITED", "load_id": "l-3"}
        ),
        LOADS,
        "",
    )
    assert pairs(found) == [("r-1", "r-2", 0.95)]
    assert found["reasons"][0].as_py() == [
        f"{NAME_ONLY}: 'Acme Ltd' and 'ACME LIMITED' are one name but for the way it is written",
        "the name has a legal form (ltd)",
    ]


def test_one_word_that_leaves_the_legal_form_out_is_only_a_candidate() -> None:
    one_word = organisations({"record_id": "r-1", "name": "Acme"}, {"record_id": "r-2", "name": "Acme Ltd"})
    two_words = organisations({"record_id": "r-1", "name": "Acme Care"}, {"record_id": "r-2", "name": "Acme Care Ltd"})
    assert pairs(propose(one_word, LOADS, "")) == [("r-1", "r-2", 0.6)]
    assert pairs(propose(two_words, LOADS, "")) == [("r-1", "r-2", 0.95)]


def test_two_legal_forms_of_one_name_contradict() -> None:
    found = propose(
        organisations(
            {"record_id": "r-1", "name": "Harbour Care Ltd"}, {"record_id": "r-2", "name": "Harbour Care CIC"}
        ),
        LOADS,
        "",
    )
    assert pairs(found) == [("r-1", "r-2", 0.3)]
    assert found["reasons"][0].as_py()[1] == "but their legal form differs"


def test_equal_names_of_two_words_join_only_where_both_publishers_belong_to_the_place() -> None:
    table = organisations(
        {"record_id": "r-1", "name": "Harbour Trust"},
        {"record_id": "r-2", "name": "harbour  trust", "load_id": "l-2"},
        {"record_id": "r-3", "name": "HARBOUR TRUST", "load_id": "l-3"},
    )
    local = frozenset({"Northmere Council", "Northmere PCT"})
    assert pairs(propose(table, LOADS, "Northmere", local)) == [("r-1", "r-2", 0.95), ("r-1", "r-3", 0.6)]
    assert pairs(propose(table, LOADS, "Northmere")) == [("r-1", "r-2", 0.6), ("r-1", "r-3", 0.6)]


def test_a_publisher_belongs_to_the_place_by_the_reference_list_or_by_where_it_is_based() -> None:
    # Salford is an area of Greater Manchester by the reference list; the PCT is based there by its own record.
    table = organisations(
        {"record_id": "r-1", "name": "Harbour Trust", "load_id": "l-3"},
        {"record_id": "r-2", "name": "Harbour Trust", "load_id": "l-2"},
        {"record_id": "r-9", "name": "Northmere PCT", "place": "Greater Manchester", "load_id": "l-2"},
    )
    assert pairs(propose(table, LOADS, "Greater Manchester")) == [("r-1", "r-2", 0.95)]
    assert pairs(propose(table, LOADS, "Leeds")) == [("r-1", "r-2", 0.6)]


def test_equal_names_whose_sector_and_place_agree_are_joined() -> None:
    same = {"sector": "voluntary", "place": "Northmere"}
    found = propose(
        organisations({"record_id": "r-1", "name": "Haven", **same}, {"record_id": "r-2", "name": "Haven", **same}),
        LOADS,
        "",
    )
    assert pairs(found) == [("r-1", "r-2", 0.95)]
    assert found["reasons"][0].as_py()[1] == "both are of the sector voluntary and based in Northmere"


def test_a_record_that_knows_no_sector_never_bridges_two_sectors() -> None:
    table = organisations(
        {"record_id": "r-1", "name": "Haven Ltd", "sector": "voluntary"},
        {"record_id": "r-2", "name": "Haven Ltd", "sector": "unknown"},
        {"record_id": "r-3", "name": "Haven Ltd", "sector": "private"},
        {"record_id": "r-4", "name": "Haven Ltd"},
    )
    assert pairs(propose(table, LOADS, "")) == [("r-1", "r-2", 0.6), ("r-2", "r-3", 0.6), ("r-2", "r-4", 0.95)]


def test_two_identifiers_of_one_register_are_never_paired_nor_bridged_by_the_name() -> None:
    table = organisations(
        {"record_id": "r-1", "name": "Haven Ltd", "identifier": "GB-COH-01111112"},
        {"record_id": "r-2", "name": "Haven Ltd", "identifier": "GB-COH-02222223"},
        {"record_id": "r-3", "name": "Haven Ltd"},
        {"record_id": "r-4", "name": "Haven Ltd", "identifier": "GB-COH-01111112"},
    )
    assert pairs(propose(table, LOADS, "")) == [("r-1", "r-3", 0.6), ("r-1", "r-4", 1.0)]


def test_identifiers_of_two_registers_do_not_contradict() -> None:
    table = organisations(
        {"record_id": "r-1", "name": "Haven Ltd", "identifier": "GB-COH-01111112"},
        {"record_id": "r-2", "name": "Haven Ltd", "identifier": "GB-CHC-1089893"},
    )
    assert pairs(propose(table, LOADS, "")) == [("r-1", "r-2", 0.95)]


def test_names_that_the_reference_list_holds_for_one_body_are_joined() -> None:
    table = organisations(
        {"record_id": "r-1", "name": "Manchester City Council", "sector": "local"},
        {"record_id": "r-2", "name": "City of Manchester Council", "identifier": "GB-LAE-MAN"},
        {"record_id": "r-3", "name": "The Manchester City Council", "load_id": "l-3"},
        {"record_id": "r-4", "name": "Manchester City Council", "sector": "private", "load_id": "l-3"},
    )
    found = propose(table, LOADS, "")
    assert pairs(found)[:2] == [("r-1", "r-2", 0.97), ("r-1", "r-3", 0.97)]
    assert found["reasons"][0].as_py() == [
        f"{NAME_ONLY}: the list of public bodies knows both names as Manchester City Council"
    ]
    assert [pair for pair in pairs(found) if "r-4" in pair and pair[2] >= 0.95] == []


def test_a_bare_place_name_is_the_council_only_for_the_publisher_itself() -> None:
    loads = from_rows([{"load_id": "l-1", "publisher": "Salford"}, {"load_id": "l-2", "publisher": "X"}], "record.load")
    table = organisations(
        {"record_id": "r-1", "name": "Salford"},
        {"record_id": "r-2", "name": "Salford City Council", "load_id": "l-2"},
        {"record_id": "r-3", "name": "Salford", "load_id": "l-2"},
    )
    assert pairs(propose(table, loads, "")) == [("r-1", "r-2", 0.97), ("r-1", "r-3", 0.6)]


def test_redacted_names_catch_alls_stubs_and_blank_names_are_never_joined_by_name() -> None:
    twice = ["Redacted Personal Data", "GENERAL EXPENSES", "", "  "]
    rows: list[dict[str, object]] = [
        {"record_id": f"r-{number}{load}", "name": name, "load_id": load}
        for number, name in enumerate(twice)
        for load in ("l-1", "l-2")
    ]
    rows += [{"record_id": f"r-stub-{load}", "name": "Haven Care Ltd", "stub": True, "load_id": load} for load in "12"]
    table = organisations(*rows)
    assert propose(table, LOADS, "Northmere", frozenset({"Northmere Council", "Northmere PCT"})).num_rows == 0


def test_a_group_of_n_records_gets_n_minus_one_pairs() -> None:
    rows = [{"record_id": f"r-{number:03}", "name": "Acme Ltd"} for number in range(50)]
    found = propose(organisations(*rows), LOADS, "")
    assert found.num_rows == 49
    assert set(found["left_record"].to_pylist()) == {"r-000"}


def test_the_order_of_the_records_changes_nothing() -> None:
    rows: list[dict[str, object]] = [
        {
            "record_id": f"r-{number:03}",
            "name": f"Acme {number % 7} Ltd",
            "sector": ["local", "private", None][number % 3],
        }
        for number in range(60)
    ]
    assert propose(organisations(*rows), LOADS, "").equals(propose(organisations(*reversed(rows)), LOADS, ""))


def test_no_records_give_no_pairs() -> None:
    assert propose(organisations(), LOADS, "").equals(schema("judgement.match").empty_table())
