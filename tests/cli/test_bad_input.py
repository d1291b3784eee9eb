"""Bad input: one sentence says what was found, where and what to do; exit 1; the store is as it was."""

import io
import re
import zipfile
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import HEADER, Run


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
    if command == "load":
        assert sentence in run("--store", "new.tpgraph", "load", name).sentence()
        assert not (place / "new.tpgraph").exists()


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
    assert "good: loaded as spend (1 row, payments £7.00)" in ended.err


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
    assert "wide: loaded as spend (1 row, payments £7.00)" in ended.err


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
