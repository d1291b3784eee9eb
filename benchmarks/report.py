"""Benchmark results as a table, for the screen or for a page of docs."""

from collections.abc import Sequence

Rows = Sequence[Sequence[str]]


def as_text(header: Sequence[str], rows: Rows) -> str:
    """Write a table with aligned columns: the first to the left, figures to the right."""
    widths = [max(len(row[index]) for row in [header, *rows]) for index in range(len(header))]

    def line(row: Sequence[str]) -> str:
        first, *others = zip(row, widths, strict=True)
        return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])

    return "\n".join(line(row) for row in [header, *rows])


def as_markdown(header: Sequence[str], rows: Rows) -> str:
    """Write a table in Markdown, figures to the right."""
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
