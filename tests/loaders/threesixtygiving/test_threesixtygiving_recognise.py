"""Which files are 360Giving's, and which belong to another loader."""

import json
from pathlib import Path

import pytest

from tests.loaders.threesixtygiving.made_grants import GRANT, TITLES, as_csv, as_json
from tpgraph.errors import UnknownFormatError
from tpgraph.loading.grouping import find_groups
from tpgraph.loading.recognise import recognise


def loaders_of(path: Path) -> list[str]:
    claims, _ = recognise(find_groups([path]))
    return [claim.loader for _, claim in claims]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_grants_are_recognised_by_titles_paths_and_keys(tmp_path: Path) -> None:
    assert loaders_of(as_json(tmp_path, GRANT)) == ["threesixtygiving"]
    assert loaders_of(as_csv(tmp_path, TITLES)) == ["threesixtygiving"]
    paths = "id,amountAwarded,fundingOrganization/0/id\n1,2,3\n"
    assert loaders_of(written(tmp_path, "paths.csv", paths)) == ["threesixtygiving"]


def test_a_bare_list_of_grants_is_recognised(tmp_path: Path) -> None:
    assert loaders_of(written(tmp_path, "grants.json", json.dumps([GRANT]))) == ["threesixtygiving"]


@pytest.mark.parametrize(
    ("name", "text", "loader"),
    [
        ("spend.csv", "Date,Supplier,Net Amount\n2020-01-01,Acme Ltd,1\n", "spend"),
        ("spend.csv", "Body Name,Payment Date,Beneficiary Name,Amount,Description\nA,2020-01-01,B,1,C\n", "spend"),
        ("organisations.csv", "id,name,kind,sector,identifier\no1,A,council,local,\n", "template"),
        ("services.json", '[{"id": "1", "name": "A", "organization_id": "2", "status": "active"}]', "open_referral"),
    ],
)  # fmt: skip
def test_files_of_other_loaders_are_left_to_them(tmp_path: Path, name: str, text: str, loader: str) -> None:
    assert loaders_of(written(tmp_path, name, text)) == [loader]


def test_a_list_of_something_else_is_nobodys(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="none of its columns"):
        loaders_of(written(tmp_path, "books.csv", "Identifier,Title,Description\n1,A,B\n"))


def test_a_csv_file_called_txt_is_told_to_be_renamed(tmp_path: Path) -> None:
    path = as_csv(tmp_path, TITLES).rename(tmp_path / "grants.txt")
    with pytest.raises(UnknownFormatError, match=r"looks like 360Giving .* rename it to \.csv, or say `--as threesix"):
        loaders_of(path)
