"""Paths become groups: a package is a folder with its sub-folders."""

import io
import zipfile
from pathlib import Path

import pytest

from tpgraph.loading import once
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.loader import Group, Member
from tpgraph.loading.packages import package_word

PACKAGE = b"""{"publishers": [{"name": "Northmere Council"}], "licenses": [{"title": "OGL"}],
"resources": [{"path": "data/Spend.csv"}]}"""


def made(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PACKAGE if "datapackage" in name else name.encode())
    return folder


def shape(groups: list[Group]) -> list[tuple[str, list[str]]]:
    return [(group.name, [member.name for member in group.members]) for group in groups]


def test_folders_called_csv_or_json_belong_to_the_folder_above(tmp_path: Path) -> None:
    made(
        tmp_path, "uk/csv/services.csv", "uk/json/services.json", "uk/readme.md", "us/data/files/services.csv", "a.csv"
    )
    assert sorted(shape(find_groups([tmp_path]))) == sorted(
        [
            (tmp_path.name, ["a.csv"]),
            ("uk", ["csv/services.csv", "json/services.json", "readme.md"]),
            ("us", ["data/files/services.csv"]),
        ]
    )


def test_a_folder_called_csv_given_by_itself_is_named_by_the_folder_above(tmp_path: Path) -> None:
    made(tmp_path, "uk/csv/services.csv")
    assert shape(find_groups([tmp_path / "uk" / "csv"])) == [("uk", ["services.csv"])]


def test_hidden_files_are_left_out(tmp_path: Path) -> None:
    made(tmp_path, "a.csv", ".DS_Store", "~$a.xlsx", "Thumbs.db", ".git/config")
    assert shape(find_groups([tmp_path])) == [(tmp_path.name, ["a.csv"])]


def test_a_zip_is_a_group_of_its_own_wherever_it_lies(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("csv/services.csv", "id\n1\n")
    (tmp_path / "june.zip").write_bytes(out.getvalue())
    (group,) = find_groups([tmp_path])
    assert shape([group]) == [("june", ["csv/services.csv"])]
    assert group.members[0].read() == b"id\n1\n"


def test_members_are_read_when_asked(tmp_path: Path) -> None:
    (group,) = find_groups([made(tmp_path, "a.csv") / "a.csv"])
    assert (group.name, group.member("a.csv").read()) == (tmp_path.name, b"a.csv")


def test_a_data_package_beside_a_file_or_one_folder_above_names_its_publisher(tmp_path: Path) -> None:
    made(tmp_path, "x/my-datapackage.json", "x/data/spend.csv", "x/other.csv")
    (inside,) = find_groups([tmp_path / "x" / "data" / "spend.csv"])
    assert package_word(inside, ["spend.csv"]).publisher == "Northmere Council"
    (folder,) = find_groups([tmp_path / "x"])
    assert package_word(folder, ["data/spend.csv"]).licence == "OGL"
    assert package_word(folder, ["other.csv"]).publisher == ""


def test_a_data_package_in_the_folder_above_the_group_is_heard(tmp_path: Path) -> None:
    made(tmp_path, "datapackage.json", "june/spend.csv")
    (group,) = find_groups([tmp_path / "june"])
    assert package_word(group, ["spend.csv"]).publisher == "Northmere Council"


def test_a_shared_group_reads_each_file_once_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "MOST_KEPT", 3)
    asked: list[str] = []

    def member(name: str, data: bytes) -> Member:
        def read() -> bytes:
            asked.append(name)
            return data

        return Member(name, len(data), read)

    group = once.reading_once(Group("g", "g", (member("a", b"12"), member("b", b"34"))))
    for _ in range(2):
        assert [found.read() for found in group.members] == [b"12", b"34"]
    assert asked == ["a", "b", "b"]
