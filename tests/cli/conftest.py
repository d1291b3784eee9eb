"""A folder in which commands run: the files of a small place, loaded once and copied for each test."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.neo4j_server import Neo4jServer, wipe
from tests.places import write_place
from tpgraph.cli.start import start

HEADER = "Body Name,Payment Date,Supplier Name,Net Amount,Transaction No"
"""Headings of a small spend file."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    def sentence(self) -> str:
        """The one sentence of an error: the last line, and nothing that looks like a traceback."""
        assert self.code == 1, self
        assert "Traceback" not in self.err
        lines = [line for line in self.err.splitlines() if line.startswith("tpgraph: ")]
        assert len(lines) == 1, self.err
        assert self.err.endswith(lines[0] + "\n")
        return lines[0].removeprefix("tpgraph: ")


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files/ and a store that holds them."""
    folder = tmp_path_factory.mktemp("loaded")
    write_place(folder / "files")
    assert start(["--store", str(folder / "place.tpgraph"), "load", str(folder / "files")]) == 0
    assert start(["--store", str(folder / "place.tpgraph"), "status"]) == 0
    return folder


@pytest.fixture
def place(loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder of one's own with files/ and place.tpgraph."""
    folder = tmp_path / "place"
    shutil.copytree(loaded, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("COLUMNS", raising=False)
    return folder


@pytest.fixture
def run(place: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process, in the folder of `place`."""
    assert Path.cwd() == place

    def ended(*arguments: str) -> Ended:
        capfdbinary.readouterr()
        code = start(arguments)
        said = capfdbinary.readouterr()
        return Ended(code, said.out.decode(), said.err.decode())

    return ended


@pytest.fixture
def server(neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> Neo4jServer:
    """A real server with an empty database; user name and password stand in the environment."""
    wipe(neo4j_server)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.auth[0])
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.auth[1])
    return neo4j_server
