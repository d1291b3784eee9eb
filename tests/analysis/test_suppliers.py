import pyarrow as pa

from tests.analysis.flows import money_graph
from tpgraph.analysis import bind
from tpgraph.analysis.suppliers import ANALYSIS as SUPPLIERS
from tpgraph.findings import Finding
from tpgraph.tables import from_rows

NAMES = {"m": "Manchester City Council", "s": "Salford City Council", "o": "Oxford City Council", "x": "Harbour Trust"}
JUNE = {"date": "2022-06-09"}


def rows(tables: dict[str, pa.Table], **given: object) -> list[dict[str, object]]:
    return SUPPLIERS.run(tables, bind(SUPPLIERS, given)).table.to_pylist(maps_as_pydicts="strict")


def findings(tables: dict[str, pa.Table]) -> list[Finding]:
    assert SUPPLIERS.finding is not None
    return [SUPPLIERS.finding(tables, row, bind(SUPPLIERS, {})) for row in rows(tables)]


def with_sector(tables: dict[str, pa.Table], body: str, sector: str) -> dict[str, pa.Table]:
    told = [row | ({"sector": sector} if row["id"] == body else {}) for row in tables["organisation"].to_pylist()]
    return {**tables, "organisation": from_rows(told, "graph.organisation")}


def test_money_without_a_date_is_named_beside_the_months_of_the_rest() -> None:
    september = {"date": "2022-09-01"}
    flows = [("m", "x", 20_00, JUNE), ("s", "x", 5_00, september), ("s", "x", 2_50, {"date": None})]
    [row] = rows(money_graph(flows, names=NAMES))
    assert row["undated_pence"] == 2_50
    assert "£27.50 in June 2022 and September 2022, £2.50 of it without a date. Could they" in str(row["question"])
    assert SUPPLIERS.sentence(row).endswith("in June 2022 and September 2022, £2.50 of it without a date.")


def test_a_payee_of_two_counted_bodies_is_a_supplier_with_the_money_of_each() -> None:
    tables = money_graph(
        [("m", "x", 30_00), ("s", "x", 50_00, JUNE), ("m", "x", 5_00), ("m", "only", 900_00)], names=NAMES
    )
    assert rows(tables) == [
        {
            "financial_year": "2022-23",
            "basis": "payment",
            "supplier_id": "x",
            "supplier": "Harbour Trust",
            "sector": "unknown",
            "body_ids": ["s", "m"],
            "bodies": ["Salford City Council", "Manchester City Council"],
            "payers": 2,
            "payments": 3,
            "amount_pence": 85_00,
            "undated_pence": 0,
            "by_payer": {"s": 50_00, "m": 35_00},
            "months": ["2022-05", "2022-06"],
            "shared_purposes": [],
            "record": "x",
            "question": (
                "Salford City Council and Manchester City Council both buy from Harbour Trust: £85.00 in May to June "
                "2022. Could they buy together?"
            ),
            "reasons": [
                "Salford City Council lists £50.00 of payments to it.",
                "Manchester City Council lists £35.00 of payments to it.",
            ],
            "why_both": (
                "The purchases may be for different things, may run under one framework contract already, or may keep "
                "more than one seller in the market."
            ),
            "people_to_ask": ["Salford City Council", "Manchester City Council"],
        }
    ]


def test_the_result_has_the_columns_that_the_analysis_describes() -> None:
    table = SUPPLIERS.run(money_graph([("m", "x", 1), ("s", "x", 1)]), bind(SUPPLIERS, {})).table
    assert [column.name for column in SUPPLIERS.columns] == table.column_names


def test_bodies_we_count_are_no_suppliers_of_each_other() -> None:
    # o is paid by m and s but pays itself: money between bodies.
    assert rows(money_graph([("m", "o", 1), ("s", "o", 1), ("o", "y", 1)])) == []


def test_bodies_we_do_not_count_make_no_supplier() -> None:
    flows = [("m", "x", 1), ("s", "x", 2), ("o", "x", 4)]
    assert rows(money_graph(flows, count=("m", "o")))[0]["by_payer"] == {"o": 4, "m": 1}
    assert rows(money_graph(flows), bodies="s;o")[0]["by_payer"] == {"o": 4, "s": 2}


def test_ledger_catch_alls_are_no_suppliers() -> None:
    tables = money_graph([("m", "x", 1), ("s", "x", 2)], names=NAMES | {"x": "GENERAL EXPENSES"})
    assert rows(tables) == []


def test_two_years_or_two_bases_never_make_one_supplier() -> None:
    other = [{"financial_year": "2021-22"}, {"basis": "contract"}]
    flows = [("m", "x", 1), ("s", "x", 2, other[0]), ("o", "x", 4, other[1]), ("m", "y", 1), ("s", "y", 1)]
    assert [row["supplier_id"] for row in rows(money_graph(flows))] == ["y"]


def test_a_payer_whose_payments_were_all_taken_back_is_not_counted() -> None:
    assert rows(money_graph([("m", "x", 10), ("m", "x", -10), ("s", "x", 5), ("s", "y", 1)])) == []


def test_the_finding_is_a_question_with_the_months_and_the_bodies_to_ask() -> None:
    shared = {"purpose": "Fostering"}
    tables = money_graph([("m", "x", 30_00, shared), ("s", "x", 50_00, JUNE | {"purpose": "fostering "})], names=NAMES)
    (found,) = findings(tables)
    assert found.question == (
        "Salford City Council and Manchester City Council both buy from Harbour Trust: £80.00 in May to June 2022. "
        "Could they buy together?"
    )
    assert found.reasons == (
        "Salford City Council lists £50.00 of payments to it.",
        "Manchester City Council lists £30.00 of payments to it.",
        "At least two of them give the same purpose: fostering.",
    )
    assert found.people_to_ask == ("Salford City Council", "Manchester City Council")
    assert (found.amount_pence, found.subjects, found.records) == (80_00, ("x",), ("x",))
    assert found.why_both.startswith("The purchases may be for different things")
    assert found.id.startswith("SU-")


def test_three_payers_all_buy() -> None:
    (found,) = findings(money_graph([(body, "x", 1) for body in ("m", "s", "o")], names=NAMES))
    assert " all buy from Harbour Trust" in found.question


def test_a_public_body_among_the_payees_stands_last_and_is_asked_about_in_other_words() -> None:
    flows = [("m", "g", 900_00), ("s", "g", 800_00), ("m", "x", 1_00), ("s", "x", 1_00)]
    tables = with_sector(money_graph(flows, names=NAMES), "g", "local")
    private, public = findings(tables)
    assert private.subjects == ("x",)
    assert public.question.endswith("both pay G: £1,700.00 in May 2022. Could they deal with it together?")
    assert public.why_both.startswith("It is a public body itself")


def test_the_id_of_a_finding_stands_on_the_record_of_the_supplier_not_on_amounts_or_payers() -> None:
    link = [{"source_id": "r-bb", "target_id": "x"}, {"source_id": "r-aa", "target_id": "x"}]
    described = {"rel_describes": from_rows(link, "graph.rel_describes")}
    (before,) = findings(money_graph([("m", "x", 30), ("s", "x", 50)]) | described)
    (after,) = findings(money_graph([("m", "x", 31), ("s", "x", 50), ("o", "x", 9)]) | described)
    assert before.records == ("r-aa",)
    assert before.id == after.id


def test_the_rows_behind_a_supplier_add_up_to_its_amount() -> None:
    tables = money_graph([("m", "x", 30_00), ("s", "x", 50_00), ("s", "x", -5_00), ("m", "y", 9_00), ("o", "x", -1)])
    (row,) = rows(tables)
    told = SUPPLIERS.evidence(tables, row, bind(SUPPLIERS, {}))
    assert [(part.record_id, part.amount_pence) for part in told] == [("r-1", 50_00), ("r-0", 30_00), ("r-2", -5_00)]
    assert row["amount_pence"] == 75_00
    assert SUPPLIERS.sentence(row) == "S and M: £75.00 to X in 3 payments in May 2022."


def test_without_money_it_says_which_file_or_sheet_to_supply() -> None:
    assert "supply a spend file, or rows of the sheet `flows`" in SUPPLIERS.run({}, bind(SUPPLIERS, {})).missing


def test_one_payer_alone_cannot_show_a_shared_supplier_and_says_so() -> None:
    result = SUPPLIERS.run(money_graph([("m", "x", 1)], names=NAMES), bind(SUPPLIERS, {}))
    assert result.missing.startswith("Two bodies we count must list money of one basis in one financial year")
    assert "only that of Manchester City Council: supply a spend file of another body" in result.missing


def test_two_payers_without_a_shared_supplier_lack_nothing() -> None:
    result = SUPPLIERS.run(money_graph([("m", "x", 1), ("s", "y", 1)]), bind(SUPPLIERS, {}))
    assert (result.table.num_rows, result.missing) == (0, "")
