"""The questions of tpgraph: one a module, found by the description it holds.

`analyses` gives every description, `analysis` one of them by name, and `bind` turns what a user typed into the
parameters that its `run` takes. No list of analyses is written anywhere.
"""

import math
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from tpgraph.analysis.description import Analysis, Parameter, Value
from tpgraph.errors import AnalysisError
from tpgraph.model import model
from tpgraph.money import parse_financial_year

UNKNOWN_YEAR = "unknown"
"""What a parameter of type year says for the money that bears no year."""


@cache
def analyses() -> Mapping[str, Analysis]:
    """Give every analysis by name: each module of this room that holds ``ANALYSIS``, in the order of the names.

    Raises
    ------
    AnalysisError
        If two modules claim one name or the same two letters.
    """
    found: dict[str, Analysis] = {}
    letters: dict[str, str] = {}
    for module in pkgutil.iter_modules(__path__):
        described = getattr(import_module(f"{__name__}.{module.name}"), "ANALYSIS", None)
        if not isinstance(described, Analysis):
            continue
        if described.name in found or described.letters in letters:
            other = letters.get(described.letters, described.name)
            raise AnalysisError(
                f"analyses '{other}' and '{described.name}' share a name or letters: {described.letters}"
            )
        found[described.name] = described
        letters[described.letters] = described.name
    return MappingProxyType(dict(sorted(found.items())))


def analysis(name: str) -> Analysis:
    """Give one analysis by its name.

    Raises
    ------
    AnalysisError
        If there is none, listing the names there are.
    """
    try:
        return analyses()[name]
    except KeyError:
        raise AnalysisError(f"no analysis is called '{name}'; there are {', '.join(analyses())}") from None


def bind(analysis: Analysis, given: Mapping[str, object]) -> dict[str, Value]:
    """Check and convert what the user gave, and fill in the rest.

    Parameters
    ----------
    analysis : the analysis to be run
    given : by parameter name (`-` and `_` are one); texts are converted, and None stands for the default

    Returns
    -------
    dict with a value for every parameter: financial years as 2009-10, or `UNKNOWN_YEAR`

    Raises
    ------
    AnalysisError
        If a parameter does not exist or its value does not fit, naming what is accepted.
    """
    known = {parameter.name: parameter for parameter in analysis.parameters}
    bound: dict[str, Value] = {name: parameter.default for name, parameter in known.items()}
    for written, value in given.items():
        name = written.replace("-", "_")
        if name not in known:
            accepted = ", ".join(known) or "none"
            raise AnalysisError(f"'{analysis.name}' has no parameter called '{written}'; it takes {accepted}")
        if value is not None:
            bound[name] = _converted(known[name], value)
    return bound


def _converted(parameter: Parameter, value: object) -> Value:
    text = (str(value).lower() if isinstance(value, bool) else str(value)).strip()
    if value == parameter.default or text == "":
        return parameter.default
    if parameter.type in ("integer", "number"):
        return _number(parameter, value, text)
    if parameter.type == "year":
        year = UNKNOWN_YEAR if text.lower() == UNKNOWN_YEAR else parse_financial_year(text)
        if year is None:
            raise _unfit(parameter, text, "a financial year such as 2009-10")
        return year
    allowed = parameter.values or (model().values["basis"] if parameter.type == "basis" else ())
    if not allowed:
        return text
    if text.lower() not in allowed:
        raise _unfit(parameter, text, "one of " + ", ".join(allowed))
    return text.lower()


def _number(parameter: Parameter, value: object, text: str) -> int | float:
    accepted = "a whole number" if parameter.type == "integer" else "a number"
    try:
        if isinstance(value, bool):
            raise ValueError
        number = float(text)
        if not math.isfinite(number) or (parameter.type == "integer" and number != int(number)):
            raise ValueError
    except ValueError:
        raise _unfit(parameter, text, accepted) from None
    return int(number) if parameter.type == "integer" else number


def _unfit(parameter: Parameter, text: str, accepted: str) -> AnalysisError:
    return AnalysisError(f"{parameter.name.replace('_', '-')} '{text}' does not fit; expected {accepted}")
