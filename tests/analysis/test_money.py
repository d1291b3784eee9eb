import random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.flows import money_graph
from tpgraph.analysis import bind
from tpgraph.analysis.money import ANALYSIS as MONEY
from tpgraph.analysis.money import headline, total
from tpgraph.analysis.money_count import count_beside, side_by_side
from tpgraph.analysis.money_ledger import ask, ledger, workspace
from tpgraph.analysis.money_parts import by_body, by_body_and_theme, by_theme, months_covered
from tpgraph.errors import AnalysisError, MissingDataError, MoneyError
from tpgraph.tables import from_rows

# £ million of the case in the domain: 1,763.6 paid by commissioners, 265.2 of it to a trust that lists 169.7.
MILLION = 100_000_000
TRUST = [
    ("commissioner", "trust", 26_520 * MILLION // 100),
    ("commissioner", "clinic", 149_840 * MILLION // 100),
    ("trust", "agency", 16_970 * MILLION // 100),
]
COUNCILS = {"m": "Manchester City Council", "s": "Salford City Council"}


def rows(tables: dict[str, pa.Table], **given: object) -> list[dict[str, object]]:
    return MONEY.run(tables, bind(MONEY, given)).table.to_pylist(maps_as_pydicts="strict")


def notes(tables: dict[str, pa.Table], **given: object) -> tuple[str, ...]:
    return MONEY.run(tables, bind(MONEY, given)).notes


def test_a_trust_paid_by_commissioners_is_counted_once_with_its_own_costs() -> None:
    assert rows(money_graph(TRUST)) == [
        {
            "financial_year": "2022-23",
            "basis": "payment",
            "bodies": ["commissioner", "trust"],
            "months": {"commissioner": ["2022-05"], "trust": ["2022-05"]},
            "payments": 3,
            "listed_pence": 193_330_000_000,
            "revenue_pence": 193_330_000_000,
            "capital_pence": 0,
            "capital_unknown_pence": 0,
            "passed_within_pence": 0,
            "passed_between": 1,
            "passed_between_pence": 26_520_000_000,
            "onward_not_listed_pence": 9_550_000_000,
            "counted_once_pence": 176_360_000_000,
            "unknown_payee": 0,
            "unknown_payee_pence": 0,
        }
    ]


def test_the_result_has_the_columns_that_the_analysis_describes() -> None:
    assert [column.name for column in MONEY.columns] == MONEY.run(
        money_graph(TRUST), bind(MONEY, {})
    ).table.column_names


def test_payments_to_itself_are_taken_off_and_play_no_part_in_what_is_not_listed_onward() -> None:
    # b receives 100 from a, pays itself 70 and x 40: 60 of the 100 is not listed onward, however much it pays itself.
    (row,) = rows(money_graph([("a", "b", 100), ("b", "b", 70), ("b", "x", 40)]))
    assert (row["listed_pence"], row["passed_within_pence"], row["passed_between_pence"]) == (210, 70, 100)
    assert (row["passed_between"], row["onward_not_listed_pence"], row["counted_once_pence"]) == (1, 60, 100)


def test_nothing_is_added_back_where_the_receiver_lists_more_than_it_receives() -> None:
    flows = [("m", "s", 30), ("m", "x", 900), ("s", "m", 5), ("s", "y", 400)]
    (row,) = rows(money_graph(flows))
    assert (row["listed_pence"], row["passed_between"], row["passed_between_pence"]) == (1335, 2, 35)
    assert (row["onward_not_listed_pence"], row["counted_once_pence"]) == (0, 1300)


def test_months_are_told_by_body_and_money_into_months_without_a_file_is_named() -> None:
    tables = money_graph(
        [("m", "s", 30_00), ("m", "x", 900_00), ("s", "m", 5_00, {"date": "2022-06-01"}), ("s", "y", 400_00)],
        names=COUNCILS,
    )
    assert rows(tables)[0]["months"] == {"m": ["2022-05"], "s": ["2022-05", "2022-06"]}
    said = notes(tables)
    assert (
        "Payments of 2022-23: Manchester City Council: May 2022 only; Salford City Council: May to June 2022 only."
        in said
    )
    assert (
        "Payments of 2022-23: £35.00 was passed between bodies we count; £5.00 of it lies in months that the receiving "
        "body's file does not cover."
    ) in said


def test_money_passed_in_months_that_the_receiver_covers_is_said_so() -> None:
    said = notes(money_graph([("a", "b", 100), ("b", "x", 100)]))
    assert any(
        "£1.00 was passed between bodies we count, all of it in months that the receiving" in note for note in said
    )


def test_every_payment_total_says_what_payment_files_leave_out() -> None:
    sentence = "Payment files leave out pay, benefits and small payments: this is not all the money spent here."
    assert notes(money_graph([("a", "x", 1)]))[0] == sentence
    assert sentence not in notes(money_graph([("a", "x", 1, {"basis": "award"})]))


def test_twelve_months_are_said_to_be_all_of_the_year_and_eleven_are_not() -> None:
    dates = [f"2022-{month:02d}-01" for month in range(4, 13)] + [f"2023-{month:02d}-01" for month in range(1, 4)]
    year = money_graph([("a", "x", 1, {"date": date}) for date in dates])
    assert "Payments of 2022-23: A: all twelve months of 2022-23." in notes(year)
    short = money_graph([("a", "x", 1, {"date": date}) for date in dates[:-1]])
    assert "Payments of 2022-23: A: April 2022 to February 2023 only." in notes(short)


def test_a_date_outside_the_stated_year_covers_no_month() -> None:
    tables = money_graph([("a", "x", 1, {"date": "2021-12-01"}), ("a", "x", 1)])
    assert rows(tables)[0]["months"] == {"a": ["2022-05"]}
    assert any("1 payment without a date in that year" in note for note in notes(tables))


def test_the_bodies_of_the_setting_are_counted_and_others_are_left_out_in_words() -> None:
    tables = money_graph([("a", "b", 100), ("b", "x", 40), ("c", "x", 700)], count=("a", "b", "police"))
    (row,) = rows(tables)
    assert (row["bodies"], row["listed_pence"], row["counted_once_pence"]) == (["a", "b", "police"], 140, 100)
    assert row["months"] == {"a": ["2022-05"], "b": ["2022-05"], "police": []}
    said = notes(tables)
    assert "Payments of 2022-23: £7.00 in 1 payment is paid by bodies we do not count (C) and is left out." in said
    assert "POLICE: counted, but gave no payments of 2022-23; supply a spend file or rows of the sheet `flows`." in said
    assert any(note.startswith("POLICE: a body we count, but neither itemised money") for note in said)


def test_without_a_setting_the_payers_of_each_year_and_basis_are_counted() -> None:
    award = {"basis": "award"}
    tables = money_graph([("a", "b", 100), ("b", "x", 60, award), ("b", "x", 7, {"financial_year": "2021-22"})])
    told = {(row["financial_year"], row["basis"]): (row["bodies"], row["counted_once_pence"]) for row in rows(tables)}
    # b pays nothing in 2022-23 on basis payment, so nothing is passed between bodies we count.
    assert told == {
        ("2022-23", "award"): (["b"], 60),
        ("2022-23", "payment"): (["a"], 100),
        ("2021-22", "payment"): (["b"], 7),
    }


def test_bodies_may_be_given_by_name_or_id() -> None:
    tables = money_graph([("m", "s", 100), ("s", "x", 40), ("t", "x", 5)], names=COUNCILS, count=("t",))
    (row,) = rows(tables, bodies="manchester city council; s")
    assert (row["bodies"], row["listed_pence"]) == (["m", "s"], 140)


def test_a_body_that_is_not_here_or_a_name_of_two_is_refused() -> None:
    tables = money_graph([("a", "x", 1)], names={"p": "Police", "q": "Police"})
    with pytest.raises(AnalysisError, match="no body here has the id or name 'Atlantis'"):
        rows(tables, bodies="Atlantis")
    with pytest.raises(AnalysisError, match="'Police' is the name of 2 bodies; give one id of p, q"):
        rows(tables, bodies="Police")


def test_revenue_capital_and_not_stated_add_up_to_what_is_listed_credits_included() -> None:
    kinds = [{"capital": "false"}, {"capital": "true"}, {"capital": "unknown"}, {"capital": None}]
    amounts = (1000, 200, 30, -4)
    (row,) = rows(money_graph([("a", "x", pence, kind) for pence, kind in zip(amounts, kinds, strict=True)]))
    assert [row[name] for name in ("revenue_pence", "capital_pence", "capital_unknown_pence")] == [1000, 200, 26]
    assert row["listed_pence"] == row["counted_once_pence"] == 1226


def test_redacted_and_blank_payees_are_unknown_and_individuals_are_not_among_them() -> None:
    status = [{"payee_status": name} for name in ("redacted", "blank", "individual")]
    tables = money_graph(
        [("a", None, 100, status[0]), ("a", None, 20, status[1]), ("a", None, 3, status[2]), ("a", "x", 877)]
    )
    (row,) = rows(tables)
    assert (row["unknown_payee"], row["unknown_payee_pence"], row["listed_pence"]) == (2, 120, 1000)
    said = notes(tables)
    assert "Payments of 2022-23: £1.20 (12.0 % of what is listed) in 2 payments has a redacted or blank payee." in said
    assert any("£0.03 (0.3 % of what is listed) in 1 payment went to individuals" in note for note in said)


def test_money_without_a_year_stands_in_a_row_of_its_own() -> None:
    unknown = {"financial_year": None, "date": None}
    tables = money_graph([("a", "x", 100), ("a", "x", 25, unknown)])
    assert [(row["financial_year"], row["listed_pence"], row["months"]) for row in rows(tables)] == [
        ("2022-23", 100, {"a": ["2022-05"]}),
        (None, 25, {"a": []}),
    ]
    assert "£0.25 in 1 payment has neither a financial year nor a date; it stands in a row of its own." in notes(tables)
    assert [row["listed_pence"] for row in rows(tables, financial_year="unknown")] == [25]
    assert [row["listed_pence"] for row in rows(tables, financial_year="2022/23")] == [100]


def test_money_without_a_payer_is_left_out_in_words() -> None:
    tables = money_graph([("a", "x", 100), (None, "x", 25)])
    assert rows(tables)[0]["listed_pence"] == 100
    assert "Payments of 2022-23: £0.25 in 1 payment names no payer and is left out." in notes(tables)


def test_the_high_level_count_stands_beside_and_is_never_added() -> None:
    count = {"detail": "count", "basis": "budget", "purpose": "Children's services", "theme": "Children", "date": None}
    tables = money_graph([("m", "x", 100), ("s", "x", 40), ("m", None, 9_000_00, count)], names=COUNCILS)
    assert [(row["basis"], row["listed_pence"]) for row in rows(tables)] == [("payment", 140)]
    (line,) = count_beside(tables, "2022-23").to_pylist()
    assert (line["body"], line["heading"], line["theme"]) == (
        "Manchester City Council",
        "Children's services",
        "Children",
    )
    assert (line["basis"], line["amount_pence"]) == ("budget", 900_000)
    assert count_beside(tables, "2021-22").num_rows == 0
    compared = side_by_side(tables).select(["body_id", "basis", "count_pence", "itemised_pence"]).to_pylist()
    assert [tuple(row.values()) for row in compared] == [
        ("m", "budget", 900_000, None),
        ("m", "payment", None, 100),
        ("s", "payment", None, 40),
    ]
    said = notes(tables)
    assert "Salford City Council gave payments of 2022-23 but no high-level count." in said
    assert (
        "High-level count of 2022-23 (budget), beside the itemised money and never added to it: Manchester City "
        "Council £9,000.00."
    ) in said


def test_a_body_with_a_count_alone_is_said_to_have_no_itemised_money() -> None:
    tables = money_graph([("a", "x", 1), ("b", None, 5, {"detail": "count"})])
    assert "B gave a high-level count of 2022-23 but no itemised money." in notes(tables)


def test_payments_listed_in_two_sources_are_reported_with_their_amount() -> None:
    tables = money_graph([("a", "x", 100), ("a", "x", 25)])
    again = [{"record_id": "r-1", "load_id": load, "amount_pence": 25} for load in ("l-2", "l-3")]
    tables["repeated"] = from_rows(again, "graph.repeated")
    assert rows(tables)[0]["listed_pence"] == 125
    assert "Payments of 2022-23: 1 payment (£0.25) stands in more than one source and is counted once." in notes(tables)


@pytest.mark.parametrize("tables", [{}, money_graph([]), money_graph([("a", None, 5, {"detail": "count"})])])
def test_without_itemised_money_it_says_what_to_supply(tables: dict[str, pa.Table]) -> None:
    result = MONEY.run(tables, bind(MONEY, {}))
    assert result.table.num_rows == 0
    assert result.missing.startswith(
        "No payment, grant or other itemised money is here: supply a spend file, or rows of the"
    )


def test_what_is_missing_names_the_year_and_bodies_that_were_asked_for() -> None:
    tables = money_graph([("a", "x", 1)], count=("b",))
    assert (
        " for 2009-10 paid by B: supply a spend file"
        in MONEY.run(tables, bind(MONEY, {"financial-year": "2009/10"})).missing
    )


def test_two_bases_or_two_years_are_never_added() -> None:
    plain, award, earlier = (
        ("a", "x", 1),
        ("a", "x", 2, {"basis": "award"}),
        ("a", "x", 4, {"financial_year": "2021-22"}),
    )
    with pytest.raises(MoneyError, match="more than one basis are never added: award and payment"):
        total(money_graph([plain, award]))
    with pytest.raises(MoneyError, match="more than one financial year are never added: 2021-22 and 2022-23"):
        total(money_graph([plain, earlier]))
    assert total(money_graph([plain, award, earlier]), "listed_pence", financial_year="2022-23", basis="award") == 2


def test_a_total_of_something_else_than_money_is_refused() -> None:
    with pytest.raises(MoneyError, match="'payments' is no sum of money; choose one of listed_pence"):
        total(money_graph([("a", "x", 1)]), "payments")
    with pytest.raises(MissingDataError, match="supply a spend file"):
        total(money_graph([]))


def test_the_rows_behind_a_figure_stand_in_four_parts_and_add_up() -> None:
    tables = money_graph([("a", "b", 100_00), ("b", "b", 70_00), ("b", "x", 40_00, {"purpose": "Fostering"})])
    (row,) = rows(tables)
    told = [(part.part, part.record_id, part.amount_pence) for part in MONEY.evidence(tables, row, bind(MONEY, {}))]
    assert told == [
        ("listed", "r-0", 100_00),
        ("listed", "r-1", 70_00),
        ("listed", "r-2", 40_00),
        ("passed within", "r-1", -70_00),
        ("passed between bodies we count", "r-0", -100_00),
        ("received by a counted body and not listed onward", "", 60_00),
    ]
    texts = [part.text for part in MONEY.evidence(tables, row, bind(MONEY, {}))]
    assert texts[2] == "2022-05-03: B, £40.00 to X, for Fostering"
    assert texts[-1].startswith("B received £100.00 from bodies we count and lists £40.00 as paid out")


def test_a_row_reads_as_a_sentence_that_says_what_it_sums() -> None:
    tables = money_graph([("m", "s", 30_00), ("m", "x", 70_00, {"capital": "true"}), ("s", "y", 10_00)], names=COUNCILS)
    (row,) = MONEY.run(tables, bind(MONEY, {})).table.to_pylist()
    said = MONEY.sentence(row)
    assert said == (
        "Payments of 2022-23, 2 bodies counted (May 2022 only, the same for each), revenue and capital together: "
        "£110.00 listed in 3 payments, less £30.00 passed between bodies we count, plus £20.00 received by a counted "
        "body and not listed onward = £100.00 counted once, a lower bound."
    )
    assert (
        headline(tables, row) == f"{said} Manchester City Council: May 2022 only; Salford City Council: May 2022 only."
    )


def test_a_counted_body_that_gave_nothing_is_not_said_to_have_unknown_months() -> None:
    undated: dict[str, str | None] = {"date": None}
    tables = money_graph([("a", "x", 30), ("a", "x", 7, undated), ("b", "x", 5, undated)], count=("a", "b", "c"))
    row = MONEY.run(tables, bind(MONEY, {})).table.to_pylist()[0]
    assert headline(tables, row).endswith(
        " A: May 2022 only, and 1 payment without a date; B: months not known; C: gave nothing."
    )
    assert months_covered(tables, "2022-23", "payment")["covers"].to_pylist() == [
        "May 2022 only, and 1 payment without a date",
        "months not known",
        "nothing given",
    ]


def test_bodies_with_other_months_than_each_other_are_not_said_to_cover_a_year() -> None:
    tables = money_graph(
        [("m", "s", 30_00), ("m", "x", 70_00), ("s", "y", 40_00, {"date": "2022-06-01"})], names=COUNCILS
    )
    said = MONEY.sentence(MONEY.run(tables, bind(MONEY, {})).table.to_pylist()[0])
    assert "2 bodies counted (May to June 2022 between them, a whole year for none), revenue only: £140.00" in said
    assert any("£30.00 was passed between bodies we count; all of it lies in months" in note for note in notes(tables))


def test_the_money_of_each_body_is_told_and_a_body_that_gave_nothing_has_none() -> None:
    tables = money_graph([("a", "b", 100), ("b", "x", 40, {"capital": "true"}), ("a", "c", 7)], count=("a", "b", "c"))
    told = by_body(tables, "2022-23", "payment").select(
        ["body", "covers", "listed_pence", "capital_pence", "received_pence", "onward_not_listed_pence"]
    )
    assert [tuple(row.values()) for row in told.to_pylist()] == [
        ("A", "May 2022 only", 107, 0, 0, 0),
        ("B", "May 2022 only", 40, 40, 100, 60),
        ("C", "nothing given", None, None, 7, 7),
    ]
    assert months_covered(tables, "2022-23", "payment")["months"].to_pylist() == [["2022-05"], ["2022-05"], []]


def test_the_money_of_each_theme_is_told_and_the_rest_is_not_yet_themed() -> None:
    care = {"theme": "Care"}
    tables = money_graph([("a", "b", 100, care), ("b", "x", 40, care), ("a", "x", 7), ("a", "a", 2, {"theme": ""})])
    told = by_theme(tables, "2022-23", "payment").select(
        ["theme", "bodies", "payments", "listed_pence", "passed_within_pence", "passed_between_pence"]
    )
    assert [tuple(row.values()) for row in told.to_pylist()] == [
        ("Care", 2, 2, 140, 0, 100),
        ("not yet themed", 1, 2, 9, 2, 0),
    ]
    finer = by_body_and_theme(tables, "2022-23", "payment").select(["body", "theme", "how_sure", "listed_pence"])
    assert [tuple(row.values()) for row in finer.to_pylist()] == [
        ("A", "Care", "recorded", 100),
        ("A", "not yet themed", "recorded", 9),
        ("B", "Care", "recorded", 40),
    ]


def test_two_ledgers_open_at_once_hold_their_own_money_and_leave_nothing_behind() -> None:
    with ledger(money_graph([("a", "x", 1)])) as one, ledger(money_graph([("b", "x", 20), ("b", "y", 300)])) as other:
        sums = [ask(connection, "SELECT sum(amount_pence)::BIGINT AS pence FROM listed") for connection in (one, other)]
        assert [table["pence"].to_pylist() for table in sums] == [[1], [320]]
    with workspace({}, ()) as connection:
        assert ask(connection, "SELECT table_name FROM duckdb_tables()").num_rows == 0


def shuffled(size: int) -> list[int]:
    return random.Random(7).sample(range(size), size)


BODIES = st.sampled_from(["a", "b", "c", "d"])
AMOUNTS = st.integers(0, 10**9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(BODIES, st.one_of(st.none(), BODIES, st.just("x")), AMOUNTS), min_size=1, max_size=9))
def test_counted_once_lies_between_what_leaves_the_bodies_and_what_they_list(
    flows: list[tuple[str, str | None, int]],
) -> None:
    tables = money_graph(flows)
    (row,) = rows(tables)
    leaves = row["listed_pence"] - row["passed_within_pence"] - row["passed_between_pence"]
    assert leaves <= row["counted_once_pence"] <= row["listed_pence"]
    # What leaves is what outsiders are paid, here every payee that pays nothing itself.
    payers = {payer for payer, _, _ in flows}
    assert leaves == sum(pence for _, payee, pence in flows if payee not in payers)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_the_rows_behind_a_figure_always_add_up_to_it_in_any_order_of_flows(data: st.DataObject) -> None:
    signed = st.tuples(BODIES, st.one_of(st.none(), BODIES, st.just("x")), st.integers(-(10**6), 10**9))
    flows = data.draw(st.lists(signed, min_size=1, max_size=9))
    counted = data.draw(st.sampled_from([(), ("a", "b"), ("a", "e")]))
    tables = money_graph(flows, count=counted)
    mixed = {name: table.take(pa.array(shuffled(len(table)), pa.int64())) for name, table in tables.items()}
    told = rows(tables)
    assert rows(mixed) == told
    for row in told:
        behind = MONEY.evidence(tables, row, bind(MONEY, {}))
        assert sum(part.amount_pence or 0 for part in behind) == row["counted_once_pence"]
