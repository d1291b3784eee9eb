"""Hostile surroundings: odd names, two processes at once, an interrupt, a reader that goes, a plain console."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import HEADER, Run
from tests.places import SPEND

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and names of POSIX")


def begin(place: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tpgraph", *arguments],
        cwd=place, encoding="utf-8", errors="replace", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, **environment},
    )  # fmt: skip


def end(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


ODD_NAMES = [
    "two\nlines",
    'quo\'te "double"',
    "emoji 🐟",
    "bidi \u202exslx",
    "-",
    "--store",
    "$(touch gone)",
    "a;b",
    "%s {0} [red]",
]


@POSIX
@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_an_odd_name_is_a_name(name: str, run: Run, place: Path) -> None:
    folder = place / name
    folder.mkdir()
    (folder / f"{name}.csv").write_text(SPEND, "utf-8")
    path = f"./{name}/{name}.csv"
    ended = run("--store", f"./{name}/{name}.tpgraph", "load", path)
    assert ended.code == 0, ended.err
    assert not {"\x1b", "\u202e"} & set(ended.err)
    assert "Next: " in ended.err.splitlines()[-1]
    assert run("--store", f"./{name}/{name}.tpgraph", "sources", "--csv", f"./{name}/out.csv").code == 0
    if name in ODD_NAMES[:2]:
        assert run("--store", f"./{name}/{name}.tpgraph", "report", "--out", f"./{name}/pages").code == 0
    missing = run("load", f"./{name}/none.csv").sentence()
    assert missing.startswith("there is no file or folder '")
    assert not (place / "gone").exists()


def test_a_minus_sign_is_no_file(run: Run) -> None:
    assert "there is no file or folder '-'" in run("load", "-").sentence()


def test_a_name_that_is_not_utf8_is_no_fault(run: Run, place: Path) -> None:
    name = os.fsdecode(b"caf\xe9.csv")
    try:
        (place / name).write_text(SPEND, "utf-8")
    except OSError:
        pytest.skip("this disk takes no such name")
    ended = run("--store", "new.tpgraph", "load", name)
    assert "fault of tpgraph" not in ended.err
    assert ended.code in (0, 1)


def many_payments(file: Path, payments: int) -> None:
    rows = "".join(f"Hill Council,07/05/2009,Supplier {n % 999},{n}.00,T{n}\n" for n in range(payments))
    file.write_text(f"{HEADER}\n{rows}", "utf-8")


def test_two_loads_at_once_both_stand_or_one_says_that_the_store_is_busy(run: Run, place: Path) -> None:
    for name in ("one", "two"):
        many_payments(place / f"{name}.csv", 20_000 if name == "one" else 20_001)
    ended = [end(process) for process in [begin(place, "load", "one.csv"), begin(place, "load", "two.csv")]]
    assert any(code == 0 for code, _, _ in ended)
    for code, _, err in ended:
        assert "Traceback" not in err
        if code:
            assert code == 1
            assert "is in use by another tpgraph" in err
    files = run("sources", "--csv", "-").out
    assert [f"{name}.csv" in files for name in ("one", "two")] == [code == 0 for code, _, _ in ended]


@POSIX
def test_a_store_that_another_process_writes_is_busy(run: Run, place: Path) -> None:
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, "place.tpgraph"],
        cwd=place,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "ready\n"
    try:
        for command in (["load", "files/trust"], ["sources"], ["find", "money"]):
            assert f"is in use by another tpgraph (process {holder.pid})" in run(*command).sentence()
    finally:
        holder.communicate(timeout=30)
    assert run("sources").code == 0


@POSIX
@pytest.mark.parametrize("wait", [0.0, 0.3, 0.8])
def test_an_interrupt_ends_with_130_and_leaves_the_store_whole(wait: float, run: Run, place: Path) -> None:
    many_payments(place / "more.csv", 200_000)
    before = run("sources", "--json").out
    process = begin(place, "load", "more.csv")
    # The command line is up once its modules are: only then does Ctrl-C reach it.
    time.sleep(0.7 + wait)
    process.send_signal(signal.SIGINT)
    code, out, err = end(process)
    assert out == ""
    assert "Traceback" not in err
    if code == 0:
        assert "more: loaded" in err
    else:
        assert code == 130, err
        assert err.splitlines()[-1] == "tpgraph: stopped; what was loaded before stands, and nothing is left half done"
        assert run("sources", "--json").out == before
    assert run("find", "money").code == 0


@POSIX
def test_a_reader_that_goes_is_no_error(place: Path) -> None:
    for command in ("query --csv -", "find money", "sources --json", "--help"):
        piped = f"set -o pipefail; {sys.executable} -m tpgraph {command} | head -n 1"
        done = subprocess.run(["bash", "-c", piped], cwd=place, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 1
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr
        assert "Exception ignored" not in done.stderr


@POSIX
def test_a_reader_that_reads_nothing_is_no_error(place: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "tpgraph", "query", "--json"],
        stdout=write, stderr=subprocess.PIPE, text=True, check=False, cwd=place,
    )  # fmt: skip
    os.close(write)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_a_slow_reader_gets_every_row(place: Path) -> None:
    process = begin(place, "query", "--json")
    assert process.stdout is not None
    time.sleep(1.0)  # more than a pipe holds may be waiting by now
    text = process.stdout.read()
    assert process.wait(timeout=60) == 0
    assert process.stderr is not None
    assert "Next: " in process.stderr.read()
    assert text.endswith("]\n")
    process.stdout.close()
    process.stderr.close()


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_console_of_another_encoding_shows_every_command(encoding: str, place: Path) -> None:
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,Łódź 🐟 Ltd,7.00,T7\n", "utf-8")
    assert end(begin(place, "load", "more.csv", PYTHONIOENCODING=encoding))[0] == 0
    for command in (["find", "money"], ["query", "largest-payees"], ["formats"], ["sources"]):
        process = subprocess.run(
            [sys.executable, "-m", "tpgraph", *command],
            cwd=place, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
        )  # fmt: skip
        assert process.returncode == 0, process.stderr
        shown = process.stdout.decode(encoding)
        if command == ["find", "money"]:
            assert ("GBP 1,817.00" if encoding == "ascii" else "£1,817.00") in shown
    exact = subprocess.run(
        [sys.executable, "-m", "tpgraph", "query", "largest-payees", "--csv", "-"],
        cwd=place, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert "Łódź 🐟 Ltd" in exact.stdout.decode("utf-8")
