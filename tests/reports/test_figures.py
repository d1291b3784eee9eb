"""Figures that reports show beside the rows of analyses: their ids, and rows that add up to them to the penny."""

from tests.reports.town import material
from tpgraph.analysis.money_ledger import names_of
from tpgraph.analysis.money_parts import by_body
from tpgraph.reports.faults import faults
from tpgraph.reports.figure_kinds import BODY, COUNT, KINDS
from tpgraph.reports.figures import explain_figure, figures_of, report_ledger


def test_the_rows_behind_a_body_add_up_to_what_it_lists() -> None:
    made = material()
    with report_ledger(made) as connection:
        figures = figures_of(connection, BODY, names_of(made.tables))
    listed = {row["body_id"]: row["listed_pence"] for row in by_body(made.tables, "2009-10", "payment").to_pylist()}
    for body in ("council", "police"):
        figure = figures[body, "2009-10", "payment"]
        assert figure.amount_pence == listed[body] == sum(line.amount_pence or 0 for line in figure.first)
    assert ("board", "2009-10", "payment") not in figures


def test_the_first_rows_are_the_largest_and_the_rest_is_counted() -> None:
    made = material()
    with report_ledger(made) as connection:
        figure = figures_of(connection, BODY, {}, limit=2)["council", "2009-10", "payment"]
    assert [line.amount_pence for line in figure.first] == [700_00, 300_00]
    assert (figure.rows, figure.amount_pence) == (4, 1090_00)


def test_every_figure_of_every_kind_is_explained_by_its_id_in_either_case() -> None:
    made = material()
    with report_ledger(made) as connection:
        every = [figure for kind in KINDS for figure in figures_of(connection, kind, {}).values()]
    assert {figure.kind for figure in every} == set(KINDS)
    assert len({figure.id for figure in every}) == len(every)
    for figure in every:
        explained = explain_figure(made, figure.id.lower())
        assert explained is not None
        assert (explained.id, explained.amount_pence, len(explained.first)) == (
            figure.id,
            figure.amount_pence,
            figure.rows,
        )
        amounts = [line.amount_pence for line in explained.first if line.amount_pence is not None]
        assert sum(amounts) == (figure.amount_pence or 0)


def test_an_unknown_id_is_no_figure() -> None:
    assert explain_figure(material(), "BM-AAAAAAAA") is None
    assert explain_figure(material(), "OV-AAAAAAAA") is None


def test_the_high_level_count_names_sheet_and_row() -> None:
    made = material()
    with report_ledger(made) as connection:
        figure = figures_of(connection, COUNT, {})["council", "2009-10", "budget"]
    [line] = figure.first
    assert (line.file, line.sheet, line.line, line.amount_pence) == ("place.xlsx", "spend", 2, 1000_00)


def test_a_problem_on_a_row_that_was_set_aside_is_told_once() -> None:
    sentences = [fault.sentence for fault in faults(material())]
    assert len([each for each in sentences if "date" in each and "set aside" in each]) == 1
    assert not any("a date that is no date" in each for each in sentences)
