"""Damaged files end in records with their problems named, or in one sentence: no crash, no hang, no flood of memory."""

from pathlib import Path

import pytest

from tests.fuzzing import faults, read_in_a_process, variants, wicked, write_one_long_line
from tests.real_data import real_data

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "northmere"
SMALL = 2_000_000
"""Bytes of the largest file that is damaged here; `python -m benchmarks fuzz` takes all, and many more variants."""


def written(folder: Path, files: list[Path], number: int, seed: int) -> Path:
    folder.mkdir()
    for file in files:
        for name, data in variants(file, number, seed):
            (folder / f"{file.parent.name}-{name}").write_bytes(data)
    return folder


def readable(folder: Path) -> list[Path]:
    endings = (".csv", ".json", ".xlsx", ".xls", ".ods", ".txt", ".zip")
    return [
        path for path in sorted(folder.rglob("*")) if path.suffix.lower() in endings and path.stat().st_size <= SMALL
    ]


def test_damaged_files_of_the_example_do_no_harm(tmp_path: Path) -> None:
    files = readable(EXAMPLE)
    assert len(files) > 3
    endings = read_in_a_process(written(tmp_path / "variants", files, 6, 20091123))
    assert faults(endings) == []
    assert {ending.state for ending in endings} == {"loaded", "refused"}


def test_files_made_to_harm_are_refused_in_seconds_and_little_memory(tmp_path: Path) -> None:
    folder = tmp_path / "wicked"
    folder.mkdir()
    for name, data in wicked():
        (folder / name).write_bytes(data)
    write_one_long_line(folder / "long.csv")
    write_one_long_line(folder / "long.json")
    endings = read_in_a_process(folder)
    assert faults(endings) == []
    assert [ending.file for ending in endings if ending.state == "loaded"] == [
        "leeds-city-council.csv",
        "numbers.csv",
    ]
    assert not (tmp_path / "outside.csv").exists()
    assert not (tmp_path.parent / "outside.csv").exists()


@pytest.mark.real_data
def test_damaged_real_files_do_no_harm(tmp_path: Path) -> None:
    files = readable(real_data("spend").parent)
    endings = read_in_a_process(written(tmp_path / "variants", files, 2, 20100331))
    assert faults(endings) == []
