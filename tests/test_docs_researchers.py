"""What "For researchers" says is what happens, over the made-up place."""

import doctest
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import tpgraph
from tpgraph.cli.start import start

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "for-researchers.md").read_text("utf-8")
NORTHMERE = PROJECT / "examples" / "northmere"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the made-up place in place.tpgraph, and its files; it is where the page's words are run."""
    made = tmp_path_factory.mktemp("for-researchers")
    shutil.copytree(NORTHMERE, made / "files" / "northmere")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(made / "cache"))
        patch.chdir(made)
        town = tpgraph.open("place.tpgraph")
        town.load(NORTHMERE)
        town.tables()
        yield made


def test_every_snippet_gives_what_the_page_shows(folder: Path) -> None:
    code = "".join(re.findall(r"```pycon\n(.*?)```", PAGE, re.DOTALL))
    snippets = doctest.DocTestParser().get_doctest(code, {}, f"for-researchers in {folder.name}", None, 0)
    said: list[str] = []
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    outcome = doctest.DocTestRunner(optionflags=flags).run(snippets, out=said.append)
    assert outcome.failed == 0, "".join(said)
    assert outcome.attempted >= 25


def test_the_commands_run_and_write_what_they_name(folder: Path) -> None:
    found = [shlex.split(line) for line in re.findall(r"^\$ tpgraph (.+)$", PAGE, re.MULTILINE)]
    assert len(found) >= 5
    for command in found:
        assert start(command) == 0, command
    assert {"money.json", "payees.parquet", "sources.csv", "tables", "place.graphml"} <= {
        file.name for file in folder.iterdir()
    }


def test_a_load_in_another_order_from_another_folder_gives_the_same_version(folder: Path) -> None:
    first = tpgraph.open("place.tpgraph", create=False)
    again = tpgraph.open("again.tpgraph")
    for part in ("police", "pct", "northmere-information-service", "council", "northmere-place.xlsx"):
        again.load(folder / "files" / "northmere" / part)
    assert sorted(again.sources().column("load_id").to_pylist()) == sorted(
        first.sources().column("load_id").to_pylist()
    )
    assert again.graph_version == first.graph_version


def test_a_verdict_and_a_source_taken_back_change_the_version(folder: Path) -> None:
    shutil.copy(folder / "place.tpgraph", folder / "changed.tpgraph")
    town = tpgraph.open("changed.tpgraph", create=False)
    versions = [town.graph_version]
    town.judge("GB-CHC-9990001", "r-12987c4256a4fc33", "different", by="A reader", why="a charity and a trust")
    versions.append(town.graph_version)
    load_id = town.sources().column("load_id")[0].as_py()
    town.remove(load_id)
    versions.append(town.graph_version)
    assert len(set(versions)) == 3


def test_both_pages_are_linked_and_their_links_lead_somewhere() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    for name in ("with-neo4j.md", "for-researchers.md"):
        assert f"(docs/{name})" in readme
        page = (PROJECT / "docs" / name).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page):
            assert (PROJECT / "docs" / target).exists(), target
