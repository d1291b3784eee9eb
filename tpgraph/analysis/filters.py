"""Filters of questions: a value that nothing here is called is refused, one that leaves no row is named."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from tpgraph.analysis.cells import is_called, wanted
from tpgraph.analysis.description import Value
from tpgraph.errors import AnalysisError
from tpgraph.graphs.look_ups import names, plain_group
from tpgraph.graphs.phrases import in_words
from tpgraph.reference import simplify
from tpgraph.tables import Tables

FILTERS = ("place", "need", "client_group", "organisation")


def check_filters(tables: Tables, parameters: Mapping[str, Value]) -> None:
    """Refuse a filter whose value is the name or id of nothing in the graph.

    Raises
    ------
    AnalysisError
        If nothing is called so: with the filter, the value and a near name where there is one.
    """
    for node in FILTERS:
        asked = wanted(parameters, node)
        if asked:
            known = names(tables, node)
            same_group = node == "client_group" and plain_group(asked) in map(plain_group, known.values())
            if not same_group and not is_called(asked, (*known, *known.values())):
                raise AnalysisError(_unknown(node.replace("_", " "), asked, known.values()))


def _unknown(what: str, asked: str, known: Iterable[str]) -> str:
    simplified = {simplify(name): name for name in sorted(known, reverse=True)}
    near = get_close_matches(simplify(asked), list(simplified), 1)
    meant = f"; did you mean '{simplified[near[0]]}'?" if near else ""
    return f"no {what} here is called '{asked}'{meant}"


def filters_in_words(parameters: Mapping[str, Value]) -> str:
    """Name the filters that are set, empty where none is.

    >>> filters_in_words({"place": "Harbour ward", "client_group": "Carers", "limit": 5}), filters_in_words({})
    ("place 'Harbour ward' and client group 'Carers'", '')
    """
    said = [f"{name.replace('_', ' ')} '{wanted(parameters, name)}'" for name in FILTERS if wanted(parameters, name)]
    lowest = wanted(parameters, "grade")
    said += [f"grade '{lowest}'"] if lowest not in ("", "possible") else []
    return in_words(said)


def none_found(parameters: Mapping[str, Value], found: int) -> list[str]:
    """Say that the filters left nothing; no note where there are rows or no filters."""
    said = filters_in_words(parameters)
    return [f"Nothing is found with these filters ({said})."] if said and not found else []
