"""Spend files: total rows are told by arithmetic and by words, and payments that look like them stay."""

from pathlib import Path

import pytest

from tests.loaders.spend.spend_files import COUNCIL, HEAD, TWO, aside, flows, loaded, rows, said


@pytest.mark.parametrize(
    "last", [",,,30.00", ",,Total,30", f"{COUNCIL},,,30", "Grand total,,,30", f"{COUNCIL},,Grand Total,30"]
)
def test_a_grand_total_row_is_set_aside(tmp_path: Path, last: str) -> None:
    load = loaded(tmp_path, rows(*TWO) + last + "\n")
    assert aside(load) == [(4, "grand total row", 3000)]
    assert flows(load, "amount_pence") == [(1000,), (2000,)]


def test_subtotals_and_their_grand_total_are_set_aside(tmp_path: Path) -> None:
    text = rows(*TWO) + ",,,30\n" + rows("2016-04-05,Acme,5", "2016-04-06,Acme,6").removeprefix(HEAD) + ",,,11\n,,,41\n"
    load = loaded(tmp_path, text)
    assert aside(load) == [(line, "grand total row", pence) for line, pence in ((4, 3000), (7, 1100), (8, 4100))]
    assert sum(pence for (pence,) in flows(load, "amount_pence") if isinstance(pence, int)) == 4100


def test_a_subtotal_of_one_payment_is_set_aside(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows("2016-04-05,Acme,10") + ",,,10\n" + rows(*TWO).removeprefix(HEAD) + ",,,30\n,,,40\n")
    assert [entry[0] for entry in aside(load)] == [3, 6, 7]


def test_payees_called_total_and_rows_that_equal_no_sum_are_payments(tmp_path: Path) -> None:
    load = loaded(
        tmp_path, rows(*TWO, "2016-04-07,TOTAL GAS & POWER,30", "2016-04-08,,45", "2016-04-09,REDACTIVE PUBLISHING,7")
    )
    assert aside(load) == []
    assert flows(load, "payee_status") == [("known",)] * 3 + [("blank",), ("known",)]


def test_a_blank_payee_that_repeats_the_first_payment_is_no_total(tmp_path: Path) -> None:
    assert aside(loaded(tmp_path, rows("2016-04-05,Acme,10", "2016-04-06,,10"))) == []


def test_a_row_that_looks_like_a_total_but_is_not_the_sum_is_kept_and_told(tmp_path: Path) -> None:
    load = loaded(tmp_path, rows(*TWO) + "Total,,,31\n")
    assert aside(load) == []
    assert "looks-like-total" in [entry[0] for entry in said(load)]


@pytest.mark.parametrize(
    "text",
    [
        # A team or a purpose that begins with the word is no label, and a payment with day and payee is no total.
        "Supplier,Amount,Date,Directorate\nA Ltd,5,02/05/2022,Total Place Team\nB Ltd,5,03/05/2022,Total Place Team\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,500,02/05/2022,x\nB Ltd,500,03/05/2022,Total Gas supply\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\nA Ltd,5,02/05/2022,x\nB Ltd,10,03/05/2022,Total\n",
        # Only cells are asked, no headings.
        "Supplier,Amount,Date,Sub total incl VAT\nA Ltd,5,02/05/2022,6\nA Ltd,5,02/05/2022,6\n,10,03/05/2022,12\n",
        # A day without a payee needs the label, and a label beside a day needs two rows above.
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\nA Ltd,5,02/05/2022,y\n,10,03/05/2022,Fostering\n",
        "Supplier,Amount,Date,Purpose\nA Ltd,5,02/05/2022,x\n,5,03/05/2022,Total\n",
        # Without a column of dates, a lacking date says nothing.
        "Supplier,Amount,Purpose\nA Ltd,5,x\nB Ltd,6,y\nC Ltd,11,z\n",
        "Supplier,Amount,Purpose\nA Ltd,5,x\n,5,y\n",
    ],
)
def test_a_payment_that_happens_to_be_a_sum_stays_a_payment(tmp_path: Path, text: str) -> None:
    assert aside(loaded(tmp_path, text)) == []


@pytest.mark.parametrize(
    "last",
    [
        ",10,03/05/2022,Total,",
        ",10,,Adults Total,",
        "TOTAL FOR MAY 2022,10,,,",
        ",10,Sub-total,,",
        ",10,03/05/2022,,Grand total:",
        "C Ltd,10,,Grand Total,",
    ],
)
def test_a_row_that_a_cell_calls_a_total_is_set_aside(tmp_path: Path, last: str) -> None:
    head = "Supplier,Amount,Date,Purpose,Colour\nA Ltd,4,02/05/2022,x,red\nB Ltd,6,02/05/2022,y,red\n"
    assert aside(loaded(tmp_path, head + last + "\n")) == [(4, "grand total row", 1000)]


def test_subtotals_of_sections_and_a_grand_total_over_credit_notes_are_found_by_their_sums_alone(
    tmp_path: Path,
) -> None:
    text = (
        "Directorate,Supplier,Date,Amount\nAdults,A Ltd,02/05/2022,100\nAdults,B Ltd,03/05/2022,-40\n,,,60\n"
        "Children,C Ltd,02/05/2022,7\n,,,7\nHousing,D Ltd,02/05/2022,5\nHousing,,03/05/2022,5\n,,,10\n,,,77\n"
    )
    load = loaded(tmp_path, text)
    assert [(line, pence) for line, _, pence in aside(load)] == [(4, 6000), (6, 700), (9, 1000), (10, 7700)]
    assert sum(int(str(pence)) for (pence,) in flows(load, "amount_pence")) == 7700


def test_a_subtotal_whose_label_stands_in_the_column_of_units_is_found(tmp_path: Path) -> None:
    text = (
        "Directorate,Supplier,Date,Amount\nAdults,A Ltd,02/05/2022,4\nAdults,B Ltd,03/05/2022,5\nAdults Total,,,9\n"
        "Housing,D Ltd,02/05/2022,5\nHousing Total,,,5\nGrand Total,,,14\n"
    )
    assert [entry[0] for entry in aside(loaded(tmp_path, text))] == [4, 6, 7]


def test_a_row_that_calls_itself_a_total_but_adds_nothing_up_stays_money(tmp_path: Path) -> None:
    text = rows(*TWO) + f"{COUNCIL},,Grand Total,31\n"
    load = loaded(tmp_path, text)
    assert aside(load) == []
    assert flows(load, "payee", "amount_pence")[2] == ("Grand Total", 3100)


def test_a_total_that_rounding_puts_pennies_off_is_a_total_if_it_says_so(tmp_path: Path) -> None:
    text = rows(*("2016-04-05,Acme,10.33" for _ in range(6)))
    for last, pence in (("61.99", 6199), ("61.95", 6195)):
        load = loaded(tmp_path, text + f"Grand Total,,,{last}\n")
        assert aside(load) == [(8, "grand total row", pence)]
        assert "pence" in str(said(load, "total-rounded"))
    for last in ("Grand Total,,,62.02", ",,,61.99"):
        load = loaded(tmp_path, text + last + "\n")
        assert aside(load) == []
        assert [entry[0] for entry in said(load, "looks-like-total")] == ["looks-like-total"]


def test_a_rounded_grand_total_under_rounded_subtotals_is_found(tmp_path: Path) -> None:
    section = ("2016-04-05,Acme,10.33", "2016-04-06,Zen,10.33")
    text = rows(*section) + "Sub-total,,,20.67\n" + rows(*section).removeprefix(HEAD) + "Sub-total,,,20.67\n"
    load = loaded(tmp_path, text + "Grand Total,,,41.33\n")
    assert [(line, pence) for line, _, pence in aside(load)] == [(4, 2067), (7, 2067), (8, 4133)]
