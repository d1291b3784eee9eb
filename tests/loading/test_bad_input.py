"""Bad input: one sentence that says what was found, where and what to do."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tpgraph.errors import TpgraphError, UnknownFormatError, UnreadableFileError
from tpgraph.loading import guard
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.readers import read_csv, read_json, read_workbook
from tpgraph.loading.recognise import recognise

SPEND = b"Date,Supplier,Amount\n2016-04-05,Acme Ltd,1.50\n"


def look(path: Path) -> tuple[list[str], list[str]]:
    claims, unclaimed = recognise(find_groups([path]))
    return [claim.stem for _, claim in claims], unclaimed


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("payments")
    for index, row in enumerate(rows):
        sheet.write_row(index, 0, row)
    book.close()
    return out.getvalue()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"there is no file or folder '.*nowhere\.csv'; look at the spelling"):
        look(tmp_path / "nowhere.csv")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.txt"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError, match="is empty; give the file as it was published"):
        look(written(tmp_path / name, b""))


def test_a_file_of_blank_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is empty"):
        look(written(tmp_path / "a.csv", b"\n\n  \n"))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="holds no file"):
        look(tmp_path)


def test_a_folder_with_no_known_file_tells_each_of_them(tmp_path: Path) -> None:
    written(tmp_path / "notes.txt", b"buy milk")
    written(tmp_path / "report.pdf", b"%PDF-1.7 ...")
    claims, unclaimed = look(tmp_path)
    assert claims == []
    assert [sentence.split(str(tmp_path))[1] for sentence in unclaimed] == [
        "/notes.txt: no loader knows it",
        "/report.pdf is a PDF; ask its publisher for the spreadsheet or CSV behind it",
    ]


def test_a_pdf_is_refused_whatever_it_is_called(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is a PDF; ask its publisher"):
        look(written(tmp_path / "spend.csv", b"\n%PDF-1.4\n1 0 obj"))


def test_a_csv_of_one_column_is_refused_by_its_columns(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"none of its columns \(Colour\) is known; see `tpgraph formats`"):
        look(written(tmp_path / "a.csv", b"Colour\nblue\n"))


def test_a_file_of_another_kind_is_refused_by_what_it_begins_with(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"no loader fits .*: it begins with 'buy milk'"):
        look(written(tmp_path / "a.txt", b"buy milk\nand bread\n"))


def test_a_spend_file_of_three_hundred_columns_is_recognised(tmp_path: Path) -> None:
    names = ",".join(f"heading {index}" for index in range(297))
    data = f"Date,Supplier,Amount,{names}\n2016-04-05,Acme,1,{','.join('x' * 297)}\n".encode()
    assert look(written(tmp_path / "wide.csv", data)) == (["wide"], [])


def test_a_path_with_spaces_is_a_path_like_any_other(tmp_path: Path) -> None:
    assert look(written(tmp_path / "our files" / "spend june 2016.csv", SPEND)) == (["spend june 2016"], [])


def test_a_broken_file_in_a_folder_does_not_hide_the_sound_ones(tmp_path: Path) -> None:
    written(tmp_path / "good.csv", SPEND)
    written(tmp_path / "locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    claims, unclaimed = look(tmp_path)
    assert claims == ["good"]
    assert len(unclaimed) == 1
    assert "locked.xlsx is protected with a password; open it in Excel" in unclaimed[0]


def test_a_workbook_with_a_password_is_refused_with_the_mend(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFileError, match="protected with a password; open it in Excel"):
        look(written(tmp_path / "a.xlsx", data))


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"not a workbook", zipped({"a.txt": b"hello"})])
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.xlsx (is damaged|is not a workbook)"):
        read_workbook(data, "a.xlsx")


def test_a_workbook_that_would_burst_is_refused() -> None:
    bomb = zipped({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": b"0" * (guard.SMALL * 3)})
    with pytest.raises(UnreadableFileError, match="unpacks to more than 200 times its size"):
        read_workbook(bomb, "a.xlsx")


def test_a_workbook_with_a_stray_cell_far_away_is_refused() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("payments")
    sheet.write(0, 0, "Supplier")
    sheet.write(1_048_575, 16_383, "stray")
    book.close()
    with pytest.raises(UnreadableFileError, match="a sheet spans 1,048,576 rows and 16,384 columns"):
        read_workbook(out.getvalue(), "a.xlsx")


def test_a_workbook_of_empty_sheets_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.xlsx is empty"):
        read_workbook(workbook([]), "a.xlsx")


def test_a_zip_of_spend_files_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "june.zip", zipped({"data/a.csv": SPEND, "b.csv": SPEND, "__MACOSX/b.csv": b"x"}))
    assert look(path) == (["b", "a"], [])


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "bomb.zip", zipped({"a.csv": b"a,b\n" * guard.SMALL}))
    with pytest.raises(UnreadableFileError, match="unpacks to more than 200 times its size, as a zip bomb does"):
        look(path)


def test_a_zip_that_lies_about_its_size_is_refused_while_reading(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.csv": b"a,b\n" * guard.SMALL}))
    size = (4 * guard.SMALL).to_bytes(4, "little")
    while (place := data.find(size)) >= 0:
        data[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError, match=r"unpacks to more than|is damaged"):
        look(written(tmp_path / "liar.zip", bytes(data)))


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_MEMBERS", 3)
    path = written(tmp_path / "many.zip", zipped({f"{index}.csv": SPEND for index in range(4)}))
    with pytest.raises(UnreadableFileError, match="holds 4 files, more than 3"):
        look(path)


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 100)
    with pytest.raises(UnreadableFileError, match="unpacks to more than"):
        look(written(tmp_path / "large.zip", zipped({"a.csv": SPEND * 10})))


def test_a_zip_inside_a_zip_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "outer.zip", zipped({"inner.csv": zipped({"a.csv": SPEND})}))
    with pytest.raises(UnreadableFileError, match="is a zip inside a zip; unpack the outer one"):
        look(path)


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv"])
def test_a_zip_with_a_path_that_leads_out_of_it_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFileError, match="holds a path that leads out of it"):
        look(written(tmp_path / "slip.zip", zipped({name: SPEND})))


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is damaged"):
        look(written(tmp_path / "a.zip", zipped({"a.csv": SPEND})[:40]))


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", SPEND)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(UnreadableFileError, match="may not be read: no permission"):
        look(path)


def test_a_file_that_the_system_will_not_give_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.csv", SPEND)
    groups = find_groups([path])

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFileError, match=r"a\.csv may not be read: no permission"):
        groups[0].members[0].read()


def test_json_that_is_broken_tells_line_and_column() -> None:
    with pytest.raises(UnreadableFileError, match=r"a\.json: not JSON at line 2, column 8"):
        read_json(b'{"a": 1,\n "b": [,]}', "a.json")


def test_json_that_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read_json(b"[" * 200_000, "a.json")


def test_an_unknown_loader_name_lists_those_there_are(tmp_path: Path) -> None:
    groups = find_groups([written(tmp_path / "a.csv", SPEND)])
    with pytest.raises(UnknownFormatError, match=r"no loader is called 'spent'; there are: .*spend"):
        recognise(groups, "spent")


@pytest.mark.parametrize("read", [read_csv, read_workbook, read_json])
def test_every_reader_refuses_an_empty_file_in_one_sentence(read: Callable[[bytes, str], object]) -> None:
    with pytest.raises(TpgraphError, match=r"^a\.file is (empty|not a workbook)[^\n]*$"):
        read(b"", "a.file")
