"""Where results go: stdout alone, as a table, CSV, JSON or Parquet."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.cli.conftest import Run
from tpgraph.analysis import analyses

TABLES = [
    ("formats",),
    ("check", "files"),
    ("sources",),
    ("status",),
    ("query",),
    ("query", "largest-payees"),
    *[("find", name) for name in analyses()],
]


def explained(run: Run) -> tuple[str, str]:
    return "explain", json.loads(run("find", "money", "--json").out)[0]["id"]


# What a check writes as JSON is no table: see test_check.py.
@pytest.mark.parametrize("command", [*(one for one in TABLES if one[0] != "check"), ("explain",)], ids=" ".join)
def test_a_table_is_the_same_as_csv_json_and_parquet(command: tuple[str, ...], run: Run, place: Path) -> None:
    command = explained(run) if command == ("explain",) else command
    text = run(*command, "--csv", "-")
    listed = run(*command, "--json")
    assert (text.code, listed.code) == (0, 0)
    names = text.out.splitlines()[0].split(",")
    rows = json.loads(listed.out)
    assert all(list(row) == names for row in rows)
    assert len(list(csv.reader(io.StringIO(text.out)))) == len(rows) + 1
    files = run(*command, "--csv", "t.csv", "--json", "t.json", "--parquet", "t.parquet")
    assert (files.code, files.out) == (0, "")
    assert (place / "t.csv").read_text("utf-8") == text.out
    assert json.loads((place / "t.json").read_text("utf-8")) == rows
    table = pyarrow.parquet.read_table(place / "t.parquet")
    assert table.to_pylist(maps_as_pydicts="strict") == rows
    assert list(place.glob(".*.part")) == []


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_messages_are_on_stderr_only(command: tuple[str, ...], run: Run) -> None:
    ended = run(*command)
    assert ended.code == 0
    assert "Next: " in ended.err
    assert all(
        not line.startswith(("Next:", "note:", "...", "wrote", "warning:")) for line in ended.out.splitlines()[:-1]
    )


def test_money_is_in_pence_maps_are_objects_and_lists_are_joined_in_csv(run: Run) -> None:
    row = json.loads(run("find", "money", "--json").out)[0]
    assert row["listed_pence"] == 1_810_00
    assert isinstance(row["bodies"], list)
    assert row["months"] == {
        body: ["2009-05"] if pence else ["2009-06"] for body, pence in row["months"].items()
    } or all(isinstance(months, list) for months in row["months"].values())
    written = next(csv.DictReader(io.StringIO(run("find", "money", "--csv", "-").out)))
    assert written["bodies"] == ";".join(row["bodies"])
    assert written["listed_pence"] == "181000"
    money = [name for name in row if "pence" in name]
    assert money
    assert all(name.endswith("_pence") for name in money)


def test_json_alone_takes_no_file_to_be_read_for_its_own(run: Run, place: Path) -> None:
    spend = place / "files" / "council" / "spend.csv"
    before = spend.read_bytes()
    assert json.loads(run("check", "--json", "files/council/spend.csv", "files/trust/spend.csv").out)
    assert spend.read_bytes() == before
    ended = run("check", "files/council/spend.csv", "--csv", "files/council/spend.csv")
    assert "is one of the files to be checked" in ended.sentence()
    assert spend.read_bytes() == before


def test_two_tables_do_not_share_standard_output(run: Run) -> None:
    ended = run("sources", "--csv", "-", "--json")
    assert (ended.code, ended.out) == (2, "")


def test_a_link_stays_a_link_and_a_device_a_device(run: Run, place: Path) -> None:
    (place / "real.csv").write_text("", "utf-8")
    (place / "link.csv").symlink_to("real.csv")
    assert run("formats", "--csv", "link.csv").code == 0
    assert (place / "link.csv").is_symlink()
    assert (place / "real.csv").read_text("utf-8").startswith("loader,")
    if os.path.exists(os.devnull):  # noqa: PTH110 - a device, not a path of a file
        assert run("formats", "--csv", os.devnull).code == 0
        assert not Path(os.devnull).is_file()


def test_findings_show_question_reasons_bodies_to_ask_and_what_is_at_stake(run: Run) -> None:
    out = run("find", "overlaps").out
    assert "offer the same thing" in out
    assert "- both meet Parenting support" in out
    assert "how sure: " in out
    assert "on the other hand: " in out
    assert "ask: Harbour Trust Ltd, Northmere Borough Council" in out


def test_bodies_are_named_on_the_screen(run: Run) -> None:
    out = run("find", "money").out
    assert "Northmere Borough Council; Northmere Primary Care Trust" in out
    assert "r-" not in out.split("Bodies we count")[1].splitlines()[0]


def test_check_says_what_was_recognised_which_column_is_which_field_and_groups_problems(run: Run, place: Path) -> None:
    (place / "more.csv").write_text(
        "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No\n"
        + "".join(f"Hill Council,0{day}/05/2009,A Ltd,{day}.{day}.{day},T{day}\n" for day in range(1, 6))
        + "Hill Council,07/05/2009,A Ltd,7.00,T7\n",
        "utf-8",
    )
    out = run("check", "more.csv").out
    assert "recognised as spend: its columns hold an amount ('Net Amount')" in out
    assert "Net Amount -> amount" in out
    assert "publisher: Hill Council" in out
    assert "1 of 6 rows can be loaded, payments £7.00; 5 set aside" in out
    assert "5 errors, bad-amount: A cell is not an amount" in out
    assert "- line 2, column 'Net Amount': '1.1.1' is not an amount" in out
    assert run("check", "more.csv", "--csv", "-").out.count("' is not an amount") == 5


def test_sources_tell_rows_and_money_of_every_file(run: Run) -> None:
    out = run("sources").out
    assert "5 rows, £1,510.00 read: 4 loaded, 1 set aside" in out
    assert "set aside: 1 row: amount cannot be read" in out
    assert "3 current sources: " in out


@pytest.mark.parametrize("columns", ["80", "160"])
@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_nothing_is_wider_than_the_screen(
    command: tuple[str, ...], columns: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = run(*command)
    lines = [line for line in ended.out.splitlines() if len(line) > int(columns)]
    # Only one word that is itself too long, such as a path, may stand out.
    assert [line for line in lines if len(line.split()) > 1 and len(max(line.split(), key=len)) < 60] == []


def test_help_imports_no_heavy_package() -> None:
    code = (
        "import sys; from tpgraph.cli.start import start; start(['--help']); "
        "heavy = {'duckdb', 'pandas', 'pyarrow', 'networkx', 'kglite', 'scipy', 'numpy', 'pyvis', 'pydantic'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Example: tpgraph run" in done.stdout


def test_version_is_printed(run: Run) -> None:
    import tpgraph

    assert run("--version").out == f"tpgraph {tpgraph.__version__}\n"


def test_the_store_comes_from_the_option_else_the_environment(
    run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place / "place.tpgraph").rename(place / "other.tpgraph")
    assert "there is no store at place.tpgraph" in run("sources").sentence()
    monkeypatch.setenv("TPGRAPH_STORE", "other.tpgraph")
    assert run("sources").code == 0
    assert run("--store", "third.tpgraph", "load", "files/trust").code == 0
    assert (place / "third.tpgraph").is_file()
    assert "--store third.tpgraph find money" in run("--store", "third.tpgraph", "status").err


@pytest.mark.parametrize(
    "wrong",
    [
        ("nonsense",), ("find", "nonsense"), ("find", "money", "--nonsense"), ("load",), ("load", ""), ("run", "files"),
        ("run", "files", "--out", ""), ("explain",), ("sources", "--csv", ""), ("query", ""), ("view", "--out", ""),
        ("query", "largest-payees", "--limit", "0"), (), ("sources", "remove", ""), ("load", "files", "--as", " "),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_changes_nothing(wrong: tuple[str, ...], run: Run, place: Path) -> None:
    before = sorted(place.rglob("*"))
    ended = run(*wrong)
    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    assert sorted(place.rglob("*")) == before


def test_debug_shows_the_traceback_wherever_it_stands(place: Path) -> None:
    for arguments in (["--debug", "load", "nothing.csv"], ["load", "nothing.csv", "--debug"]):
        done = subprocess.run(
            [sys.executable, "-m", "tpgraph", *arguments], capture_output=True, text=True, check=False, cwd=place
        )
        assert done.returncode == 1
        assert "Traceback" in done.stderr
        assert "UnreadableFileError: there is no file or folder 'nothing.csv'" in done.stderr
