"""Outputs that cannot be written, and full disks: one sentence, exit 1, nothing half written."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import HEADER, Run
from tpgraph.stores import duckdb as embedded


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["sources", "--csv", "files"], "'files' cannot be written: it is a folder; give the name of a file"),
        (["sources", "--json", "no/a.json"], "there is no folder 'no'; make it first, or choose another"),
        (["sources", "--parquet", "files"], "'files' cannot be written: it is a folder"),
        (["sources", "--csv", "place.tpgraph"], "'place.tpgraph' is a store, which a result must not replace"),
        (["view", "--out", "files"], "'files' is a folder; give the name of a file"),
        (["view", "--out", "no/map.html"], "there is no folder no; make it first"),
        (["view", "--out", "place.tpgraph"], "'place.tpgraph' is a store"),
        (["report", "--out", "files/trust/spend.csv"], "spend.csv' is a file, and a folder is needed"),
        (["run", "files", "--out", "files/trust/spend.csv"], "spend.csv' is a file, and a folder is needed"),
        (["export", "files", "--format", "json"], "'files' is a folder; give the name of a file"),
        (["export", "no/a.json", "--format", "json"], "there is no folder no; make it first"),
        (["export", "place.tpgraph", "--format", "json"], "'place.tpgraph' is a store"),
        (["export", "files/trust/spend.csv"], "spend.csv' is a file, and a folder is needed"),
        (["export", "a.txt", "--format", "rubbish"], "no export format is called 'rubbish'"),
        (["template", "files"], "'files' is a folder; give the name of a file"),
        (["template", "place.tpgraph", "--force"], "'place.tpgraph' is a store"),
        (["template", "files/trust/spend.csv"], "would hold a workbook, which ends in .xlsx; say"),
        (["template", "no/place.xlsx"], "choose a folder that exists"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_an_output_that_cannot_be_written_is_told(command: list[str], said: str, run: Run, place: Path) -> None:
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert said in run(*command).sentence()
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before


def refuse(error: int) -> Callable[..., None]:
    def refused(self: Path, *_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error), str(self))

    return refused


@pytest.mark.parametrize(
    ("error", "said"),
    [(errno.EACCES, "it is open elsewhere or protected"), (errno.ENOSPC, "the disk is full; make room")],
)
@pytest.mark.parametrize("command", [["sources", "--csv", "out.csv"], ["view", "--out", "out.csv"]], ids=" ".join)
def test_a_file_that_is_open_elsewhere_stays_as_it_was(
    command: list[str], error: int, said: str, run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Windows refuses to replace a file that Excel holds open; a full disk refuses the same.
    (place / "out.csv").write_text("before", "utf-8")
    monkeypatch.setattr(Path, "replace", refuse(error))
    sentence = run(*command).sentence()
    assert "'out.csv' cannot be written: " in sentence
    assert said in sentence
    assert (place / "out.csv").read_text("utf-8") == "before"
    assert list(place.glob(".*.part")) == []


@pytest.fixture
def nobody() -> Iterator[None]:
    """Become a user without rights, where the tests run as one whom no mode bits bind."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield
    if is_root:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_a_folder_or_file_without_the_right_to_write_is_told(
    run: Run, place: Path, request: pytest.FixtureRequest
) -> None:
    place.chmod(0o755)
    (place / "closed").mkdir(mode=0o555)
    (place / "mine.csv").write_text("before", "utf-8")
    (place / "mine.csv").chmod(0o444)
    assert run("formats", "--csv", "-").code == 0
    request.getfixturevalue("nobody")
    for name in ("closed/a.csv", "mine.csv"):
        said = run("formats", "--csv", name).sentence()
        assert (
            said
            == f"'{name}' cannot be written: it is open elsewhere or protected; close it there, or choose another name"
        )
    assert Path("mine.csv").read_text("utf-8") == "before"


FULL = """
import resource, signal, sys
from tpgraph.cli.start import start
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
sys.exit(start(sys.argv[2:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set the POSIX way")
@pytest.mark.parametrize(
    ("room", "command"),
    [
        (10_000, ["load", "more.csv"]),
        (0, ["load", "more.csv"]),
        (0, ["--store", "new.tpgraph", "load", "more.csv"]),
        (100, ["sources", "--csv", "out.csv"]),
        (100, ["view", "--out", "out.html"]),
        (100, ["report", "--out", "out"]),
        (100, ["export", "out.json", "--format", "json"]),
        (100, ["export", "out", "--format", "csv"]),
        (100, ["export", "out", "--format", "neo4j-admin"]),
        (100, ["template", "out.xlsx"]),
    ],
    ids=str,
)
def test_a_full_disk_is_told_and_leaves_the_store_as_it_was(
    room: int, command: list[str], run: Run, place: Path
) -> None:
    rows = "".join(f"Hill Council,07/05/2009,Supplier {n},{n}.00,T{n}\n" for n in range(20_000))
    (place / "more.csv").write_text(f"{HEADER}\n{rows}", "utf-8")
    before, names = run("sources", "--json").out, sorted(path.name for path in place.glob("*.tpgraph"))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(room), *command], capture_output=True, text=True, check=False, cwd=place
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of tpgraph" not in done.stderr
    assert re.search("disk is full|file too large", done.stderr.splitlines()[-1].lower())
    assert run("sources", "--json").out == before
    assert sorted(path.name for path in place.glob("*.tpgraph")) == names
    assert list(place.rglob("*.part*")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("command", [["sources", "--csv", "-"], ["sources"], ["--help"]], ids=" ".join)
def test_standard_output_on_a_full_disk_is_told(command: list[str], place: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tpgraph", *command],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=place,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "tpgraph: standard output could not be read or written: No space left on device"
    )


def test_the_write_of_the_store_is_one_transaction(run: Run, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,A Ltd,7.00,T7\n", "utf-8")
    before = run("sources", "--json").out

    def fail(_: object) -> None:
        raise duckdb.Error("no space left on device")

    monkeypatch.setattr(embedded, "_commit", fail)
    assert "disk is full; it is as it was before" in run("load", "more.csv").sentence()
    monkeypatch.undo()
    monkeypatch.chdir(place)
    assert run("sources", "--json").out == before
