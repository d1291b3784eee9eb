"""Cells that mean something else than what they hold: payees who are nobody, and the themes that `run` left empty."""

import pyarrow as pa
import pyarrow.compute as pc

from tpgraph.loading.loader import Landed, Problem, SetAside
from tpgraph.loading.persons import is_nothing
from tpgraph_loaders.template.sheets import distinct_texts

# `tpgraph run` writes an apostrophe before such texts, lest a spreadsheet run them.
_GUARDED = "^'([=+@\\t\\r-])"


def mend_cells(landed: Landed) -> None:
    """Read what stands for nothing as blank, and the themes sheet as it was meant; the tables are changed in place."""
    _blank_payees(landed)
    _unguarded(landed)
    _themes_left_empty(landed)


def _blank_payees(landed: Landed) -> None:
    ids = set(distinct_texts(landed, "organisation", "id"))
    nobody = [text for text in distinct_texts(landed, "flow", "payee") if is_nothing(text) and text not in ids]
    if nobody:
        payees = landed.tables["flow"].column("payee")
        is_nobody = pc.is_in(payees, pa.array(nobody, pa.string()))
        _replace(landed, "flow", "payee", pc.if_else(is_nobody, pa.scalar(None, pa.string()), payees))


def _unguarded(landed: Landed) -> None:
    for column in ("publisher", "text"):
        texts = landed.tables["theme"].column(column)
        _replace(landed, "theme", column, pc.replace_substring_regex(texts, _GUARDED, "\\1"))


def _themes_left_empty(landed: Landed) -> None:
    """Set the rows of themes aside that nobody has filled in yet: they are no mistake."""
    table = landed.tables["theme"]
    # A sheet without the column is a mistake, which is told elsewhere.
    sheets = [sheet for sheet, named in landed.mapping.items() if "theme" in named.values()]
    is_left = pc.and_(pc.is_null(table.column("theme")), pc.is_valid(table.column("text")))
    is_left = pc.and_(is_left, pc.is_in(table.column("sheet"), pa.array(sheets, pa.string())))
    left = table.filter(is_left).select(["sheet", "line"]).to_pylist()
    landed.set_aside += [SetAside(row["sheet"], row["line"], "no theme filled in") for row in left]
    for sheet in dict.fromkeys(row["sheet"] for row in left):
        rows = sum(row["sheet"] == sheet for row in left)
        sentence = f"{rows:,} {'row has' if rows == 1 else 'rows have'} no theme yet"
        landed.problems.append(Problem(sheet, None, "", "", "note", "theme-not-filled-in", sentence))
    landed.tables["theme"] = table.filter(pc.invert(is_left))


def _replace(landed: Landed, kind: str, column: str, texts: pa.ChunkedArray) -> None:
    table = landed.tables[kind]
    landed.tables[kind] = table.set_column(table.column_names.index(column), column, texts)
