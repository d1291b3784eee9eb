"""The page of the docs that lists every command, made from the commands themselves.

``python -m tpgraph.cli.reference`` writes the page to standard output; a test compares it with
``docs/reference/commands.md``.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from tpgraph.cli.app import app

if TYPE_CHECKING:
    # Any: Typer's own types of commands and contexts are not public.
    Command = Any

_OPENING = """\
# Commands

Made from the commands by `python -m tpgraph.cli.reference`: change a command, then make this page anew.

`--store STORE` stands before the command's name; the variable TPGRAPH_STORE says the same for every command. A store is
a file, such as `place.tpgraph`, or a database on a Neo4j server, such as `neo4j://host:7687/name`; then user name and
password come from the variables NEO4J_USERNAME and NEO4J_PASSWORD, or are asked for at the terminal.

Results go to standard output, messages and progress to standard error. A command ends with 0 when it is done, with 1
and one sentence when something is wrong with a file, store or question, with 2 when it was typed wrongly, and with 130
when it was stopped from the keyboard. `--debug` shows where in the program an error arose.

Every table can be had as a file: `--csv FILE`, `--json FILE.json` and `--parquet FILE`, or `-` for standard output.
JSON is a list of row objects, lists and maps as such; money is in pence, in columns that end in `_pence`. In CSV lists
are joined with `;`, and a text that a spreadsheet would run as a formula has an apostrophe before it.
"""


@dataclass(frozen=True)
class CommandPage:
    """One command: its whole name, what it does, how it is typed, an example; arguments and options with their help."""

    name: str
    about: str
    usage: str
    example: str
    options: tuple[tuple[str, str], ...]


def _typed(parameter: "Command") -> str:
    """Write an argument or option as it is typed; flags and counters of Typer's own wording play no part."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    return str(max(parameter.opts, key=len)) + (f" {parameter.metavar}" if parameter.metavar else "")


def _meaning(parameter: "Command") -> str:
    """Say what it is, whether it is required, and what it is when it is left out."""
    said, default = str(parameter.help or ""), parameter.default
    if parameter.required:
        return f"{said} (required)"
    if default in (None, "", False) or "default" in said:
        return said
    return f"{said} (default: {f'{default:g}' if isinstance(default, float) else default})"


def _page(command: "Command", name: str, context: "Command") -> CommandPage:
    found = [parameter for parameter in command.get_params(context) if parameter.name != "help"]
    arguments = [_typed(parameter) for parameter in found if parameter.param_type_name == "argument"]
    needed = [_typed(parameter) for parameter in found if parameter.param_type_name == "option" and parameter.required]
    inner = ["COMMAND"] if hasattr(command, "list_commands") else []
    usage = " ".join([name, *arguments, *needed, "[OPTIONS]", *inner])
    about = " ".join((command.help or "").split())
    example = (command.epilog or "").removeprefix("Example: ")
    return CommandPage(name, about, usage, example, tuple((_typed(one), _meaning(one)) for one in found))


def _walk(command: "Command", name: str, parent: "Command") -> Iterator[CommandPage]:
    short = name.rsplit(" ", 1)[-1]
    with command.context_class(command, info_name=short, parent=parent) as context:
        yield _page(command, name, context)
        if hasattr(command, "list_commands"):
            for inner in command.list_commands(context):
                yield from _walk(command.get_command(context, inner), f"{name} {inner}", context)


def commands() -> list[CommandPage]:
    """List every command and the commands inside it, ``tpgraph`` itself first, in the order of ``tpgraph --help``."""
    return list(_walk(typer.main.get_command(app), "tpgraph", None))


def _section(page: CommandPage) -> str:
    parts = [f"## {page.name}\n", f"{page.about}\n", f"```\n{page.usage}\n```\n"]
    if page.options:
        lines = ["| option | meaning |", "| --- | --- |"]
        lines += [f"| `{_cell(name)}` | {_cell(about)} |" for name, about in page.options]
        parts.append("\n".join(lines) + "\n")
    parts.append(f"Example: `{page.example}`\n")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def command_reference() -> str:
    """Write the page that lists every command, in Markdown."""
    return "\n".join([_OPENING, *(_section(page) for page in commands())])


if __name__ == "__main__":
    sys.stdout.write(command_reference())
