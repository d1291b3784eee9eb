"""The benchmarks compare like with like: the made-up file has the traps it says, and all sides give equal results."""

import csv
import random
from decimal import Decimal
from pathlib import Path

import orjson
import pytest

from benchmarks import grants, grants_file, problems, problems_side, spend_many
from benchmarks.measure import Run, median_ratio, require_equal, run
from benchmarks.report import as_markdown, as_text
from benchmarks.spend import LABELS, measure
from benchmarks.spend_file import HEADINGS, write_spend_file

ROWS = 2000


@pytest.fixture(scope="module")
def spend_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made-up") / "spend.csv"
    write_spend_file(path, ROWS)
    return path


def _cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_spend_file(tmp_path / name, 50, seed)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "again").read_bytes()
    assert (tmp_path / "one").read_bytes() != (tmp_path / "other").read_bytes()


def test_the_file_has_the_traps_of_real_files(spend_file: Path) -> None:
    data, rows = spend_file.read_bytes(), _cells(spend_file)
    filled = [row for row in rows if any(row)]
    column = {name: [row[index] for row in filled] for index, name in enumerate(HEADINGS)}
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows) + 1
    assert len(filled) == ROWS < len(rows)
    assert any(name != name.strip() for name in column["supplier_name"])
    assert any("£" in amount and "," in amount for amount in column["amount"])
    assert any(amount.startswith("(") for amount in column["amount"])
    assert any(name.startswith("Redacted") for name in column["supplier_name"])
    assert any("@" in purpose for purpose in column["expenditure_category"])
    assert set(column["type"]) == {"Revenue", "revenue", "Capital", ""}
    assert len({tuple(row) for row in filled}) < len(filled)


def test_tpgraph_and_pandas_give_equal_results_each_in_a_process_of_its_own() -> None:
    # measure() refuses results that differ.
    found = measure(ROWS, 1, lambda _: None)
    assert set(found) == set(LABELS) == {"prepare", "load", "pandas"}
    outcome = found["load"][0].outcome
    set_aside = outcome["set aside"]
    assert isinstance(set_aside, dict)
    assert outcome["rows"] == ROWS - sum(set_aside.values())
    assert set_aside["grand total row"] == 1
    statuses = outcome["statuses"]
    assert isinstance(statuses, dict)
    assert set(statuses) == {"blank", "individual", "known", "redacted"}
    assert isinstance(outcome["contacts removed"], int)
    assert outcome["contacts removed"] > 0


def test_results_that_differ_are_refused() -> None:
    one, other = (Run(1.0, 1.0, 1.0, {"rows": rows}) for rows in (5, 4))
    with pytest.raises(AssertionError, match=r"load and pandas differ: \{'rows': \(5, 4\)\}"):
        require_equal({"load": one, "pandas": other})


def test_ratios_are_taken_within_a_round() -> None:
    ours = [Run(seconds, 1.0, 1.0, {}) for seconds in (1.0, 2.0, 10.0)]
    pandas = [Run(seconds, 1.0, 1.0, {}) for seconds in (2.0, 2.0, 30.0)]
    assert median_ratio(pandas, ours, "seconds") == 2.0


def test_a_side_that_fails_says_so() -> None:
    with pytest.raises(RuntimeError, match=r"benchmarks.spend_side prepare failed:(.|\n)*there is no file or folder"):
        run("benchmarks.spend_side", "prepare", "no-such-file.csv")


def test_tables_are_aligned_on_the_screen_and_marked_down_for_docs() -> None:
    header, rows = ["", "seconds"], [["ours", "1.5"], ["others", "12.0"]]
    assert as_text(header, rows) == "        seconds\nours        1.5\nothers     12.0"
    assert as_markdown(header, rows) == "|  | seconds |\n| --- | --: |\n| ours | 1.5 |\n| others | 12.0 |"


def test_many_files_give_equal_results_in_parquet_and_in_a_store_and_with_pandas(tmp_path: Path) -> None:
    spend_many.write_files(tmp_path, 600, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"spend-{number:04d}.csv" for number in range(3)]
    sides = {side: run("benchmarks.spend_many_side", side, str(tmp_path)) for side in ("tables", "tpgraph", "pandas")}
    require_equal(sides)
    outcome = sides["tables"].outcome
    flows, aside = outcome["flows"], outcome["set aside"]
    assert isinstance(flows, list)
    assert isinstance(aside, list)
    assert int(flows[0][0]) + sum(int(rows) for _, rows, _ in aside) == 600
    assert ["grand total row", "3"] in [entry[:2] for entry in aside]


def test_many_files_are_compared_with_polars_too() -> None:
    pytest.importorskip("polars")
    (header, figures), (ratio_header, ratios) = spend_many.tables(400, 2, 1, lambda _: None)
    assert [len(row) for row in figures] == [len(header)] * len(spend_many.LABELS)
    assert [len(row) for row in ratios] == [len(ratio_header)] * 4


def test_problem_rows_name_each_cell_that_breaks_a_rule(spend_file: Path) -> None:
    outcome = run("benchmarks.problems_side", "tpgraph", str(spend_file)).outcome
    wrong = []
    for line, row in enumerate(_cells(spend_file), 2):
        cells = dict(zip(HEADINGS, (cell.strip() for cell in row), strict=True))
        amount, date = cells["amount"], cells["paid_date"]
        if amount and not problems_side._AMOUNT.fullmatch(amount):
            wrong.append([line, "amount", amount])
        elif amount and date and not problems_side.is_date(date):
            wrong.append([line, "paid_date", date])
    assert len(wrong) > 0
    assert (outcome["problems"], outcome["first"]) == (len(wrong), sorted(wrong)[:5])


@pytest.mark.parametrize("peer", ["pandera", "frictionless"])
def test_the_peers_name_the_same_cells(spend_file: Path, peer: str) -> None:
    pytest.importorskip(peer)
    require_equal({side: run("benchmarks.problems_side", side, str(spend_file)) for side in ("tpgraph", peer)})
    assert set(problems.LABELS) == set(problems_side.SIDES)


def test_the_file_of_grants_is_read_to_the_last_penny(tmp_path: Path) -> None:
    path = tmp_path / "grants.json"
    grants_file.write(path, 60)
    written = orjson.loads(path.read_bytes())["grants"]
    pence = sum(Decimal(str(grant["amountAwarded"])) * 100 for grant in written)
    assert run("benchmarks.grants_side", "tpgraph", str(path)).outcome == {"rows": 60, "pence": int(pence)}
    assert grants_file.grant(random.Random(1), 1) == grants_file.grant(random.Random(1), 1)


def test_grants_are_compared_with_flatten_tool() -> None:
    pytest.importorskip("flattentool")
    found = grants.measure(40, 1, lambda _: None)
    assert found["tpgraph"][0].outcome == found["flattentool"][0].outcome
