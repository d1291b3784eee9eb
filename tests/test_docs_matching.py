"""What the page on matching says is what happens: its snippets and its commands run."""

import doctest
import re
import shlex
from pathlib import Path

import pandas
import pytest

from tpgraph.cli.start import start

PROJECT = Path(__file__).resolve().parents[1]
PAGE = (PROJECT / "docs" / "matching.md").read_text("utf-8")


def code() -> str:
    return "".join(re.findall(r"```pycon\n(.*?)```", PAGE, re.DOTALL))


def run_snippets(names: dict[str, object]) -> tuple[doctest.TestResults, str]:
    snippets = doctest.DocTestParser().get_doctest(code(), names, "matching.md", None, 0)
    said: list[str] = []
    outcome = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(
        snippets, out=said.append, clear_globs=False
    )
    names.update(snippets.globs)
    return outcome, "".join(said)


def test_every_snippet_gives_what_the_page_shows() -> None:
    outcome, said = run_snippets({})
    assert outcome.failed == 0, said
    assert outcome.attempted >= 18


def test_the_commands_run_on_the_tables_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: dict[str, object] = {}
    run_snippets(names)
    monkeypatch.chdir(tmp_path)
    for name in ("clubs", "offers", "left", "right", "said"):
        table = names[name]
        assert isinstance(table, pandas.DataFrame)
        table.to_csv(f"{name}.csv", index=False)
    commands = [shlex.split(line) for line in re.findall(r"^\$ tpgraph (.+)$", PAGE, re.MULTILINE)]
    assert len(commands) == 3
    for command in commands:
        assert start(command) == 0, command
    written = {file.relative_to(tmp_path).as_posix() for file in tmp_path.glob("pairs*/*")} | {"pairs.json"}
    assert written == {
        "pairs/organisations.csv", "pairs/services.csv", "pairs/organisations.parquet", "pairs.json",
    }  # fmt: skip
    assert (tmp_path / "pairs.json").is_file()


def test_the_links_of_the_page_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGE):
        assert (PROJECT / "docs" / target).exists(), target
    for file in re.findall(r"`((?:benchmarks|tpgraph)/[\w/.]+)`", PAGE):
        assert (PROJECT / file).exists(), file
