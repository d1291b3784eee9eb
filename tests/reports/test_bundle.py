"""All reports in one folder: whole or not at all, and one sentence where a file cannot be written."""

from pathlib import Path

import pytest

from tests.reports.town import Rows, material
from tpgraph.errors import OutputError
from tpgraph.reports.bundle import write_all


def test_all_files_are_written_and_nothing_else_stays_behind(tmp_path: Path) -> None:
    folder = tmp_path / "a new folder"
    written = write_all(material(), folder)
    assert [path.name for path in written] == ["index.html", "report.html", "findings.xlsx", "brief.docx"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in written)


def test_an_empty_place_gets_its_reports_too(tmp_path: Path) -> None:
    empty: Rows = {}
    write_all(material(empty, {}), tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert "Place not named yet" in page
    assert "Money not known yet" in page
    assert "To supply" in page


@pytest.mark.parametrize("name", ["index.html", "findings.xlsx", "brief.docx"])
def test_a_file_that_is_open_elsewhere_gives_one_sentence_and_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / name).write_text("before", "utf-8")
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match=rf"{name}.*close it in Excel and run again"):
        write_all(material(), tmp_path)
    assert (tmp_path / name).read_text("utf-8") == "before"
    assert not list(tmp_path.glob(".*.part"))


def test_a_full_disk_is_said_to_be_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="the disk is full"):
        write_all(material(), tmp_path)


def test_a_folder_that_is_a_file_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_all(material(), tmp_path / "taken")
