"""Every command's help ends with an example, every example works, and the page of commands is made from them."""

import io
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.places import SPEND
from tpgraph.analysis import analyses
from tpgraph.cli.reference import CommandPage, command_reference, commands

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"
COMMANDS = commands()


def first_id(run: Run, *command: str) -> str:
    return run(*command, "--csv", "-").out.splitlines()[1].split(",")[0]


@pytest.mark.parametrize("page", COMMANDS, ids=lambda page: page.name)
def test_help_ends_with_an_example(page: CommandPage, run: Run) -> None:
    ended = run(*page.name.split()[1:], "--help")
    assert ended.code == 0
    assert " ".join(ended.out.split()).endswith(f"Example: {' '.join(page.example.split())}")
    assert ended.err == ""


# The example of tpgraph itself is that of its main job.
@pytest.mark.parametrize("page", COMMANDS[1:], ids=lambda page: page.name)
def test_the_example_works_and_names_the_next_command(
    page: CommandPage, run: Run, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = page.example
    # Nobody answers the questions of `review`, and what it remembers is not the user's.
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / "config"))
    if "restore" in example:
        older = first_id(run, "sources")
        file = place / "files" / "council" / "spend.csv"
        file.write_text(SPEND.replace("500.00", "700.00"), "utf-8")
        assert run("load", "files/council").code == 0
        example = re.sub(r"l-\w{16}", older, example)
    example = (
        re.sub(r"l-[0-9a-f]{16}", lambda _: first_id(run, "sources"), example) if "restore" not in example else example
    )
    example = re.sub(r"[A-Z]{2}-[A-Z0-9]{8}", lambda _: first_id(run, "find", "overlaps"), example)
    ended = run(*shlex.split(example)[1:])
    assert ended.code == 0, ended.err
    last = ended.err.strip().splitlines()[-1]
    assert "Next: tpgraph " in last
    assert "Next:" not in ended.out


def test_the_page_of_commands_is_made_from_the_commands() -> None:
    assert PAGE.read_text("utf-8") == command_reference(), (
        "run: python -m tpgraph.cli.reference > docs/reference/commands.md"
    )


def test_the_first_example_is_that_of_the_main_job() -> None:
    assert COMMANDS[0].example == next(page.example for page in COMMANDS if page.name == "tpgraph run")


def test_every_command_stands_on_the_page() -> None:
    headings = re.findall(r"^## (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert headings == [page.name for page in COMMANDS]
    names = (
        "run", "init", "template", "formats", "map", "check", "load", "sources", "history", "diff", "undo", "status",
        "find", "review", "explain", "query", "match", "view", "report", "export", "copy",
    )  # fmt: skip
    assert [heading.split()[1] for heading in headings if len(heading.split()) == 2] == list(names)
    assert {f"tpgraph find {name}" for name in analyses()} <= set(headings)


def test_every_option_has_a_meaning() -> None:
    assert [option for page in COMMANDS for option in page.options if not option[1]] == []
