"""Two pages of the docs that are made from the code: every problem, and the schema of what a check says.

``python -m tpgraph.loading.code_pages`` writes the page of problems to standard output, and
``python -m tpgraph.loading.code_pages schema`` the JSON schema; tests compare them with ``docs/reference/problems.md``
and ``docs/reference/check.schema.json``.
"""

import json
import sys
from collections.abc import Iterator

from tpgraph.loading.check_report import CheckReport
from tpgraph.loading.codes import FRAMEWORK, GRAPH, LEVELS, ProblemCode, graph_codes, problem_codes
from tpgraph.loading.recognise import loaders

_OPENING = """\
# Problems

Made from `codes.toml` of the framework and of every loader by `python -m tpgraph.loading.code_pages`: change a text
there, then make this page anew. `tpgraph check FILES` names every problem of a file by these codes, with the cells in
which it stands; `tpgraph check --explain CODE` says on the screen what stands here.

A file climbs four rungs: **readable**, **valid** to its standard, **accurate**, **useful**. A rung is reached where no
error or warning of it is found, and no note that is marked as keeping the file from it. An *error* means that the row
or the file is not loaded, a *warning* that it is loaded but in doubt, a *note* that it is worth knowing.
"""

_OF_THE_GRAPH = """
## Of the graph: what is unclear when all files are joined

These are told of no file, and keep none from a rung: they arise when the records of all files become one graph.
`tpgraph status` lists them, with the place, body or indicator that each is about.
"""

_TITLES = {
    "readable": "Readable: can it be read at all?",
    "valid": "Valid: is it what its standard asks for?",
    "accurate": "Accurate: are the figures likely to be right?",
    "useful": "Useful: does it answer the questions of a place?",
}


def problem_page() -> str:
    """Write docs/reference/problems.md."""
    codes = problem_codes()
    parts = [_OPENING]
    for level in LEVELS:
        parts.append(f"\n## {_TITLES[level]}\n")
        parts += [_entry(code) for code in codes.values() if code.level == level]
    parts += [_OF_THE_GRAPH, *(_entry(code) for code in graph_codes().values())]
    return "".join(parts)


def _entry(code: ProblemCode) -> str:
    keeps = ", keeps the file from this rung" if code.blocks and code.severity == "note" else ""
    return (
        f"\n### {code.code}\n\n**{code.title}** ({code.severity}{keeps}; {_told_by(code)}). {code.why}\n\n"
        f"*Mend:* {code.mend}.\n"
    )


def _told_by(code: ProblemCode) -> str:
    if code.loader in (FRAMEWORK, GRAPH):
        return "any format" if code.loader == FRAMEWORK else "the graph"
    loader = loaders().get(code.loader)
    return f"format {loader.label if loader else code.loader}"


def report_schema() -> dict[str, object]:
    """Give the JSON schema of what `tpgraph check --json` writes."""
    schema: dict[str, object] = CheckReport.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Write docs/reference/check.schema.json."""
    return json.dumps(report_schema(), indent=1, ensure_ascii=False) + "\n"


def _pages(arguments: list[str]) -> Iterator[str]:
    yield schema_text() if arguments == ["schema"] else problem_page()


if __name__ == "__main__":
    sys.stdout.writelines(_pages(sys.argv[1:]))
