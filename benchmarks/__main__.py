"""`python -m benchmarks [NAME] [--rows N] [--repeats N]`: NAME is one of the benchmarks; without it, all of them."""

import argparse
import sys
from collections.abc import Sequence

from benchmarks import fuzz, grants, problems, queries, server, spend, spend_many, start
from benchmarks.report import as_markdown, as_text

NAMES = ("start", "spend", "spend_many", "problems", "grants", "queries", "server", "fuzz")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What tpgraph costs, as ratios.")
    parser.add_argument("name", nargs="?", choices=NAMES, help="one benchmark; without it, all")
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="rows of the spend file, payments on the server (1,000,000)"
    )
    parser.add_argument("--repeats", type=int, default=3, help="rounds of spend, queries and server (default: 3)")
    parser.add_argument("--markdown", action="store_true", help="print the tables as docs/benchmarks.md has them")
    return parser


def _tables(name: str, asked: argparse.Namespace) -> list[tuple[Sequence[str], list[list[str]]]]:
    if name == "start":
        return start.tables(10, _say)
    if name == "problems":
        return problems.tables(asked.rows, asked.repeats, _say)
    if name == "spend_many":
        return spend_many.tables(asked.rows, max(asked.rows // 25_000, 1), asked.repeats, _say)
    if name == "fuzz":
        return fuzz.tables(12, _say)
    if name == "grants":
        return grants.tables(max(asked.rows // 5, 1), asked.repeats, _say)
    if name == "queries":
        return queries.tables(asked.repeats, _say)
    if name == "server":
        return server.tables(asked.rows, asked.repeats, _say)
    return spend.tables(asked.rows, asked.repeats, _say)


def main() -> None:
    """Run the benchmarks asked for and print their tables."""
    asked = _parser().parse_args()
    write = as_markdown if asked.markdown else as_text
    for name in [asked.name] if asked.name else NAMES:
        for header, rows in _tables(name, asked):
            sys.stdout.write(f"{write(header, rows)}\n\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
