"""What the README shows is what happens."""

import re
import shlex
from pathlib import Path

import pytest

from tpgraph.cli.start import start

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example as `files/`, in which the README's words are run."""
    (tmp_path / "files").symlink_to(PROJECT / "examples" / "northmere", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_run(folder: Path) -> None:
    commands = re.findall(r"^\$ tpgraph (.+)$", README, re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        assert start(shlex.split(command)) == 0, command
    assert {file.name for file in (folder / "pages").iterdir()} >= {"index.html", "map.html", "report.html"}


def test_the_snippet_runs(folder: Path) -> None:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found
    exec(compile(found[1], "README.md", "exec"), {})  # the README is ours
    assert (folder / "place.tpgraph").exists()


def test_every_link_of_the_documents_leads_somewhere() -> None:
    for page in [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)
