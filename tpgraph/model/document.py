"""The column reference of the docs, made from graph.toml.

``python -m tpgraph.model.document`` writes the page to standard output; a test compares it with
``docs/reference/columns.md``.
"""

import sys
from collections.abc import Iterable

from tpgraph.model import Column, Model, RecordKind, model

_TYPE_WORDS = {
    "text": "text",
    "id": "id",
    "integer": "whole number",
    "number": "number",
    "pence": "pounds",
    "boolean": "true or false",
    "date": "date",
    "year": "financial year",
    "list": "several, `;` between them",
    "json": "JSON",
}
_OPENING = """\
# Columns

Made from `tpgraph/model/graph.toml` by `python -m tpgraph.model.document`: change that file, then make this page anew.

A workbook has one sheet a table; a folder has one CSV file a table, under the same name (`organisations.csv`). Columns
stand in any order, and columns that are not listed are kept as they are. Years are written 2009-10, dates 2009-06-30 or
30/06/2009, money in pounds. A column that takes a body, service or site takes its name or its id.
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _meaning(column: Column) -> str:
    parts = [column.about]
    if column.unit:
        parts.append(f"in {column.unit}")
    if column.values:
        parts.append("one of " + ", ".join(f"`{value}`" for value in column.values))
    if column.also:
        parts.append("also headed " + ", ".join(f"`{heading}`" for heading in column.also))
    return "; ".join(part for part in parts if part)


def _sheet_row(column: Column) -> tuple[str, ...]:
    example = f"`{column.example}`" if column.example else ""
    required = "must be filled" if column.required else ""
    return (f"`{column.heading}`", _TYPE_WORDS[column.type], required, _meaning(column), example)


def _store_row(column: Column) -> tuple[str, ...]:
    word = "pence" if column.type == "pence" else _TYPE_WORDS[column.type]
    return (f"`{column.name}`", word, _meaning(column))


def _sheet(kind: RecordKind) -> str:
    parts = [f"### {kind.sheet}\n\n{kind.about} In the store: `record.{kind.name}`.\n"]
    parts.append(_table(("column", "holds", "", "meaning", "example"), map(_sheet_row, kind.columns)))
    if kind.kept:
        parts.append("Beside them in the store only:\n")
        parts.append(_table(("column", "holds", "meaning"), map(_store_row, kind.kept)))
    return "\n".join(parts)


def _graph(the: Model) -> list[str]:
    head = (Column("id", "id", about="id of the node"), Column("name", "text", about="name"))
    parts = ["## The graph\n"]
    for node in the.nodes.values():
        parts.append(f"### {node.label}\n\n{node.about} In the store: `graph.{node.table}`.\n")
        parts.append(_table(("property", "holds", "meaning"), map(_store_row, head + node.properties)))
    parts.append("### Relationships\n")
    rows = (
        (
            ", ".join(f"({start})-{relationship.type}->({end})" for start, end in relationship.between),
            relationship.about,
            "; ".join(f"`{column.name}`: {_meaning(column)}" for column in relationship.properties),
        )
        for relationship in the.relationships.values()
    )
    parts.append(_table(("relationship", "meaning", "properties"), rows))
    return parts


def _own_tables(the: Model) -> list[str]:
    parts = ["## Tables of the store itself\n"]
    for table in the.tables.values():
        parts.append(f"### {table.schema}.{table.name}\n\n{table.about}\n")
        parts.append(_table(("column", "holds", "meaning"), map(_store_row, table.columns)))
    return parts


def column_reference() -> str:
    """Write the page that names every column of the model.

    Returns
    -------
    str
        Markdown: the template's sheets, the columns of every record, the graph, the store's own tables; in the order of
        graph.toml.
    """
    the = model()
    parts = [_OPENING, "## Sheets and files\n"]
    parts += [_sheet(kind) for kind in the.records.values()]
    parts.append("### Columns of every record\n")
    parts.append(_table(("column", "holds", "meaning"), map(_store_row, the.common)))
    return "\n".join([*parts, *_graph(the), *_own_tables(the)])


if __name__ == "__main__":
    sys.stdout.write(column_reference())
