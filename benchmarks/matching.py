"""`python -m benchmarks.matching`: who is the same and what overlaps, by tpgraph and its peers on the same files.

Every tool gets copies of the input files alone, in a process of its own; what it found is scored by score.py of the
labelled data, which counts every pair outside the truth as wrong. Where no labelled data are, a sentence says so.
"""

import argparse
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.matching_report import HEADER, both_row, row_of, title_of
from benchmarks.matching_sets import ENVIRONMENT, SMALL, LabelledSet, labelled_folder, labelled_sets, stage
from benchmarks.matching_side import PATIENCE, TOOLS
from benchmarks.measure import CHECKOUT
from benchmarks.report import as_markdown, as_text

LABELS = {
    "tpgraph": "tpgraph",
    "tpgraph-no-reference": "tpgraph, no look-ups",
    "splink": "Splink 5",
    "tfidf": "TF-IDF, top n, within one place",
    "tfidf-all": "TF-IDF, top n, whole list",
    "dedupe": "dedupe 3, 100 labels",
}
NEEDS = {"splink": "splink", "tfidf": "sparse_dot_topn", "tfidf-all": "sparse_dot_topn", "dedupe": "dedupe"}
JUDGED = "100 verdicts"
BEGIN, END = "<!-- tables of python -m benchmarks.matching --into docs/matching.md -->", "<!-- end of the tables -->"
# Any: a result is plain JSON, as score.py prints it.
Result = dict[str, object]


@dataclass(frozen=True)
class Asked:
    """What was asked for on the command line."""

    sets: tuple[str, ...]
    tools: tuple[str, ...]
    again: tuple[str, ...]
    kept: Path | None
    markdown: bool


def say(line: str) -> None:
    """Tell how far it is, on stderr."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _python(*arguments: str) -> str:
    """Run a module of the benchmarks; give what it printed."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=False)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise RuntimeError(f"it was stopped unfinished after {PATIENCE} CPU seconds")
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:2])} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def why_not(tool: str, one: LabelledSet) -> str:
    """Say why a tool is not run on a set; empty where it is."""
    if tool in NEEDS and importlib.util.find_spec(NEEDS[tool]) is None:
        return f"{NEEDS[tool]} is not installed"
    if tool == "dedupe" and one.records > SMALL:
        return f"it is asked for {SMALL:,} records and fewer"
    if tool == "tfidf" and "service" not in one.tasks:
        return "there are no services with places"
    if tool == "tpgraph-no-reference" and "service" in one.tasks:
        return "the bodies of made directories stand in no list"
    return ""


def _measured(one: LabelledSet, tool: str, folder: Path) -> Result:
    """Run a tool in a folder that holds its input; give what it took and how each task scored."""
    took = json.loads(_python("benchmarks.matching_side", tool, str(folder)))
    for task, figures in took["tasks"].items():
        pairs = str(folder / f"{task}.pairs.csv")
        figures["score"] = json.loads(_python("benchmarks.matching_judge", "score", str(one.folder), task, pairs))
        verdicts = folder / f"{task}.verdicts.csv"
        if verdicts.exists():
            rest = _python("benchmarks.matching_judge", "score", str(one.folder), task, pairs, str(verdicts))
            figures["rest"] = json.loads(rest)
    found: Result = took
    return found


def run_tool(one: LabelledSet, tool: str) -> Iterator[tuple[str, Result]]:
    """Run one tool on one set; tpgraph a second time with verdicts. Gives (label of the run, result)."""
    with tempfile.TemporaryDirectory() as made:
        folder = stage(one, Path(made))
        if tool == "dedupe":
            for task in one.tasks:
                labels = str(folder / f"{task}.labels.csv")
                _python("benchmarks.matching_judge", "labels", str(one.folder), task, labels)
        yield LABELS[tool], _measured(one, tool, folder)
        if tool == "tpgraph":
            for task in one.tasks:
                pairs, out = (str(folder / f"{task}.{what}.csv") for what in ("pairs", "verdicts"))
                _python("benchmarks.matching_judge", "verdicts", str(one.folder), task, pairs, out)
            say(f"{one.name}: {LABELS[tool]}, {JUDGED}")
            yield f"{LABELS[tool]}, {JUDGED}", _measured(one, tool, folder)


def _kept(path: Path | None) -> dict[str, dict[str, dict[str, Result]]]:
    """Results of earlier runs: set -> tool -> label -> result."""
    if path and path.exists():
        found: dict[str, dict[str, dict[str, Result]]] = json.loads(path.read_text("utf-8"))
        return found
    return {}


def results_of(one: LabelledSet, asked: Asked, kept: dict[str, dict[str, dict[str, Result]]]) -> dict[str, Result]:
    """Run the tools that are asked for and not kept from an earlier run; label -> result."""
    stands = kept.setdefault(one.name, {})
    for tool in asked.tools:
        if tool in stands and tool not in asked.again:
            say(f"{one.name}: {LABELS[tool]} is kept from an earlier run")
            continue
        reason = why_not(tool, one)
        if reason:
            say(f"{one.name}: {LABELS[tool]} is left out: {reason}")
            continue
        say(f"{one.name}: {LABELS[tool]}")
        try:
            stands[tool] = dict(run_tool(one, tool))
        except RuntimeError as error:
            # One tool that fails on one set leaves the others their hour of work.
            say(f"{one.name}: {LABELS[tool]} failed: {error}")
            stands[tool] = {}
        if asked.kept:
            asked.kept.write_text(json.dumps(kept, indent=1), "utf-8")
    return {label: result for tool in asked.tools for label, result in stands.get(tool, {}).items()}


def table_of(one: LabelledSet, found: Mapping[str, Result]) -> list[list[str]]:
    """Give the rows of a set under `HEADER`: a row a task and tool, then each tool's whole run."""
    rows = []
    for task in one.tasks:
        for label, result in found.items():
            rows += row_of(label, task, result, alone=len(one.tasks) == 1)
    if len(one.tasks) > 1:
        rows += [both_row(label, result) for label, result in found.items()]
    return rows


def with_tables(page: str, tables: str) -> str:
    """Give a page with other tables between its marks.

    Raises
    ------
    ValueError
        If the page has no marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"the page has no lines {BEGIN} and {END}")
    return f"{before}{begin}\n\n{tables}\n{end}{after}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--sets", default="", help="names of sets, with commas; without it, all")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"with commas, of {', '.join(TOOLS)}")
    parser.add_argument("--json", type=Path, help="keep results in this file, and run no tool again that stands in it")
    parser.add_argument("--again", default="", help="tools to run though the file has them, with commas")
    parser.add_argument("--markdown", action="store_true", help="print the tables as docs/matching.md has them")
    parser.add_argument("--into", type=Path, help="a page: its tables are replaced by these")
    parser.add_argument("--scale", action="store_true", help="instead: directory-50k tiled, 1,000,000 services")
    parser.add_argument("--tiles", type=int, default=20, help="how often it is tiled (20)")
    return parser


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _chosen(every: Sequence[LabelledSet], names: tuple[str, ...]) -> list[LabelledSet]:
    unknown = set(names) - {one.name for one in every}
    if unknown:
        raise SystemExit(f"no set is called {', '.join(sorted(unknown))}; there are {', '.join(s.name for s in every)}")
    return [one for one in every if not names or one.name in names]


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = sys.stdout.write) -> None:
    """Run what was asked for and print one table a set."""
    given = _parser().parse_args(arguments)
    root = labelled_folder()
    every = labelled_sets(root)
    if not every:
        write(f"No labelled data in {root}: set {ENVIRONMENT} to the folder that holds score.py and the sets.\n")
        return
    tools = _parts(given.tools)
    unknown = sorted(set(tools) - set(TOOLS))
    if unknown:
        raise SystemExit(f"no tool is called {', '.join(unknown)}; there are {', '.join(TOOLS)}")
    if given.scale:
        from benchmarks.matching_scale import table

        write_table = as_markdown if given.markdown else as_text
        write(f"{write_table(*table(root, given.tiles, say))}\n")
        return
    asked = Asked(_parts(given.sets), tools, _parts(given.again), given.json, given.markdown)
    kept = _kept(asked.kept)
    cores, drawn_all = str(os.cpu_count()), list[str]()
    for one in _chosen(every, asked.sets):
        rows = [[*row, cores] for row in table_of(one, results_of(one, asked, kept))]
        drawn = (as_markdown if asked.markdown else as_text)(HEADER, rows)
        write(f"{title_of(one, asked.markdown)}\n\n{drawn}\n\n")
        sys.stdout.flush()
        drawn_all.append(f"{title_of(one, True)}\n\n{as_markdown(HEADER, rows)}\n")
    if given.into:
        given.into.write_text(with_tables(given.into.read_text("utf-8"), "\n".join(drawn_all)), "utf-8")


if __name__ == "__main__":
    main()
