"""What a body spent beside what its lists of payments hold: set side by side, never added up."""

import pyarrow as pa
import pytest

from tests.analysis.flows import money_graph
from tpgraph.analysis import analysis, bind
from tpgraph.analysis.answers import Answer, answer, rows_behind
from tpgraph.analysis.money_words import NOT_ALL
from tpgraph.analysis.not_itemised import ANALYSIS
from tpgraph.errors import AnalysisError
from tpgraph.tables import from_rows

NAMES = {"m": "Manchester City Council", "s": "Salford City Council", "x": "Harbour Trust"}
SCHOOLS, CARE = {"theme": "Education"}, {"theme": "Social care"}
COUNT = {"detail": "count", "basis": "outturn", "date": None, "purpose": "a line", "payee_status": None}

Flow = tuple[str, str | None, int, dict[str, str | None]]


def count(body: str, pence: int, **more: str | None) -> Flow:
    return (body, None, pence, {**COUNT, **more})


def paid(body: str, pence: int, **more: str | None) -> Flow:
    return (body, "x", pence, dict(more))


def ask(flows: list[Flow], bodies: tuple[str, ...] = (), **parameters: object) -> Answer:
    return answer(ANALYSIS, money_graph(flows, count=bodies, names=NAMES), bind(ANALYSIS, parameters))


def figures(found: Answer) -> list[tuple[object, ...]]:
    """(body id, theme, kind, spent, in lists, in no list) of every row."""
    columns = ("body_id", "theme", "kind", "outturn_pence", "itemised_pence", "not_itemised_pence")
    return [tuple(row[column] for column in columns) for row in found.result.table.to_pylist()]


TOWN = [
    count("m", 100_00, **SCHOOLS), count("m", 50_00, **CARE), count("m", 20_00, spent_on="pay", **CARE),
    paid("m", 30_00, **SCHOOLS), paid("m", 7_00), paid("m", 1_00, date="2022-06-01", **SCHOOLS),
]  # fmt: skip


def test_spent_and_in_lists_stand_beside_each_other_by_theme() -> None:
    found = ask(TOWN)
    assert figures(found) == [
        ("m", "all services together", "revenue", 170_00, 38_00, 132_00),
        ("m", "Education", "revenue", 100_00, 31_00, 69_00),
        ("m", "Social care", "revenue", 70_00, 0, None),
        ("m", "not yet themed", "revenue", None, 7_00, None),
    ]
    rows = found.result.table.to_pylist()
    assert [row["share"] for row in rows] == [132 / 170, 0.69, None, None]
    assert [row["share_in_words"] for row in rows] == ["78%", "69%", None, None]
    assert [row["payments"] for row in rows] == [3, 2, 0, 1]
    assert {row["unthemed_pence"] for row in rows} == {7_00}
    assert [column.name for column in ANALYSIS.columns] == found.result.table.column_names


def test_every_row_says_what_it_compares() -> None:
    rows = ask(TOWN).result.table.to_pylist()
    assert [ANALYSIS.sentence(row) for row in rows] == [
        "Manchester City Council, all services together, 2022-23 (revenue): of outturn £170.00, £38.00 stand in its "
        "lists; £132.00 (78%) in none.",
        "Manchester City Council, Education, 2022-23 (revenue): of outturn £100.00, £31.00 stand in its lists; £69.00 "
        "(69%) in none.",
        "Manchester City Council, Social care, 2022-23 (revenue): outturn £70.00; how much of it is listed is not "
        "known, as £7.00 have no theme yet.",
        "Manchester City Council, not yet themed, 2022-23 (revenue): £7.00 in its lists of payments; no outturn is "
        "here to compare it with.",
    ]


def test_the_rows_behind_a_figure_add_up_to_it_and_lead_to_their_records() -> None:
    tables = money_graph(TOWN, names=NAMES)
    found = answer(ANALYSIS, tables, bind(ANALYSIS, {}))
    for index, row in enumerate(found.result.table.to_pylist()):
        lines = rows_behind(tables, found, index)
        if row["not_itemised_pence"] is not None:
            assert sum(line.amount_pence or 0 for line in lines) == row["not_itemised_pence"]
    behind = [(line.part, line.record_id, line.amount_pence) for line in rows_behind(tables, found, 1)]
    assert behind == [
        ("outturn", "r-0", 100_00), ("in a list of payments", "r-3", -30_00), ("in a list of payments", "r-5", -1_00),
    ]  # fmt: skip


def test_lists_that_hold_more_than_was_spent_are_said_and_not_cut_off() -> None:
    found = ask([count("m", 10_00, **SCHOOLS), paid("m", 25_00, **SCHOOLS)])
    assert figures(found)[1] == ("m", "Education", "revenue", 10_00, 25_00, -15_00)
    assert ANALYSIS.sentence(found.result.table.to_pylist()[1]).endswith(
        "its lists hold £25.00, £15.00 more than its outturn of £10.00."
    )
    assert any("Payments are above the outturn for Manchester City Council" in note for note in found.result.notes)


def test_no_list_is_unknown_and_not_nought() -> None:
    found = ask([*TOWN, count("s", 9_00, **SCHOOLS)], bodies=("m", "s"))
    salford = [row for row in figures(found) if row[0] == "s"]
    assert salford == [
        ("s", "all services together", "revenue", 9_00, None, None), ("s", "Education", "revenue", 9_00, None, None),
    ]  # fmt: skip
    row = next(row for row in found.result.table.to_pylist() if row["body_id"] == "s")
    assert ANALYSIS.sentence(row).endswith(
        "outturn £9.00; no list of its payments is here, so nothing is known of them."
    )


def test_bodies_without_payments_are_named_where_nobody_said_whom_to_count() -> None:
    found = ask([*TOWN, count("s", 9_00, **SCHOOLS), count("m", 9_00, financial_year="2019-20", **SCHOOLS)])
    assert {row[0] for row in figures(found)} == {"m"}
    assert (
        "A count but no payments of the same year are here for Manchester City Council (2019-20) and Salford City "
        "Council (2022-23): what is in their lists is not known."
    ) in found.result.notes


def test_revenue_is_set_beside_revenue_and_capital_beside_capital() -> None:
    flows = [
        count("m", 100_00, **SCHOOLS), count("m", 60_00, capital="true", **SCHOOLS),
        paid("m", 10_00, capital="false", **SCHOOLS), paid("m", 20_00, capital="true", **SCHOOLS),
        paid("m", 3_00, capital="unknown", **SCHOOLS),
    ]  # fmt: skip
    found = ask(flows)
    assert [row for row in figures(found) if row[1] == "Education"] == [
        ("m", "Education", "revenue", 100_00, 13_00, 87_00),
        ("m", "Education", "capital", 60_00, 20_00, 40_00),
    ]
    assert [row["not_stated_pence"] for row in found.result.table.to_pylist()] == [3_00, 3_00, 0, 0]


def test_payments_to_itself_and_of_other_bases_play_no_part() -> None:
    flows = [count("m", 100_00, **SCHOOLS), paid("m", 5_00, **SCHOOLS), ("m", "m", 50_00, dict(SCHOOLS))]
    flows += [("m", "x", 70_00, {"basis": "contract", **SCHOOLS})]
    assert figures(ask(flows))[1] == ("m", "Education", "revenue", 100_00, 5_00, 95_00)


def test_years_are_never_compared_with_each_other() -> None:
    flows = [count("m", 100_00, financial_year="2021-22", **SCHOOLS), paid("m", 5_00, **SCHOOLS)]
    found = ask(flows)
    assert [row for row in figures(found) if row[3] is not None] == []
    assert found.result.missing.startswith("No body gave both an outturn and a list of payments of one financial year")


def test_a_budget_is_compared_only_where_it_is_asked_for() -> None:
    flows = [count("m", 100_00, basis="budget", **SCHOOLS), paid("m", 5_00, **SCHOOLS)]
    assert ask(flows).result.missing
    assert figures(ask(flows, basis="budget"))[1] == ("m", "Education", "revenue", 100_00, 5_00, 95_00)
    with pytest.raises(AnalysisError, match="expected one of outturn, budget"):
        bind(ANALYSIS, {"basis": "payment"})


def with_sources(flows: list[Flow], sources: dict[str, str]) -> dict[str, pa.Table]:
    """The graph of flows, some of which are stated in a source."""
    tables = money_graph(flows, names=NAMES)
    stated = [{"source_id": flow, "target_id": source} for flow, source in sources.items()]
    files = [{"id": source, "name": source, "file": f"{source}.ods"} for source in sorted(set(sources.values()))]
    return {
        **tables,
        "rel_stated_in": from_rows(stated, "graph.rel_stated_in"),
        "source": from_rows(files, "graph.source"),
    }


def test_two_sources_of_one_count_are_the_same_money() -> None:
    flows = [count("m", 100_00, **SCHOOLS), count("m", 60_00, **SCHOOLS), count("m", 30_00, **SCHOOLS)]
    flows += [count("m", 8_00, **CARE), paid("m", 5_00, **SCHOOLS)]
    sources = {"r-0": "RSX", "r-1": "RO1", "r-2": "RO1", "r-3": "RO3"}
    found = answer(ANALYSIS, with_sources(flows, sources), bind(ANALYSIS, {}))
    assert [row[3] for row in figures(found)] == [108_00, 100_00, 8_00]
    assert (
        "Two sources state one count, so only the larger is taken: Manchester City Council, Education, 2022-23: "
        "RSX.ods £100.00, taken; RO1.ods £90.00."
    ) in found.result.notes


def test_the_months_of_the_lists_stand_beside_the_whole_year_of_the_count() -> None:
    notes = ask(TOWN).result.notes
    assert notes[0] == NOT_ALL
    assert (
        "The count is of a whole year, the lists cover: Manchester City Council, 2022-23: May to June 2022 only."
        in notes
    )


def test_the_id_of_a_figure_does_not_hang_on_its_amounts() -> None:
    assert ask(TOWN).ids == ask([(body, to, pence + 1, more) for body, to, pence, more in TOWN]).ids
    assert all(figure.startswith("NI-") for figure in ask(TOWN).ids)


def test_nothing_at_all_says_what_to_supply() -> None:
    found = ask([])
    assert found.result.table.num_rows == 0
    assert "Revenue Outturn" in found.result.missing


def test_the_command_finds_it_by_its_name() -> None:
    assert analysis("not_itemised").letters == "NI"
