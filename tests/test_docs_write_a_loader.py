"""The page "Write a loader" shows the files of its example whole, and the example works as an installed package."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tpgraph

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "write-a-loader.md").read_text("utf-8")
EXAMPLE = PROJECT / "docs" / "examples" / "loader"
LOADER_LINES = 60


def test_every_file_on_the_page_is_the_file_of_the_example() -> None:
    shown = dict(re.findall(r"^`([\w./-]+)`\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
    files = {
        path.relative_to(EXAMPLE).as_posix(): path.read_text("utf-8")
        for path in EXAMPLE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.endswith(".pyc")
    }
    assert shown == files


def test_the_loader_of_the_page_is_as_short_as_it_says() -> None:
    assert len((EXAMPLE / "tpgraph_warm_spaces" / "__init__.py").read_text("utf-8").splitlines()) <= LOADER_LINES


def test_the_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert target.startswith("https://") or (PROJECT / "docs" / target).exists(), target


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the example is installed as a package, from its files alone: no index, no network."""
    folder = tmp_path_factory.mktemp("loader")
    # A build writes beside its sources; the project's own stay as they are.
    shutil.copytree(EXAMPLE, folder / "loader", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--target", str(folder / "site")]
    done = subprocess.run([*command, *offline, str(folder / "loader")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def run(installed: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the example installed, as another process that knows nothing of this one."""
    environment = {**os.environ, "PYTHONPATH": str(installed / "site"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=installed, env=environment, capture_output=True, text=True, check=False
    )


def test_the_command_line_finds_the_loader_by_its_entry_point_and_loads_a_file_with_it(installed: Path) -> None:
    formats = run(installed, "-m", "tpgraph", "formats")
    assert "warm_spaces" in formats.stdout
    loaded = run(
        installed, "-m", "tpgraph", "--store", "place.tpgraph", "load", "loader/warm-spaces-2010.csv",
        "--publisher", "Northmere Council",
    )  # fmt: skip
    assert loaded.returncode == 0, loaded.stderr
    assert "loaded as warm_spaces (3 rows" in loaded.stderr
    store = tpgraph.open(installed / "place.tpgraph", create=False).store
    (file,) = store.read("record.file").to_pylist()
    assert (file["rows_read"], file["rows_loaded"], file["rows_set_aside"]) == (4, 3, 1)
    assert (file["money_read_pence"], file["money_set_aside_pence"]) == (340000, 5000)
    assert [row["reason"] for row in store.read("record.set_aside").to_pylist()] == ["no venue"]


def test_the_problems_are_told_with_why_they_matter(installed: Path) -> None:
    checked = run(
        installed, "-m", "tpgraph", "check", "loader/warm-spaces-2010.csv", "--publisher", "Northmere Council"
    )
    assert "'about 300' is not a whole number" in checked.stdout
    assert "How many people the place helped counts as unknown." in checked.stdout


def test_the_tests_of_the_example_hold(installed: Path) -> None:
    done = run(installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "loader/test_warm_spaces.py")
    assert done.returncode == 0, done.stdout + done.stderr


def test_without_the_package_nobody_knows_the_file() -> None:
    from tpgraph.loading.recognise import loaders

    assert "warm_spaces" not in loaders()
