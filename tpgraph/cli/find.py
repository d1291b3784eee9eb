"""`tpgraph find NAME`: a command an analysis, made from its description when it is asked for."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tpgraph.cli.answers import show_answer
from tpgraph.cli.output import CsvOption, JsonOption, ParquetOption, Wanted
from tpgraph.cli.state import open_existing, progress

if TYPE_CHECKING:
    from tpgraph.analysis.description import Analysis, Parameter

_TYPES = {"integer": int, "number": float}


def _option(parameter: "Parameter") -> inspect.Parameter:
    accepted = f" ({', '.join(parameter.values)})" if parameter.values else ""
    unit = f", {parameter.unit}" if parameter.unit else ""
    flag = "--" + parameter.name.replace("_", "-")
    option = typer.Option(
        flag,
        metavar=parameter.type.upper(),
        help=parameter.about + unit + accepted,
        show_default=parameter.default != "",
    )
    # Any: the annotation is made here, from the description's type.
    annotation: Any = Annotated[_TYPES.get(parameter.type, str), option]
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=parameter.default, annotation=annotation
    )


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _command(description: "Analysis") -> Callable[..., None]:
    """Make the function of one analysis; Typer reads its options from the signature."""

    # Any: the options follow from the description.
    def ask(context: typer.Context, csv: str | None, json: str | None, parquet: str | None, **given: Any) -> None:
        wanted = Wanted(csv, json, parquet)
        if wanted.any():
            given |= {name: value for name, value in description.in_files.items() if not _is_given(context, name)}
        with progress() as tell:
            town = open_existing(context, tell)
            found = town.answer(description.name, **given)
        show_answer(context, town, found, wanted)

    plain = inspect.Parameter.KEYWORD_ONLY
    outputs = [("csv", CsvOption), ("json", JsonOption), ("parquet", ParquetOption)]
    parameters = [inspect.Parameter("context", plain, annotation=typer.Context)]
    parameters += [_option(parameter) for parameter in description.parameters]
    parameters += [inspect.Parameter(name, plain, default=None, annotation=kind) for name, kind in outputs]
    ask.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # functions have no declared signature
    ask.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    ask.__doc__ = description.question
    return ask


class AnalysisCommands(TyperGroup):
    """The commands of `find`, made when they are asked for, so that `tpgraph --help` imports no analysis."""

    # Any: Typer's own types of contexts and commands are not public.
    def list_commands(self, ctx: Any) -> list[str]:
        """List the analyses."""
        from tpgraph.analysis import analyses

        del ctx
        return list(analyses())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Make the command of one analysis."""
        from tpgraph.analysis import analyses

        del ctx
        description = analyses().get(cmd_name)
        if description is None:
            return None
        one = typer.Typer(rich_markup_mode=None, add_completion=False)
        one.command(cmd_name, epilog=f"Example: tpgraph find {cmd_name}")(_command(description))
        command = typer.main.get_command(one)
        command.name = cmd_name
        return command


def register(app: typer.Typer) -> None:
    """Add `find`."""
    find_app = typer.Typer(cls=AnalysisCommands, rich_markup_mode=None, no_args_is_help=True)

    @find_app.callback(epilog="Example: tpgraph find overlaps")
    def find() -> None:
        """Ask one question: money, overlaps, gaps and more."""

    app.add_typer(find_app, name="find")
