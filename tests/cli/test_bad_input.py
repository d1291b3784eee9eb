"""Bad input: one sentence says what was found, where and what to do; exit 1; the store is as it was."""

import errno
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.cli.conftest import Run
from tpgraph.stores import duckdb as embedded

HEADER = "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("spend.csv", HEADER.encode() + b"\n" + b"\0" * (60 << 20))
    return out.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512

FILES: dict[str, tuple[bytes | None, str]] = {
    "nothing.csv": (None, "there is no file or folder 'nothing.csv'; look at the spelling"),
    "empty.csv": (b"", "empty.csv is empty; give the file as it was published"),
    "blank.csv": (b"\n\n \n", "blank.csv is empty; give the file as it was published"),
    "report.pdf": (b"%PDF-1.7\n1 0 obj", "report.pdf is a PDF; ask its publisher for the spreadsheet or CSV behind it"),
    "spend-may.csv": (b"%PDF-1.7\n1 0 obj", "is a PDF; ask its publisher"),
    "bomb.zip": (bomb(), "'spend.csv' unpacks to more than 200 times its size"),
    "locked.xlsx": (LOCKED, "locked.xlsx is protected with a password; open it in Excel, take the password off"),
    "broken.xlsx": (b"PK\x03\x04rubbish", "broken.xlsx is damaged"),
    "no.xlsx": (b"hello", "no.xlsx is not a workbook, whatever its name says; save it again as xlsx"),
    "one.csv": (b"Colour\nred\nblue\n", "none of its columns (Colour) is known; see `tpgraph formats`"),
    "notes.txt": (b"Buy milk", "it begins with 'Buy milk'; see `tpgraph formats`"),
    "nested.zip": (zipped("in.zip", zipped("a.csv", b"a")), "is a zip inside a zip; unpack the outer one"),
    "climbing.zip": (zipped("../a.csv", HEADER.encode()), "holds a path that leads out of it"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", ["load", "check", "run"])
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(command: str, name: str, run: Run, place: Path) -> None:
    data, sentence = FILES[name]
    if data is not None:
        (place / name).write_bytes(data)
    before = {path: path.read_bytes() for path in place.iterdir() if path.is_file()}
    ended = run(command, name, *(["--out", "pages"] if command == "run" else []))
    assert sentence in ended.sentence()
    assert name in ended.sentence()
    assert ended.out == ""
    assert {path: path.read_bytes() for path in place.iterdir() if path.is_file()} == before
    assert not (place / "pages").exists()


def test_a_folder_with_no_known_file_names_its_files(run: Run, place: Path) -> None:
    folder = place / "papers"
    folder.mkdir()
    assert "holds no file" in run("load", "papers").sentence()
    for number in range(5):
        (folder / f"notes{number}.txt").write_text("Buy milk", "utf-8")
    before = (place / "place.tpgraph").read_bytes()
    sentence = run("load", "papers").sentence()
    assert sentence.startswith("nothing here can be loaded: papers/notes0.txt: no loader knows it; ")
    assert sentence.endswith("; and 2 more; `tpgraph formats` lists what can")
    assert (place / "place.tpgraph").read_bytes() == before


def test_a_bad_file_beside_sound_ones_is_told_and_the_others_are_loaded(run: Run, place: Path) -> None:
    folder = place / "more"
    folder.mkdir()
    (folder / "good.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,A Ltd,7.00,T7\n", "utf-8")
    (folder / "report.pdf").write_bytes(b"%PDF-1.7")
    ended = run("load", "more")
    assert ended.code == 0
    assert "left out: more/report.pdf is a PDF" in ended.err
    assert "good: loaded as spend (1 rows, £7.00)" in ended.err


def test_a_path_with_spaces_works_and_is_quoted_in_what_comes_next(run: Run, place: Path) -> None:
    folder = place / "our files"
    (place / "files" / "trust").rename(folder)
    ended = run("--store", "our place.tpgraph", "load", "our files/spend.csv", "--dry-run")
    assert ended.code == 0
    assert ended.err.endswith('Next: tpgraph --store "our place.tpgraph" load "our files/spend.csv"\n')
    assert run("--store", "our place.tpgraph", "load", "our files/spend.csv").code == 0
    assert run("--store", "our place.tpgraph", "report", "--out", "our pages").code == 0
    assert (place / "our pages" / "index.html").is_file()


def test_a_file_of_300_columns_loads(run: Run, place: Path) -> None:
    names = ",".join(f"heading {number}" for number in range(295))
    row = "Hill Council,07/05/2009,A Ltd,7.00,T7," + ",".join("x" * 295)
    (place / "wide.csv").write_text(f"{HEADER},{names}\n{row}\n", "utf-8")
    ended = run("load", "wide.csv")
    assert ended.code == 0
    assert "wide: loaded as spend (1 rows, £7.00)" in ended.err


# ------------------------------------------------------------------------------------------------------------ stores


def test_a_store_in_a_folder_that_does_not_exist_is_refused(run: Run, place: Path) -> None:
    sentence = run("--store", "nowhere/place.tpgraph", "load", "files").sentence()
    assert re.search(
        r"the folder .*nowhere does not exist, so place.tpgraph cannot stand in it: make the folder", sentence
    )
    assert not (place / "nowhere").exists()
    assert "there is no store at nowhere/place.tpgraph" in run("--store", "nowhere/place.tpgraph", "sources").sentence()


@pytest.mark.parametrize("data", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 100, bytes(range(256)) * 80])
def test_a_store_that_is_none_is_refused_and_left_alone(data: bytes, run: Run, place: Path) -> None:
    (place / "other.tpgraph").write_bytes(data)
    for command in (["load", "files"], ["sources"], ["find", "money"]):
        assert "is not a store" in run("--store", "other.tpgraph", *command).sentence()
    assert (place / "other.tpgraph").read_bytes() == data


def test_a_folder_is_no_store(run: Run) -> None:
    assert "files is a folder, not a store: name a file in it" in run("--store", "files", "load", "files").sentence()
    assert "files is a folder, not a store" in run("--store", "files", "sources").sentence()


def test_a_database_that_tpgraph_did_not_make_is_refused(run: Run, place: Path) -> None:
    with duckdb.connect(str(place / "other.tpgraph")) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a")
    before = (place / "other.tpgraph").read_bytes()
    assert "other.tpgraph" in run("--store", "other.tpgraph", "load", "files").sentence()
    assert (place / "other.tpgraph").read_bytes() == before


def test_a_store_with_a_planted_view_is_refused_and_the_view_reads_nothing(run: Run, place: Path) -> None:
    (place / "secret.txt").write_text("secret", "utf-8")
    with duckdb.connect(str(place / "place.tpgraph")) as connection:
        connection.execute(f"CREATE VIEW record.planted AS SELECT * FROM read_text('{place / 'secret.txt'}')")
    before = (place / "place.tpgraph").read_bytes()
    for command in (["load", "files"], ["sources"], ["query"], ["find", "money"]):
        ended = run(*command)
        if command == ["query"]:
            continue  # the list of queries needs no store
        assert "planted" in ended.sentence()
        assert "secret" not in ended.out
    assert (place / "place.tpgraph").read_bytes() == before


# ----------------------------------------------------------------------------------------------------------- outputs


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
        (["template", "files/trust/spend.csv"], "is there already; choose another name, or --force to replace it"),
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
    assert (place / "mine.csv").read_text("utf-8") == "before"


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


# ------------------------------------------------------------------------------------------------- text, never code


class Tags(HTMLParser):
    """Counts the scripts of a page and gathers attributes that run."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.running: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.running += [name for name, _ in attrs if name.startswith("on")]


def tags(page: Path) -> Tags:
    found = Tags()
    found.feed(page.read_text("utf-8"))
    return found


NAMES = ["<script>alert(1)</script> Ltd", "=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", '" onload="alert(1)']


def test_markup_and_formulas_in_cells_stay_text_in_every_output(run: Run, place: Path) -> None:
    assert run("run", "files", "--out", "plain").code == 0
    lines = "".join(
        f'{payer},0{day}/05/2009,"{name.replace(chr(34), chr(34) * 2)}",{day}00.00,T{day}{payer[0]}\n'
        for payer in ("Northmere Borough Council", "Northmere Primary Care Trust")
        for day, name in enumerate(NAMES, 1)
    )
    for payer in ("Northmere Borough Council", "Northmere Primary Care Trust"):
        mine = "".join(line for line in lines.splitlines(keepends=True) if line.startswith(payer))
        (place / "files" / f"{payer.split()[1]}.csv").write_text(f"{HEADER}\n{mine}", "utf-8")
    ended = run("run", "files", "--out", "pages")
    assert ended.code == 0, ended.err
    for page in ("index.html", "report.html", "map.html"):
        assert tags(place / "pages" / page).scripts == tags(place / "plain" / page).scripts
        assert tags(place / "pages" / page).running == []
        assert "<script>alert" not in (place / "pages" / page).read_text("utf-8")
    book = openpyxl.load_workbook(place / "pages" / "findings.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert all(re.fullmatch(r"=(SUM|SUBTOTAL)\([\w,.$:! ']+\)", formula) for formula in formulas)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert any("=cmd|'/c calc'!A1" in str(text) for text in texts)
    written = run("--store", "pages/place.tpgraph", "query", "largest-payees", "--csv", "-").out
    assert ",'=cmd|'/c calc'!A1," in written
    assert ",=cmd" not in written
    exact = run("--store", "pages/place.tpgraph", "query", "largest-payees", "--json").out
    assert "\"=cmd|'/c calc'!A1\"" in exact


def test_a_source_text_cannot_steer_the_terminal(run: Run, place: Path) -> None:
    name = "Evil\x1b[2J\x07 \u202eLtd"
    (place / "more.csv").write_text(f"{HEADER}\nHill Council,07/05/2009,{name},7.00,T7\n", "utf-8")
    assert run("load", "more.csv").code == 0
    out = run("query", "largest-payees", "--param", "payer=Hill Council").out
    assert "Evil" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)


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
