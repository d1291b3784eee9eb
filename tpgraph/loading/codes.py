"""What every problem code means: `codes.toml` of the framework and of each loader, read into one list.

[bad-amount]
level = "valid"          # readable | valid | accurate | useful: the rung of quality that the problem breaks
severity = "error"       # error, warning or note, as the problem rows say it
title = "A cell is not an amount"
why = "what goes wrong in the figures or the meeting if nobody mends it"
mend = "what to do, in the imperative"
blocks = true            # the rung counts as not reached; left out = so for errors and warnings
"""

import difflib
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tpgraph.errors import InputError, ModelError
from tpgraph.loading.loader import Loader
from tpgraph.loading.recognise import loaders

Level = Literal["readable", "valid", "accurate", "useful"]
"""A rung of quality; `LEVELS` has them from the lowest."""

Severity = Literal["error", "warning", "note"]

LEVELS: tuple[Level, ...] = ("readable", "valid", "accurate", "useful")
FRAMEWORK = "tpgraph"
"""What stands for a loader where every loader may tell of a problem."""

GRAPH = "graph"
"""What stands for a loader where a problem is told of the graph, and of no file."""

_FILE = "codes.toml"
_GRAPH_FILE = "graph_codes.toml"
_NEAREST = 3


class ProblemCode(BaseModel):
    """One kind of problem, described once for all files in which it is found.

    Attributes
    ----------
    code : short name in small letters and hyphens, such as ``bad-amount``
    level : rung of quality that it breaks
    severity : error = the row or file is not loaded, warning = loaded but in doubt, note = worth knowing
    title : a few words
    why : what goes wrong in the figures or the meeting if nobody mends it
    mend : what to do
    loader : name of the loader that tells of it; `FRAMEWORK` where any may, `GRAPH` where none does
    blocks : whether its rung counts as not reached while it is found
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    level: Level
    severity: Severity
    title: str = Field(min_length=1)
    why: str = Field(min_length=1)
    mend: str = Field(min_length=1)
    loader: str
    blocks: bool


Codes = Mapping[str, ProblemCode]

_TABLE = TypeAdapter(dict[str, dict[str, str | bool]])


def parse_codes(text: str, where: str, loader: str) -> dict[str, ProblemCode]:
    """Read the text of a codes.toml.

    Parameters
    ----------
    where : names the file in messages
    loader : whose codes they are

    Raises
    ------
    ModelError
        If it is not a list of codes, naming the entry.
    """
    try:
        entries = _TABLE.validate_python(tomllib.loads(text))
        return {
            code: ProblemCode.model_validate(
                {"blocks": entry.get("severity") != "note", **entry, "code": code, "loader": loader}
            )
            for code, entry in entries.items()
        }
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise ModelError(f"{where} is not a list of problem codes: {error}") from error


def _package(loader: Loader) -> str:
    """The package in which the class of a loader stands."""
    module = sys.modules.get(type(loader).__module__)
    return str(getattr(module, "__package__", None) or "")


@cache
def _codes_in(package: str, loader: str) -> Codes:
    """The codes of a package, or of the nearest package above it that has some."""
    while package:
        file = resources.files(package).joinpath(_FILE)
        if file.is_file():
            shared = package == __package__
            return parse_codes(file.read_text("utf-8"), f"{package}/{_FILE}", FRAMEWORK if shared else loader)
        package = package.rpartition(".")[0]
    return {}


def framework_codes() -> Codes:
    """Give the codes that any loader may tell of."""
    return _codes_in(__package__, FRAMEWORK)


@cache
def graph_codes() -> Codes:
    """Give the codes of problems that are told when records of all files are joined, in alphabetical order."""
    file = resources.files(__package__).joinpath(_GRAPH_FILE)
    return dict(sorted(parse_codes(file.read_text("utf-8"), _GRAPH_FILE, GRAPH).items()))


def codes_of(loader: Loader) -> Codes:
    """Give the codes that a loader describes itself; a loader without a codes.toml has none."""
    return _codes_in(_package(loader), loader.name)


def merged(parts: Mapping[str, Codes]) -> dict[str, ProblemCode]:
    """Make one list of several, by code.

    Parameters
    ----------
    parts : the name of a loader, or of the framework -> its codes

    Raises
    ------
    ModelError
        If two describe one code differently.
    """
    whole: dict[str, ProblemCode] = {}
    for name, codes in parts.items():
        for code, described in codes.items():
            known = whole.setdefault(code, described)
            if known.model_copy(update={"loader": described.loader}) != described:
                raise ModelError(
                    f"the problem code '{code}' is described differently by {known.loader} and {name}: use another "
                    f"code, or describe it once, in tpgraph/loading/{_FILE}"
                )
    return dict(sorted(whole.items()))


def problem_codes() -> dict[str, ProblemCode]:
    """Give every code of the framework and of the installed loaders, by code, in alphabetical order.

    Raises
    ------
    ModelError
        If two describe one code differently.
    """
    return merged({FRAMEWORK: framework_codes()} | {name: codes_of(loader) for name, loader in loaders().items()})


def described(code: str, loader: str, severity: str) -> ProblemCode:
    """Describe a code as a loader means it.

    Parameters
    ----------
    code : as a problem row says it; any text
    loader : name of the loader that told of it
    severity : of the row, for a code that nobody describes
    """
    own = [codes_of(loaders()[loader])] if loader in loaders() else []
    # A loader may run the SQL of another: then that one describes what is told.
    others = (codes_of(one) for one in loaders().values())
    for codes in (*own, framework_codes(), *others):
        if code in codes:
            return codes[code]
    return _plain(code, loader, severity)


def _plain(code: str, loader: str, severity: str) -> ProblemCode:
    """What is said of a code that its loader does not describe."""
    words = code.replace("-", " ").replace("_", " ").strip() or "a problem"
    return ProblemCode.model_construct(
        code=code,
        level="valid",
        severity=severity if severity in ("error", "warning", "note") else "warning",
        title=words[:1].upper() + words[1:],
        why=f"The loader {loader} tells of it and does not say why it matters.",
        mend="do what the rows of the problem say",
        loader=loader,
        blocks=severity != "note",
    )


def code_named(code: str) -> ProblemCode:
    """Give one code.

    Raises
    ------
    InputError
        If there is none of this name, with the nearest names.
    """
    codes = {**graph_codes(), **problem_codes()}
    wanted = "-".join(code.lower().replace("_", "-").split())
    if wanted in codes:
        return codes[wanted]
    near = difflib.get_close_matches(wanted, codes, _NEAREST, 0.5)
    near += [name for name in codes if wanted and wanted in name and name not in near][: _NEAREST - len(near)]
    hint = f"did you mean {' or '.join(near)}?" if near else "docs/reference/problems.md lists them all"
    raise InputError(f"no problem has the code '{code}'; {hint}")
