"""What a re-issued file changed: new, gone and changed rows, and the money to the penny."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tpgraph
from tpgraph.errors import InputError, StoreError
from tpgraph.map import Map
from tpgraph.map.comparing import compare
from tpgraph.map.diffing import Difference
from tpgraph.tables import from_rows

HEAD = "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No\n"
OLD = (
    "Northmere Council,05/05/2009,Harbour Trust Ltd,1000.00,T1\n"
    "Northmere Council,06/05/2009,Pier Ltd,500.00,T2\n"
    "Northmere Council,07/05/2009,Quay Ltd,20.00,\n"
    "Northmere Council,08/05/2009,Granite Ltd,-10.00,T4\n"
)


@pytest.fixture
def town(tmp_path: Path) -> Map:
    return tpgraph.open(tmp_path / "place.tpgraph")


def spend(folder: Path, text: str, name: str = "spend.csv") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(HEAD + text, "utf-8")
    return folder / name


def said(found: Difference) -> list[tuple[str, str, int | None, int | None]]:
    """Change, name, pence before and after of each payment."""
    return [
        (row["change"], row["name"], row["before_pence"], row["after_pence"])
        for row in found.lines.to_pylist()
        if row["kind"] == "flow"
    ]


def sums(found: Difference) -> dict[str, int]:
    """The total of payments: rows and pence."""
    (row,) = (row for row in found.totals.to_pylist() if row["kind"] == "flow")
    return {name: value for name, value in row.items() if name not in ("kind", "basis")}


def adds_up(found: pa.Table) -> bool:
    return all(
        row["rows_before"] + row["rows_new"] - row["rows_gone"] == row["rows_after"]
        and row["before_pence"] + row["new_pence"] - row["gone_pence"] + row["changed_pence"] == row["after_pence"]
        for row in found.to_pylist()
    )


def test_a_newer_issue_shows_new_gone_and_changed_payments_that_add_up(town: Map, tmp_path: Path) -> None:
    town.load(spend(tmp_path / "in", OLD))
    text = OLD.replace("500.00", "700.05").replace("07/05/2009,Quay Ltd,20.00,\n", "07/05/2009,Mole Ltd,3.00,T9\n")
    town.load(spend(tmp_path / "in", text))
    found = town.diff("Northmere Council/spend-spend")
    assert said(found) == [
        ("changed", "Northmere Council to Pier Ltd", 500_00, 700_05),
        ("gone", "Northmere Council to Quay Ltd", 20_00, None),
        ("new", "Northmere Council to Mole Ltd", None, 3_00),
    ]
    assert sums(found) == {
        "rows_before": 4, "rows_new": 1, "rows_gone": 1, "rows_changed": 1, "rows_after": 4,
        "before_pence": 1510_00, "new_pence": 3_00, "gone_pence": 20_00, "changed_pence": 200_05,
        "after_pence": 1693_05,
    }  # fmt: skip
    assert adds_up(found.totals)
    assert found.before.startswith("spend.csv of Northmere Council (issue 1, l-")
    assert found.after.startswith("spend.csv of Northmere Council (issue 2, l-")
    line = found.lines.to_pylist()[0]
    assert (line["line"], line["document"], line["what"]) == (3, "T2", ["amount: 500.00 -> 700.05"])


def test_the_same_payments_in_another_order_are_no_change(town: Map, tmp_path: Path) -> None:
    town.load(spend(tmp_path / "in", OLD))
    town.load(spend(tmp_path / "in", "".join(reversed(OLD.splitlines(keepends=True)))))
    found = town.diff("spend.csv")
    assert found.lines.num_rows == 0
    assert sums(found)["after_pence"] == sums(found)["before_pence"] == 1510_00


def test_a_payment_without_a_document_is_paired_by_payee_and_line(town: Map, tmp_path: Path) -> None:
    town.load(spend(tmp_path / "in", OLD))
    town.load(spend(tmp_path / "in", OLD.replace(",20.00,", ",25.00,")))
    assert said(town.diff("spend.csv")) == [("changed", "Northmere Council to Quay Ltd", 20_00, 25_00)]


def test_a_corrected_payee_is_a_change_of_no_money(town: Map, tmp_path: Path) -> None:
    town.load(spend(tmp_path / "in", OLD))
    town.load(spend(tmp_path / "in", OLD.replace("Pier Ltd", "Pier (Holdings) Ltd")))
    found = town.diff("spend.csv")
    assert said(found) == [("changed", "Northmere Council to Pier (Holdings) Ltd", 500_00, 500_00)]
    assert "payee: Pier Ltd -> Pier (Holdings) Ltd" in found.lines.to_pylist()[0]["what"]
    assert sums(found)["changed_pence"] == 0


def test_one_of_two_exact_copies_that_goes_is_gone_once(town: Map, tmp_path: Path) -> None:
    row = OLD.splitlines(keepends=True)[1]
    town.load(spend(tmp_path / "in", OLD + row))
    town.load(spend(tmp_path / "in", OLD))
    assert said(town.diff("spend.csv")) == [("gone", "Northmere Council to Pier Ltd", 500_00, None)]


def test_a_file_is_compared_before_it_is_loaded_and_nothing_is_written(town: Map, tmp_path: Path) -> None:
    town.load(spend(tmp_path / "in", OLD))
    before = town.store.describe().rows
    path = spend(tmp_path / "in", OLD.replace("1000.00", "900.00"))
    found = town.diff(path)
    assert said(found) == [("changed", "Northmere Council to Harbour Trust Ltd", 1000_00, 900_00)]
    assert (found.after, found.is_loaded) == (f"{path}, not loaded", False)
    assert town.store.describe().rows == before
    town.load(path)
    assert town.diff(path).lines.num_rows == 0
    assert said(town.diff("spend.csv")) == said(found)


def test_any_two_loads_are_compared_the_second_being_the_earlier(town: Map, tmp_path: Path) -> None:
    ids = [
        town.load(spend(tmp_path / "in", OLD.replace("500.00", amount)))[0].load_id
        for amount in ("1.00", "2.00", "3.00")
    ]
    assert sums(town.diff(ids[2], ids[0]))["changed_pence"] == 2_00
    assert sums(town.diff(ids[2]))["changed_pence"] == 1_00
    assert sums(town.diff(ids[0], ids[2]))["changed_pence"] == -2_00


def test_bases_are_told_apart_and_records_without_money_are_counted(town: Map, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    head = "id,payer,payee,amount,financial year,basis\n"
    (folder / "flows.csv").write_text(head + "f1,A,B,100,2009-10,budget\nf2,A,B,7,2009-10,award\n", "utf-8")
    (folder / "organisations.csv").write_text("id,name\no1,Alpha\no2,Beta\n", "utf-8")
    town.load(folder, publisher="A")
    (folder / "flows.csv").write_text(head + "f1,A,B,100,2009-10,award\nf2,A,B,8,2009-10,award\n", "utf-8")
    (folder / "organisations.csv").write_text("id,name\no1,Alpha Trust\no3,Gamma\n", "utf-8")
    town.load(folder, publisher="A")
    found = town.diff("A/template-lists")
    money = {row["basis"]: row for row in found.totals.to_pylist() if row["kind"] == "flow"}
    assert [money["award"][f"{name}_pence"] for name in ("before", "new", "gone", "changed", "after")] == [
        7_00, 100_00, 0, 1_00, 108_00,
    ]  # fmt: skip
    assert [money["budget"][f"{name}_pence"] for name in ("before", "gone", "after")] == [100_00, 100_00, 0]
    bodies = [
        (row["change"], row["name"], row["what"]) for row in found.lines.to_pylist() if row["kind"] == "organisation"
    ]
    assert sorted(bodies)[0][:2] == ("changed", "Alpha Trust")
    assert {change for change, *_ in bodies} == {"changed", "gone", "new"}
    assert adds_up(found.totals)


amounts = st.none() | st.integers(-(2**40), 2**40)
payments = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from(["", "T1", "T2"]), st.sampled_from(["payment", "award"]), amounts
    ),
    max_size=8,
)


def flows(rows: list[tuple[str, str, str, int | None]]) -> dict[str, pa.Table]:
    made: list[dict[str, object]] = []
    for line, (payee, document, basis, pence) in enumerate(rows, 2):
        key = f"{payee}-{document}-{basis}-{pence}"
        nth = sum(str(row["record_id"]).rsplit("#", 1)[0] == key for row in made)
        row = {"record_id": f"{key}#{nth}", "line": line, "payer": "N", "payee": payee, "document": document}
        made.append({**row, "basis": basis, "amount_pence": pence})
    return {"record.flow": from_rows(made, "record.flow")}


@given(old=payments, new=payments)
def test_any_two_issues_add_up_to_the_penny(
    old: list[tuple[str, str, str, int | None]], new: list[tuple[str, str, str, int | None]]
) -> None:
    totals, lines = compare(flows(old), flows(new))
    assert adds_up(totals)
    for basis in ("payment", "award"):
        for side, rows in (("before", old), ("after", new)):
            held = [row for row in totals.to_pylist() if row["basis"] == basis]
            assert sum(row[f"rows_{side}"] for row in held) == sum(row[2] == basis for row in rows)
            assert sum(row[f"{side}_pence"] for row in held) == sum(row[3] or 0 for row in rows if row[2] == basis)
    changed = [row for row in lines.to_pylist() if row["change"] == "changed"]
    assert all(row["what"] for row in changed)
    assert sum(row["difference_pence"] for row in lines.to_pylist()) == sum(
        row["after_pence"] - row["before_pence"] for row in totals.to_pylist()
    )


def test_what_cannot_be_compared_is_told_with_the_mend(town: Map, tmp_path: Path) -> None:
    path = spend(tmp_path / "in", OLD)
    with pytest.raises(StoreError, match="nothing is loaded as Northmere Council/spend-spend: `tpgraph sources`"):
        town.diff(path)
    load_id = town.load(path)[0].load_id
    with pytest.raises(
        StoreError, match=rf"\(issue 1\) has no issue before it to compare with; `tpgraph diff {load_id}"
    ):
        town.diff(load_id)
    with pytest.raises(StoreError, match="'nothing' is neither a source or load"):
        town.diff("nothing")
    with pytest.raises(StoreError, match="there is no load 'l-9'"):
        town.diff(load_id, "l-9")
    spend(tmp_path / "in", OLD, "more.csv")
    with pytest.raises(InputError, match="holds 2 sources; compare them one by one"):
        town.diff(tmp_path / "in")
    town.load(spend(tmp_path / "b", OLD.replace("Northmere", "Southmere")))
    with pytest.raises(StoreError, match=r"'spend\.csv' means 2 sources"):
        town.diff("spend.csv")
